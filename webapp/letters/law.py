"""What the law asks of letters: blocks, facts, and what each notice must contain; data with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from webapp.config import HOME
from webapp.letters.errors import LetterFault
from webapp.letters.source import LegalBlock, LetterSource, read_block

SHARED = HOME / "workflows" / "shared"
FOLDER = SHARED / "letters"
COPY = "copy_to_a_body"  # the block that begins every copy; no family reads it
REQUIRED, FACTS = "required.toml", "facts.toml"


@dataclass(frozen=True, kw_only=True)
class Required:
    """What one notice must contain."""

    title: str
    source: str
    blocks: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    opens: str = ""  # a limit that begins for the family with the date on the letter
    copies: tuple[str, ...] = ()  # bodies outside the family that get a copy
    disputed_as: tuple[str, ...] = ()  # what a dispute about this decision is about, in the values of its forms
    outside: bool = False  # it goes to a body outside the family itself, and to nobody in it
    guests: bool = False  # it says when and where a meeting is: who is no guest gets it only if an officer says so


@cache
def block(name: str) -> LegalBlock:
    """The block as it stands today: a case that began under an older version must not quote an older law.

    Raises LetterFault.
    """
    path = FOLDER / f"{name}.md"
    if not path.is_file():
        raise LetterFault(f"There is no legal block “{name}”.")
    return read_block(path.read_text("utf-8"))


@cache
def facts() -> Mapping[str, str]:
    """Addresses and periods that the law and the tribunal give, by placeholder."""
    return dict(tomllib.loads((FOLDER / FACTS).read_text("utf-8"))["facts"])


@cache
def required() -> Mapping[str, Required]:
    """By the letter's file name."""
    return read_required(tomllib.loads((FOLDER / REQUIRED).read_text("utf-8")))


def goes_outside(notice: str) -> bool:
    """Is it written to a body outside the family, and no copy of what the family gets?"""
    found = required().get(notice)
    return found is not None and found.outside


def read_required(table: Mapping[str, Any]) -> Mapping[str, Required]:
    """The table of required.toml."""
    return {name: _required(row) for name, row in table.get("notices", {}).items()}


def _required(row: Mapping[str, Any]) -> Required:
    lists = {name: tuple(row.get(name, ())) for name in ("blocks", "free", "placeholders", "copies", "disputed_as")}
    outside = bool(row.get("outside", False))
    guests, opens = bool(row.get("guests", False)), row.get("opens", "")
    return Required(title=row["title"], source=row["source"], opens=opens, outside=outside, guests=guests, **lists)


def lacks(letter: LetterSource, wanted: Required) -> list[tuple[str, str]]:
    """What is missing: kind (block, free part or placeholder) and name."""
    free = {part.name for part in letter.free_parts if part.required}
    return [
        *(("block", name) for name in wanted.blocks if name not in letter.blocks),
        *(("free part", name) for name in wanted.free if name not in free),
        *(("placeholder", name) for name in wanted.placeholders if name not in letter.placeholders),
    ]


def block_names(folder: Path = FOLDER) -> frozenset[str]:
    """Every block there is."""
    return frozenset(path.stem for path in folder.glob("*.md"))
