"""Functions that sum lists up: least, greatest, sum, mean, median, mode, all, any."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.comparing import order
from engine.feel.values.numbers import CONTEXT, ONE, ZERO, arithmetic


def _numbers(run: Run, elements: list[object]) -> list[Decimal] | None:
    """The elements when they are numbers and at least one, else null."""
    run.allowance.spend(len(elements))
    numbers = [element for element in elements if isinstance(element, Decimal)]
    return numbers if numbers and len(numbers) == len(elements) else None


def _fold(operation: Callable[[Decimal, Decimal], Decimal], start: Decimal, numbers: list[Decimal]) -> Decimal | None:
    total: Decimal | None = start
    for number in numbers:
        total = None if total is None else arithmetic(operation, total, number)
    return total


def _extreme(run: Run, elements: list[object], side: int) -> object:
    run.allowance.spend(len(elements))
    best = elements[0] if elements else None
    for element in elements:
        position = order(element, best)
        if position is None:
            return None
        if position == side:
            best = element
    return best


@builtin("min(list: list)", "min(c...: any)")
def least(run: Run, elements: list[object]) -> object:
    """The least of numbers, texts, dates, times or durations; null when they cannot be compared."""
    return _extreme(run, elements, -1)


@builtin("max(list: list)", "max(c...: any)")
def greatest(run: Run, elements: list[object]) -> object:
    """The greatest of numbers, texts, dates, times or durations; null when they cannot be compared."""
    return _extreme(run, elements, 1)


@builtin("sum(list: list)", "sum(n...: any)")
def total(run: Run, elements: list[object]) -> Decimal | None:
    """The sum of numbers, null of none."""
    numbers = _numbers(run, elements)
    return _fold(CONTEXT.add, ZERO, numbers) if numbers else None


@builtin("product(list: list)", "product(n...: any)")
def product(run: Run, elements: list[object]) -> Decimal | None:
    """The product of numbers, null of none."""
    numbers = _numbers(run, elements)
    return _fold(CONTEXT.multiply, ONE, numbers) if numbers else None


@builtin("mean(list: list)", "mean(n...: any)")
def mean(run: Run, elements: list[object]) -> Decimal | None:
    """The arithmetic mean of numbers, null of none."""
    sum_ = total(run, elements)
    return None if sum_ is None else arithmetic(CONTEXT.divide, sum_, Decimal(len(elements)))


@builtin("median(list: list)", "median(n...: any)")
def median(run: Run, elements: list[object]) -> Decimal | None:
    """The number in the middle, or the mean of the two there; null of none."""
    numbers = sorted(_numbers(run, elements) or [])
    if not numbers:
        return None
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else mean(run, [numbers[middle - 1], numbers[middle]])


@builtin("stddev(list: list)", "stddev(n...: any)")
def standard_deviation(run: Run, elements: list[object]) -> Decimal | None:
    """The sample standard deviation; null of fewer than two numbers."""
    numbers, middle = _numbers(run, elements), mean(run, elements)
    if numbers is None or middle is None or len(numbers) < 2:
        return None
    try:
        squares = [CONTEXT.power(CONTEXT.subtract(number, middle), Decimal(2)) for number in numbers]
    except ArithmeticError:
        return None
    sum_ = _fold(CONTEXT.add, ZERO, squares)
    return sum_ if sum_ is None else CONTEXT.sqrt(CONTEXT.divide(sum_, Decimal(len(numbers) - 1)))


@builtin("mode(list: list)", "mode(n...: any)")
def mode(run: Run, elements: list[object]) -> list[object] | None:
    """The most frequent numbers, the least first."""
    numbers = _numbers(run, elements)
    if numbers is None:
        return [] if not elements else None
    counts = Counter(numbers)
    most = max(counts.values())
    return list(sorted(number for number, times in counts.items() if times == most))


@builtin("all(list: list)", "all(b...: any)")
def every(run: Run, elements: list[object]) -> bool | None:
    """Whether all are true: false as soon as one is false, null when one is no truth value."""
    run.allowance.spend(len(elements))
    return False if any(e is False for e in elements) else _if_all_are(elements, True)


@builtin("any(list: list)", "any(b...: any)")
def some(run: Run, elements: list[object]) -> bool | None:
    """Whether one is true: true as soon as one is, null when else one is no truth value."""
    run.allowance.spend(len(elements))
    return True if any(e is True for e in elements) else _if_all_are(elements, False)


def _if_all_are(elements: list[object], value: bool) -> bool | None:
    return value if all(element is value for element in elements) else None
