"""A pattern's text to its parts."""

from dataclasses import dataclass

from engine.feel.patterns import characters
from engine.feel.patterns.characters import Test

MAX_PATTERN = 1_000  # characters
MAX_GROUPS_DEEP = 50
MAX_REPEATS = 1_000


class PatternFault(Exception):
    """This is not a pattern of XPath."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern."""


@dataclass(frozen=True, slots=True)
class Characters(Part):
    """One character that passes a test."""

    test: Test


@dataclass(frozen=True, slots=True)
class Boundary(Part):
    """`^` or `$`."""

    sign: str


@dataclass(frozen=True, slots=True)
class BackReference(Part):
    r"""`\1`: what a group has matched, again."""

    group: int


@dataclass(frozen=True, slots=True)
class Group(Part):
    """`(...)`; number 0 captures nothing."""

    number: int
    choice: "Choice"


@dataclass(frozen=True, slots=True)
class Repeat(Part):
    """A part several times; `most` None is without end."""

    part: Part
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Choice(Part):
    """One of several sequences of parts."""

    branches: tuple[tuple[Part, ...], ...]


class PatternReader:
    """Reads a pattern from left to right. Raises PatternFault where XPath has no such thing."""

    def __init__(self, text: str, flags: str) -> None:
        if len(text) > MAX_PATTERN or set(flags) - set("smixq"):
            raise PatternFault
        self.text, self.flags = text, flags
        self.position = 0
        self.groups = 0
        self._closed: set[int] = set()
        self._depth = 0

    def whole(self) -> Choice:
        """The parts of the whole pattern."""
        if "q" in self.flags:
            return Choice((tuple(self._characters(characters.one(character)) for character in self.text),))
        choice = self._choice()
        if self.position < len(self.text):
            raise PatternFault
        return choice

    def _peek(self) -> str:
        while "x" in self.flags and self.text[self.position : self.position + 1] in tuple(" \t\n\r"):
            self.position += 1
        return self.text[self.position : self.position + 1]

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise PatternFault
        self.position += 1
        return character

    def _accept(self, text: str) -> bool:
        self._peek()
        found = self.text.startswith(text, self.position)
        if found:
            self.position += len(text)
        return found

    def _characters(self, test: Test) -> Characters:
        return Characters(characters.ignoring_case(test) if "i" in self.flags else test)

    def _choice(self) -> Choice:
        self._depth += 1
        if self._depth > MAX_GROUPS_DEEP:
            raise PatternFault
        branches = [self._branch()]
        while self._accept("|"):
            branches.append(self._branch())
        self._depth -= 1
        return Choice(tuple(branches))

    def _branch(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        while self._peek() and self._peek() not in "|)":
            parts.append(self._quantified(self._atom()))
        return tuple(parts)

    def _atom(self) -> Part:
        sign = self._take()
        if sign in "?*+{}])":
            raise PatternFault
        if sign in "^$":
            return Boundary(sign)
        if sign == ".":
            return Characters((lambda _: True) if "s" in self.flags else lambda character: character not in "\n\r")
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._characters(self._class())
        return self._escape() if sign == "\\" else self._characters(characters.one(sign))

    def _group(self) -> Group:
        number = 0
        if not self._accept("?:"):
            self.groups += 1
            number = self.groups
        choice = self._choice()
        if not self._accept(")"):
            raise PatternFault
        self._closed.add(number)
        return Group(number, choice)

    def _quantified(self, part: Part) -> Part:
        sign = self._peek()
        if not sign or sign not in "?*+{":
            return part
        self.position += 1
        least, most = self._counts() if sign == "{" else {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        return Repeat(part, least, most, self._accept("?"))

    def _counts(self) -> tuple[int, int | None]:
        least = self._count()
        most: int | None = least
        if self._accept(","):
            most = None if self._peek() == "}" else self._count()
        if not self._accept("}") or (most is not None and most < least):
            raise PatternFault
        return least, most

    def _count(self) -> int:
        digits = ""
        while self._peek().isdecimal() and self._peek().isascii():
            digits += self._take()
        if not digits or len(digits) > 4 or int(digits) > MAX_REPEATS:
            raise PatternFault
        return int(digits)

    def _escape(self) -> Part:
        letter = self._take()
        if letter.isdecimal() and letter != "0":
            return self._back_reference(letter)
        return self._characters(self._escaped(letter))

    def _back_reference(self, digit: str) -> BackReference:
        number = int(digit)
        while self._peek().isdecimal() and number * 10 + int(self._peek()) <= self.groups:
            number = number * 10 + int(self._take())
        if number not in self._closed:
            raise PatternFault
        return BackReference(number)

    def _escaped(self, letter: str) -> Test:
        if letter in characters.SINGLE:
            return characters.one(characters.SINGLE[letter])
        if letter in "pP" and self._accept("{"):
            name, _, rest = self.text[self.position :].partition("}")
            self.position = len(self.text) - len(rest)
            test = characters.property_class(name)
            test = characters.negated(test) if test and letter == "P" else test
        else:
            test = characters.escape_class(letter)
        if test is None:
            raise PatternFault
        return test

    def _class(self) -> Test:
        """What stands between `[` and `]`, which is read too."""
        self._depth += 1
        if self._depth > MAX_GROUPS_DEEP:
            raise PatternFault
        negative = self._accept("^")
        tests = [self._class_part()]
        removed: Test | None = None
        while not self._accept("]"):
            if self._accept("-["):
                removed = self._class()
                if self._peek() != "]":
                    raise PatternFault
            else:
                tests.append(self._class_part())
        self._depth -= 1
        test = characters.any_of(tests)
        test = characters.negated(test) if negative else test
        return characters.without(test, removed) if removed else test

    def _class_part(self) -> Test:
        sign = self._take()
        if sign in "[]":
            raise PatternFault
        if sign == "\\" and self._peek() not in characters.SINGLE:
            return self._escaped(self._take())
        first = characters.SINGLE[self._take()] if sign == "\\" else sign
        ahead = self.text[self.position : self.position + 2]
        if not ahead.startswith("-") or ahead in ("-]", "-["):
            return characters.one(first)
        self.position += 1
        return self._range(first)

    def _range(self, first: str) -> Test:
        last = self._take()
        if last == "\\":
            last = characters.SINGLE.get(self._take(), "")
        if not last or last < first:
            raise PatternFault
        return characters.between(first, last)
