"""By when a plan goes to another council, and by when one that has come to us is reviewed (regulation 15)."""

from dataclasses import dataclass
from datetime import date

from webapp.clocks import shared

ON_THE_DAY, AFTER_LEARNING = "transfer_on_the_day", "transfer_to_another_council"  # limits
YEARLY, AFTER_TRANSFER = "annual_review", "review_after_transfer"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Which limit binds, and from which day it counts."""

    limit: str
    counted_from: date

    @property
    def due_on(self) -> date:
        """Its last day."""
        return shared.limit(self.limit, self.counted_from).last_day(self.counted_from)


def transfer(moving_on: date, learned_on: date) -> Counted:
    """On the day of the move, or within the working days after we learned of it where that is later: paragraph (2)."""
    learned = Counted(limit=AFTER_LEARNING, counted_from=learned_on)
    return learned if learned.due_on >= moving_on else Counted(limit=ON_THE_DAY, counted_from=moving_on)


def review(transferred_on: date, plan_on: date, reviewed_on: date | None) -> Counted:
    """The later of a year from the plan or its last review and of the time from the transfer: paragraph (5)."""
    yearly = Counted(limit=YEARLY, counted_from=reviewed_on or plan_on)
    moved = Counted(limit=AFTER_TRANSFER, counted_from=transferred_on)
    return yearly if yearly.due_on > moved.due_on else moved
