"""Equality, order and membership, three-valued: what cannot be compared is null."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel.limits import Allowance
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.kinds import kind_of
from engine.feel.values.moments import Date, DateTime, Time
from engine.feel.values.ranges import Range

_SIMPLE = (Decimal, str, bool, Date, DaysDuration, MonthsDuration)
_ORDERED = (Decimal, str, Date, DaysDuration, MonthsDuration)


def equal(left: object, right: object, allowance: Allowance) -> bool | None:
    """`left = right`: null equals null only; values of different kinds give null."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None if kind_of(left) != kind_of(right) else left is right
    if kind in _SIMPLE:
        return left == right
    compare = _EQUALITIES.get(kind)
    return compare(left, right, allowance) if compare else left is right


def same(left: object, right: object, allowance: Allowance) -> bool:
    """Whether two values are certainly equal."""
    return equal(left, right, allowance) is True


def order(left: object, right: object) -> int | None:
    """-1, 0 or 1 as left comes before, with or after right; None when they have no order."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in _ORDERED:
        return (left > right) - (left < right)  # type: ignore[operator]
    if kind is DateTime:
        return _order_moments(left.offset, left.instant, right.offset, right.instant)  # type: ignore[attr-defined]
    if kind is Time:
        times = left.offset, left.utc_nanoseconds, right.offset, right.utc_nanoseconds  # type: ignore[attr-defined]
        return _order_moments(*times)
    return None


def within(value: object, bounds: Range) -> bool | None:
    """Whether a value lies in a range; null when it cannot be compared with an end."""
    after_start = _on_side(value, bounds.start, 1, bounds.start_included)
    before_end = _on_side(value, bounds.end, -1, bounds.end_included)
    if after_start is False or before_end is False:
        return None if after_start is None or before_end is None else False
    return None if after_start is None or before_end is None else True


def matches(value: object, test: object, allowance: Allowance) -> bool | None:
    """`value in test`: the test is a range, a list of tests, or a value to equal."""
    if type(test) is Range:
        return within(value, test)
    if type(test) is list:
        if type(value) is list and equal(value, test, allowance):
            return True
        allowance.spend(len(test))
        return any(matches(value, element, allowance) is True for element in test)
    return equal(value, test, allowance)


def _on_side(value: object, end: object, side: int, included: bool) -> bool | None:
    if end is None:
        return None if value is None else True
    position = order(value, end)
    if position is None:
        return None
    return position == side or (included and position == 0)


def _order_moments(left_offset: int | None, left: int, right_offset: int | None, right: int) -> int | None:
    """A wall clock and a clock in a zone cannot be compared."""
    if (left_offset is None) != (right_offset is None):
        return None
    return (left > right) - (left < right)


def _equal_moments(left: object, right: object, _: Allowance) -> bool:
    return order(left, right) == 0


def _equal_lists(left: list[object], right: list[object], allowance: Allowance) -> bool:
    if len(left) != len(right):
        return False
    allowance.spend(2 + 2 * len(left))
    return all(same(one, other, allowance) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, object], right: dict[str, object], allowance: Allowance) -> bool:
    if left.keys() != right.keys():
        return False
    allowance.spend(2 + 2 * len(left))
    return all(same(entry, right[key], allowance) for key, entry in left.items())


def _equal_ranges(left: Range, right: Range, allowance: Allowance) -> bool:
    sides = (left.start_included, left.end_included) == (right.start_included, right.end_included)
    return sides and same(left.start, right.start, allowance) and same(left.end, right.end, allowance)


_EQUALITIES: dict[type, Callable[..., bool]] = {
    DateTime: _equal_moments,
    Time: _equal_moments,
    list: _equal_lists,
    dict: _equal_contexts,
    Range: _equal_ranges,
}
