"""An officer decides for each person of the family whether they may read what a body has given."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import forms
from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import on_hold, party_access, restrictions
from webapp.cases.desk import Desk
from webapp.cases.keeping_apart import SHORTEST, plain, reached
from webapp.cases.models import Case, Document, Party
from webapp.contributions.errors import NotLookedThrough, ReadersMissing, ReasonMissing, TellsTooMuch
from webapp.contributions.giving import form_of, sent_as
from webapp.contributions.models import Contribution, ContributionShare


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody of the family who may open the case, and what this contribution would tell them."""

    person_id: str
    name: str
    relationship: str  # a value of the list `relationships`, or `myself`
    tells: tuple[str, ...]  # whose whereabouts stand in it that must be kept from them: in words, never the place


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What an officer has chosen for one reader."""

    person_id: str
    shared: bool
    reason: str = ""


def readers(desk: Desk, contribution: Contribution) -> list[Reader]:
    """Everybody of the family who may open the case now."""
    case = contribution.case
    parties = [party for party in case.parties if party_access.membership(desk, party)]
    text = plain(_words(desk, contribution))
    return [
        Reader(
            person_id=party.person_id,
            name=party.person.name,
            relationship=party.relationship_to_child,
            tells=tuple(sorted({whose for whose, what in _kept_from(desk, case, party) if what in text})),
        )
        for party in parties
    ]


def decide(
    desk: Desk, contribution: Contribution, choices: Sequence[Choice], *, looked: bool, by: Person, actor: Actor
) -> None:
    """Who may read it from now on.

    Raises CaseOnHold, NotLookedThrough, ReadersMissing, ReasonMissing, TellsTooMuch; nothing is shared then.
    """
    on_hold.refuse(desk, contribution.case)
    chosen, there = {each.person_id: each for each in choices}, readers(desk, contribution)
    if set(chosen) != {reader.person_id for reader in there}:
        raise ReadersMissing
    for reader in there:
        choice = chosen[reader.person_id]
        if choice.shared and reader.tells:
            raise TellsTooMuch(reader.name)
        if not choice.shared and not choice.reason.strip():
            raise ReasonMissing(reader.name)
    if not looked:
        raise NotLookedThrough
    for choice in choices:
        _set(desk, contribution, choice, by)
    contribution.checked_at = desk.now
    desk.session.flush()
    shared = [each.person_id for each in choices if each.shared]
    payload = {"contribution": contribution.id, "shared_with": shared}
    desk.engine.history.record(contribution.case.reference, "advice checked", by=actor, payload=payload)


def may_read(contribution: Contribution, person: Person) -> bool:
    """What is their own, or was shared with them."""
    return contribution.person_id == person.id or any(
        share.person_id == person.id and share.shared for share in contribution.shares
    )


def _set(desk: Desk, contribution: Contribution, choice: Choice, by: Person) -> None:
    share = next((each for each in contribution.shares if each.person_id == choice.person_id), None)
    if share is None:
        share = ContributionShare(contribution_id=contribution.id, person_id=choice.person_id)
        contribution.shares.append(share)
    share.shared, share.reason = choice.shared, "" if choice.shared else choice.reason.strip()
    share.at, share.by = desk.now, by.id


def _kept_from(desk: Desk, case: Case, reader: Party) -> Iterator[tuple[str, str]]:
    """Whose, and the plain text of each thing that tells where another adult lives or is reached, or the child is."""
    own = set(_plainly(reached(reader.person)))
    for party in case.parties:
        if party.person_id != reader.person_id:
            yield from ((party.person.name, what) for what in _plainly(reached(party.person)) if what not in own)
    own_words = reader.request_reference, reader.person.reference
    if any(not {told.reference, told.said_by} & {*own_words} for told in restrictions.of_case(desk, case)):
        child = (case.child.address.split("\n")[0], case.child.postcode, case.child.school)
        yield from ((case.child.called, what) for what in _plainly(child) if what not in own)


def _plainly(texts: Iterable[str]) -> Iterator[str]:
    return (found for text in texts if len(found := plain(text)) >= SHORTEST)


def _words(desk: Desk, contribution: Contribution) -> str:
    """All that a reader would see of it."""
    sent = sent_as(desk, contribution)
    answers: list[object] = []
    if sent:
        private = {field.key for field in forms.parse(form_of(desk, sent)).fields if field.private}
        answers = [value for key, value in sent.answers.items() if key not in private]
    names = (found.name for each in contribution.documents if (found := desk.session.get(Document, each)))
    return " | ".join([contribution.by_name, *map(str, answers), *names])
