"""What several processes share: lists of answers and the law's time limits, each with its source."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from engine import Finding, Report
from webapp.checking.ground import Ground

Fault = tuple[str, str, str]  # element, message, remedy
WITHIN = re.compile(r"P\d{1,3}[DWMY]")


def check_list(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of a list of answers."""
    return _report(ground.shown(file), data, _list)


def check_limits(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the time limits."""
    return _report(ground.shown(file), data, _limits)


def _report(shown: str, data: bytes, faults: Any) -> Report:
    try:
        found = list(faults(tomllib.loads(data.decode("utf-8"))))
    except (ValueError, RecursionError) as fault:
        found = [("", f"This is not TOML: {fault}.", "Mend the line it names.")]
    return Report(errors=tuple(Finding(file=shown, element=e, message=m, remedy=r) for e, m, r in found))


def _list(table: dict[str, Any]) -> Iterator[Fault]:
    yield from _words("", table, ("title", "source", "version"))
    values = _tables(table, "values")
    if not values:
        yield "", "It offers nothing.", "Write [[values]] with value and label."
    for row in values:
        yield from _words(str(row.get("value", "")), row, ("value", "label"))
    yield from _twice(values, "value")


def _limits(table: dict[str, Any]) -> Iterator[Fault]:
    limits = _tables(table, "limits")
    for row in limits:
        name = str(row.get("name", ""))
        yield from _words(name, row, ("name", "title", "within", "counted_from", "source"))
        if not WITHIN.fullmatch(str(row.get("within", ""))):
            yield name, f"“{row.get('within')}” is no time limit.", "Write it like P6W or P12M."
        if not isinstance(row.get("effective_from"), date):
            yield name, "It does not say from when it applies.", "Write effective_from = 2014-09-01."
    yield from _twice([{"rule": f"{row.get('name')} from {row.get('effective_from')}"} for row in limits], "rule")


def _words(element: str, table: dict[str, Any], words: tuple[str, ...]) -> Iterator[Fault]:
    for word in words:
        if not isinstance(table.get(word), str) or not table[word].strip():
            yield element, f"It has no {word}.", f'Write {word} = "…".'


def _twice(rows: list[dict[str, Any]], word: str) -> Iterator[Fault]:
    for value, count in Counter(str(row.get(word)) for row in rows).items():
        if count > 1:
            yield value, f"It stands {count} times.", "Keep one of them."


def _tables(table: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = table.get(name, [])
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
