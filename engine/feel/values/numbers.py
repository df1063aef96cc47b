"""Numbers: decimals of 34 digits, as IEEE 754 decimal128 has them."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

DIGITS = 34
MAX_SCALE = 6176
MIN_SCALE = -6111
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
# Scales reach 6176 digits after the point, so rounding works with room for all of them.
ROUNDING = Context(prec=DIGITS + MAX_SCALE, Emin=-12400, Emax=12400, traps=[InvalidOperation])
ZERO = Decimal(0)
ONE = Decimal(1)
_LARGEST_INT_BITS = 20_500  # 10 ** 6144 has 20,411 bits
_EXACT_BITS = 112  # 10 ** 34 has 113: smaller ones need no rounding
_PLAIN_EXPONENT = 60


def number(value: int | float | str) -> Decimal | None:
    """A Python number or its text as a FEEL number; None for what has no place among the decimals."""
    if isinstance(value, int):
        if value.bit_length() <= _EXACT_BITS:
            return Decimal(value)
        if value.bit_length() > _LARGEST_INT_BITS:
            return None
    text = value if isinstance(value, int) else str(value)
    try:
        result = CONTEXT.create_decimal(text)
    except ArithmeticError:
        return None
    return result if result.is_finite() else None


def arithmetic(operation: Callable[..., Decimal], *operands: Decimal) -> Decimal | None:
    """The result of a context operation, None where mathematics has none (division by zero, overflow)."""
    try:
        return operation(*operands)
    except ArithmeticError:
        return None


def rounded(value: Decimal, scale: int, rounding: str) -> Decimal | None:
    """`value` with `scale` digits after the point; None when the scale is outside decimal128."""
    if not MIN_SCALE <= scale <= MAX_SCALE:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= scale:
        return value
    return CONTEXT.plus(value.quantize(ONE.scaleb(-scale), rounding=rounding, context=ROUNDING))


def is_integer(value: Decimal) -> bool:
    """Whether the number has no fraction."""
    return value == value.to_integral_value()


def number_text(value: Decimal) -> str:
    """The shortest plain text of a number: `1`, `2.5`, `0.001`; with an exponent only when it is huge."""
    if not value:
        return "0"
    short = value.normalize(CONTEXT)
    return f"{short:f}" if abs(short.adjusted()) < _PLAIN_EXPONENT else str(short)
