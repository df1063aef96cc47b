"""Where the deadlines of a case stand: frozen records for pages, which find the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select

from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic, shared
from webapp.clocks.models import DeadlineRow
from webapp.clocks.shared import Limit

RUNNING, SOON, LATE = "running", "soon", "late"  # still open
MET, MET_LATE, EXEMPT, DROPPED = "met", "met_late", "exempt", "dropped"
OPEN = (RUNNING, SOON, LATE)
SOON_BEFORE = timedelta(weeks=1)
OVER = or_(DeadlineRow.met_on.is_not(None), DeadlineRow.dropped_at.is_not(None), DeadlineRow.exempt_at.is_not(None))
OF_TWENTY = "final_plan"  # the limit whose weeks are counted for everybody


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One limit in one case, as it stands today."""

    id: str
    rule: Limit
    subject: str
    source: str
    counted_from: date
    due_on: date  # the original one, also of a limit that is switched off
    state: str  # running, soon, late, met, met_late, exempt or dropped
    met_on: date | None
    exempt_ground: str  # words of the ground
    exempt_words: str  # the same to the family
    exempt_evidence: str
    exempt_by: str  # name
    exempt_at: datetime | None
    breached_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Does it still ask for something?"""
        return self.state in OPEN

    def week(self, on: date) -> int | None:
        """In which of its weeks this day is, the first being 1; None when its last day has ended, or it is over."""
        return arithmetic.week_of(self.counted_from, self.due_on, on) if self.is_open else None

    @property
    def weeks(self) -> int:
        """How many it has."""
        return arithmetic.weeks_of(self.counted_from, self.due_on)


def of(desk: Desk, reference: str) -> list[Deadline]:
    """All of a case: the open ones by their last day, then those that are over. Raises CaseNotFound."""
    return among(desk, desk.session.scalars(rows_of(find_case(desk, reference))))


def open_of(desk: Desk, reference: str) -> list[Deadline]:
    """Those that still ask for something, by their last day; what is over is not read. Raises CaseNotFound."""
    return among(desk, desk.session.scalars(rows_of(find_case(desk, reference)).where(~OVER)))


def among(desk: Desk, rows: Iterable[DeadlineRow]) -> list[Deadline]:
    """How these stand: the open ones by their last day, then those that are over."""
    return sorted((_standing(row, today(desk)) for row in rows), key=_place)


def rows_of(case: Case) -> Select[DeadlineRow]:
    """Rows of every limit of a case."""
    return select(DeadlineRow).where(DeadlineRow.case_id == case.id)


def of_twenty(found: Iterable[Deadline]) -> Deadline | None:
    """Of these the one whose weeks are counted for everybody: the last that has begun."""
    return max((each for each in found if each.rule.name == OF_TWENTY), key=_begun, default=None)


def _begun(each: Deadline) -> date:
    return each.counted_from


def _place(each: Deadline) -> tuple[bool, date, str, str, str]:
    return not each.is_open, each.due_on, each.rule.name, each.subject, each.id


def _standing(row: DeadlineRow, on: date) -> Deadline:
    rule = shared.limit(row.limit_name, row.counted_from)
    ground = next((each for each in shared.grounds() if each.value == row.exempt_ground), None)
    return Deadline(
        id=row.id,
        rule=rule,
        subject=row.subject,
        source=row.source,
        counted_from=row.counted_from,
        due_on=row.due_on,
        state=_state(row, on),
        met_on=row.met_on,
        exempt_ground=ground.label if ground else row.exempt_ground,
        exempt_words=ground.family_text if ground else "",
        exempt_evidence=row.exempt_evidence,
        exempt_by=row.exempt_by_name,
        exempt_at=row.exempt_at,
        breached_at=row.breached_at,
    )


def _state(row: DeadlineRow, on: date) -> str:
    if row.met_on:
        return MET if row.met_on <= row.due_on or row.exempt_at else MET_LATE
    if row.dropped_at:
        return DROPPED
    if row.exempt_at:
        return EXEMPT
    if on > row.due_on:
        return LATE
    return SOON if row.due_on - on <= SOON_BEFORE else RUNNING
