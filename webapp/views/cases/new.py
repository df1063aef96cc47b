"""An officer makes a record for a child whom we do not know: records that are like it are looked at first."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.accounts.details import one_line
from webapp.cases import creating, opening
from webapp.cases.alike import Alike
from webapp.cases.creating import NewChild
from webapp.cases.errors import MayNotLook
from webapp.cases.likeness import same_code
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views import actions
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import TypedDay, no_day, text, too_long, typed_day

blueprint = Blueprint("case_new", __name__)
Page = str | Response | tuple[str, int]
LINES = ("first_name", "last_name", "known_as", "school", "upn", "nhs_number", "area", "because")
BECAUSE = FieldError("because", "Say how you know that it is another child")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the fields."""

    lines: dict[str, str]
    born: TypedDay
    then: str  # the action for which the record is wanted, by its message

    def child(self) -> NewChild | None:
        """What is known of the child; nothing without a date of birth."""
        lines = self.lines
        if self.born.day is None:
            return None
        return NewChild(
            first_name=lines["first_name"],
            last_name=lines["last_name"],
            known_as=lines["known_as"],
            born_on=self.born.day,
            school=lines["school"],
            upn=same_code(lines["upn"]),
            nhs_number=same_code(lines["nhs_number"]),
            area=lines["area"],
        )


@blueprint.get("/cases/new")
@staff
def begin() -> str:
    """What must be known; `then` is the action for which the record is wanted."""
    with portal().look() as services:
        if not opening.memberships(services, my_account(services)):
            raise MayNotLook
    return _page(_typed(), [], [])


@blueprint.post("/cases/new")
@staff
def make() -> Page:
    """The record, unless something is wrong or others like it are still to be looked at; then on to what it is for."""
    typed = _typed()
    if "from_search" in request.form:  # with what was typed there, as it is
        return _page(typed, [], [])
    with portal().work() as services:
        child, errors = typed.child(), list(_errors(services, typed))
        person = my_account(services)
        if refused := None if errors else services.accounts.count_search(person):
            return _page(typed, [FieldError("first_name", sentence(refused))], []), 429
        if child is None or errors:
            return _page(typed, errors, []), 422
        seen, because = request.form.getlist("seen"), typed.lines["because"]
        made = creating.make(services, person, child, by=actor(services), seen=seen, because=because)
        if isinstance(made, list):
            return _page(typed, [BECAUSE] if seen else [], made), 422 if seen else 200
        flash("The record is made.")
        return redirect(_next(services, made.reference, typed.then))


def _next(services: Services, reference: str, then: str) -> str:
    """To the action that the record was wanted for, if it is offered to this officer."""
    names = {each.name for each in actions.offered(services, reference, actor(services))}
    if then in names:
        return url_for("actions.page", reference=reference, name=then, slug=actions.BEGIN)
    return url_for("cases.case", reference=reference)


def _typed() -> Typed:
    lines = {name: one_line(text(name)) for name in LINES}
    first, _, last = text("name").partition(" ")  # of the search, where one field has both
    lines |= {name: lines[name] or each for name, each in (("first_name", first), ("last_name", last.strip()))}
    return Typed(lines=lines, born=typed_day("born_on"), then=text("then") or request.args.get("then", ""))


def _errors(services: Services, typed: Typed) -> Iterator[FieldError]:
    yield from too_long()
    if typed.lines["area"] and typed.lines["area"] not in portal().config.areas:
        yield FieldError("area", "Select an area from the list")
    child = typed.child()
    if child is None:
        yield no_day("born_on", "The date of birth", such_as="27 3 2015")
        return
    for fault in creating.faults(services, child):
        yield FieldError("born_on-day" if fault.field == "born_on" else fault.field, fault.words)


def _page(typed: Typed, errors: list[FieldError], found: list[Alike]) -> str:
    return render_template(
        "cases/new.html",
        typed=typed,
        lines=typed.lines,
        found=found,
        areas=tuple(portal().config.areas),
        errors=errors,
    )
