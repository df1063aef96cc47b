"""Adding, subtracting, multiplying, dividing, raising: a table of which kinds go with which."""

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from engine.feel.limits import Allowance
from engine.feel.values.durations import (
    DAY,
    DaysDuration,
    MonthsDuration,
    days_duration,
    months_duration,
)
from engine.feel.values.moments import Date, DateTime, Time, midnight
from engine.feel.values.numbers import CONTEXT, ONE, arithmetic
from engine.feel.values.zones import UTC_ZONE

Operation = Callable[..., object]


def add(left: object, right: object, allowance: Allowance) -> object:
    """`left + right`, null when the kinds do not go together."""
    if type(left) is str and type(right) is str:
        allowance.spend_text(len(left) + len(right))
        return left + right
    return _apply(_ADDITIONS, left, right)


def subtract(left: object, right: object) -> object:
    """`left - right`, null when the kinds do not go together."""
    return _apply(_SUBTRACTIONS, left, right)


def multiply(left: object, right: object) -> object:
    """`left * right`, null when the kinds do not go together."""
    return _apply(_MULTIPLICATIONS, left, right)


def divide(left: object, right: object) -> object:
    """`left / right`, null when the kinds do not go together or the divisor is nothing."""
    return _apply(_DIVISIONS, left, right)


def power(left: object, right: object) -> object:
    """`left ** right`, of numbers only; anything to the power of nothing is 1 (IEEE 754-2008, 9.2.1)."""
    if type(left) is not Decimal or type(right) is not Decimal:
        return None
    return arithmetic(CONTEXT.power, left, right) if right else ONE


def negate(value: object) -> object:
    """`-value`, of numbers and durations."""
    if type(value) is Decimal:
        return CONTEXT.minus(value)
    if type(value) is DaysDuration:
        return DaysDuration(-value.nanoseconds)
    return MonthsDuration(-value.months) if type(value) is MonthsDuration else None


def _apply(table: dict[tuple[type, type], Operation], left: object, right: object) -> object:
    operation = table.get((type(left), type(right)))
    return operation(left, right) if operation else None


def _flip(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _date_plus_days(date: Date, duration: DaysDuration) -> Date | None:
    """A date counts as its midnight; the day on which the sum falls remains."""
    return Date.of_days((date.days * DAY + duration.nanoseconds) // DAY)


def _moment_plus_days(moment: DateTime, duration: DaysDuration) -> DateTime | None:
    return DateTime.of_instant(moment.instant + duration.nanoseconds, moment.time.zone)


def _moment_plus_months(moment: DateTime, duration: MonthsDuration) -> DateTime | None:
    date = moment.date.plus_months(duration.months)
    return DateTime(date, moment.time) if date else None


def _time_plus_days(time: Time, duration: DaysDuration) -> Time:
    return Time((time.nanoseconds + duration.nanoseconds) % DAY, time.zone)


def _time_minus_time(left: Time, right: Time) -> DaysDuration | None:
    if (left.zone is None) != (right.zone is None):
        return None
    return DaysDuration(left.utc_nanoseconds - right.utc_nanoseconds)


def _between(left: DateTime, right: DateTime) -> DaysDuration | None:
    """A wall clock and a clock in a zone have no distance."""
    if (left.time.zone is None) != (right.time.zone is None):
        return None
    return days_duration(left.instant - right.instant)


def _scale_days(duration: DaysDuration, factor: Decimal) -> DaysDuration | None:
    return days_duration(_whole(Decimal(duration.nanoseconds), factor, CONTEXT.multiply))


def _scale_months(duration: MonthsDuration, factor: Decimal) -> MonthsDuration | None:
    return months_duration(_whole(Decimal(duration.months), factor, CONTEXT.multiply))


def _split_days(duration: DaysDuration, divisor: Decimal) -> DaysDuration | None:
    return days_duration(_whole(Decimal(duration.nanoseconds), divisor, CONTEXT.divide)) if divisor else None


def _split_months(duration: MonthsDuration, divisor: Decimal) -> MonthsDuration | None:
    return months_duration(_whole(Decimal(duration.months), divisor, CONTEXT.divide)) if divisor else None


def _whole(left: Decimal, right: Decimal, operation: Callable[..., Decimal]) -> int:
    """The whole part, or more than any calendar holds."""
    result = arithmetic(operation, left, right)
    if result is None or result.adjusted() > 30:
        return 10**31
    return int(result.to_integral_value(rounding=ROUND_DOWN))


def _ratio(left: int, right: int) -> Decimal | None:
    return arithmetic(CONTEXT.divide, Decimal(left), Decimal(right)) if right else None


def _numbers(operation: Callable[..., Decimal]) -> Operation:
    return lambda left, right: arithmetic(operation, left, right)


_ADDITIONS: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): _numbers(CONTEXT.add),
    (Date, DaysDuration): _date_plus_days,
    (Date, MonthsDuration): lambda date, duration: date.plus_months(duration.months),
    (DateTime, DaysDuration): _moment_plus_days,
    (DateTime, MonthsDuration): _moment_plus_months,
    (Time, DaysDuration): _time_plus_days,
    (DaysDuration, DaysDuration): lambda one, other: days_duration(one.nanoseconds + other.nanoseconds),
    (MonthsDuration, MonthsDuration): lambda one, other: months_duration(one.months + other.months),
}
_SUBTRACTIONS: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): _numbers(CONTEXT.subtract),
    (Date, Date): lambda left, right: days_duration((left.days - right.days) * DAY),
    (DateTime, DateTime): _between,
    (DateTime, Date): lambda left, right: _between(left, midnight(right, UTC_ZONE)),
    (Date, DateTime): lambda left, right: _between(midnight(left, UTC_ZONE), right),
    (Time, Time): _time_minus_time,
}
_MULTIPLICATIONS: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): _numbers(CONTEXT.multiply),
    (DaysDuration, Decimal): _scale_days,
    (MonthsDuration, Decimal): _scale_months,
}
_DIVISIONS: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): _numbers(CONTEXT.divide),
    (DaysDuration, Decimal): _split_days,
    (MonthsDuration, Decimal): _split_months,
    (DaysDuration, DaysDuration): lambda left, right: _ratio(left.nanoseconds, right.nanoseconds),
    (MonthsDuration, MonthsDuration): lambda left, right: _ratio(left.months, right.months),
}


def _complete_tables() -> None:
    """Durations also stand on the left of a sum or product, and are subtracted where they are added."""
    for table in (_ADDITIONS, _MULTIPLICATIONS):
        for (left, right), operation in list(table.items()):
            table.setdefault((right, left), _flip(operation))
    for left in (Date, DateTime, Time, DaysDuration, MonthsDuration):
        for right in (DaysDuration, MonthsDuration):
            plus = _ADDITIONS.get((left, right))
            if plus:
                _SUBTRACTIONS[left, right] = _minus(plus)


def _minus(plus: Operation) -> Operation:
    return lambda left, right: plus(left, negate(right))


_complete_tables()
