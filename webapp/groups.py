"""Candidate groups in the words of `workflows/groups.toml`, for pages."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from webapp.portal import WORKFLOWS


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group as people read it; `kind` is family, ticket, staff or professional."""

    id: str
    title: str
    kind: str
    who: str


@cache
def known() -> dict[str, Group]:
    """Every group by its id, in the order of the file."""
    table = tomllib.loads((WORKFLOWS / "groups.toml").read_text("utf-8"))["groups"]
    return {name: Group(id=name, **group) for name, group in table.items()}


def of_kind(kind: str) -> list[Group]:
    """The groups of one kind."""
    return [group for group in known().values() if group.kind == kind]


def titles(ids: Iterable[str]) -> list[str]:
    """What people call these groups, in the order of the file; one that has left the file by its id."""
    wanted = set(ids)
    named = [group.title for group in known().values() if group.id in wanted]
    return [*named, *sorted(wanted - known().keys())]
