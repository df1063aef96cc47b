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
