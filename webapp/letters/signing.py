"""An officer signs the drafts of a task: from then on their words, their PDF and their readers stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from engine import Actor, Engine
from webapp.accounts.models import Person
from webapp.cases import keeping_apart
from webapp.cases.desk import Desk, today
from webapp.config import Config
from webapp.letters import copies, html, law, pdf, preparing, writing
from webapp.letters.errors import NothingToSign
from webapp.letters.models import SIGNED, WITHDRAWN, Letter

SEND, LEAVE_OUT = "send", "leave_out"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the officer wrote for a task: the free parts of each notice, and for each reader whether they get it."""

    free: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # notice -> part -> words
    to: Mapping[str, str] = field(default_factory=dict)  # letter -> send or leave_out
    because: Mapping[str, str] = field(default_factory=dict)  # letter -> why somebody is left out
    names: Mapping[str, str] = field(default_factory=dict)  # letter to somebody without an account -> name
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same -> lines

    def sends(self, letter: Letter) -> bool:
        """Does this reader get it? Only who is plainly entitled does without a word of the officer."""
        return self.to.get(letter.id, "" if letter.hold else SEND) == SEND


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What must be mended before anything is signed."""

    field_id: str
    message: str


def faults(desk: Desk, running: Engine, letters: list[Letter], plan: Plan) -> list[Fault]:
    """Everything that is missing or must not go out; none: it can be signed."""
    found: list[Fault] = []
    for notice in dict.fromkeys(letter.notice for letter in letters):
        mine = [letter for letter in letters if letter.notice == notice]
        free = plan.free.get(notice, {})
        for part in writing.source(running, mine[0]).free_parts:
            if part.required and not free.get(part.name, "").strip():
                found.append(
                    Fault(field_id=part_id(notice, part.name), message=f"Write something under “{part.label}”")
                )
        found += [fault for letter in mine for fault in _of_reader(letter, plan)]
        found += _told(desk, [letter for letter in mine if plan.sends(letter) and not letter.body], free, notice)
        found += _told_by_drawing(desk, [letter for letter in mine if plan.sends(letter) and not letter.body])
        found += _told_outside(desk, mine[0], free)
    return found


def named(letters: list[Letter], plan: Plan) -> None:
    """Write the names and addresses that the officer gave onto the drafts of those without an account."""
    for letter in letters:
        if letter.person_id is None and not letter.body and letter.id in plan.names:
            letter.name = plan.names[letter.id]
        if letter.person_id is None and letter.id in plan.addresses:
            letter.address = list(plan.addresses[letter.id])


def sign(
    desk: Desk, running: Engine, config: Config, letters: list[Letter], plan: Plan, *, by: Person, actor: Actor
) -> list[Letter]:
    """Sign those that go out and withdraw the others; whoever calls has looked for faults. Raises NothingToSign."""
    named(letters, plan)
    signed = [letter for letter in letters if plan.sends(letter)]
    if not signed:
        raise NothingToSign
    for letter in letters:
        if letter in signed:
            _sign(desk, running, config, letter, plan.free.get(letter.notice, {}), by)
            event = "letter signed"
        else:
            letter.state, letter.withdrawn_at, letter.withdrawn_by = WITHDRAWN, desk.now, by.id
            letter.withdrawn_because = plan.because.get(letter.id, "")
            event = "letter not sent"
        running.history.record(letter.case.reference, event, by=actor, payload=letter.values)
    for letter in {each.notice: each for each in signed}.values():
        for copy in copies.prepare(desk, letter):
            desk.session.add(copy)
            _sign(desk, running, config, copy, letter.free, by)
    desk.session.flush()
    return signed


def part_id(notice: str, part: str) -> str:
    """Id of a free part's field on the page."""
    return f"free-{notice}-{part}"


def _of_reader(letter: Letter, plan: Plan) -> list[Fault]:
    choice = plan.to.get(letter.id, "" if letter.hold else SEND)
    who = letter.name or "this reader"
    if choice not in (SEND, LEAVE_OUT):
        return [Fault(field_id=f"to-{letter.id}", message=f"Select whether {who} gets the letter")]
    if choice == LEAVE_OUT and not plan.because.get(letter.id, "").strip():
        return [Fault(field_id=f"because-{letter.id}", message=f"Write why {who} does not get the letter")]
    if choice == SEND and letter.person_id is None and not letter.body:
        if not plan.names.get(letter.id, "").strip():
            return [Fault(field_id=f"name-{letter.id}", message="Write the name of the reader")]
        if not plan.addresses.get(letter.id):
            return [Fault(field_id=f"address-{letter.id}", message="Write the address that the letter goes to")]
    return []


def _told(desk: Desk, letters: list[Letter], free: Mapping[str, str], notice: str) -> list[Fault]:
    told = {
        part: letter.name
        for letter in letters
        for part in keeping_apart.telling(desk, letter.case, letter.person_id, free)
    }
    message = "Take out the address, phone number or email address: {} must not learn it from us"
    return [
        Fault(field_id=part_id(notice, part), message=message.format(name or "this reader"))
        for part, name in told.items()
    ]


def _told_by_drawing(desk: Desk, letters: list[Letter]) -> list[Fault]:
    """What the drawing gave stands in the letter as well: a meeting may be where the child learns."""
    message = "It says where somebody lives, learns or is reached, which {} must not learn from us: leave them out"
    return [
        Fault(field_id=f"to-{letter.id}", message=message.format(letter.name or "this reader"))
        for letter in letters
        if keeping_apart.telling(desk, letter.case, letter.person_id, letter.given)
    ]


def _told_outside(desk: Desk, letter: Letter, free: Mapping[str, str]) -> list[Fault]:
    message = "Take out the address, phone number or email address: copies of this letter go to other bodies"
    told = copies.telling(desk, letter.case, letter.notice, free)
    return [Fault(field_id=part_id(letter.notice, part), message=message) for part in told]


def _sign(desk: Desk, running: Engine, config: Config, letter: Letter, free: Mapping[str, str], by: Person) -> None:
    on = today(desk)
    whole = writing.written(desk, config, letter, free=free, officer=by, on=on)
    address = writing.address_of(letter)
    letter.title, letter.html = whole.title, html.render(whole)
    letter.pdf = pdf.render(whole, writing.around(config, letter, address, on))
    letter.html_sha256, letter.pdf_sha256 = sha256(letter.html.encode()).hexdigest(), sha256(letter.pdf).hexdigest()
    letter.address, letter.free = list(address[1:]), dict(free)
    letter.legal = {name: law.block(name).version for name in writing.source(running, letter).blocks}
    letter.state, letter.dated, letter.signed_at, letter.signed_by = SIGNED, on, desk.now, by.id


def waiting(desk: Desk, instance_id: int) -> list[Letter]:
    """The drafts that a task of this instance is about."""
    return preparing.drafts(desk, instance_id)
