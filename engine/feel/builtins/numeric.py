"""Functions of numbers: rounding, roots, logarithms, parity, modulo."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.durations import DaysDuration, Duration, MonthsDuration
from engine.feel.values.numbers import CONTEXT, ZERO, arithmetic, is_integer, rounded


def _register_rounding(signature: str, rounding: str) -> None:
    @builtin(signature)
    def round_to(run: Run, number: Decimal, scale: Decimal = ZERO) -> Decimal | None:
        return rounded(number, int(scale), rounding) if abs(scale) < 10_000 else None


_register_rounding("decimal(n: number, scale: number)", ROUND_HALF_EVEN)
_register_rounding("floor(n: number, scale?: number)", ROUND_FLOOR)
_register_rounding("ceiling(n: number, scale?: number)", ROUND_CEILING)
_register_rounding("round up(n: number, scale: number)", ROUND_UP)
_register_rounding("round down(n: number, scale: number)", ROUND_DOWN)
_register_rounding("round half up(n: number, scale: number)", ROUND_HALF_UP)
_register_rounding("round half down(n: number, scale: number)", ROUND_HALF_DOWN)


@builtin("abs(n: number|days|months)")
def absolute(run: Run, value: Decimal | Duration) -> Decimal | Duration:
    """The value without its sign."""
    if isinstance(value, DaysDuration):
        return DaysDuration(abs(value.nanoseconds))
    return MonthsDuration(abs(value.months)) if isinstance(value, MonthsDuration) else CONTEXT.abs(value)


@builtin("modulo(dividend: number, divisor: number)")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The remainder, with the divisor's sign."""
    remainder = arithmetic(CONTEXT.remainder, dividend, divisor)
    if remainder is None or not remainder or (remainder < 0) == (divisor < 0):
        return remainder
    return CONTEXT.add(remainder, divisor)


@builtin("sqrt(number: number)")
def square_root(run: Run, number: Decimal) -> Decimal | None:
    """The square root; null of a negative number."""
    return arithmetic(CONTEXT.sqrt, number)


@builtin("log(number: number)")
def logarithm(run: Run, number: Decimal) -> Decimal | None:
    """The natural logarithm; null of what is not positive."""
    return arithmetic(CONTEXT.ln, number) if number > 0 else None


@builtin("exp(number: number)")
def exponential(run: Run, number: Decimal) -> Decimal | None:
    """e to the power of the number."""
    return arithmetic(CONTEXT.exp, number)


@builtin("odd(number: number)")
def is_odd(run: Run, number: Decimal) -> bool:
    """Whether it is an odd whole number."""
    return is_integer(number) and CONTEXT.remainder_near(number, Decimal(2)) != 0


@builtin("even(number: number)")
def is_even(run: Run, number: Decimal) -> bool:
    """Whether it is an even whole number."""
    return is_integer(number) and CONTEXT.remainder_near(number, Decimal(2)) == 0
