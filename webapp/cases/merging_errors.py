"""Why two records are not brought together, or not taken apart again."""

from webapp.cases.errors import CasesError


class NotToBeMerged(CasesError):
    """These two records cannot be brought together."""


class SameRecord(NotToBeMerged):
    """This is the same record. Enter the reference of the other one."""


class MergeWaits(NotToBeMerged):
    """Somebody has asked already that one of these records is merged. Decide that first."""


class RunsInBoth(NotToBeMerged):
    """“{process}” runs in both records, {one} and {other}. Withdraw or end it in one of them first, then merge."""

    def __init__(self, process: str, one: str, other: str) -> None:
        super().__init__(process, one, other)
        self.process, self.one, self.other = process, one, other


class NotDecidedYet(NotToBeMerged):
    """{case} was made from the request {request}, which nobody has decided. Decide it, and choose the other record."""

    def __init__(self, case: str, request: str) -> None:
        super().__init__(case, request)
        self.case, self.request = case, request


class AccessDiffers(NotToBeMerged):
    """The access of {name} to the two records is not the same. Make it the same in both first: how far, until when."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WouldLearn(NotToBeMerged):
    """Something in {case} must be kept from somebody, and {name}, who is in {other} alone, would come into it.

    End their access to {other} first. Afterwards you can give it again, knowing both.
    """

    def __init__(self, name: str, case: str, other: str) -> None:
        super().__init__(name, case, other)
        self.name, self.case, self.other = name, case, other


class StaffWouldSee(NotToBeMerged):
    """{case} opens to some groups only, and {name} is named for {other}, so it would open to them. End that first."""

    def __init__(self, name: str, case: str, other: str) -> None:
        super().__init__(name, case, other)
        self.name, self.case, self.other = name, case, other


class NobodyCouldOpen(NotToBeMerged):
    """Both records open to some groups only, and no group may open both. Change one of the two restrictions first."""


class BothOnHold(NotToBeMerged):
    """A safeguarding hold lies on both records. End that on {case} first, then merge: the other one holds for both."""

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case


class MergeNotFound(CasesError):
    """There is no such merge, or you may not see it."""


class NeedsSecondPerson(CasesError):
    """You have asked for this yourself. Somebody else must look at both records and decide."""


class MergeDecided(CasesError):
    """This has been decided already."""


class NotTheirMerge(CasesError):
    """Only the two people who brought these records together can take it back."""


class HasGoneOn(CasesError):
    """Something has happened in {reference} since the merge, so it cannot be taken back: nobody could say whose it is.

    Make a new record for the other child, and write into both what belongs where.
    """

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference
