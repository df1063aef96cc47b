"""What happened in a case, in words and by day: for officers everything, for the family what is theirs to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from webapp.london import london_day
from webapp.presenters.contributions import TITLES, Labels, title
from webapp.presenters.stands import Says
from webapp.presenters.words import clock_time, day, joined
from webapp.talking import family_timeline as family
from webapp.talking import timeline
from webapp.talking.timeline import Event

TOPICS = {
    timeline.STEPS: "Steps",
    timeline.TASKS: "Tasks done",
    timeline.DATES: "Dates and limits",
    timeline.LETTERS: "Letters",
    timeline.ADVICE: "Advice",
    timeline.MESSAGES: "Messages",
    timeline.MEETINGS: "Meetings",
    timeline.DOCUMENTS: "Documents",
    timeline.NOTES: "Notes",
    timeline.PEOPLE: "People and access",
}
SENTENCES = {  # kind -> words; {what}, {whom} and {on} as the event has them
    "passed": "{what}",
    "opened for a request": "The case was opened for a request",
    "opened by an officer": "The case was opened by an officer",
    "taken over": "The case was taken over from a former system",
    "started": "A process began: {what}",
    "cancelled": "A process was stopped",
    "decision put right": "A decision that was recorded wrongly was put right",
    "merge proposed": "Somebody asked to make one record of two",
    "merge refused": "Two records stay two",
    "merged": "Another record was merged into this one",
    "merge undone": "A merge was undone: there are two records again",
    "undo of a merge asked": "Somebody asked to undo a merge",
    "undo of a merge refused": "A merge is not undone",
    "legal hold begun": "A legal hold was placed: nothing of the record is destroyed",
    "legal hold lifted": "The legal hold was lifted",
    "destruction proposed": "Somebody asked to destroy the record",
    "destruction agreed": "A second person agreed to destroy the record",
    "destruction called off": "The record is not destroyed",
    "record erased": "A record that this one was compared with was destroyed",
    "all that is held asked for": "Somebody asked for all that we hold about them",
    "all that is held looked through": "All that we hold was looked through before it goes out",
    "all that is held given out": "All that we hold was given to whom it is about",
    "completed": "Done: {what}",
    "assigned": "Handed over: {what}",
    "postponed": "More time was agreed: {what}",
    "date recorded": "A date from which the law counts: {on}",
    "date corrected": "A date was corrected: it is {on}",
    "limit started": "A limit runs: {what}, by {on}",
    "limit near": "A limit comes near: {what}, by {on}",
    "limit passed": "A limit has passed: {what}, it was due by {on}",
    "limit met": "A limit is met: {what}",
    "limit switched off": "A limit was switched off: {what}",
    "limit counted again": "A limit was counted again: {what}, by {on}",
    "limit dropped": "A limit is not needed any more: {what}",
    "notice served with a wrong date": "A letter may have a wrong date",
    "notice looked at again": "A letter with a date in doubt was looked at again",
    "letter signed": "A letter was signed: {what}, to {whom}",
    "letter not sent": "A letter was left out: {what}, to {whom}",
    "letter served": "A letter was served: {what}, to {whom}. It counts as served on {on}",
    "copy sent": "A copy was sent to another body: {what}",
    "letter withdrawn": "A letter was withdrawn: {what}, to {whom}",
    "advice asked": "Advice was asked for: {what}",
    "advice reused": "Advice that there is already is used again: {what}",
    "advice reminded": "Reminded: {what}",
    "advice needs more time": "More time was asked for: {what}",
    "advice more time answered": "A wish for more time was answered: {what}",
    "advice late": "Advice is late: {what}",
    "advice given": "Advice came: {what}",
    "advice not_known": "They do not know the child: {what}",
    "advice checked": "Advice was checked: {what}. Shared with {whom}",
    "message from family": "{whom} wrote to us",
    "message to family": "We wrote to {whom}",
    "answer due": "An answer to {whom} comes near: by {on}",
    "answer late": "Our answer to {whom} is late: it was due by {on}",
    "no answer needed": "No answer is needed to {whom}",
    "meeting answered": "An invitation to a meeting was answered",
    "meeting summary read": "What came of a meeting was read",
    "documents given": "Documents came",
    "virus found": "A document had a virus",
    "note written": "A note was written",
    "note corrected": "A note was corrected",
    "access granted": "{whom} may see the record",
    "access taken over": "{whom} may see the record, as in the former system",
    "access changed": "Access was changed: {whom}",
    "access ended": "Access has ended: {whom}",
    "access given again": "Access was given again: {whom}",
    "restriction entered": "A restriction was entered",
    "restriction ended": "A restriction has ended",
    "relation declared": "Somebody of the staff said that they are related or close to the family",
    "hold begun": "The record was put on hold: the family sees nothing of it",
    "withdrawn for the family": "Somebody wants the request withdrawn, as they had told us",
    "withdrawal wanted": "Somebody wants the request withdrawn",
    "withdrawal answered": "Somebody said whether the request shall go on",
    "withdrawal overtaken": "The request was answered before it was settled whether it is withdrawn",
    "request goes on": "The request goes on, though somebody wanted it withdrawn",
    "request withdrawn": "The request was withdrawn",
    "case closed": "The case was closed",
    "details corrected": "Details of the child were corrected: {what}",
    "officer named": "Who looks after the case was named anew",
    "hold ended": "The hold has ended: the family sees the record again",
}
CHECKED = "advice checked"  # the one of which nobody may be told
BAD = {"limit passed", "advice late", "answer late", "virus found", "notice served with a wrong date"}
FAMILY = {
    family.MILESTONE: "{what}",
    family.OPENED: "You could see the record",
    family.LETTER: "We sent you a letter: {what}",
    family.WITHDRAWN: "We took a letter back: {what}",
    family.WROTE: "You wrote to us",
    family.WE_WROTE: "We wrote to you",
    family.MET_US: "We met",
    family.CALLED: "We talked by telephone",
    family.CORRECTED: "We had a date wrong, and have put it right",
    family.GAVE: "You gave us: {what}",
    family.SHARED: "We shared with you: {what}",
    family.SCHOOL_ASKED: "{what}",
    family.MET: "Done: {what}",
    family.MISSED: "We were late: {what}",
    family.ASKED: "We asked for advice: {what}",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened."""

    when: str
    words: str
    note: str  # who did it, and why
    bad: bool


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day on which something happened."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One box of the filter."""

    value: str
    label: str
    chosen: bool


def topics(chosen: Iterable[str]) -> list[Topic]:
    """The boxes."""
    wanted = set(chosen)
    return [Topic(value=value, label=label, chosen=value in wanted) for value, label in TOPICS.items()]


def for_officers(events: Iterable[Event]) -> list[Day]:
    """In their order, under their days."""
    return _days([(each.at, _line(each)) for each in events])


def for_family(events: Iterable[family.Event], says: Says, labels: Labels) -> list[Day]:
    """The same; what has a day only, has no time."""
    return _days([(each.at, _family_line(each, says, labels)) for each in events])


def _days(found: list[tuple[datetime, Line]]) -> list[Day]:
    by_day = groupby(found, key=lambda each: london_day(each[0]))
    return [Day(title=day(on), lines=tuple(line for _, line in lines)) for on, lines in by_day]


def _line(each: Event) -> Line:
    on = day(each.on, weekday=False) if each.on else "a day that was erased"
    whom = joined(each.whom) or ("nobody" if each.kind == CHECKED else "somebody")  # who was erased is not nobody
    words = SENTENCES[each.kind].format(what=each.what or "without a name", whom=whom, on=on)
    words = words[:1].upper() + words[1:]
    return Line(
        when=clock_time(each.at),
        words=words,
        note=": ".join(filter(None, (each.by, each.because))),
        bad=each.kind in BAD,
    )


def _family_line(each: family.Event, says: Says, labels: Labels) -> Line:
    what = says(each.what)
    if each.kind in (family.GAVE, family.SHARED, family.SCHOOL_ASKED):
        what = says(title(each.what, each.body, labels, TITLES))
    elif each.kind == family.ASKED:
        what = labels["advice_bodies"].get(each.body, each.body)
    words = FAMILY[each.kind].format(what=what)
    when = clock_time(each.at) if each.has_time else ""
    return Line(when=when, words=words, note=each.note, bad=each.kind == family.MISSED)
