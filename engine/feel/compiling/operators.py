"""Arithmetic, comparison, three-valued logic, `between`, `in`, ranges, `if`, and unary tests."""

from collections.abc import Callable
from decimal import Decimal
from operator import ge, gt, le, lt

from engine.feel import nodes
from engine.feel.compiling.place import Cells, Closure, Place, compiled, compiles, folded, is_constant
from engine.feel.limits import Allowance
from engine.feel.run import Run
from engine.feel.values.arithmetic import add, divide, multiply, negate, power, subtract
from engine.feel.values.comparing import equal, matches, order, within
from engine.feel.values.ranges import Range

_ARITHMETIC: dict[str, Callable[[object, object], object]] = {
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
_ORDERINGS: dict[str, Callable[..., bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_EQUAL_BY_PYTHON = frozenset([Decimal, str, bool])


@compiles(nodes.Negation)
def _negation(node: nodes.Negation, place: Place) -> Closure:
    operand = compiled(node.operand, place)

    def negation(run: Run, cells: Cells) -> object:
        return negate(operand(run, cells))

    return folded(negation) if is_constant(operand) else negation


@compiles(nodes.Operation)
def _operation(node: nodes.Operation, place: Place) -> Closure:
    left, right = compiled(node.left, place), compiled(node.right, place)
    if node.operator in _ORDERINGS:
        return _ordering(node.operator, left, right)
    if node.operator in ("=", "!="):
        return _equality(left, right, wanted=node.operator == "=")
    if node.operator == "+":
        return lambda run, cells: add(left(run, cells), right(run, cells), run.allowance)
    calculate = _ARITHMETIC[node.operator]
    return lambda run, cells: calculate(left(run, cells), right(run, cells))


def _ordering(operator: str, left: Closure, right: Closure) -> Closure:
    compare = _ORDERINGS[operator]

    def test(run: Run, cells: Cells) -> bool | None:
        one, other = left(run, cells), right(run, cells)
        if type(one) is Decimal and type(other) is Decimal:
            return compare(one, other)
        position = order(one, other)
        return None if position is None else compare(position, 0)

    return test


def _equality(left: Closure, right: Closure, *, wanted: bool) -> Closure:
    def test(run: Run, cells: Cells) -> bool | None:
        one, other = left(run, cells), right(run, cells)
        if type(one) is type(other) and type(one) in _EQUAL_BY_PYTHON:
            return (one == other) is wanted
        result = equal(one, other, run.allowance)
        return None if result is None else result is wanted

    return test


@compiles(nodes.Junction)
def _junction(node: nodes.Junction, place: Place) -> Closure:
    """`and` is decided by the first false, `or` by the first true; else null if anything was no truth value."""
    operands = tuple(compiled(operand, place) for operand in node.operands)
    decisive = node.operator == "or"
    neutral = not decisive

    def join(run: Run, cells: Cells) -> bool | None:
        result: bool | None = neutral
        for operand in operands:
            value = operand(run, cells)
            if value is decisive:
                return decisive
            if value is not neutral:
                result = None
        return result

    return join


@compiles(nodes.Between)
def _between(node: nodes.Between, place: Place) -> Closure:
    value, low, high = (compiled(part, place) for part in (node.value, node.low, node.high))

    def test(run: Run, cells: Cells) -> bool | None:
        found, start, end = value(run, cells), low(run, cells), high(run, cells)
        after, before = order(found, start), order(found, end)
        return None if after is None or before is None else after >= 0 >= before

    return test


@compiles(nodes.Interval)
def _interval(node: nodes.Interval, place: Place) -> Closure:
    start = compiled(node.start, place) if node.start else None
    end = compiled(node.end, place) if node.end else None
    included = node.start_included, node.end_included

    def make(run: Run, cells: Cells) -> Range | None:
        low, high = start and start(run, cells), end and end(run, cells)
        if (start and order(low, low) is None) or (end and order(high, high) is None):
            return None
        if start and end and order(low, high) is None:
            return None
        return Range(low, high, *included)

    return folded(make) if is_constant(start) and is_constant(end) else make


@compiles(nodes.If)
def _if(node: nodes.If, place: Place) -> Closure:
    condition, chosen, other = (compiled(part, place) for part in (node.condition, node.chosen, node.other))
    return lambda run, cells: (chosen if condition(run, cells) is True else other)(run, cells)


@compiles(nodes.In)
def _in(node: nodes.In, place: Place) -> Closure:
    value = compiled(node.value, place)
    tests = tuple(_test(test, place, looks=False) for test in node.tests)

    def test(run: Run, cells: Cells) -> bool | None:
        return _any(tests, value(run, cells), run, cells)

    return test


@compiles(nodes.UnaryTests)
def _unary_tests(node: nodes.UnaryTests, place: Place) -> Closure:
    """Expects the value looked at in the innermost cell."""
    tests = tuple(_test(test, place, looks=_looks(test.operand)) for test in node.tests)
    if node.negated:
        return lambda run, cells: _any(tests, cells[0], run, cells) is not True
    return lambda run, cells: _any(tests, cells[0], run, cells) is True


TestClosure = Callable[[object, Run, Cells], bool | None]


def _any(tests: tuple[TestClosure, ...], value: object, run: Run, cells: Cells) -> bool | None:
    result: bool | None = False
    for test in tests:
        found = test(value, run, cells)
        if found is True:
            return True
        if found is None:
            result = None
    return result


def _test(test: nodes.Test, place: Place, *, looks: bool) -> TestClosure:
    operand = compiled(test.operand, place)
    if test.operator is None:
        written = isinstance(test.operand, nodes.Literal | nodes.Name | nodes.Path)
        return _looking(operand) if looks else _matching(operand, concludes=not written)
    if test.operator in _ORDERINGS:
        return _ordered(test.operator, operand)
    wanted = test.operator == "="

    def equals(value: object, run: Run, cells: Cells) -> bool | None:
        result = equal(value, operand(run, cells), run.allowance)
        return None if result is None else result is wanted

    return equals


def _ordered(operator: str, operand: Closure) -> TestClosure:
    compare = _ORDERINGS[operator]

    def test(value: object, run: Run, cells: Cells) -> bool | None:
        position = order(value, operand(run, cells))
        return None if position is None else compare(position, 0)

    return test


def _looking(operand: Closure) -> TestClosure:
    """A test that mentions `?` says itself whether it holds."""
    return lambda value, run, cells: operand(run, cells) is True


def _matching(operand: Closure, *, concludes: bool) -> TestClosure:
    """A test without `?` gives what the value should equal or lie in; a condition that `concludes` just holds."""

    def test(value: object, run: Run, cells: Cells) -> bool | None:
        wanted = operand(run, cells)
        if wanted is True and concludes and type(value) is not bool:
            return True
        return _matches(value, wanted, run.allowance)

    return test


def _matches(value: object, wanted: object, allowance: Allowance) -> bool | None:
    return within(value, wanted) if type(wanted) is Range else matches(value, wanted, allowance)


def _looks(node: nodes.Node) -> bool:
    """Whether a node mentions `?`."""
    return isinstance(node, nodes.Input) or any(map(_looks, node.children()))
