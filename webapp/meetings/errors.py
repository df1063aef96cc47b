"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from datetime import date

from webapp.cases.errors import CasesError


class MeetingNotFound(CasesError):
    """There is no such meeting in the case, or you are not invited to it."""


class AboutMissing(CasesError):
    """Enter what it is about"""


class NotAhead(CasesError):
    """The day and time must be in the future"""


class NoticeTooShort(CasesError):
    """Choose {first:%-d %B %Y} or a later day: by law everybody is invited at least so long before"""

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first


class PlaceMissing(CasesError):
    """Enter where it is: the address, the link or the telephone number"""


class NobodyInvited(CasesError):
    """Select who is invited"""


class VisitorUnclear(CasesError):
    """“{line}” is no name and email address. Write one on each line, such as: Ruth Marsh, head@school.example"""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


class TooManyVisitors(CasesError):
    """Invite at most 12 people from outside the family"""


class TogetherMissing(CasesError):
    """Select whether they may know of one another"""


class NotMinded(CasesError):
    """Tick the box when you have read what must be kept from whom"""


class TellsWhere(CasesError):
    """It tells {name} where somebody else is or how to reach them. Write it without that."""

    def __init__(self, name: str, field: str) -> None:
        super().__init__(name)
        self.name, self.field = name, field


class NamesAnother(CasesError):
    """It names {name}, and not everybody who is invited may know of them. Write it without the name."""

    def __init__(self, name: str, field: str) -> None:
        super().__init__(name)
        self.name, self.field = name, field


class AnswerMissing(CasesError):
    """Select whether you come"""


class TooLateToAnswer(CasesError):
    """This meeting is over, or was moved or called off. Open it again to see what holds now."""


class OutcomeMissing(CasesError):
    """Select what came of it"""


class SummaryMissing(CasesError):
    """Enter what was said and agreed"""


class WhyMissing(CasesError):
    """Enter why it was not held"""


class RemarksMissing(CasesError):
    """Enter what is missing or wrong"""


class NoCalendar(CasesError):
    """There is no calendar at this address, or it has ended."""
