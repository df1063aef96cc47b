"""The calendar for any year: days since 1970-01-01 to year, month, day and back (proleptic Gregorian)."""

MAX_YEAR = 999_999_999
DAYS_IN_CYCLE = 146_097  # of 400 years, after which the calendar repeats
_EPOCH_SHIFT = 719_468  # days from 0000-03-01 to 1970-01-01
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether February has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Days of a month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month - 1]


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    return abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def to_days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01. The year is counted from March, so that the leap day comes last."""
    march_year = year - (month <= 2)
    cycle, year_of_cycle = divmod(march_year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_cycle = year_of_cycle * 365 + year_of_cycle // 4 - year_of_cycle // 100 + day_of_year
    return cycle * DAYS_IN_CYCLE + day_of_cycle - _EPOCH_SHIFT


def from_days(days: int) -> tuple[int, int, int]:
    """Year, month and day of a count of days since 1970-01-01."""
    cycle, day_of_cycle = divmod(days + _EPOCH_SHIFT, DAYS_IN_CYCLE)
    year_of_cycle = (day_of_cycle - day_of_cycle // 1460 + day_of_cycle // 36_524 - day_of_cycle // 146_096) // 365
    day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
    march_month = (5 * day_of_year + 2) // 153
    month = (march_month + 2) % 12 + 1
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    return cycle * 400 + year_of_cycle + (month <= 2), month, day
