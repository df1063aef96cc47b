"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from webapp.cases.errors import CasesError


class PlanNotFound(CasesError):
    """There is no such plan in this case, or it is not yours to read."""


class NoSuchSection(CasesError):
    """A plan has no section “{letter}”."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self.letter = letter


class StatementNotFound(CasesError):
    """This part of the plan is not there any more: somebody has removed it. Look at the section again."""


class NotBeingWritten(CasesError):
    """Nobody writes this plan now: it is agreed, signed or sent, and its words stay. The next draft can be changed."""


class WordsMissing(CasesError):
    """Write what this part of the plan says"""


class WordsTooMany(CasesError):
    """Write at most {most} characters in one part of the plan: these are {length}. Divide it into several parts."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length)
        self.length, self.most = f"{length:,}", f"{most:,}"


class SectionFull(CasesError):
    """This section has {most} parts already. Put together what belongs together before you add another."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class FollowsNothing(CasesError):
    """Say to which part this belongs: help belongs to an outcome, and an outcome to a need."""


class NamesSchool(CasesError):
    """A draft must not name a school or type of school (Children and Families Act 2014, section 38(5)).

    It is named in the final plan, after the family has said which they would like.
    """


class ListedByItself(CasesError):
    """This section lists the advice by itself: nobody writes in it."""


class ChangedMeanwhile(CasesError):
    """{name} changed this part while you were writing. What they wrote and what you wrote both stand below."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CommentMissing(CasesError):
    """Write your comment"""


class CommentNotFound(CasesError):
    """This comment is not there any more."""


class NotAsked(CasesError):
    """You are not asked what you think of this plan now. You can write us a message instead."""


class CommentSent(CasesError):
    """This comment has been sent, so it does not change any more. You can write another."""


class ReplacedMeanwhile(CasesError):
    """A newer draft has been sent while you were writing. Your comment stands below: see whether it still holds."""


class AnswerMissing(CasesError):
    """Answer each comment: {count} are still without an answer."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class NothingWritten(CasesError):
    """There is nothing in section {letter} yet. Write it before the plan goes out."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self.letter = letter


class AnswerNeeded(CasesError):
    """Select whether you approve it"""


class ApprovesOwn(CasesError):
    """You have written this plan. A second person must approve it."""


class ReasonMissing(CasesError):
    """Enter why it goes back"""


class TellsTooMuch(CasesError):
    """It tells {name} where somebody else is or how to reach them. Write it without that."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AlreadyApproved(CasesError):
    """This plan is approved: nothing in it changes before it is signed."""


class TellsWhere(CasesError):
    """{section} tells {name} where somebody else is or how to reach them. Write it otherwise, or keep it from them."""

    def __init__(self, section: str, name: str) -> None:
        super().__init__(name)
        self.section, self.name = section, name


class ReadsWhere(TellsWhere):
    """{section} tells {name} where somebody else is or how to reach them. No word of this version changes any more.

    Let them read the next one, in which that is written otherwise or kept from them.
    """


class NothingToSend(CasesError):
    """You have written no comment that was not sent."""
