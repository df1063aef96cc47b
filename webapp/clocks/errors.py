"""What can go wrong with dates and limits: one class for each mishap, its docstring is what the reader sees."""

from collections.abc import Collection
from datetime import date
from inspect import cleandoc

from engine import nearest


class ClocksError(Exception):
    """Something about this date or limit did not work."""

    def __str__(self) -> str:
        return cleandoc(type(self).__doc__ or "").format_map(vars(self)).strip()


class UnknownLimit(ClocksError):
    """There is no limit “{name}” in workflows/shared/limits.toml. {remedy}"""

    def __init__(self, name: str, known: Collection[str]) -> None:
        super().__init__(name)
        self.name, self.remedy = name, nearest(name, known)


class NoLimitThen(ClocksError):
    """The limit “{name}” was not the law on {day}. Look at effective_from and effective_to in limits.toml."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__(name)
        self.name, self.day = name, day


class UnknownRoute(ClocksError):
    """Select how it came or was sent."""


class NoRuleThen(ClocksError):
    """No rule says which day counts for what happened on {day}. Is the year right?"""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class NotCountedFrom(ClocksError):
    """The limit “{name}” has no day to be counted from. Give counted_from, or record the event that starts it first."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class DeadlineNotFound(ClocksError):
    """There is no such limit in this case. Start it with start-limit before it is met."""


class EventNotFound(ClocksError):
    """There is no such date in this case, or somebody has just corrected it. Look at the case again."""


class NothingChanged(ClocksError):
    """This is what we have already."""


class InFuture(ClocksError):
    """It must not be later than now."""


class ReasonMissing(ClocksError):
    """Say why, and what shows it: colleagues and the ombudsman read it later."""


class UnknownGround(ClocksError):
    """Select a ground that the law has for this limit."""


class NotOpen(ClocksError):
    """This limit is met already, or somebody has just switched it off. Look at the case again."""


class ClosureMissing(ClocksError):
    """Give the day on which you asked for advice, the first day of the closure, and the day of opening again."""


class ClosureTooShort(ClocksError):
    """This closure does not count: it must be long enough, and advice asked for around it as the ground says."""


class LimitMissing(ClocksError):
    """Select the limit"""
