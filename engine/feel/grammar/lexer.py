"""Text to tokens: numbers, strings, words and signs, with their places."""

import re
from typing import NamedTuple

from engine.feel.errors import FeelSyntaxError
from engine.feel.limits import MAX_SOURCE

NUMBER = "number"
STRING = "string"
WORD = "word"
SIGN = "sign"
END = "end"
_LETTERS = r"\w\u00b7\u0300-\u036f\u200c\u200d\u203f\u2040\U00010000-\U000effff"
_SPACE = r"\s\u180e\u200b\ufeff"
_TOKEN = re.compile(
    rf"""
    (?P<space>[{_SPACE}]+|//[^\n\r\v\u0085\u2028\u2029]*|/\*.*?\*/)
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<word>\?|[{_LETTERS}]+)
    |(?P<sign>\.\.|\*\*|<=|>=|!=|==|->|/(?!\*)|[-+*<>=.,:(){{}}\[\]@'])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_SURROGATES = re.compile("([\ud800-\udbff])([\udc00-\udfff])")


class Token(NamedTuple):
    """One token: what it is, its text (of a string: what it says), and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of an expression, an END last. Raises FeelSyntaxError at the first sign that FEEL has not."""
    if len(text) > MAX_SOURCE:
        raise FeelSyntaxError(f"The expression is longer than {MAX_SOURCE:,} characters. Split it.")
    text = text.replace("\u00a0", " ")  # editors save hard spaces
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FeelSyntaxError(_unreadable(text, position), position)
        if match.lastgroup != "space":
            tokens.append(_token(match))
        position = match.end()
    return [*tokens, Token(END, "", len(text), len(text))]


def words_of(name: str) -> tuple[str, ...]:
    """A name as the texts of its tokens, so that `Full  Name` and `Full Name` are one; empty when unreadable."""
    try:
        return tuple(token.text for token in tokens_of(name)[:-1])
    except FeelSyntaxError:
        return ()


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or SIGN
    text = _unescaped(match[0][1:-1]) if kind == STRING else match[0]
    return Token(kind, text, match.start(), match.end())


def _unreadable(text: str, position: int) -> str:
    if text[position] == '"':
        return 'A text is not closed: its second " is missing.'
    if text.startswith("/*", position):
        return "A comment is not closed: its */ is missing."
    return f"“{text[position]}” has no meaning here."


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_character, text)
    return _SURROGATES.sub(_one_character, plain)


def _character(match: re.Match[str]) -> str:
    """What an escape stands for; an unknown one, as regular expressions have them, stays as it is."""
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else match[0]
    return _ESCAPED.get(match[3], match[0])


def _one_character(match: re.Match[str]) -> str:
    high, low = ord(match[1]) - 0xD800, ord(match[2]) - 0xDC00
    return chr(0x10000 + high * 0x400 + low)
