"""A plan to be saved: as a PDF for its reader, as a Word file for officers."""

from flask import Blueprint, Response, request

from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.cases import case_file, reading, whom
from webapp.cases.errors import CaseNotFound
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.contributions import enclosing
from webapp.plans import appendices, document, versions, word
from webapp.plans import reading as plans
from webapp.plans.document import Document
from webapp.plans.models import AMENDMENT
from webapp.portal import Services
from webapp.views.contributions.appended import appended
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in, staff
from webapp.views.records import record
from webapp.views.saved import saved

blueprint = Blueprint("plans_files", __name__)
OUTSIDE = "outside"  # of the family: a school, a health commissioner, somebody without an account
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/cases/<reference>/plan/<slug>/pdf")
@signed_in
@record
def pdf(reference: str, slug: str) -> Response:
    """The version as its reader may read it; officers choose as whom (`as`: the id of a person, or `outside`)."""
    with portal().work() as services:
        of_reader = _for_officer if me().kind == STAFF else _for_family
        made = of_reader(services, reference, slug)
    return saved(document.pdf(made)[0], f"{reference} {slug}.pdf")


@blueprint.get("/cases/<reference>/plan/<slug>/word")
@staff
@record
def word_file(reference: str, slug: str) -> Response:
    """The same to be edited outside."""
    with portal().work() as services:
        made = _for_officer(services, reference, slug)
    return saved(word.written(made), f"{reference} {slug}.docx", kind=WORD)


def _is_marked(slug: str) -> bool:
    """Suggested changes are sent as the plan with the changes marked (regulation 22(1)); all else as it reads."""
    return slug.partition("-")[0] == AMENDMENT


def _for_family(services: Services, reference: str, slug: str) -> Document:
    case, found = plans.for_family(services, my_account(services), reference, slug, compared=_is_marked(slug))
    person, whole = my_account(services), find_case(services, reference)
    advice = appended(services, enclosing.for_person(appendices.of(services, found.version), person), case)
    return document.of(portal().config, whole, found, case.says, advice)


def _for_officer(services: Services, reference: str, slug: str) -> Document:
    opened = case_file.open_for(services, my_account(services), reference, by=actor(services), what="plan")
    version = versions.find(services, opened.case, slug)
    reader = _reader(opened.case)
    outside = request.args.get("as") == OUTSIDE
    found = plans.read(services, version, person=reader, outside=outside, compared=_is_marked(slug))
    says = document.OUTSIDE if outside else lambda text: _says(opened.case, reader, text)
    advice = appendices.of(services, version)
    if outside:
        advice = enclosing.for_outside(services, advice)
    elif reader:
        advice = enclosing.for_person(advice, reader)
    return document.of(portal().config, opened.case, found, says, appended(services, advice))


def _says(case: Case, reader: Person | None, text: str) -> str:
    party = next((each for each in case.parties if reader and each.person_id == reader.id), None)
    return reading.says(party, text) if party else whom.told(text, case.child.called, young_person=False)


def _reader(case: Case) -> Person | None:
    """One of the family, when the address names one. Raises CaseNotFound for anybody else."""
    wanted = request.args.get("as", "")
    if wanted in ("", OUTSIDE):
        return None
    for party in case.parties:
        if party.person_id == wanted:
            return party.person
    raise CaseNotFound
