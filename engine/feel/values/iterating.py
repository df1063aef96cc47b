"""What `for`, `some` and `every` go through."""

from decimal import Decimal

from engine.feel.limits import Allowance
from engine.feel.values.moments import Date
from engine.feel.values.numbers import is_integer
from engine.feel.values.ranges import Range


def elements_of(value: object, allowance: Allowance) -> list[object] | None:
    """Elements of a list, a range of whole numbers or dates, or one value alone; null for nothing."""
    if type(value) is list:
        return value
    if type(value) is Range:
        return _range_elements(value, allowance)
    return None if value is None else [value]


def counted(start: object, end: object, allowance: Allowance) -> list[object] | None:
    """`start..end`, up or down, of whole numbers or dates; null for anything else."""
    if type(start) is Decimal and type(end) is Decimal:
        return _counted_numbers(start, end, allowance)
    if type(start) is Date and type(end) is Date:
        days = _whole_numbers(start.days, end.days, allowance)
        return [Date.of_days(day) for day in days]
    return None


def _counted_numbers(start: Decimal, end: Decimal, allowance: Allowance) -> list[object] | None:
    if not (is_integer(start) and is_integer(end)):
        return None
    return [Decimal(number) for number in _whole_numbers(int(start), int(end), allowance)]


def _whole_numbers(start: int, end: int, allowance: Allowance) -> range:
    allowance.spend_list(abs(end - start) + 1)
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)


def _range_elements(value: Range, allowance: Allowance) -> list[object] | None:
    """A range goes upwards only and needs both its ends."""
    start, end = value.start, value.end
    if type(start) is not type(end) or type(start) not in (Decimal, Date) or start > end:  # type: ignore[operator]
        return None
    elements = counted(start, end, allowance)
    if elements is None:
        return None
    return elements[0 if value.start_included else 1 : None if value.end_included else -1]
