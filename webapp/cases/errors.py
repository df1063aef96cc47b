"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from datetime import date
from inspect import cleandoc


class CasesError(Exception):
    """Something about this case did not work."""

    def __str__(self) -> str:
        return cleandoc(type(self).__doc__ or "").format_map(vars(self))


class CaseNotFound(CasesError):
    """There is no such case, or you may not see it."""


class CaseOnHold(CasesError):
    """This record is on hold: nothing of it is shown to the family or shared with them until the hold ends."""


class HiddenFromFamily(CasesError):
    """We do not show you this record at the moment. Ring us, and we tell you what you can do."""


class RequestNotFound(CasesError):
    """There is no such request, or you may not see it."""


class ChildNotFound(CasesError):
    """There is no such record of a child. Choose one from the list, or make a new one."""


class NeedsReason(CasesError):
    """This record is not among those that you look after. You can open it for an hour if you say why you must."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class ReasonTooShort(CasesError):
    """Say in at least 20 characters why you must open this record."""


class GroundMissing(CasesError):
    """Select why you must open this record."""


class MayNotLook(CasesError):
    """Only officers who look after cases look for one."""


class PartyNotFound(CasesError):
    """There is nobody of this kind in the case."""


class AccessEnded(CasesError):
    """Their access has ended. Give it again first."""


class EndsAlready(CasesError):
    """The last day of an access must be today or later."""


class EndsTooLate(CasesError):
    """The last day of an access must be before 31 December 9999. Leave it empty if there is none."""


class RestrictionNotFound(CasesError):
    """There is no such restriction in this case."""


class NotTheirsToEnd(CasesError):
    """Only SEND managers and the groups that this restriction names may end it. Ask one of them."""


class OnlyToRead(CasesError):
    """You opened this record with a reason, so you may read it and change nothing. Ask whoever looks after it."""


class NotTheirRequest(CasesError):
    """Only whoever asked for the assessment can withdraw the request here. If you want it to stop, write to us."""


class NotTheirWithdrawal(CasesError):
    """Only whoever wanted the request withdrawn can change their mind here. If you have a question, write to us."""


class UnknownKind(CasesError):
    """Select what kind of restriction it is, and who may still see what it hides."""


class NobodyNamed(CasesError):
    """Select whom it is about, or write their name."""


class ChangedMeanwhile(CasesError):
    """Somebody has corrected this since you opened it. Compare your words with what stands there now, and send them."""


class NothingCorrected(CasesError):
    """Nothing here differs from what we have. Correct what is wrong, or go back."""


class WordsMissing(CasesError):
    """Write it down in words: colleagues rely on it."""


class LastDayFirst(CasesError):
    """The last day must not be before the first."""


class MayNotAsk(CasesError):
    """Only parents, carers and young people ask to see a record here."""


class NotASchool(CasesError):
    """Only somebody who works here for a school, nursery or college asks on this page. Ring us: we write it down."""


class AlreadyHasAccess(CasesError):
    """You can see this record already. Your reference is {reference}."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference  # of the case


class AlreadyAsked(CasesError):
    """You have asked to see this record already: {reference}. We write to you when we have decided."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference  # of the request that is still open


class NotMatched(CasesError):
    """The request {reference} belongs to no record yet. Choose the child’s record, or make a new one, then go on."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class NotChecked(CasesError):
    """The request {reference} was approved without a check of who they are and their link to the child, and no reason.

    Nothing opens. Tell whoever looks after the drawing: its form must ask for the checks or for a reason.
    """

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class RestrictionsUnread(CasesError):
    """This record has something that must be kept from the person asking. Read it, and say that you have read it."""


class MessageTells(CasesError):
    """Your message has an address, phone number, email address or school that the person asking must not learn from
    us. Nothing is sent, and what you typed is kept: go back and take it out."""


class DecidesLater(CasesError):
    """This person does not decide for themselves yet: that begins after {day}, the last Friday in June of the school
    year in which they become 16. Until then let them view only, or say no. What you typed is kept: go back."""

    def __init__(self, after: date) -> None:
        super().__init__(after)
        self.day = f"{after.day} {after:%B %Y}"


class NotToBeMatched(CasesError):
    """Nobody is choosing a record for this request now, or somebody else is. Claim the task first."""


class DocumentNotFound(CasesError):
    """There is no such document, or you may not see it."""


class DocumentRefused(CasesError):
    """We cannot take this file."""


class FileTooLarge(DocumentRefused):
    """The file must be smaller than 50 MB. Send it in parts, or ask us for another way."""


class FileEmpty(DocumentRefused):
    """The file is empty. Choose another one."""


class KindNotAllowed(DocumentRefused):
    """The file must be a PDF, DOCX, XLSX, JPG, PNG, HEIC, TXT, MP3, M4A, MP4 or MOV."""


class NotWhatItSays(DocumentRefused):
    """The file does not open as its name says. Save it again, or choose another file."""


class HasProgram(DocumentRefused):
    """The file has a program or another file in it. Save it without, or print it to a PDF, and send that."""


class IsLocked(DocumentRefused):
    """The file has a password, so we could not read it. Save it without the password and send that."""


class NoRoom(DocumentRefused):
    """We cannot keep your file now. Nothing else is lost: try again later."""


class FileWithheld(CasesError):
    """This file cannot be opened now."""


class StillScanning(FileWithheld):
    """We are still checking this file for viruses. Come back in a few minutes and open it again."""


class NotScanned(FileWithheld):
    """Nobody could check this file for viruses, so it stays closed. Ask whoever sent it for the same in another way."""


class HadVirus(FileWithheld):
    """This file had a virus, so we deleted it. Whoever sent it knows, and can send it again from another device."""


class FileGone(FileWithheld):
    """This file is not where we keep files. Tell whoever looks after the portal: they can look for it in a backup."""


class ScannerFault(CasesError):
    """The virus scanner did not do its work."""


class ScannerAway(ScannerFault):
    """The virus scanner cannot be reached, or takes too long. See that it runs and that `uploads.scanner` names it."""


class ScannerRefused(ScannerFault):
    """The virus scanner gave an answer that is no verdict. Look into its own log."""
