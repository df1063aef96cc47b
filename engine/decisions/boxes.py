"""Boxed expressions: each kind of element to the box that evaluates it."""

from collections.abc import Callable
from decimal import Decimal

from engine.decisions.functions import BoxedFunction, FormalParameter
from engine.decisions.nodes import Node, child, children, name_of, tag_of, text_below, type_of
from engine.decisions.place import Box, Place
from engine.feel.run import Run
from engine.feel.values.functions import Function
from engine.feel.values.iterating import elements_of

Build = Callable[[Node, Place], Box]
BUILDERS: dict[str, Build] = {}


def builds(*tags: str) -> Callable[[Build], Build]:
    """Register how a kind of boxed expression is built."""

    def register(function: Build) -> Build:
        BUILDERS.update(dict.fromkeys(tags, function))
        return function

    return register


def box_in(node: Node | None, place: Place) -> Box:
    """The box of the boxed expression directly below an element; always null when there is none."""
    expression = None if node is None else child(node, *BUILDERS)
    return (lambda run: None) if expression is None else box_of(expression, place)


def box_of(expression: Node, place: Place) -> Box:
    """The box of a boxed expression, its value fitted to the type that it declares."""
    box = BUILDERS[tag_of(expression)](expression, place)
    return place.typed(box, type_of(expression)) if tag_of(expression) != "decisionTable" else box


@builds("literalExpression")
def _literal_expression(node: Node, place: Place) -> Box:
    text = text_below(node)
    return place.expression(text) if text else lambda run: None


@builds("context")
def _context(node: Node, place: Place) -> Box:
    """Each entry sees those before it; an entry without a name is the context's own value."""
    entries: list[tuple[str, Box]] = []
    for entry in children(node, "contextEntry"):
        variable = child(entry, "variable")
        name = name_of(variable)
        here = place.at(f"entry “{name}”") if name else place
        entries.append((name, here.typed(box_in(entry, here), type_of(variable))))
        place = place.inside(name)

    def evaluate(run: Run) -> object:
        values: dict[str, object] = {}
        for name, box in entries:
            value = box(run)
            if not name:
                return value
            values[name] = value
            run = run.with_values({name: value})
        return values

    return evaluate


@builds("invocation")
def _invocation(node: Node, place: Place) -> Box:
    function = box_in(node, place)
    bindings = [(name_of(child(b, "parameter")), box_in(b, place)) for b in children(node, "binding")]

    def evaluate(run: Run) -> object:
        found = function(run)
        arguments = {name: box(run) for name, box in bindings}
        return found.call_named(run, arguments) if isinstance(found, Function) else None

    return evaluate


@builds("functionDefinition")
def _function_definition(node: Node, place: Place) -> Box:
    parameters, box = function_parts(node, place)
    return lambda run: BoxedFunction(parameters, box, lambda: run.scope)


def function_parts(node: Node, place: Place) -> tuple[tuple[FormalParameter, ...], Box]:
    """Parameters and body of a function definition; one that is written in another language gives null."""
    nodes = list(children(node, "formalParameter"))
    parameters = tuple(FormalParameter(name_of(each), place.type(type_of(each))) for each in nodes)
    if node.get("kind", "FEEL") != "FEEL":
        place.note(f"A function is written in {node.get('kind')}.", "Write it in FEEL; nothing else is evaluated.")
        return parameters, lambda run: None
    return parameters, box_in(node, place.inside(*(parameter.name for parameter in parameters)))


@builds("list")
def _list(node: Node, place: Place) -> Box:
    boxes = [box_of(element, place) for element in children(node, *BUILDERS)]
    return lambda run: [box(run) for box in boxes]


@builds("relation")
def _relation(node: Node, place: Place) -> Box:
    names = [name_of(column) for column in children(node, "column")]
    rows = [[box_of(cell, place) for cell in children(row, *BUILDERS)] for row in children(node, "row")]
    return lambda run: [{name: box(run) for name, box in zip(names, row, strict=False)} for row in rows]


@builds("conditional")
def _conditional(node: Node, place: Place) -> Box:
    condition, chosen, other = (box_in(child(node, tag), place) for tag in ("if", "then", "else"))
    return lambda run: (chosen if condition(run) is True else other)(run)


@builds("filter")
def _filter(node: Node, place: Place) -> Box:
    """Elements that match; null when a match is neither true, false nor null."""
    domain, match = box_in(child(node, "in"), place), box_in(child(node, "match"), place.in_filter())

    def evaluate(run: Run) -> object:
        found = domain(run)
        elements = found if isinstance(found, list) else [] if found is None else [found]
        run.allowance.spend_list(len(elements))
        chosen = []
        for element in elements:
            holds = match(run.with_values({"item": element} | (element if isinstance(element, dict) else {})))
            if holds not in (True, False, None) or isinstance(holds, Decimal):
                return None
            if holds:
                chosen.append(element)
        return None if found is None else chosen

    return evaluate


@builds("for")
def _for(node: Node, place: Place) -> Box:
    name = node.get("iteratorVariable", "")
    domain, body = box_in(child(node, "in"), place), box_in(child(node, "return"), place.inside(name, "partial"))

    def evaluate(run: Run) -> object:
        elements = elements_of(domain(run), run.allowance)
        if elements is None:
            return None
        results: list[object] = []
        for element in elements:
            run.allowance.spend(1 + len(results))
            results.append(body(run.with_values({name: element, "partial": results.copy()})))
        return results

    return evaluate


@builds("some", "every")
def _quantified(node: Node, place: Place) -> Box:
    """`some` is decided by the first true, `every` by the first false; null if a test is no truth value."""
    name, decisive = node.get("iteratorVariable", ""), tag_of(node) == "some"
    domain, test = box_in(child(node, "in"), place), box_in(child(node, "satisfies"), place.inside(name))

    def evaluate(run: Run) -> bool | None:
        elements = elements_of(domain(run), run.allowance)
        result: bool | None = None if elements is None else not decisive
        for element in elements or []:
            run.allowance.spend(1)
            value = test(run.with_values({name: element}))
            if value is decisive:
                return decisive
            if value is not None and not isinstance(value, bool):
                return None
            result = result if value is not None else None
        return result

    return evaluate
