"""An officer decides for each person of the family whether they may read what a body has given."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import forms
from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import keeping_apart, on_hold, party_access, restrictions
from webapp.cases.desk import Desk
from webapp.cases.keeping_apart import ADDRESS, POSTCODE, SCHOOL, SHORTEST, plain, reached, schools, whereabouts
from webapp.cases.models import Case, Document, Party
from webapp.contributions.errors import (
    FileNotOpen,
    FileNotSeen,
    NotLookedThrough,
    ReadersMissing,
    ReasonMissing,
    TellsTooMuch,
)
from webapp.contributions.giving import form_of, sent_as
from webapp.contributions.models import Contribution, ContributionShare
from webapp.file_words.reading import FileWords

Files = Sequence[FileWords]


@dataclass(frozen=True, kw_only=True, order=True)
class Tells:
    """Something that must be kept from a reader stands somewhere; never the thing itself."""

    file: str  # the name of the file; empty: in the words, or in a file’s name
    whose: str
    what: str  # a kind of webapp.cases.keeping_apart


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody of the family who may open the case, and what this contribution would tell them."""

    person_id: str
    name: str
    relationship: str  # a value of the list `relationships`, or `myself`
    tells: tuple[Tells, ...]  # what stands in it that must be kept from them


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What an officer has chosen for one reader."""

    person_id: str
    shared: bool
    reason: str = ""


def readers(desk: Desk, contribution: Contribution, files: Files) -> list[Reader]:
    """Everybody of the family who may open the case now; of the files what could be read of them."""
    case = contribution.case
    parties = [party for party in case.parties if party_access.membership(desk, party)]
    texts = [("", plain(_words(desk, contribution))), *((each.name, plain(each.text)) for each in files)]
    return [
        Reader(
            person_id=party.person_id,
            name=party.person.name,
            relationship=party.relationship_to_child,
            tells=tuple(sorted(set(_told(desk, case, party, texts)))),
        )
        for party in parties
    ]


def decide(
    desk: Desk,
    contribution: Contribution,
    choices: Sequence[Choice],
    *,
    files: Files,
    seen: Collection[str],
    looked: bool,
    by: Person,
    actor: Actor,
) -> None:
    """Who may read it from now on; `seen` has the ids of documents that the officer has looked at themselves.

    Raises CaseOnHold, FileNotOpen, FileNotSeen, NotLookedThrough, ReadersMissing, ReasonMissing, TellsTooMuch;
    nothing is shared then.
    """
    on_hold.refuse(desk, contribution.case)
    if {each.document_id for each in files} != {*contribution.documents}:
        raise ValueError("each of its documents must have been looked into")
    chosen, there = {each.person_id: each for each in choices}, readers(desk, contribution, files)
    if set(chosen) != {reader.person_id for reader in there}:
        raise ReadersMissing
    for reader in there:
        choice = chosen[reader.person_id]
        if choice.shared and reader.tells:
            raise TellsTooMuch(reader.name)
        if not choice.shared and not choice.reason.strip():
            raise ReasonMissing(reader.name)
    shared = [each.person_id for each in choices if each.shared]
    looked_at = _looked_at(files, seen) if shared else []
    if not looked:
        raise NotLookedThrough
    for choice in choices:
        _set(desk, contribution, choice, by)
    contribution.checked_at = desk.now
    desk.session.flush()
    payload = {"contribution": contribution.id, "shared_with": shared, "looked_at": looked_at}
    desk.engine.history.record(contribution.case.reference, "advice checked", by=actor, payload=payload)


def may_read(contribution: Contribution, person: Person) -> bool:
    """What is their own, or was shared with them."""
    return contribution.person_id == person.id or any(
        share.person_id == person.id and share.shared for share in contribution.shares
    )


def tells_outside(desk: Desk, contribution: Contribution) -> bool:
    """Does somebody outside the family learn from it where one of them lives or is reached? A reader's own counts."""
    return bool(keeping_apart.telling_outside(desk, contribution.case, {"": _words(desk, contribution)}))


def _set(desk: Desk, contribution: Contribution, choice: Choice, by: Person) -> None:
    share = next((each for each in contribution.shares if each.person_id == choice.person_id), None)
    if share is None:
        share = ContributionShare(contribution_id=contribution.id, person_id=choice.person_id)
        contribution.shares.append(share)
    share.shared, share.reason = choice.shared, "" if choice.shared else choice.reason.strip()
    share.at, share.by = desk.now, by.id


def _looked_at(files: Files, seen: Collection[str]) -> list[str]:
    """Of files that could not be read: an officer has. Raises FileNotOpen, FileNotSeen."""
    unread = [each for each in files if each.gap]
    for each in unread:
        if not each.opens:
            raise FileNotOpen(each.name)
        if each.document_id not in seen:
            raise FileNotSeen(each.document_id, each.name)
    return [each.document_id for each in unread]


def _told(desk: Desk, case: Case, reader: Party, texts: Sequence[tuple[str, str]]) -> Iterator[Tells]:
    own = {plain(each) for each in reached(reader.person)}
    for whose, kind, what in _kept_from(desk, case, reader):
        found = plain(what)
        if len(found) >= SHORTEST and found not in own:
            yield from (Tells(file=file, whose=whose, what=kind) for file, text in texts if found in text)


def _kept_from(desk: Desk, case: Case, reader: Party) -> Iterator[tuple[str, str, str]]:
    """Whose, its kind, and each thing that tells where another adult lives or is reached, or the child is."""
    for party in case.parties:
        if party.person_id != reader.person_id:
            yield from ((party.person.name, kind, what) for kind, what in whereabouts(party.person))
    own_words = reader.request_reference, reader.person.reference
    if any(not {told.reference, told.said_by} & {*own_words} for told in restrictions.of_case(desk, case)):
        child = case.child
        yield child.called, ADDRESS, child.address.split("\n")[0]
        yield child.called, POSTCODE, child.postcode
        yield from ((child.called, SCHOOL, name) for name in (child.school, *schools(desk, case)))


def _words(desk: Desk, contribution: Contribution) -> str:
    """All that a reader would see of it."""
    sent = sent_as(desk, contribution)
    answers: list[object] = []
    if sent:
        private = {field.key for field in forms.parse(form_of(desk, sent)).fields if field.private}
        answers = [value for key, value in sent.answers.items() if key not in private]
    names = (found.name for each in contribution.documents if (found := desk.session.get(Document, each)))
    return " | ".join([contribution.by_name, *map(str, answers), *names])
