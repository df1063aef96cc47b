"""Values as text, as the function `string` gives them."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel.values.numbers import number_text
from engine.feel.values.ranges import Range


def text_of(value: object) -> str:
    """The text of a FEEL value; texts inside lists, contexts and ranges stand in quotes."""
    return value if isinstance(value, str) else _literal(value)


def quoted(text: str) -> str:
    """A text as it is written in FEEL."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _literal(value: object) -> str:
    write = _WRITERS.get(type(value))
    return write(value) if write else str(value)


def _list(value: list[object]) -> str:
    return "[" + ", ".join(map(_literal, value)) + "]"


def _context(value: dict[str, object]) -> str:
    return "{" + ", ".join(f"{_key(key)}: {_literal(entry)}" for key, entry in value.items()) + "}"


def _key(key: str) -> str:
    return key if key.replace(" ", "").isidentifier() else quoted(key)


def _range(value: Range) -> str:
    opening = "[" if value.start_included else "("
    closing = "]" if value.end_included else ")"
    if value.start is None:
        return f"({'<=' if value.end_included else '<'} {_literal(value.end)})"
    if value.end is None:
        return f"({'>=' if value.start_included else '>'} {_literal(value.start)})"
    return f"{opening}{_literal(value.start)}..{_literal(value.end)}{closing}"


_WRITERS: dict[type, Callable[..., str]] = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    Decimal: number_text,
    str: quoted,
    list: _list,
    dict: _context,
    Range: _range,
}
