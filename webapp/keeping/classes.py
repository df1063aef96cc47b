"""For how long records are kept: `workflows/shared/retention.toml`, read once."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from webapp.clocks import arithmetic
from webapp.config import HOME

FILE = HOME / "workflows" / "shared" / "retention.toml"
PLAN, REFUSED, OTHER = "plan", "refused", "other"  # what a class fits
FITS = (PLAN, REFUSED, OTHER)


@dataclass(frozen=True, kw_only=True)
class RetentionClass:
    """One rule, as long as it holds."""

    name: str
    title: str
    fits: str
    source: str
    effective_from: date
    effective_to: date | None = None
    until_age: int = 0
    years_after_end: int = 0

    def due_on(self, born_on: date, ended_on: date | None) -> date | None:
        """The first day on which it need not be kept any more; None while something runs in it."""
        if self.until_age:
            return arithmetic.years_later(born_on, self.until_age)
        return arithmetic.years_later(ended_on, self.years_after_end) if ended_on else None


def of(fits: Iterable[str], on: date) -> RetentionClass:
    """The class of a case of which all this is true, by the rules of this day."""
    known = {*fits, OTHER}
    return next(each for each in classes() if each.fits in known and _holds(each, on))


@cache
def classes() -> tuple[RetentionClass, ...]:
    """Every rule, in the order in which they are tried."""
    return tuple(RetentionClass(**row) for row in _table()["classes"])


def time_to_think() -> timedelta:
    """Between the second person's word and the destruction."""
    return timedelta(days=_table()["review_days"])


def _holds(rule: RetentionClass, on: date) -> bool:
    return rule.effective_from <= on <= (rule.effective_to or date.max)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
