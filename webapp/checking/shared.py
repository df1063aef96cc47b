"""What several processes share: lists of answers, each with its source."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from engine import Finding, Report
from webapp.checking.ground import Ground

Fault = tuple[str, str, str]  # element, message, remedy


def check_list(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of a list of answers."""
    return report(ground.shown(file), data, _list)


def report(shown: str, data: bytes, faults: Callable[[dict[str, Any]], Iterable[Fault]]) -> Report:
    """The report of a TOML file whose table has these faults."""
    try:
        found = list(faults(tomllib.loads(data.decode("utf-8"))))
    except (ValueError, RecursionError) as fault:
        found = [("", f"This is not TOML: {fault}.", "Mend the line it names.")]
    return Report(errors=tuple(Finding(file=shown, element=e, message=m, remedy=r) for e, m, r in found))


def _list(table: dict[str, Any]) -> Iterator[Fault]:
    yield from words("", table, ("title", "source", "version"))
    values = tables(table, "values")
    if not values:
        yield "", "It offers nothing.", "Write [[values]] with value and label."
    for row in values:
        yield from words(str(row.get("value", "")), row, ("value", "label"))
    yield from twice(values, "value")


def words(element: str, table: dict[str, Any], names: tuple[str, ...]) -> Iterator[Fault]:
    """Names of this table that hold no words."""
    for word in names:
        if not isinstance(table.get(word), str) or not table[word].strip():
            yield element, f"It has no {word}.", f'Write {word} = "…".'


def twice(rows: list[dict[str, Any]], word: str) -> Iterator[Fault]:
    """What several rows have under this name."""
    for value, count in Counter(str(row.get(word)) for row in rows).items():
        if count > 1:
            yield value, f"It stands {count} times.", "Keep one of them."


def tables(table: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of this name."""
    found = table.get(name, [])
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
