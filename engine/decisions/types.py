"""Item definitions as FEEL types."""

from dataclasses import dataclass

from engine.decisions.nodes import Node, child, children, name_of, text_below, type_of
from engine.decisions.place import Place
from engine.feel.limits import Allowance
from engine.feel.run import Run
from engine.feel.types import ANY, NAMED, AllowedType, ContextType, FunctionType, ListType, Type


@dataclass(frozen=True, slots=True)
class NamedType(Type):
    """A type looked up when it is asked, so that types may be defined in any order."""

    name: str
    types: dict[str, Type]

    def holds(self, value: object, allowance: Allowance) -> bool:
        """What the type of that name says; anything when nobody has defined it."""
        return (self.types.get(self.name) or ANY).holds(value, allowance)


@dataclass(frozen=True, slots=True)
class ListedType(AllowedType):
    """A type of which only the values are allowed that a text of tests lists."""

    text: str


def define_types(root: Node, place: Place, types: dict[str, Type]) -> None:
    """Add the types of a model's item definitions to `types`."""
    for definition in children(root, "itemDefinition"):
        types[name_of(definition)] = _type(definition, place.at(f"type “{name_of(definition)}”"), types)


def component_names(root: Node) -> frozenset[str]:
    """Every name that an entry of a structure can have."""
    return frozenset(name_of(node) for node in root.iter("{*}itemComponent"))


def output_types(root: Node) -> dict[str, str]:
    """Of each type that is a function's, the name of its result's type."""
    found: dict[str, str] = {}
    for definition in children(root, "itemDefinition"):
        function = child(definition, "functionItem")
        if function is not None and function.get("outputTypeRef"):
            found[name_of(definition)] = function.get("outputTypeRef")
    return found


def _type(node: Node, place: Place, types: dict[str, Type]) -> Type:
    element = _element_type(node, place, types)
    allowed = text_below(child(node, "allowedValues"))
    if allowed:
        element = _allowed(element, allowed, place)
    whole: Type = ListType(element) if node.get("isCollection") == "true" else element
    constraint = text_below(child(node, "typeConstraint"))
    return _allowed(whole, constraint, place) if constraint else whole


def _element_type(node: Node, place: Place, types: dict[str, Type]) -> Type:
    components = list(children(node, "itemComponent"))
    if components:
        return ContextType({name_of(part): _type(part, place, types) for part in components})
    function = child(node, "functionItem")
    if function is not None:
        return FunctionType(len(list(children(function, "parameters"))))
    name = (type_of(node) or "Any").removeprefix("feel:")
    return NAMED.get(name) or NamedType(name, types)


def values_of(type_: Type | None) -> str:
    """The text of a type's allowed values, empty when it allows all."""
    return type_.text if isinstance(type_, ListedType) else ""


def _allowed(base: Type, text: str, place: Place) -> ListedType:
    tests = place.tests(text)
    return ListedType(base, lambda value, allowance: tests(value, Run({}, allowance=allowance)), text)
