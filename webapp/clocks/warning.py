"""The bank holidays end: said a year before, by the check and to administrators."""

from datetime import date, timedelta

from webapp.clocks.shared import holidays

AHEAD = timedelta(days=365)


def runs_out(until: date, today: date) -> str:
    """A sentence when the list that is complete until that day ends within a year; else nothing."""
    if until - today > AHEAD:
        return ""
    return f"The list of bank holidays ends on {until.day} {until:%B %Y}. Later ones will be counted as working days."


def of_holidays(today: date) -> str:
    """The same of the list that is in use."""
    return runs_out(holidays().complete_until, today)
