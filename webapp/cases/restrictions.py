"""What must be kept from whom: read from what people sent and officers decided, where it stands for good.

The highest harm here is one parent's whereabouts reaching the other. So before an officer decides about one adult,
they are shown what every other adult has said about the same child, matched to a record or not, whatever became
of it, and what officers have entered; `webapp.cases.acknowledging` asks for their word that they have read it.
None of it is for a family.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import orjson
from sqlalchemy import select

from webapp.cases import decisions, entered, requests
from webapp.cases.asked import Asked, ChildAsked
from webapp.cases.decisions import Decision
from webapp.cases.desk import Desk
from webapp.cases.models import AccessRequest, Case, Child, EnteredRestriction, Party
from webapp.cases.same_child import likeness, near

ADDRESS, ORDER, SAFETY, OWN_CHOICE = "address_secret", "court_order", "safety", "own_choice"  # said by the person
SAFEGUARDING, KEEP_FROM = "safeguarding", "keep_from"  # said by officers, the second also with a request
ENDED = "access_ended"  # an officer has ended the access that this person had
ASKING = ("assessment_request", "school_request")  # the forms that ask for an assessment, and who must not learn what


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """One thing that limits what others may learn or do."""

    kind: str
    words: str = ""  # as they were written
    orders: tuple[str, ...] = ()  # values of the list `court_orders`


@dataclass(frozen=True, kw_only=True)
class Told:
    """What stands in one request, by the person and by officers; for officers only."""

    reference: str  # of the request
    name: str  # of the person
    relationship: str  # a value of the list `relationships`, or `myself`
    same_person: bool  # the person whose request is being decided said it themselves
    sent_at: datetime
    restrictions: tuple[Restriction, ...]
    order_documents: tuple[str, ...]  # ids
    entered: bool = False  # by an officer, in a case: `reference` is the case's and `name` the officer's
    said_by: str = ""  # who asked for an assessment and said so there: their reference; `reference` is the case's

    @property
    def digest(self) -> str:
        """Changes with every word: who has read the one has not read the other."""
        said = [[each.kind, each.words, each.orders] for each in self.restrictions]
        return hashlib.sha256(orjson.dumps([self.reference, said])).hexdigest()


def own(desk: Desk, reference: str) -> Told | None:
    """What this request itself says; nothing when it limits nothing."""
    request = requests.find(desk, reference)
    return next(iter(_told(desk, [request], request)), None)


def around(desk: Desk, reference: str) -> list[Told]:
    """What other requests for the same child say and officers have entered, oldest first; none that limits nothing."""
    request = requests.find(desk, reference)
    asked = requests.asked_in(desk, reference).child
    children = _records(desk, request, asked)
    return [*_told(desk, related(desk, request), request), *_of_cases(desk, children, request)]


def about(desk: Desk, child_id: str, reference: str) -> list[Told]:
    """The same for a record that this request may mean."""
    request = requests.find(desk, reference)
    return [*_told(desk, _of_records(desk, {child_id}, request), request), *_of_cases(desk, {child_id}, request)]


def of_case(desk: Desk, case: Case) -> list[Told]:
    """Everything that limits what may be learned or done in a case, for officers who look after it."""
    found = select(AccessRequest).where(AccessRequest.child_id == case.child_id)
    asked = desk.session.scalars(found.order_by(AccessRequest.sent_at, AccessRequest.reference))
    return [*_told(desk, asked, None), *_of_cases(desk, {case.child_id}, None)]


def related(desk: Desk, request: AccessRequest) -> list[AccessRequest]:
    """Other requests that mean the same child, or may: by the record, or by what was asked; oldest first."""
    asked = requests.asked_in(desk, request.reference).child
    found = {each.id: each for each in _of_records(desk, _records(desk, request, asked), request)}
    columns = AccessRequest.child_born_on, AccessRequest.child_upn, AccessRequest.child_nhs_number
    like = near(asked, born_on=columns[0], upn=columns[1], nhs_number=columns[2])
    for each in desk.session.scalars(select(AccessRequest).where(like, AccessRequest.id != request.id)):
        if likeness(asked, requests.asked_in(desk, each.reference).child).score:
            found[each.id] = each
    return sorted(found.values(), key=lambda each: (each.sent_at, each.reference))


def _records(desk: Desk, request: AccessRequest, asked: ChildAsked) -> set[str]:
    """Ids of the record that was chosen, and of those that the request may mean."""
    like = near(asked, born_on=Child.born_on, upn=Child.upn, nhs_number=Child.nhs_number)
    found = {child.id for child in desk.session.scalars(select(Child).where(like)) if likeness(asked, child).score}
    return found | ({request.child_id} if request.child_id else set())


def _of_records(desk: Desk, children: Collection[str], request: AccessRequest) -> list[AccessRequest]:
    found = select(AccessRequest).where(AccessRequest.child_id.in_(children), AccessRequest.id != request.id)
    return list(desk.session.scalars(found.order_by(AccessRequest.sent_at, AccessRequest.reference)))


def _of_cases(desk: Desk, children: Collection[str], request: AccessRequest | None) -> Iterator[Told]:
    """What officers have entered and whoever asked for an assessment has said in the cases of these children,
    and the person's own access that officers have ended."""
    person_id = request.person_id if request else None
    for case in desk.session.scalars(select(Case).where(Case.child_id.in_(children)).order_by(Case.reference)):
        for each in entered.holding(desk, {case.id}):
            own = each.kind == entered.HIDDEN_ADDRESS and each.about_id == person_id
            yield _one_told(case, each.by.name, each.entered_at, _entered(each), own, each.document_id)
        for party in case.parties:
            if party.ended_at and party.person_id == person_id:
                said = Restriction(kind=ENDED, words=f"{party.person.name}: {party.ended_because}")
                yield _one_told(case, _name(desk, party), party.ended_at, said, False, None)
        yield from _of_asking(desk, case, person_id)


def _of_asking(desk: Desk, case: Case, person_id: str | None) -> Iterator[Told]:
    """Who must not learn what, as the family or a school has said it with a request for an assessment."""
    for sent in desk.engine.submissions.of(case.reference, forms=ASKING):
        if sent.answers.get("keep_from") != "yes":
            continue
        party = next((each for each in case.parties if each.person.reference == sent.submitted_by), None)
        yield Told(
            reference=case.reference,
            name=sent.submitted_by_name,
            relationship=party.relationship_to_child if party else "",
            same_person=party is not None and party.person_id == person_id,
            sent_at=sent.submitted_at,
            restrictions=(Restriction(kind=KEEP_FROM, words=str(sent.answers.get("keep_from_words") or "")),),
            order_documents=(),
            said_by=sent.submitted_by,
        )


def _one_told(
    case: Case, name: str, at: datetime, said: Restriction, same_person: bool, document_id: str | None
) -> Told:
    return Told(
        reference=case.reference,
        name=name,
        relationship="",
        same_person=same_person,
        sent_at=at,
        restrictions=(said,),
        order_documents=(document_id,) if document_id else (),
        entered=True,
    )


def _name(desk: Desk, party: Party) -> str:
    assert party.ended_by
    return desk.accounts.people.get(party.ended_by).name


def _entered(each: EnteredRestriction) -> Restriction:
    who = each.about.name if each.about else each.about_name
    until = f" until {_day(each.until_on)}" if each.until_on else ""
    whom = (f"It is {who}’s." if each.kind == entered.HIDDEN_ADDRESS else f"It binds {who}.") if who else ""
    sentences = (whom, f"From {_day(each.from_on)}{until}.", each.words)
    return Restriction(
        kind=each.kind,
        words=" ".join(filter(None, sentences)),
        orders=(each.order_kind,) if each.order_kind else (),
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _told(desk: Desk, found: Iterable[AccessRequest], request: AccessRequest | None) -> Iterator[Told]:
    for each in found:
        asked = requests.asked_in(desk, each.reference)
        said = (*_said(asked), *_decided(decisions.of(desk.engine, each.reference)))
        if said:
            yield Told(
                reference=each.reference,
                name=each.person.name,
                relationship=asked.relationship,
                same_person=request is not None and each.person_id == request.person_id,
                sent_at=each.sent_at,
                restrictions=said,
                order_documents=asked.order_documents,
            )


def _said(asked: Asked) -> Iterator[Restriction]:
    """By the person who asked."""
    if asked.orders or asked.order_words:
        yield Restriction(kind=ORDER, words=asked.order_words, orders=asked.orders)
    if asked.address_hidden:
        yield Restriction(kind=ADDRESS)
    if asked.safety_words:
        yield Restriction(kind=SAFETY, words=asked.safety_words)
    if asked.others_may_see:
        yield Restriction(kind=OWN_CHOICE, words=asked.who_may_see)


def _decided(reviews: Iterable[Decision]) -> Iterator[Restriction]:
    """By officers, in any review."""
    for review in reviews:
        if review.safeguarding_reason:
            yield Restriction(kind=SAFEGUARDING, words=review.safeguarding_reason)
        if review.keep_from:
            yield Restriction(kind=KEEP_FROM, words=review.keep_from)
