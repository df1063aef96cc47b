"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from datetime import date

from webapp.cases.errors import CasesError


class ContributionNotFound(CasesError):
    """There is nothing of this kind in the case, or you may not see it."""


class AdviceRequestNotFound(CasesError):
    """Nobody was asked for this advice in this case."""


class NoQueueOfTheirs(CasesError):
    """Many schools and others share one queue, and each would see this child. Ask them by email."""


class NotAwaited(CasesError):
    """This advice is not awaited any more: there is nobody to remind."""


class ReadersMissing(CasesError):
    """Say for everybody of the family whether they may read it."""


class ReasonMissing(CasesError):
    """Say why {name} may not read it. Only colleagues see the reason."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TellsTooMuch(CasesError):
    """It tells {name} what must be kept from them. Hold it, or ask for a copy without it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileNotOpen(CasesError):
    """We could not read “{name}” ourselves, and it cannot be opened yet: hold the advice, or decide when it can."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileNotSeen(CasesError):
    """Open “{name}”, look through all of it, and tick that you have: we could not read it ourselves."""

    def __init__(self, document_id: str, name: str) -> None:
        super().__init__(name)
        self.document_id, self.name = document_id, name


class NotLookedThrough(CasesError):
    """Tick both boxes when you have looked for what concerns other people and for addresses."""


class AnswerMissing(CasesError):
    """Select what you answer"""


class DayMissing(CasesError):
    """Enter the new day"""


class NotAhead(CasesError):
    """The new day must be after today"""


class NoTimeLeft(CasesError):
    """Enter a day before {day}: by then we must have decided by law, and that day does not move"""

    def __init__(self, limit: date) -> None:
        super().__init__(limit)
        self.day = f"{limit.day} {limit:%B %Y}"


class NotLater(CasesError):
    """Enter a day after {day}: they have until then already"""

    def __init__(self, due: date) -> None:
        super().__init__(due)
        self.day = f"{due.day} {due:%B %Y}"


class TaskOver(CasesError):
    """Their task has ended, and cannot be opened again. Offer a call or a meeting, or let them add something"""


class WordsMissing(CasesError):
    """Write why it cannot be later, in kind words"""


class AnswerTells(CasesError):
    """It tells them where somebody else is or how to reach them. Write it without that."""


class NotReused(CasesError):
    """No report is awaited here: this advice was asked for anew, or its report is in the case already."""


class NotLaterForUs(NotLater):
    """Enter a day after {day}: you have until then already"""


class OfferPassed(CasesError):
    """The day that they offered has passed: answer no, and say what we ask of them"""


class OfferWaits(CasesError):
    """You have told us already that you need more time. We answer by email."""


class BodyReasonMissing(CasesError):
    """Write why you need more time"""


class TellsTheBody(CasesError):
    """It tells them where somebody of the family lives or how to reach them. Write it without that."""
