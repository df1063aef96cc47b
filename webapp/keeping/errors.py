"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from inspect import cleandoc


class KeepingError(Exception):
    """Something about keeping this record did not work."""

    def __str__(self) -> str:
        return cleandoc(type(self).__doc__ or "").format_map(vars(self))


class NotForRecords(KeepingError):
    """Records are destroyed, held and given out by SEND administration and managers."""


class Refused(KeepingError):
    """This record cannot be destroyed now."""


class NotDue(Refused):
    """The time for which we keep this record is not over."""


class StillRuns(Refused):
    """Work is still going on in this record. Close the case first."""


class IsHeld(Refused):
    """A hold lies on this record: nothing of it is destroyed before the hold is lifted."""


class NamedByAnother(Refused):
    """Somebody has asked to merge this record with {other}. Decide that first."""

    def __init__(self, other: str) -> None:
        super().__init__(other)
        self.other = other


class AlreadyAsked(KeepingError):
    """Somebody has asked already to destroy this record."""


class NobodyAsked(KeepingError):
    """Nobody asks any more to destroy this record: it was refused or taken back."""


class SecondPerson(KeepingError):
    """You have asked for this yourself. Somebody else must look at the record and decide."""


class NothingChosen(KeepingError):
    """Choose what is to be done with the record."""


class GroundMissing(KeepingError):
    """Select why the record is destroyed."""


class ReasonMissing(KeepingError):
    """Say why, in words."""


class CertificateNotFound(KeepingError):
    """There is no such certificate."""


class ComplaintNotFound(KeepingError):
    """There is no such complaint."""


class NameMissing(KeepingError):
    """Tell us your name, or what we may call you"""


class ReachMissing(KeepingError):
    """Enter an email address, a phone number or an address, so that we can answer"""


class WordsMissing(KeepingError):
    """Tell us what has happened"""


class AccessNotFound(KeepingError):
    """There is nothing of this kind in the case."""


class NotLookedThrough(KeepingError):
    """Look through it first, and say what is left out. What has come since somebody looked must be looked at, too."""
