"""What everybody has given to a case: for the family their own and what was shared with them, for officers all."""

from dataclasses import replace

from flask import Blueprint, Response, render_template, url_for

import forms
from webapp import cases, contributions
from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.cases import entered, evidence, opening
from webapp.cases.reading import CaseForFamily, groups_of
from webapp.contributions import giving, reading
from webapp.contributions.errors import ContributionNotFound
from webapp.contributions.models import Contribution
from webapp.portal import Services
from webapp.presenters import contributions as words
from webapp.presenters.documents import shown
from webapp.views import files, form_steps
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.records import record

blueprint = Blueprint("contributions", __name__)


@blueprint.get("/cases/<reference>/given")
@signed_in
def everything(reference: str) -> str:
    """What is awaited from whom, and what has been given, for one of the family."""
    with portal().work() as services:  # looking is written down
        person, labels = my_account(services), form_steps.host(services).labels
        case = cases.open_for(services, person, reference)
        cases.note_read(services, reference, by=actor(services), what="contributions")
        found = contributions.for_family(services, person, reference)
        return render_template(
            "contributions/family.html",
            case=case,
            awaited=words.awaited(found.awaited, labels, services.now, case.says),
            given=words.given(found.given, labels, case.says),
        )


@blueprint.get("/cases/<reference>/given/<contribution_id>")
@signed_in
@record
def one(reference: str, contribution_id: str) -> str:
    """One of them to be read; every other answers as if it did not exist."""
    with portal().work() as services:
        found = _open(services, reference, contribution_id)
        staff, hidden = me().kind == STAFF, _hidden(services, found)
        own = None if staff else cases.open_for(services, my_account(services), reference)
        back = "advice_officer.page" if staff else "contributions.everything"
        return render_template(
            "contributions/one.html",
            title=_title(services, found, own),
            caption=reference,
            details=words.head(found, form_steps.host(services).labels),
            sections=[] if hidden else sections(services, found, private=staff or _is_own(services, found), reader=own),
            documents=[] if hidden else shown(reading.documents_of(services, found), portal().uploads),
            hidden=hidden,
            back=url_for(back, reference=reference),
            document_url=lambda document_id: url_for(
                "contributions.document", reference=reference, contribution_id=found.id, document_id=document_id
            ),
        )


@blueprint.get("/cases/<reference>/given/<contribution_id>/files/<document_id>")
@signed_in
@record
def document(reference: str, contribution_id: str, document_id: str) -> Response:
    """A file of it. A download ends when the reader may no longer read it."""
    with portal().work() as services:
        found = _open(services, reference, contribution_id)
        wanted = next((each for each in reading.documents_of(services, found) if each.id == document_id), None)
        if wanted is None or _hidden(services, found):
            raise ContributionNotFound
        opened = evidence.opened(portal().uploads, wanted)

    def still_may(services: Services, person: Person) -> bool:
        try:
            return _find(services, person, reference, contribution_id) is not None
        except cases.CasesError:
            return False

    return files.download(opened, still_may)


def sections(
    services: Services, found: Contribution, *, private: bool, reader: CaseForFamily | None = None
) -> list[forms.SummarySection]:
    """The answers in the words in which they were asked; what is private is only for who gave it and for officers."""
    sent = giving.sent_as(services, found)
    if sent is None:
        return []
    made = form_steps.host(services).sections(
        giving.form_of(services, sent),
        sent.answers,
        young_person=reader is not None and reader.young_person,
        child=found.case.child.called,
    )
    return [
        replace(section, rows=tuple(row for row in section.rows if row.answered and (private or not row.private)))
        for section in made
    ]


def _title(services: Services, found: Contribution, reader: CaseForFamily | None) -> str:
    labels = form_steps.host(services).labels
    if reader is None:
        return words.title_of(found, labels)
    return reader.says(words.title_of(found, labels, words.TITLES))


def _is_own(services: Services, found: Contribution) -> bool:
    return found.person_id == my_account(services).id


def _hidden(services: Services, found: Contribution) -> bool:
    """Is where its giver lives hidden from this officer? Then so is all that they wrote and sent."""
    if me().kind != STAFF or found.person_id is None:
        return False
    hiding = entered.hiding(services, {found.person_id})
    return entered.hides_from(hiding, groups_of(actor(services), found.case.reference), found.person_id)


def _open(services: Services, reference: str, contribution_id: str) -> Contribution:
    found = _find(services, my_account(services), reference, contribution_id)
    cases.note_read(services, reference, by=actor(services), what=f"contribution {found.id}")
    return found


def _find(services: Services, person: Person, reference: str, contribution_id: str) -> Contribution:
    """Raises ContributionNotFound, CaseNotFound, and for officers what opening the case raises."""
    if person.kind != STAFF:
        return reading.open_for(services, person, reference, contribution_id)
    case = opening.for_staff(services, person, reference).case
    return reading.find(services, case, contribution_id)
