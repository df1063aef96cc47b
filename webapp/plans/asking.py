"""The family is asked what they think of a draft, each alone; schools are consulted. Days come from the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine import Actor
from webapp import clocks
from webapp.accounts.memberships import FULL
from webapp.cases import family_mail, party_access
from webapp.cases.desk import Desk, today
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic, shared

COMMENTS, REPLY = "comment_on_draft", "school_reply"  # limits
FIRST_REMINDER, LAST_REMINDER = timedelta(days=7), timedelta(days=2)  # after the first day; before the last
REMINDER = "draft_reminder"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One of the family is to answer, as the drawing `draft_answer` reads it."""

    person: str  # reference
    first_day: date
    last_day: date

    @property
    def values(self) -> dict[str, str]:
        """For variables: days and moments in ISO."""
        return {
            "person": self.person,
            "last_day": self.last_day.isoformat(),
            "first_reminder": _morning(self.first_day + FIRST_REMINDER),
            "last_reminder": _morning(self.last_day - LAST_REMINDER),
            "over_at": arithmetic.end_of(self.last_day).isoformat(),
        }


def ask_family(desk: Desk, reference: str, *, by: Actor) -> list[Mapping[str, str]]:
    """Everybody who may do more than look answers alone, from the day on which the last of them was served."""
    case, first = find_case(desk, reference), today(desk)
    limit = clocks.start(desk, reference, limit=COMMENTS, counted_from=first, by=by)
    held = ((party, party_access.membership(desk, party)) for party in case.parties)
    return [
        Wanted(person=party.person.reference, first_day=first, last_day=limit.due_on).values
        for party, membership in held
        if membership and membership.scope == FULL
    ]


def remind(desk: Desk, reference: str, who: str) -> None:
    """Mail to one person alone, unless their access to the case has ended by then."""
    person = desk.accounts.people.by_reference(who)
    key = f"{REMINDER}:{reference}:{who}:{desk.now.isoformat()}"
    family_mail.tell(desk, person, reference, REMINDER, key=key)


def consult(desk: Desk, reference: str, rows: Sequence[Mapping[str, Any]], *, by: Actor) -> list[Mapping[str, str]]:
    """Each school has its 15 days from today. The Code asks for them (9.83); no regulation does."""
    first = today(desk)
    last = shared.limit(REPLY, first).last_day(first)
    names = [str(row["school_name"]).strip() for row in rows]
    for name in names:
        clocks.start(desk, reference, limit=REPLY, counted_from=first, subject=name, by=by)
    return [
        {"name": name, "last_day": last.isoformat(), "over_at": arithmetic.end_of(last).isoformat()} for name in names
    ]


def note_reply(desk: Desk, reference: str, school: str, *, by: Actor) -> None:
    """The school has answered, or we go on without its answer."""
    clocks.meet(desk, reference, limit=REPLY, subject=school, by=by)


def _morning(day: date) -> str:
    """When people get up: a mail in the night is read by nobody."""
    return (arithmetic.end_of(day - timedelta(days=1)) + timedelta(hours=8)).isoformat()
