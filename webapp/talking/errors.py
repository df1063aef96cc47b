"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from webapp.cases.errors import CasesError, DocumentRefused


class MessageMissing(CasesError):
    """Write your message."""


class TooManyFiles(DocumentRefused):
    """We cannot take more than 5 files with one message: send the others with another one."""


class OnlyReads(CasesError):
    """You can only read this record, so you cannot write to us here. Ring the SEND team of your area."""


class NobodyReads(CasesError):
    """They have no access to the case now, so they would not see it here. Ring them, or write a letter."""


class TellsWhere(CasesError):
    """It has the address, phone number, email address or school that must be kept from them. Take it out."""


class FileTells(CasesError):
    """A file has the address, phone number, email address or school that must be kept from them. Take it out."""


class ReasonMissing(CasesError):
    """Say why no answer is needed. Only colleagues read this."""


class NothingWaits(CasesError):
    """Nothing waits for an answer here any more: somebody has just written, or said that none is needed."""


class WordsHidden(CasesError):
    """Where they live is hidden from your team, and with it what they write to us."""


class NoteMissing(CasesError):
    """Write the note."""


class NoteNotFound(CasesError):
    """There is no such note in this case."""


class NoteChanged(CasesError):
    """Somebody has corrected this note since you opened it. Read it as it is now, then correct it."""
