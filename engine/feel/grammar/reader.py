"""A walk along the tokens, counting its steps, that knows which names can be read where it stands."""

from typing import NamedTuple

from engine.feel.errors import FeelSyntaxError
from engine.feel.grammar.lexer import END, STRING, Token, tokens_of
from engine.feel.grammar.naming import Locals, is_word, spelled, tree_of
from engine.feel.limits import MAX_NESTING, MAX_PARSE_STEPS


class Mark(NamedTuple):
    """A place to come back to when a way of reading has failed."""

    position: int
    nesting: int
    locals: int


class Reader:
    """Takes tokens one by one; every failure is a FeelSyntaxError with its position."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.source = text.replace("\u00a0", " ")
        self.tokens = tokens_of(text)
        self.position = 0
        self.locals = Locals()
        self._names = tree_of(names)
        self._steps = 0
        self._nesting = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.position]

    @property
    def following(self) -> Token:
        """The token after the next."""
        return self.tokens[min(self.position + 1, len(self.tokens) - 1)]

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these signs or words."""
        return self.token.text in texts and self.token.kind not in (STRING, END)

    def advance(self) -> Token:
        """Take the next token; at the end, stay there."""
        self._count_step()
        token = self.token
        if token.kind != END:
            self.position += 1
        return token

    def _count_step(self) -> None:
        self._steps += 1
        if self._steps > MAX_PARSE_STEPS:
            raise self.fault("The expression is too complicated. Split it.")

    def accept(self, text: str) -> bool:
        """Take the next token if it is this sign or word."""
        found = self.at(text)
        if found:
            self.advance()
        return found

    def expect(self, *texts: str) -> str:
        """Take the next token, which must be one of these, and give its text."""
        if not self.at(*texts):
            wanted = " or ".join(f"“{text}”" for text in texts)
            raise self.fault(f"Expected {wanted} but found {self.found()}.")
        return self.advance().text

    def found(self) -> str:
        """The next token, as a message names it."""
        return "the end" if self.token.kind == END else f"“{self.token.text}”"

    def fault(self, message: str) -> FeelSyntaxError:
        """An error at this place."""
        return FeelSyntaxError(message, self.token.start)

    def deeper(self) -> None:
        """One part further in."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self.fault(f"More than {MAX_NESTING} parts lie within each other. Split the expression.")

    def shallower(self) -> None:
        """One part further out."""
        self._nesting -= 1

    def mark(self) -> Mark:
        """Where the reading stands."""
        return Mark(self.position, self._nesting, len(self.locals))

    def return_to(self, mark: Mark) -> None:
        """Go back and read the same tokens another way."""
        self.position, self._nesting = mark.position, mark.nesting
        self.locals.forget(mark.locals)

    def known_name(self) -> tuple[str, int] | None:
        """The longest known or local name that begins here, and the place after it."""
        best = self._names.longest(self.tokens, self.position)
        local = self._local_name()
        return local if local and (best is None or local[1] >= best[1]) else best

    def _local_name(self) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        for name, words in self.locals.beginning(self.token.text):
            self._count_step()
            end = self.position + len(words)
            ahead = self.tokens[self.position : end]
            if (best is None or end > best[1]) and tuple(
                token.text for token in ahead if token.kind != STRING
            ) == words:
                best = name, end
        return best

    def take_name(self) -> str:
        """A name: the longest known one, or as many words as stand together if those are more."""
        start = end = self.position
        while is_word(self.tokens[end]):
            end += 1
        known = self.known_name()
        if known and known[1] >= end:
            self._move_to(known[1])
            return known[0]
        if end == start:
            raise self.fault(f"Expected a name but found {self.found()}.")
        self._move_to(end)
        return spelled(self.source, self.tokens, start, end)

    def take_new_name(self, *stops: str) -> str:
        """A name that is introduced here: everything before one of these signs or words."""
        start = self.position
        while self.token.kind != END and not self.at(*stops):
            self.advance()
        if self.position == start:
            raise self.fault(f"Expected a name but found {self.found()}.")
        return spelled(self.source, self.tokens, start, self.position)

    def _move_to(self, position: int) -> None:
        while self.position < position:
            self.advance()
