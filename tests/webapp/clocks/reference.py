"""A second opinion on days, written from the rules alone: days are numbers, nothing of the portal is used."""

from datetime import UTC, date, datetime, timedelta

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def easter(year: int) -> date:
    """By Gauss, with the exceptions of the Gregorian calendar."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if (d, e) == (29, 6) or ((d, e) == (28, 6) and (11 * m + 11) % 30 < 19):
        e -= 7
    return date(year, 3, 22) + timedelta(days=d + e)


def bank_holidays(year: int) -> set[date]:
    """Those that follow from the fixed rules."""
    found = {easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)}
    found.add(next(date(year, 5, n) for n in range(1, 8) if date(year, 5, n).isoweekday() == 1))
    for month in (5, 8):
        found.add(next(date(year, month, n) for n in range(31, 24, -1) if date(year, month, n).isoweekday() == 1))
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.isoweekday() > 5 or fixed in found:  # the next day that is free
            fixed += timedelta(days=1)
        found.add(fixed)
    return found


HOLIDAYS = {day for year in range(2024, 2038) for day in bank_holidays(year)}


def works(number: int) -> bool:
    """Is the day of this number (1 is the first of year 1, a Monday) a working day?"""
    return number % 7 not in (6, 0) and date.fromordinal(number) not in HOLIDAYS


def london(moment: datetime) -> datetime:
    """The clock in England: an hour ahead from the last Sunday of March to that of October, both at 01:00 UTC."""
    changes = []
    for month in (3, 10):
        last = max(n for n in range(25, 32) if date(moment.year, month, n).isoweekday() == 7)
        changes.append(datetime(moment.year, month, last, 1, tzinfo=UTC))
    return moment + timedelta(hours=changes[0] <= moment < changes[1])


def deemed(moment: datetime, route: str) -> date:
    """The day that counts."""
    clock = london(moment)
    day = clock.date().toordinal()
    late = clock.hour * 3600 + clock.minute * 60 + clock.second > 17 * 3600
    if route == "post" or (route in ("portal", "email", "hand") and (late or not works(day))):
        day += 1
        while not works(day):
            day += 1
    return date.fromordinal(day)


def later(start: date, within: str, counting: str) -> date:
    """The last day of a limit."""
    number, unit = int(within[1:-1]), within[-1]
    if counting.startswith("working_days"):
        first = start.toordinal() + (counting == "working_days")
        return date.fromordinal([n for n in range(first, first + 60) if works(n)][number - 1])
    if unit == "M":
        months = start.year * 12 + start.month - 1 + number
        year, month = months // 12, months % 12
        leap = month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        last = date(year, month + 1, min(start.day, LENGTHS[month] + leap))
        return last - timedelta(days=counting == "beginning_with")
    days = number * (7 if unit == "W" else 1) - (counting == "beginning_with")
    return date.fromordinal(start.toordinal() + days)


def tribunal(last: date) -> date:
    """Where the tribunal moves it."""
    text = f"{last:%m%d}"
    if text[:2] == "08":
        day = date(last.year, 9, 1)
    elif text >= "1225" or text == "0101":
        day = date(last.year + (text != "0101"), 1, 2)
    else:
        return last
    while not works(day.toordinal()):
        day += timedelta(days=1)
    return day
