"""The days of a young person's life that change who decides: counted from the date of birth alone."""

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
    begins_on, adult_on = arithmetic.add_months(last, -MONTHS_AHEAD), arithmetic.years_later(born_on, ADULT)
    return Days(begins_on=begins_on, last_of_parents=last, adult_on=adult_on)


def born_until(today: date) -> date:
    """The last date of birth for which we have begun by this day: everybody of a school year has the same days."""
    year = today.year - 14
    while of(date(year, *LAST_OF_YEAR)).begins_on > today:
        year -= 1
    return date(year, *LAST_OF_YEAR)


def born_after(today: date) -> date:
    """Whoever was born on this day, or before it, is an adult."""
    return arithmetic.add_months(today, -12 * ADULT)


def earliest(today: date) -> date:
    """Whoever was born on this day, or before it, is too old for a plan."""
    return arithmetic.add_months(today, -12 * OLDEST)
