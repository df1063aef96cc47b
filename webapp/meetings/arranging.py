"""An officer says when, where and who; nobody who is invited learns by it of another, or where one can be found."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.accounts.memberships import FULL
from webapp.accounts.models import Person
from webapp.cases import keeping_apart, party_access, restrictions
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case, Party
from webapp.clocks import shared
from webapp.london import london_day
from webapp.meetings import visitors
from webapp.meetings.errors import (
    AboutMissing,
    NamesAnother,
    NobodyInvited,
    NotAhead,
    NoticeTooShort,
    NotMinded,
    PlaceMissing,
    TellsWhere,
    TogetherMissing,
)
from webapp.meetings.models import CHOSEN, IN_PERSON, INVITED, LEFT_OUT, TELEPHONE, VIDEO, Meeting, MeetingGuest
from webapp.meetings.visitors import Named

PLACES = (IN_PERSON, VIDEO, TELEPHONE)
LENGTHS = (15, 30, 45, 60, 90, 120, 180)  # minutes


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an officer has entered."""

    about: str
    starts_at: datetime
    minutes: int  # one of LENGTHS
    place_kind: str  # one of PLACES
    place: str
    bring: str = ""
    people: tuple[str, ...]  # ids, of the family
    visitors: tuple[Named, ...] = ()  # from outside the family
    together: bool | None = None  # may they know of one another? None: not said
    minded: bool = False  # the officer has read what must be kept from whom


def may_be_invited(desk: Desk, case: Case) -> list[Party]:
    """Everybody of the family who may act in the case now: who may only read it has no way to answer."""
    held = ((party, party_access.membership(desk, party)) for party in case.parties)
    return [party for party, membership in held if membership and membership.scope == FULL]


def is_guarded(desk: Desk, meeting: Meeting, invited: int) -> bool:
    """Is more than one invited while something must be kept from somebody in the case, or somebody asked for that?"""
    asked = desk.engine.submissions.latest(meeting.instance_id, "meeting_request")
    return invited > 1 and (asked.get("apart") == "yes" or bool(restrictions.of_case(desk, meeting.case)))


def arrange(desk: Desk, meeting: Meeting, plan: Plan, *, by: Person) -> None:
    """Keep it on the meeting; those who are invited are told by the drawing's next step.

    Raises AboutMissing, NotAhead, NoticeTooShort, PlaceMissing, NobodyInvited, TogetherMissing, NotMinded,
    TellsWhere, NamesAnother.
    """
    parties = [party for party in may_be_invited(desk, meeting.case) if party.person_id in plan.people]
    _require_whole(desk, meeting, plan, parties)
    texts = {"about": plan.about, "place": plan.place, "bring": plan.bring}
    require_silence(desk, meeting.case, parties, texts, together=bool(plan.together), visitors=plan.visitors)
    meeting.about, meeting.place, meeting.bring = plan.about, plan.place, plan.bring
    meeting.place_kind, meeting.together = plan.place_kind, bool(plan.together)
    meeting.starts_at, meeting.ends_at = plan.starts_at, plan.starts_at + timedelta(minutes=plan.minutes)
    meeting.organiser_id, meeting.changed_at = by.id, desk.now
    _choose(meeting, {party.person_id for party in parties})
    visitors.choose(meeting, plan.visitors)
    desk.session.flush()


def require_silence(
    desk: Desk,
    case: Case,
    readers: Collection[Party],
    texts: dict[str, str],
    *,
    together: bool,
    visitors: Collection[Named] = (),
) -> None:
    """Refuse words that tell one reader where another is or, unless they meet together, of another at all.

    Visitors learn of nobody of the family where they are. Raises TellsWhere, NamesAnother.
    """
    for visitor in visitors:
        for field in keeping_apart.telling(desk, case, None, texts):
            raise TellsWhere(visitor.name, field)
    for reader in readers:
        for field in keeping_apart.telling(desk, case, reader.person_id, texts):
            raise TellsWhere(reader.person.name, field)
        for field, text in texts.items():
            if not together and (named := next(_others_named(case, reader, text, visitors), None)):
                raise NamesAnother(named, field)


def _others_named(case: Case, reader: Party, text: str, visitors: Collection[Named]) -> Iterator[str]:
    """Names of others of the case and of visitors that stand in it, but the child's and the reader's own."""
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    own = {reader.person.first_name.casefold(), case.child.called.casefold(), case.child.first_name.casefold()}
    for party in case.parties:
        first = party.person.first_name.casefold()
        if party.person_id != reader.person_id and first not in own and first in words:
            yield party.person.first_name
    yield from (visitor.name for visitor in visitors if visitor.name.casefold() in text.casefold())


def _require_whole(desk: Desk, meeting: Meeting, plan: Plan, parties: Collection[Party]) -> None:
    if not plan.about:
        raise AboutMissing
    if plan.starts_at <= desk.now:
        raise NotAhead
    _require_notice(desk, meeting, plan)
    if not plan.place:
        raise PlaceMissing
    if not parties:
        raise NobodyInvited
    invited = len(parties) + len(plan.visitors)
    if invited > 1 and plan.together is None:
        raise TogetherMissing
    if is_guarded(desk, meeting, invited) and not plan.minded:
        raise NotMinded


def _require_notice(desk: Desk, meeting: Meeting, plan: Plan) -> None:
    """Of a review the law says how long before it everybody is invited. Raises NoticeTooShort."""
    if meeting.notice:
        first = shared.limit(meeting.notice, today(desk)).last_day(today(desk))
        if london_day(plan.starts_at) < first:
            raise NoticeTooShort(first)


def _choose(meeting: Meeting, people: Collection[str]) -> None:
    """Who is invited from now on; who was invited and is not any more is told so, who never was is forgotten."""
    there = {guest.person_id: guest for guest in meeting.guests}
    for person_id, guest in there.items():
        if person_id in people:
            guest.state = CHOSEN
        elif guest.state in (CHOSEN, INVITED):
            guest.state = LEFT_OUT
    meeting.guests += [MeetingGuest(person_id=each, state=CHOSEN) for each in sorted(people - there.keys())]
