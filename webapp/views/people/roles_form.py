"""Roles and areas as an administrator's form has them: the boxes, and what was ticked."""

from dataclasses import dataclass

from flask import request

from webapp import groups
from webapp.accounts.people import PROFESSIONAL, STAFF
from webapp.accounts.roles import Roles
from webapp.presenters.fields import FieldError
from webapp.views.identity import portal

NO_ROLE = FieldError("groups", "Choose at least one role")
TWO_KINDS = FieldError("groups", "Choose roles inside the council, or a team outside it, not both")
UNKNOWN = FieldError("groups", "Choose roles and areas from the list")


@dataclass(frozen=True)
class Boxes:
    """What can be ticked, and what is."""

    inside: tuple[groups.Group, ...]
    outside: tuple[groups.Group, ...]
    areas: tuple[str, ...]
    ticked: Roles


def boxes(ticked: Roles, *, kinds: tuple[str, ...] = (STAFF, PROFESSIONAL)) -> Boxes:
    """Every role of these kinds and every area, with these ticked."""
    inside = groups.of_kind(STAFF) if STAFF in kinds else []
    outside = groups.of_kind(PROFESSIONAL) if PROFESSIONAL in kinds else []
    return Boxes(tuple(inside), tuple(outside), tuple(portal().config.areas), ticked)


def ticked() -> tuple[Roles, list[FieldError]]:
    """What was sent, each once, and what is wrong with it."""
    found = Roles(
        groups=tuple(dict.fromkeys(request.form.getlist("groups"))),
        areas=tuple(dict.fromkeys(request.form.getlist("areas"))),
    )
    offered = {group.id for kind in (STAFF, PROFESSIONAL) for group in groups.of_kind(kind)}
    if not offered.issuperset(found.groups) or not set(portal().config.areas).issuperset(found.areas):
        return Roles(groups=(), areas=()), [UNKNOWN]
    return found, [TWO_KINDS] if len(_kinds(found)) > 1 else []


def kind(found: Roles) -> str:
    """The kind of person who has these roles."""
    return next(iter(_kinds(found)))


def _kinds(found: Roles) -> set[str]:
    return {groups.known()[group].kind for group in found.groups}
