"""What a case's page says of its time however old the case is: what is open, and the last few that are over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.clocks import events, standing
from webapp.clocks.events import EventFile
from webapp.clocks.models import DeadlineRow
from webapp.clocks.standing import OF_TWENTY, OVER, Deadline

LAST = 5


@dataclass(frozen=True, kw_only=True)
class Glance:
    """Limits and dates to be shown, and how many are not."""

    deadlines: Sequence[Deadline]  # the open ones and those of the twenty weeks that run, then the last few
    events: Sequence[EventFile]  # the last few, and letters that somebody must look at again
    more: int


def of(desk: Desk, case: Case) -> Glance:
    """Only these rows are read."""
    deadlines = standing.among(desk, _shown(desk, case))
    dates = events.newest(desk, case, LAST)
    limits = desk.session.scalar(select(func.count()).where(DeadlineRow.case_id == case.id)) or 0
    more = limits - len(deadlines) + events.count(desk, case) - len(dates)
    return Glance(deadlines=deadlines, events=dates, more=more)


def _shown(desk: Desk, case: Case) -> Sequence[DeadlineRow]:
    session, rows = desk.session, standing.rows_of(case)
    over = rows.where(OVER).order_by(DeadlineRow.due_on.desc(), DeadlineRow.id.desc()).limit(LAST)
    last = session.scalars(over.with_only_columns(DeadlineRow.id)).all()
    weeks = rows.where(~OVER, DeadlineRow.limit_name == OF_TWENTY).with_only_columns(DeadlineRow.counted_from)
    request = session.scalars(weeks).all()
    shown = or_(~OVER, DeadlineRow.id.in_(last), DeadlineRow.counted_from.in_(request))
    return session.scalars(rows.where(shown)).all()
