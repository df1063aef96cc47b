"""On which day something counts as received or served: the decision table of `workflows/shared/decisions` says so."""

from datetime import UTC, date, datetime, time
from functools import cache

from engine import DecisionLibrary, read_library
from webapp.clocks.arithmetic import working_days_after
from webapp.clocks.errors import NoRuleThen, UnknownRoute
from webapp.clocks.shared import MEETING_HELD, NOTICE_SERVED, REQUEST_RECEIVED, SHARED, holidays
from webapp.london import LONDON

FILE = "deemed_days.dmn"
DECISIONS = {REQUEST_RECEIVED: "deemed_receipt", NOTICE_SERVED: "deemed_service"}
SAME_DAY, NEXT_WORKING_DAY = "same_day", "next_working_day"
SENT_BY = ("portal", "email", "hand", "signed_for", "post")  # routes of what we serve
FORMER_SYSTEM = "former_system"  # its day is the one that counts already
ROUTES = {REQUEST_RECEIVED: (*SENT_BY, "telephone", FORMER_SYSTEM), NOTICE_SERVED: SENT_BY, MEETING_HELD: ("",)}


def deemed_on(kind: str, at: datetime, route: str) -> date:
    """The day that counts, of what came or went at this moment. Raises UnknownRoute, NoRuleThen."""
    local = at.astimezone(LONDON)
    day = local.date()
    if route not in ROUTES[kind]:
        raise UnknownRoute
    if kind not in DECISIONS:
        return day
    said = counts_as(library(), kind, day, local.time(), route, working_day=holidays().is_working(day))
    if said == SAME_DAY:
        return day
    if said == NEXT_WORKING_DAY:
        return working_days_after(day, 1, holidays().is_working)
    raise NoRuleThen(day)


def counts_as(tables: DecisionLibrary, kind: str, day: date, clock: time, route: str, *, working_day: bool) -> object:
    """What the table says: same_day or next_working_day; None when it has no row for this."""
    asked = {"on": day, "clock": clock.replace(tzinfo=None), "route": route, "working_day": working_day}
    return tables.decide(DECISIONS[kind], asked, now=datetime.combine(day, clock.replace(tzinfo=None), UTC))


@cache
def library() -> DecisionLibrary:
    """The shipped tables."""
    folder = SHARED / "decisions"
    return read_library({file.name: file.read_bytes() for file in folder.glob("*.dmn")})
