"""The door of the compiler."""

from engine.feel import nodes
from engine.feel.builtins import all as builtins
from engine.feel.compiling import collections, functions, names, operators
from engine.feel.compiling.place import Closure, Place, Unit, compiled

FAMILIES = (builtins, collections, functions, names, operators)  # imported so that they register


def compile_node(node: nodes.Node, unit: Unit, *cells: str) -> Closure:
    """The closure of a whole expression whose innermost local variables are `cells`."""
    return compiled(node, Place(unit, cells))
