"""Tokens to nodes: operators by binding power; everything else is told by its first token."""

from collections.abc import Iterable

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import END, SIGN, STRING, Token, tokens_of
from engine.feel.limits import MAX_DEPTH, MAX_NESTING, MAX_PARSE_STEPS
from engine.feel.naming import is_word, spelled, tree_of
from engine.feel.nodes import Node, height

COMPARISONS = frozenset(["=", "!=", "<", "<=", ">", ">="])


class TokenReader:
    """Goes along the tokens, counting steps and nesting, and knows which names can be read here."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.source = text.replace("\u00a0", " ")
        self.tokens = tokens_of(text)
        self.position = 0
        self.known = tree_of(names)
        self.local_names: list[str] = []
        self._steps = 0
        self._nesting = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.position]

    def ahead(self, distance: int = 1) -> Token:
        """A token further on."""
        return self.tokens[min(self.position + distance, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Take the next token."""
        self._steps += 1
        if self._steps > MAX_PARSE_STEPS:
            raise self.fault("The expression is too complicated. Split it.")
        token = self.token
        if token.kind != END:
            self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these signs or words."""
        return self.token.text in texts and self.token.kind not in (STRING, END)

    def accept(self, text: str) -> bool:
        """Take the next token if it is this sign or word."""
        if not self.at(text):
            return False
        self.advance()
        return True

    def expect(self, *texts: str) -> str:
        """Take the next token, which must be one of these."""
        if not self.at(*texts):
            raise self.fault(f"Expected {' or '.join(f'“{text}”' for text in texts)} but found {self.found()}.")
        return self.advance().text

    def found(self) -> str:
        """The next token in words."""
        return "the end" if self.token.kind == END else f"“{self.token.text}”"

    def fault(self, message: str) -> FeelSyntaxError:
        """An error at this place."""
        return FeelSyntaxError(message, self.token.start)

    def deeper(self) -> None:
        """One bracket further in."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self.fault(f"More than {MAX_NESTING} brackets lie within each other.")

    def shallower(self) -> None:
        """One bracket further out."""
        self._nesting -= 1

    def return_to(self, mark: tuple[int, int, int]) -> None:
        """Go back to a mark: position, nesting and number of local names."""
        self.position, self._nesting = mark[0], mark[1]
        del self.local_names[mark[2] :]

    def mark(self) -> tuple[int, int, int]:
        """Where the reading stands."""
        return self.position, self._nesting, len(self.local_names)

    def known_name(self) -> tuple[str, int] | None:
        """The longest known or local name that begins here, and the place after it."""
        best = self.known.longest(self.tokens, self.position)
        if self.local_names:
            local = tree_of(frozenset(self.local_names)).longest(self.tokens, self.position)
            if local and (not best or local[1] >= best[1]):
                return local
        return best

    def take_name(self) -> str:
        """A name: the longest known one, or as many words as stand together if that is longer."""
        known = self.known_name()
        end = self.position
        while is_word(self.tokens[end]):
            end += 1
        if known and known[1] >= end:
            self._move_to(known[1])
            return known[0]
        if end == self.position:
            raise self.fault(f"Expected a name but found {self.found()}.")
        start = self.position
        self._move_to(end)
        return spelled(self.source, self.tokens, start, end)

    def take_until(self, *stops: str) -> str:
        """A name that is being introduced: everything before one of these signs or words."""
        start = self.position
        while self.token.kind != END and not self.at(*stops):
            self.advance()
        if self.position == start:
            raise self.fault(f"Expected a name but found {self.found()}.")
        return spelled(self.source, self.tokens, start, self.position)

    def _move_to(self, position: int) -> None:
        while self.position < position:
            self.advance()


def parse_expression(text: str, names: Iterable[str]) -> Node:
    """The node of a whole expression. Raises FeelSyntaxError."""
    from engine.feel.grammar import Grammar

    reader = TokenReader(text, frozenset(names))
    node = Grammar(reader).expression()
    return _finished(reader, node)


def _finished(reader: TokenReader, node: Node) -> Node:
    if reader.token.kind != END:
        raise reader.fault(f"Nothing more was expected, but {reader.found()} follows.")
    if height(node) > MAX_DEPTH:
        raise FeelSyntaxError(f"More than {MAX_DEPTH} operations lie within each other. Split the expression.")
    return node


__all__ = ["COMPARISONS", "SIGN", "TokenReader", "parse_expression"]
