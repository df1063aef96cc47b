"""Values as text, as the function `string` gives them."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel.limits import Allowance
from engine.feel.values.functions import Function
from engine.feel.values.numbers import number_text
from engine.feel.values.ranges import Range


def text_of(value: object, allowance: Allowance | None = None) -> str:
    """The text of a FEEL value; texts inside lists, contexts and ranges stand in quotes."""
    return value if isinstance(value, str) else _literal(value, allowance or Allowance())


def quoted(text: str) -> str:
    """A text as it is written in FEEL."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _literal(value: object, allowance: Allowance) -> str:
    if isinstance(value, Function):
        return "function"
    write = _WRITERS.get(type(value))
    text = write(value, allowance) if write else str(value)
    allowance.spend_text(len(text))
    allowance.spend(1)
    return text


def _list(value: list[object], allowance: Allowance) -> str:
    return "[" + ", ".join(_literal(element, allowance) for element in value) + "]"


def _context(value: dict[str, object], allowance: Allowance) -> str:
    entries = (f"{_key(key)}: {_literal(entry, allowance)}" for key, entry in value.items())
    return "{" + ", ".join(entries) + "}"


def _key(key: str) -> str:
    return key if key.replace(" ", "").isidentifier() else quoted(key)


def _range(value: Range, allowance: Allowance) -> str:
    if value.start is None:
        return f"({'<=' if value.end_included else '<'} {_literal(value.end, allowance)})"
    if value.end is None:
        return f"({'>=' if value.start_included else '>'} {_literal(value.start, allowance)})"
    opening = "[" if value.start_included else "("
    closing = "]" if value.end_included else ")"
    return f"{opening}{_literal(value.start, allowance)}..{_literal(value.end, allowance)}{closing}"


_WRITERS: dict[type, Callable[..., str]] = {
    type(None): lambda value, allowance: "null",
    bool: lambda value, allowance: "true" if value else "false",
    Decimal: lambda value, allowance: number_text(value),
    str: lambda value, allowance: quoted(value),
    list: _list,
    dict: _context,
    Range: _range,
}
