"""A draft for each reader whom the law entitles; for some of them an officer says first whether they get it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases import entered, young_person
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case, EnteredRestriction, Party
from webapp.cases.reading import find_case
from webapp.cases.whom import MYSELF
from webapp.letters import law, serving
from webapp.letters.models import DRAFT, ENDED, NO_GUEST, ORDER, OWN_CHOICE, UNCLEAR, Letter
from webapp.meetings import finding

YES = "yes"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who may be entitled; `hold` says why that is not plain."""

    person: Person
    hold: str


def prepare(
    desk: Desk, reference: str, notice: str, *, instance_id: int, deployment_id: int, given: Mapping[str, str]
) -> list[Letter]:
    """Drafts of this notice, one for each reader; those that wait already stay. Raises CaseNotFound.

    Nobody in the case is entitled: one draft for somebody whom the officer names. A young person who decides and has
    no access here gets a letter of their own, on paper.
    """
    case = find_case(desk, reference)
    waiting = {letter.person_id: letter for letter in drafts(desk, instance_id, notice)}
    for reader in readers_of(desk, case, notice, instance_id):
        if reader.person.id not in waiting:
            waiting[reader.person.id] = Letter(
                case_id=case.id,
                notice=notice,
                instance_id=instance_id,
                deployment_id=deployment_id,
                person_id=reader.person.id,
                name=reader.person.name,
                hold=reader.hold,
                given=dict(given),
                prepared_at=desk.now,
            )
    young_person_on_paper = _decides(desk, case) and not _young(case)
    if None not in waiting and (young_person_on_paper or not waiting):
        waiting[None] = nameless(desk, case, notice, instance_id, deployment_id, given)
        waiting[None].name = f"{case.child.first_name} {case.child.last_name}" if young_person_on_paper else ""
    desk.session.add_all(waiting.values())
    desk.session.flush()
    return list(waiting.values())


def prepare_by_post(desk: Desk, reference: str, notice: str, *, instance_id: int, deployment_id: int) -> bool:
    """Drafts for those alone whom nothing reaches in the portal; gives whether there are any. Raises CaseNotFound."""
    made = prepare(desk, reference, notice, instance_id=instance_id, deployment_id=deployment_id, given={})
    for letter in made:
        if letter.person and serving.reads_here(desk, letter.person, reference):
            desk.session.delete(letter)
    desk.session.flush()
    return bool(drafts(desk, instance_id, notice))


def nameless(
    desk: Desk, case: Case, notice: str, instance_id: int, deployment_id: int, given: Mapping[str, str]
) -> Letter:
    """A draft for somebody without an account, whom the officer names."""
    return Letter(
        case_id=case.id,
        notice=notice,
        instance_id=instance_id,
        deployment_id=deployment_id,
        name="",
        given=dict(given),
        prepared_at=desk.now,
    )


def readers(desk: Desk, case: Case) -> Iterator[Reader]:
    """Everybody in the case, the longest in it first."""
    young, decides = _young(case), _decides(desk, case)
    orders = [each for each in entered.holding(desk, {case.id}) if each.kind == entered.COURT_ORDER]
    for party in case.parties:
        yield Reader(person=party.person, hold=_hold(desk, party, young, orders, decides=decides))


def readers_of(desk: Desk, case: Case, notice: str, instance_id: int) -> Iterator[Reader]:
    """The same for this notice: of a meeting that this instance arranges nobody is told by itself but its guests."""
    required = law.required().get(notice)
    guests = finding.chosen(desk, instance_id) if required and required.guests else None
    for each in readers(desk, case):
        stays_out = guests is not None and each.person.id not in guests
        yield replace(each, hold=NO_GUEST) if stays_out and not each.hold else each


def drafts(desk: Desk, instance_id: int, notice: str = "") -> list[Letter]:
    """What this instance has prepared and nobody has signed, in the order of their readers."""
    return in_state(desk, instance_id, notice, DRAFT)


def in_state(desk: Desk, instance_id: int, notice: str, state: str) -> list[Letter]:
    """What this instance has prepared and is in this state, in the order of their readers."""
    found = select(Letter).where(Letter.instance_id == instance_id, Letter.state == state)
    if notice:
        found = found.where(Letter.notice == notice)
    return list(desk.session.scalars(found.order_by(Letter.notice, Letter.prepared_at, Letter.name, Letter.id)))


def _young(case: Case) -> set[str]:
    """Id of the young person, if they are in their own case."""
    return {party.person_id for party in case.parties if party.relationship_to_child == MYSELF}


def _decides(desk: Desk, case: Case) -> bool:
    """Have rights passed to the young person? Then what the law says to a parent it says to them."""
    return young_person.decides(case.child.born_on, on=today(desk))


def _hold(desk: Desk, party: Party, young: set[str], orders: list[EnteredRestriction], *, decides: bool) -> str:
    """Section 576 of the Education Act 1996: a parent has responsibility for the child, or care of them."""
    if party.ended_at:
        return ENDED
    if any(each.about_id == party.person_id and each.from_on <= today(desk) for each in orders):
        return ORDER
    if decides and party.person_id not in young:
        return OWN_CHOICE
    if party.person_id not in young and party.parental_responsibility != YES:
        return UNCLEAR
    return ""
