"""Names of several words: the longest known name that the tokens spell."""

from collections.abc import Iterable
from functools import lru_cache

from engine.feel.grammar.lexer import NUMBER, SIGN, WORD, Token, words_of

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "in",
        "between",
        "instance",
        "then",
        "else",
        "return",
        "satisfies",
        "if",
        "for",
        "some",
        "every",
        "function",
        "true",
        "false",
        "null",
    ]
)
NAME_SIGNS = frozenset("+-*/.'")
_WHOLE = ""  # key under which a branch keeps the name that ends there


class NameTree:
    """Known names, arranged by their words."""

    __slots__ = ("_root",)

    def __init__(self, names: Iterable[str]) -> None:
        self._root: dict[str, object] = {}
        for name in names:
            self._insert(name)

    def longest(self, tokens: list[Token], start: int) -> tuple[str, int] | None:
        """The longest known name spelled from `start`, and the place after it."""
        branch, found = self._root, None
        for position in range(start, len(tokens)):
            below = branch.get(tokens[position].text) if tokens[position].kind in (WORD, NUMBER, SIGN) else None
            if not isinstance(below, dict):
                break
            branch = below
            if _WHOLE in branch:
                found = str(branch[_WHOLE]), position + 1
        return found

    def _insert(self, name: str) -> None:
        branch = self._root
        words = words_of(name)
        for word in words:
            below = branch.setdefault(word, {})
            assert isinstance(below, dict)
            branch = below
        if words:
            branch[_WHOLE] = name


class Locals:
    """Names that an expression has introduced where it is read, the innermost last."""

    def __init__(self) -> None:
        self._names: list[tuple[str, tuple[str, ...]]] = []
        self._by_first_word: dict[str, list[tuple[str, tuple[str, ...]]]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def add(self, *names: str) -> None:
        """From here on these are names."""
        for name in names:
            words = words_of(name)
            self._names.append((name, words))
            self._by_first_word.setdefault(words[0] if words else "", []).append((name, words))

    def forget(self, mark: int) -> None:
        """Only so many names are left."""
        while len(self._names) > mark:
            _, words = self._names.pop()
            self._by_first_word[words[0] if words else ""].pop()

    def beginning(self, word: str) -> list[tuple[str, tuple[str, ...]]]:
        """Names that begin with this word, each with its words."""
        return self._by_first_word.get(word, [])


@lru_cache(maxsize=256)
def tree_of(names: frozenset[str]) -> NameTree:
    """The tree of a set of names, made once."""
    return NameTree(names)


def is_word(token: Token) -> bool:
    """Whether an unknown name may go on with this token."""
    return token.kind == WORD and token.text not in KEYWORDS


def spelled(source: str, tokens: list[Token], start: int, end: int) -> str:
    """The name that these tokens spell in the source, runs of spaces being one."""
    return " ".join(source[tokens[start].start : tokens[end - 1].end].split())
