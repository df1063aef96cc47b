"""Until when a decision can be appealed: a plan that is to end stays in force as long (section 45(4))."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp import clocks
from webapp.cases.desk import Desk, today
from webapp.clocks import appealing, arithmetic
from webapp.letters import law
from webapp.letters.models import SIGNED, Letter

DISPUTE = "dispute"  # the process of mediation and appeal


@dataclass(frozen=True, kw_only=True)
class AppealTime:
    """May somebody still appeal, and when to look again."""

    may_appeal: bool
    look_again_at: datetime


def look(desk: Desk, reference: str, notice: str, *, instance_id: int) -> AppealTime:
    """Of a decision that this instance has told the family by this notice.

    The time is not over while a letter is still to be posted, the limit that the letters have opened runs, a
    month from a mediation certificate does, or mediation or an appeal runs in the case.
    """
    opened = law.required()[notice]
    found = appealing.appeals_of(clocks.of(desk, reference))
    last = next((each.last_day for each in found if each.subject == opened.title), None)
    now = today(desk)
    runs = last is None or now <= last or _to_be_posted(desk, notice, instance_id) or _disputed(desk, reference)
    return AppealTime(may_appeal=runs, look_again_at=arithmetic.end_of(max(last or now, now)))


def _to_be_posted(desk: Desk, notice: str, instance_id: int) -> bool:
    """Copies for bodies open no time to appeal."""
    waits = select(Letter.id).where(
        Letter.instance_id == instance_id, Letter.notice == notice, Letter.state == SIGNED, Letter.body == ""
    )
    return desk.session.scalar(waits.limit(1)) is not None


def _disputed(desk: Desk, reference: str) -> bool:
    return DISPUTE in desk.engine.instances.running(reference)
