"""Functions that make a value of another: numbers, texts, truth values."""

import re
from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.comparing import equal
from engine.feel.values.moments import DateTime, Time
from engine.feel.values.numbers import number as read_number
from engine.feel.values.texts import text_of

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,6})?", re.ASCII)


@builtin(
    "number(from: string|number)",
    "number(from: string|number, grouping separator: string?, decimal separator?: string?)",
)
def number(run: Run, source: str | Decimal, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    """The number that a text says; the separators are a space, a comma or a full stop."""
    if isinstance(source, Decimal):
        return source
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping and grouping == point):
        return None
    plain = source.replace(grouping, "") if grouping else source
    plain = plain.replace(point, ".") if point else plain
    if point == "," and "." in source.replace(grouping or "", ""):
        return None
    return read_number(plain) if len(plain) < 10_000 and _NUMBER.fullmatch(plain) else None


@builtin("string(from: any)")
def string(run: Run, value: object) -> str | None:
    """The text of a value; null of null."""
    return None if value is None else text_of(value, run.allowance)


@builtin("not(negand: any)")
def negation(run: Run, value: object) -> bool | None:
    """The opposite truth value; null of anything else."""
    return (not value) if isinstance(value, bool) else None


@builtin("is(value1: any, value2: any)")
def is_same(run: Run, left: object, right: object) -> bool:
    """Whether both are the same value, zones of times included."""
    if isinstance(left, Time | DateTime) and isinstance(right, Time | DateTime):
        return type(left) is type(right) and left == right
    return equal(left, right, run.allowance) is True


@builtin("is defined(value: any)")
def is_defined(run: Run, value: object) -> bool:
    """Whether it is not null (an addition of the zeebe dialect)."""
    return value is not None


@builtin("get or else(value: any, default: any)")
def get_or_else(run: Run, value: object, default: object) -> object:
    """The default when the value is null (an addition of the zeebe dialect)."""
    return default if value is None else value
