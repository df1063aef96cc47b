"""What a file of cases may say: `columns.toml`, read once into frozen records."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("columns.toml")
TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column."""

    name: str
    what: str
    kind: str = TEXT  # text, day, past_day, lines, choice, email, files, upn or nhs_number
    list: str = ""  # of a choice
    needed: bool = False
    child: bool = False  # a field of the child's record


@dataclass(frozen=True, kw_only=True)
class Phase:
    """What begins with an open phase."""

    name: str
    needs: tuple[str, ...] = ()
    process: str = ""
    start_event: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A limit that counts from the first of these columns that is filled."""

    limit: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The whole file."""

    columns: Mapping[str, Column]  # in the order of the file
    people: tuple[str, ...]  # how the columns of one person begin, e.g. parent_1_
    lists: Mapping[str, tuple[str, ...]]
    phases: Mapping[str, Phase]
    dates: tuple[Dated, ...]

    @property
    def optional(self) -> set[str]:
        """Columns that need not be there."""
        return {column.name for column in self.columns.values() if not column.needed}


@cache
def shape() -> Shape:
    """As it is shipped."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    people = tuple(f"{group['name']}_{n}_" for group in table["groups"] for n in range(1, group["many"] + 1))
    phases = tuple(Phase(**_tuples(each)) for each in table["phases"])
    return Shape(
        columns={column.name: column for column in (*_columns(table["columns"]), *_grouped(table["groups"]))},
        people=people,
        lists={**{name: tuple(values) for name, values in table["lists"].items()}, "phases": _names(phases)},
        phases={each.name: each for each in phases},
        dates=tuple(Dated(limit=each["limit"], columns=tuple(each["from"])) for each in table["dates"]),
    )


def explanation() -> str:
    """Every column with its meaning, for whoever writes the file."""
    found = shape()
    lines = [f"  {column.name:<22}{_said(column, found)}" for column in found.columns.values()]
    return "\n".join(["Columns of the CSV file, in any order:", *lines])


def _said(column: Column, found: Shape) -> str:
    values = found.lists.get(column.list, ())
    known = f" One of {', '.join(values)}." if values else f" A value of the list {column.list}." if column.list else ""
    return column.what + known + (" Needed." if column.needed else "")


def _columns(rows: list[dict[str, Any]]) -> Iterator[Column]:
    return (Column(**row) for row in rows)


def _grouped(groups: list[dict[str, Any]]) -> Iterator[Column]:
    for group in groups:
        for number in range(1, group["many"] + 1):
            for row in group["columns"]:
                yield Column(**{**row, "name": f"{group['name']}_{number}_{row['name']}"})


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _names(phases: tuple[Phase, ...]) -> tuple[str, ...]:
    return tuple(each.name for each in phases)
