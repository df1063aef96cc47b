"""Functions of texts that need no patterns."""

from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run


@builtin("substring(string: string, start position: number, length?: number?)")
def substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """Characters from a position, counted from 1 or from -1 at the end."""
    first = int(start)
    if first == 0 or abs(first) > len(text) or (length is not None and length < 1):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    part = text[begin:] if length is None else text[begin : begin + int(min(length, Decimal(len(text))))]
    run.allowance.spend_text(len(part))
    return part


@builtin("string length(string: string)")
def string_length(run: Run, text: str) -> Decimal:
    """How many characters."""
    return Decimal(len(text))


@builtin("upper case(string: string)")
def upper_case(run: Run, text: str) -> str:
    """In capital letters."""
    run.allowance.spend_text(len(text) * 3)
    return text.upper()


@builtin("lower case(string: string)")
def lower_case(run: Run, text: str) -> str:
    """In small letters."""
    run.allowance.spend_text(len(text) * 3)
    return text.lower()


@builtin("trim(string: string)")
def trim(run: Run, text: str) -> str:
    """Without the spaces at both ends (an addition of the zeebe dialect)."""
    run.allowance.spend_text(len(text))
    return text.strip()


@builtin("substring before(string: string, match: string)")
def substring_before(run: Run, text: str, match: str) -> str:
    """What stands before the first match, nothing when there is none."""
    run.allowance.spend_text(len(text))
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string)")
def substring_after(run: Run, text: str, match: str) -> str:
    """What stands after the first match, nothing when there is none."""
    run.allowance.spend_text(len(text))
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def contains(run: Run, text: str, match: str) -> bool:
    """Whether the match stands somewhere in the text."""
    run.allowance.spend_text(len(text))
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(run: Run, text: str, match: str) -> bool:
    """Whether the text begins with the match."""
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(run: Run, text: str, match: str) -> bool:
    """Whether the text ends with the match."""
    return text.endswith(match)


@builtin(
    "string join(list: list, delimiter?: string?)",
    "string join(list: list, delimiter: string?, prefix: string?, suffix: string?)",
)
def string_join(
    run: Run, parts: list[object], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str | None:
    """The texts of a list one after the other, nulls left out."""
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) + parts.count(None) < len(parts):
        return None
    between = delimiter or ""
    run.allowance.spend_text(sum(map(len, texts)) + len(between) * len(texts))
    return (prefix or "") + between.join(texts) + (suffix or "")
