"""Letters in words: where each stands, how it went, and why an officer must say whether somebody gets it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from webapp.letters.models import (
    EMAIL,
    ENDED,
    HAND,
    NO_GUEST,
    ORDER,
    OWN_CHOICE,
    PORTAL,
    POST,
    SERVED,
    SIGNED,
    UNCLEAR,
    WITHDRAWN,
    Letter,
)
from webapp.presenters.words import Tag, day, moment

HOLDS = {
    ORDER: "A court order binds {name}. Read it before you say whether they get the letter.",
    ENDED: "We have ended {name}’s access. They may have a right to the letter all the same.",
    OWN_CHOICE: "The young person decides for themselves. {name} gets the letter only if the young person wishes it.",
    UNCLEAR: "{name} may have no parental responsibility. Whoever has care of the child counts as a parent.",
    NO_GUEST: "{name} was not chosen for the meeting. The letter tells them when and where it is.",
}
READERS = {  # the same in a few words
    "": "",
    ORDER: "A court order binds them.",
    ENDED: "We have ended their access.",
    OWN_CHOICE: "The young person decides for themselves.",
    UNCLEAR: "They may have no parental responsibility.",
    NO_GUEST: "They were not chosen for the meeting.",
}
SEEN = ("Yes", "We do not know", "No")  # as `webapp.letters.anew.SEEN`
ROUTES = {PORTAL: "In the portal", POST: "By post", HAND: "By hand", EMAIL: "By email"}
THE_SCHOOL = "the school"  # what is said of it to whom its name is hidden from
TAGS = {
    SIGNED: Tag("Waits for the post", "soon"),
    SERVED: Tag("Served", "good"),
    WITHDRAWN: Tag("Withdrawn", "late"),
}


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """A letter in the officer's list."""

    letter: Letter
    tag: Tag
    to: str
    lines: tuple[str, ...]  # what happened to it, in order


def hold(letter: Letter) -> str:
    """Why an officer says first whether this reader gets it; empty when they plainly do."""
    return HOLDS[letter.hold].format(name=letter.name) if letter.hold else ""


def rows(
    letters: list[Letter], deemed: Mapping[str, date], opened: Mapping[str, datetime], hidden: Collection[str] = ()
) -> list[LetterRow]:
    """For the officer's list; `deemed` has the day that counts of each that was served, `opened` when it was read.

    `hidden` are those of which the reader may not learn where they went.
    """
    lines = {each.id: tuple(_lines(each, deemed.get(each.id), opened.get(each.id))) for each in letters}
    return [
        LetterRow(letter=each, tag=_tag(each), to=addressee(each, hidden=each.id in hidden), lines=lines[each.id])
        for each in letters
    ]


def addressee(letter: Letter, *, hidden: bool) -> str:
    """To whom it goes; of a copy for a school whose name is hidden only that."""
    if not letter.body:
        return letter.name
    name = THE_SCHOOL if hidden else letter.name
    return f"Copy: {name}" if letter.is_copy else name


def _tag(letter: Letter) -> Tag:
    if letter.state == WITHDRAWN and letter.signed_at is None:
        return Tag("Not sent")
    if letter.body and letter.state == SERVED:
        return Tag("Sent", "good")
    return TAGS[letter.state]


def _lines(letter: Letter, deemed: date | None, opened: datetime | None) -> list[str]:
    found: list[str] = []
    if letter.signed_at and letter.signer:
        found.append(f"Signed by {letter.signer.name}, {moment(letter.signed_at)}.")
    if letter.served_at and deemed:
        counts = f"It counts as served on {day(deemed)}."
        found.append(f"{ROUTES[letter.route]}, {moment(letter.served_at)}. {counts}")
    elif letter.served_at:
        found.append(f"{ROUTES[letter.route]}, {moment(letter.served_at)}.")
    if letter.proof:
        found.append(f"Proof: {letter.proof}")
    if opened:
        found.append(f"First opened {moment(opened)}.")
    if letter.withdrawn_at:
        words = "Withdrawn" if letter.signed_at else "Left out"
        found.append(f"{words} {moment(letter.withdrawn_at)}: {letter.withdrawn_because}")
    return found
