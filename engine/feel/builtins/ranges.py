"""Functions that say how two ranges, or a point and a range, lie to each other; and `range`, which reads one."""

from collections.abc import Callable

from engine.feel import nodes
from engine.feel.builtins.registry import builtin
from engine.feel.errors import FeelSyntaxError
from engine.feel.grammar.parser import parse_expression
from engine.feel.run import Run
from engine.feel.values.arithmetic import negate
from engine.feel.values.comparing import order, within
from engine.feel.values.durations import parse_duration
from engine.feel.values.ranges import Range
from engine.feel.values.reading import parse_date, parse_date_time, parse_time

Point = object
_READERS: dict[str, Callable[[str], object]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _ends(one: object, other: object) -> int | None:
    """Order of two ends; an unbounded one has no order."""
    return None if one is None or other is None else order(one, other)


def _gap(first: Range, second: Range) -> bool | None:
    """Whether the first range ends before the second begins."""
    position = _ends(first.end, second.start)
    if position is None:
        return None
    return position < 0 or (position == 0 and not (first.end_included and second.start_included))


def _starts_no_later(one: Range, other: Range) -> bool | None:
    position = _ends(one.start, other.start)
    if position is None:
        return None
    return position < 0 or (position == 0 and (one.start_included or not other.start_included))


def _ends_no_earlier(one: Range, other: Range) -> bool | None:
    position = _ends(one.end, other.end)
    if position is None:
        return None
    return position > 0 or (position == 0 and (one.end_included or not other.end_included))


def _both(one: bool | None, other: bool | None) -> bool | None:
    return None if one is None or other is None else one and other


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


@builtin("before(point1: any, point2: any)", "before(range: any, point: any)", "before(point: any, range: any)")
@builtin("before(range1: any, range2: any)")
def before(run: Run, one: Point, other: Point) -> bool | None:
    """The first ends before the second begins."""
    return _gap(_as_range(one), _as_range(other))


@builtin("after(point1: any, point2: any)", "after(range: any, point: any)", "after(point: any, range: any)")
@builtin("after(range1: any, range2: any)")
def after(run: Run, one: Point, other: Point) -> bool | None:
    """The first begins after the second ends."""
    return _gap(_as_range(other), _as_range(one))


@builtin("meets(range1: range, range2: range)")
def meets(run: Run, one: Range, other: Range) -> bool | None:
    """The first ends with the point with which the second begins."""
    position = _ends(one.end, other.start)
    return None if position is None else one.end_included and other.start_included and position == 0


@builtin("met by(range1: range, range2: range)")
def met_by(run: Run, one: Range, other: Range) -> bool | None:
    """The first begins with the point with which the second ends."""
    return meets(run, other, one)


@builtin("overlaps(range1: range, range2: range)")
def overlaps(run: Run, one: Range, other: Range) -> bool | None:
    """They have points in common."""
    return _both(_not(_gap(one, other)), _not(_gap(other, one)))


@builtin("overlaps before(range1: range, range2: range)")
def overlaps_before(run: Run, one: Range, other: Range) -> bool | None:
    """The first begins before the second, and ends within it."""
    begins = _both(_starts_no_later(one, other), _not(_same_start(one, other)))
    return _both(_both(begins, overlaps(run, one, other)), _ends_no_earlier(other, one))


@builtin("overlaps after(range1: range, range2: range)")
def overlaps_after(run: Run, one: Range, other: Range) -> bool | None:
    """The first begins within the second, and ends after it."""
    ends = _both(_ends_no_earlier(one, other), _not(_same_end(one, other)))
    return _both(_both(ends, overlaps(run, one, other)), _starts_no_later(other, one))


@builtin("finishes(point: any, range: range)", "finishes(range1: any, range2: range)")
def finishes(run: Run, one: Point, other: Range) -> bool | None:
    """The first ends the second, beginning no earlier."""
    if not isinstance(one, Range):
        position = _ends(one, other.end)
        return None if position is None else other.end_included and position == 0
    return _both(_same_end(one, other), _starts_no_later(other, one))


@builtin("finished by(range: range, point: any)", "finished by(range1: range, range2: any)")
def finished_by(run: Run, one: Range, other: Point) -> bool | None:
    """The second ends the first, beginning no earlier."""
    return finishes(run, other, one)


@builtin("includes(range: range, point: any)", "includes(range1: range, range2: any)")
def includes(run: Run, one: Range, other: Point) -> bool | None:
    """All points of the second lie in the first."""
    if not isinstance(other, Range):
        return within(other, one)
    return _both(_starts_no_later(one, other), _ends_no_earlier(one, other))


@builtin("during(point: any, range: range)", "during(range1: any, range2: range)")
def during(run: Run, one: Point, other: Range) -> bool | None:
    """All points of the first lie in the second."""
    return includes(run, other, one)


@builtin("starts(point: any, range: range)", "starts(range1: any, range2: range)")
def starts(run: Run, one: Point, other: Range) -> bool | None:
    """The first begins the second, ending no later."""
    if not isinstance(one, Range):
        position = _ends(one, other.start)
        return None if position is None else other.start_included and position == 0
    return _both(_same_start(one, other), _ends_no_earlier(other, one))


@builtin("started by(range: range, point: any)", "started by(range1: range, range2: any)")
def started_by(run: Run, one: Range, other: Point) -> bool | None:
    """The second begins the first, ending no later."""
    return starts(run, other, one)


@builtin("coincides(point1: any, point2: any)", "coincides(range1: any, range2: any)")
def coincides(run: Run, one: Point, other: Point) -> bool | None:
    """They are the same point, or ranges with the same ends."""
    if isinstance(one, Range) and isinstance(other, Range):
        return _both(_same_start(one, other), _same_end(one, other))
    position = _ends(one, other)
    return None if position is None else position == 0


def _same_start(one: Range, other: Range) -> bool | None:
    position = _ends(one.start, other.start)
    return None if position is None else position == 0 and one.start_included == other.start_included


def _same_end(one: Range, other: Range) -> bool | None:
    position = _ends(one.end, other.end)
    return None if position is None else position == 0 and one.end_included == other.end_included


@builtin("range(from: string)")
def range_of(run: Run, text: str) -> Range | None:
    """The range that a text such as `[1..5)` says; its ends are written-out values."""
    run.allowance.spend(len(text))
    try:
        node = parse_expression(text, frozenset(_READERS))
    except FeelSyntaxError:
        return None
    if not isinstance(node, nodes.Interval):
        return None
    start, end = (None if bound is None else _written(bound) for bound in (node.start, node.end))
    if (node.start and node.end and order(start, end) is None) or (start is None and end is None):
        return None
    return Range(start, end, node.start_included, node.end_included)


def _written(node: nodes.Node) -> object:
    """The value of a literal, with its sign, or of `date("...")` and the like; null of anything else."""
    if isinstance(node, nodes.Literal):
        return node.value
    if isinstance(node, nodes.Negation):
        return negate(_written(node.operand))
    if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name) and len(node.arguments) == 1:
        text, read = _written(node.arguments[0]), _READERS.get(node.function.text)
        return read(text) if read and isinstance(text, str) else None
    return None
