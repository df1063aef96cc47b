"""Literals, names, paths and `instance of`."""

from engine.feel import nodes
from engine.feel.builtins.registry import BUILTINS
from engine.feel.compiling.place import FILTERED, Cells, Closure, Place, compiled, compiles, constant, resolve_type
from engine.feel.run import Run
from engine.feel.values.properties import property_of


@compiles(nodes.Literal)
def _literal(node: nodes.Literal, place: Place) -> Closure:
    return constant(node.value)


@compiles(nodes.Name)
def _name(node: nodes.Name, place: Place) -> Closure:
    return name_reader(node.text, place)


@compiles(nodes.Input)
def _input(node: nodes.Input, place: Place) -> Closure:
    return name_reader("?", place)


def name_reader(name: str, place: Place) -> Closure:
    """Reads a name: innermost local first; within a filter, entries of the element before what is outside."""
    filters: list[int] = []
    read: Closure | None = None
    for depth, cell in enumerate(place.cells):
        if cell == FILTERED:
            filters.append(depth)
        if cell == name or (cell == FILTERED and name == "item"):
            read = _cell_reader(depth)
            break
    if read is None:
        (place.unit.filter_names if filters else place.unit.names).add(name)
        read = _global_reader(name, place)
    return _entry_reader(name, filters, read) if filters else read


def _cell_reader(depth: int) -> Closure:
    if depth == 0:
        return lambda run, cells: cells[0]
    if depth == 1:
        return lambda run, cells: cells[1][0]

    def read(run: Run, cells: Cells) -> object:
        for _ in range(depth):
            cells = cells[1]
        return cells[0]

    return read


def _entry_reader(name: str, depths: list[int], otherwise: Closure) -> Closure:
    elements = [_cell_reader(depth) for depth in depths]

    def read(run: Run, cells: Cells) -> object:
        for element in elements:
            value = element(run, cells)
            if type(value) is dict and name in value:
                return value[name]
        return otherwise(run, cells)

    return read


def _global_reader(name: str, place: Place) -> Closure:
    function = BUILTINS.get(name)
    if function is None:
        return lambda run, cells: run.read(name)
    if name not in place.unit.known:
        place.unit.names.discard(name)
        place.unit.filter_names.discard(name)
    return lambda run, cells: run.read(name) if run.has(name) else function


@compiles(nodes.Path)
def _path(node: nodes.Path, place: Place) -> Closure:
    value, name = compiled(node.value, place), node.name

    def path(run: Run, cells: Cells) -> object:
        found = value(run, cells)
        return found.get(name) if type(found) is dict else _member(found, name, run)

    return path


def _member(value: object, name: str, run: Run) -> object:
    """An entry, a property, or those of each element of a list."""
    if type(value) is dict:
        return value.get(name)
    if type(value) is list:
        run.allowance.spend_list(len(value))
        return [_member(element, name, run) for element in value]
    return property_of(value, name)


@compiles(nodes.InstanceOf)
def _instance_of(node: nodes.InstanceOf, place: Place) -> Closure:
    value, wanted = compiled(node.value, place), resolve_type(node.type, place.unit.types)

    def test(run: Run, cells: Cells) -> bool | None:
        found = value(run, cells)
        return None if wanted is None else wanted.holds(found, run.allowance)

    return test
