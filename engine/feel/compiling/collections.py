"""Lists, contexts, filters, `for`, `some`, `every`."""

from decimal import Decimal

from engine.feel import nodes
from engine.feel.compiling.place import FILTERED, Cells, Closure, Place, compiled, compiles
from engine.feel.grammar.pratt import COMPARISONS
from engine.feel.run import Run
from engine.feel.values.iterating import counted, elements_of


@compiles(nodes.ListOf)
def _list(node: nodes.ListOf, place: Place) -> Closure:
    elements = tuple(compiled(element, place) for element in node.elements)
    return lambda run, cells: [element(run, cells) for element in elements]


@compiles(nodes.ContextOf)
def _context(node: nodes.ContextOf, place: Place) -> Closure:
    if len(set(node.keys)) < len(node.keys):
        return lambda run, cells: None
    entries: list[tuple[str, Closure]] = []
    for key, value in zip(node.keys, node.values, strict=True):
        entries.append((key, compiled(value, place)))
        place = place.inside(key)

    def make(run: Run, cells: Cells) -> dict[str, object]:
        context: dict[str, object] = {}
        for key, value in entries:
            context[key] = value(run, cells)
            cells = context[key], cells
        return context

    return make


@compiles(nodes.Filter)
def _filter(node: nodes.Filter, place: Place) -> Closure:
    value = compiled(node.value, place)
    condition = compiled(node.condition, place.inside(FILTERED))
    cost = nodes.size(node.condition)
    may_be_position = not _is_condition(node.condition)

    def select(run: Run, cells: Cells) -> object:
        found = value(run, cells)
        if found is None:
            return None
        elements = found if type(found) is list else [found]
        if may_be_position:
            position = condition(run, (elements[0] if elements else None, cells))
            if type(position) is Decimal:
                return _at(elements, position)
        run.allowance.spend(len(elements) * cost)
        return _holding(elements, condition, run, cells)

    return select


def _is_condition(node: nodes.Node) -> bool:
    """Whether a node can only give a truth value, so that it cannot be a position."""
    if isinstance(node, nodes.Operation):
        return node.operator in COMPARISONS
    return isinstance(node, nodes.Junction | nodes.Between | nodes.In | nodes.Quantified | nodes.InstanceOf)


def _at(elements: list[object], position: Decimal) -> object:
    """The element at a position from 1, or from -1 at the end; null beyond either end."""
    if not -len(elements) <= position <= len(elements):
        return None
    index = int(position)
    return None if index == 0 else elements[index - 1 if index > 0 else index]


def _holding(elements: list[object], condition: Closure, run: Run, cells: Cells) -> list[object] | None:
    """Elements for which the condition is true; null if it is anything but true, false or null for one."""
    chosen = []
    for element in elements:
        holds = condition(run, (element, cells))
        if holds is True:
            chosen.append(element)
        elif holds is not False and holds is not None:
            return None
    return chosen


@compiles(nodes.For)
def _for(node: nodes.For, place: Place) -> Closure:
    bind, inner = _binder(node.iterations, place)
    uses_partial = _mentions(node.body, "partial")
    body = compiled(node.body, inner.inside("partial"))
    cost = nodes.size(node.body)

    def loop(run: Run, cells: Cells) -> list[object] | None:
        rounds = bind(run, cells)
        if rounds is None:
            return None
        results: list[object] = []
        for bound in rounds:
            run.allowance.spend(cost + (len(results) if uses_partial else 0))
            results.append(body(run, (results.copy() if uses_partial else None, bound)))
        return results

    return loop


@compiles(nodes.Quantified)
def _quantified(node: nodes.Quantified, place: Place) -> Closure:
    """`some` is decided by the first true, `every` by the first false; null if a test is no truth value."""
    bind, inner = _binder(node.iterations, place)
    body = compiled(node.body, inner)
    decisive, cost = not node.every, nodes.size(node.body)

    def test(run: Run, cells: Cells) -> bool | None:
        rounds = bind(run, cells)
        if rounds is None:
            return None
        result: bool | None = not decisive
        for bound in rounds:
            run.allowance.spend(cost)
            value = body(run, bound)
            if type(value) is not bool and value is not None:
                return None
            if value is decisive:
                return decisive
            result = result if value is not None else None
        return result

    return test


class _Binder:
    """Gives the cells of every round: all combinations of the iterations, the last one changing fastest."""

    def __init__(self, steps: list[tuple[Closure, Closure | None]]) -> None:
        self.steps = steps

    def __call__(self, run: Run, cells: Cells) -> list[Cells] | None:
        rounds = [cells]
        for domain, end in self.steps:
            longer: list[Cells] = []
            for bound in rounds:
                elements = _domain(domain, end, run, bound)
                if elements is None:
                    return None
                longer.extend((element, bound) for element in elements)
                run.allowance.check_list(len(longer))
                run.allowance.spend(len(elements) + 1)
            rounds = longer
        return rounds


def _binder(iterations: tuple[nodes.Iteration, ...], place: Place) -> tuple[_Binder, Place]:
    steps = []
    for iteration in iterations:
        end = compiled(iteration.end, place) if iteration.end else None
        steps.append((compiled(iteration.domain, place), end))
        place = place.inside(iteration.name)
    return _Binder(steps), place


def _domain(domain: Closure, end: Closure | None, run: Run, cells: Cells) -> list[object] | None:
    start = domain(run, cells)
    if end is None:
        return elements_of(start, run.allowance)
    return counted(start, end(run, cells), run.allowance)


def _mentions(node: nodes.Node, name: str) -> bool:
    return (isinstance(node, nodes.Name) and node.text == name) or any(
        _mentions(child, name) for child in node.children()
    )
