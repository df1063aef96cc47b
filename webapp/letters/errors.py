"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from inspect import cleandoc


class LettersError(Exception):
    """Something about this letter did not work."""

    def __str__(self) -> str:
        return cleandoc(type(self).__doc__ or "").format_map(vars(self))


class LetterFault(LettersError):
    """{words}"""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words  # names no person: an administrator reads them


class LetterNotFound(LettersError):
    """There is no such letter, or you may not see it."""


class NothingToSign(LettersError):
    """No letter waits to be signed here. Somebody has signed it, or its readers were all left out."""


class AddressHidden(LettersError):
    """This reader’s address is hidden from your team. A colleague whose team may see it prints and posts the letter."""


class NotToBePosted(LettersError):
    """This letter does not wait for the post: it was sent or withdrawn already."""


class ServedTooEarly(LettersError):
    """The day of posting must not be before the letter’s date, and not after today."""


class RouteMissing(LettersError):
    """Select how the letter went."""


class ProofMissing(LettersError):
    """Write down the proof, such as the number on the receipt, or who handed it over and to whom."""


class ReasonMissing(LettersError):
    """Say why. The reader of the letter reads it."""


class ReasonTells(LettersError):
    """Take out the address, phone number or email address: the reader of the letter must not learn it from us."""


class WithdrawnAlready(LettersError):
    """This letter is withdrawn already."""
