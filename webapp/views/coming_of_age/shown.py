"""What the pages of coming of age show: how somebody takes part, what they say about each, and what becomes of it."""

from typing import Any

from flask import render_template, request

from engine import Record
from forms import Option
from webapp.cases import case_file, restrictions, whom
from webapp.cases.desk import today
from webapp.cases.models import Case, Party
from webapp.cases.reading import find_case
from webapp.coming_of_age import asking, days
from webapp.portal import Services
from webapp.presenters import coming_of_age as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.identity import actor, my_account
from webapp.views.typed import text, typed_day

WHAT = "coming of age"  # as a look is noted
CAPACITY = ("capacity_note", "capacity_of_decision")  # forms


def for_officers(services: Services, reference: str) -> str:
    """What changes and when, with how capacity was judged and what was said and decided about each person."""
    case = case_file.open_for(services, my_account(services), reference, by=actor(services), what=WHAT).case
    host = form_steps.host(services)
    judged = [
        (sent, host.sections(form_steps.form_of(services, sent, sent.form), sent.answers))
        for sent in services.engine.submissions.of(reference, forms=CAPACITY)
    ]
    return render_template(
        "cases/growing_up.html",
        reference=reference,
        says=lambda told: whom.told(told, case.child.called, young_person=False),
        changes=words.changes(days.of(case.child.born_on), today(services)),
        judged=judged,
        said=[(wish, words.was_said(wish), words.was_decided(wish)) for wish in asking.all_said(services, case)],
    )


def taking_part(services: Services, task: Record, wrong: list[FieldError]) -> str:
    """The question how the young person takes part."""
    return render_template(
        "coming_of_age/invite.html",
        **_for_officer(services, task, wrong),
        ways=words.options(words.WAYS),
        way=text("way"),
        email=text("email"),
    )


def who_may_see(services: Services, task: Record, wrong: list[FieldError]) -> str:
    """The questions about each person, to the young person or to the officer who writes down what they say."""
    case = find_case(services, task.business_key)
    return render_template(
        "coming_of_age/who_may_see.html",
        task=task,
        by_officer=task.claimable,
        child=case.child.called,
        rows=_rows(services, case),
        wishes=words.options(words.WISHES),
        ways=[Option(value=value, label=label) for value, label in words.TOLD_BY.items()],
        how=text("how"),
        told_on=typed_day("told_on"),
        typed=request.form,
        errors=wrong,
    )


def who_sees(services: Services, task: Record, wrong: list[FieldError]) -> str:
    """What was said about each person, and the questions what becomes of it."""
    case = find_case(services, task.business_key)
    said = asking.said_in(services, task.instance_id)
    return render_template(
        "coming_of_age/decide.html",
        **_for_officer(services, task, wrong),
        rows=[{**row, "said": said.get(row["person_id"])} for row in _rows(services, case)],
        decisions=words.options(words.DECISIONS),
        was_said=words.was_said,
        typed=request.form,
    )


def _for_officer(services: Services, task: Record, wrong: list[FieldError]) -> dict[str, Any]:
    who = actor(services)
    case = case_file.open_for(services, my_account(services), task.business_key, by=who, what=WHAT).case
    labels, theirs = form_steps.host(services).labels, days.of(case.child.born_on)
    mine = asking.of_case(services, case)
    return {
        "task": task,
        "child": case.child.called,
        "days": theirs,
        "has_account": mine is not None,
        "told": tellings.tellings(restrictions.of_case(services, case), labels),
        "errors": wrong,
    }


def _rows(services: Services, case: Case) -> list[dict[str, Any]]:
    """Everybody else who may see the record: name, what they are to the child, and what they see now. No address."""
    labels = form_steps.host(services).labels

    def row(party: Party) -> dict[str, Any]:
        return {
            "reference": party.person.reference,
            "person_id": party.person_id,
            "name": party.person.name,
            "relation": words.relation(party.relationship_to_child, labels),
            "reads_only": party.scope == "view_only",
        }

    return [row(party) for party in asking.others(services, case)]
