"""The days of a young person's life that change who decides: counted from the date of birth alone."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from webapp.cases import young_person
from webapp.clocks import arithmetic

MONTHS_AHEAD = 6  # we begin so long before
ADULT, LAST_OF_YEAR = 18, (8, 31)  # a school year is taken to end with August
OLDEST = 26  # nobody older has a plan (Children and Families Act 2014, s. 46; SEND Regulations 2014, regulation 46)


@dataclass(frozen=True, kw_only=True)
class Days:
    """Of one young person."""

    begins_on: date  # when we begin to talk about it
    last_of_parents: date  # the last Friday in June: after it the young person decides
    adult_on: date  # parental responsibility ends

    @property
    def passes_at(self) -> datetime:
        """The first moment at which the young person decides."""
        return arithmetic.end_of(self.last_of_parents)


def of(born_on: date) -> Days:
    """Their days."""
    last = young_person.rights_pass_after(born_on)
    return Days(begins_on=_months_before(last, MONTHS_AHEAD), last_of_parents=last, adult_on=_birthday(born_on, ADULT))


def born_until(today: date) -> date:
    """The last date of birth for which we have begun by this day: everybody of a school year has the same days."""
    year = today.year - 14
    while of(date(year, *LAST_OF_YEAR)).begins_on > today:
        year -= 1
    return date(year, *LAST_OF_YEAR)


def born_after(today: date) -> date:
    """Whoever was born on this day, or before it, is an adult."""
    return _years_before(today, ADULT)


def earliest(today: date) -> date:
    """Whoever was born on this day, or before it, is too old for a plan."""
    return _years_before(today, OLDEST)


def _years_before(day: date, years: int) -> date:
    year = day.year - years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _birthday(born_on: date, age: int) -> date:
    """Who was born on 29 February has a birthday on 1 March in other years (Family Law Reform Act 1969, s. 9)."""
    year = born_on.year + age
    if (born_on.month, born_on.day) == (2, 29) and monthrange(year, 2)[1] < 29:
        return date(year, 3, 1)
    return born_on.replace(year=year)


def _months_before(day: date, months: int) -> date:
    month = day.month - 1 - months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
