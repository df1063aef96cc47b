"""Bodies outside the family that the law asks us to tell: what they are called and how they are reached, as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.letters.law import SHARED

FILE = "bodies.toml"
SCHOOL, NAMED_SCHOOL = "school", "named_school"  # of the case, and of section I of its plan: no rows of the file


@dataclass(frozen=True, kw_only=True)
class Body:
    """One of them."""

    title: str
    email: str  # an account with this username reads the copies in the portal
    address: tuple[str, ...]


@cache
def bodies() -> Mapping[str, Body]:
    """By their names in `required.toml`."""
    return read(tomllib.loads((SHARED / FILE).read_text("utf-8")))


def read(table: Mapping[str, Any]) -> Mapping[str, Body]:
    """The table of bodies.toml."""
    return {
        name: Body(title=row["title"], email=row["email"], address=tuple(row["address"]))
        for name, row in table["bodies"].items()
    }
