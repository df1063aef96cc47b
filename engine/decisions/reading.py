"""A DMN file (1.2 to 1.5) to a decision model."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from engine.decisions import tables
from engine.decisions.boxes import BUILDERS, box_in, function_parts
from engine.decisions.errors import DecisionFault, Fault
from engine.decisions.model import (
    Decision,
    DecisionModel,
    DecisionService,
    Element,
    InputData,
    Key,
    Knowledge,
    Requirement,
)
from engine.decisions.nodes import Node, child, children, name_of, parse_xml, tag_of, type_of
from engine.decisions.place import Place
from engine.decisions.types import component_names, define_types, output_types
from engine.feel.types import Type

FAMILIES = (tables,)  # imported so that it registers
_REQUIRED = ("requiredInput", "requiredDecision", "requiredKnowledge")


@dataclass
class Source:
    """A file while it is read."""

    root: Node
    namespace: str
    imports: dict[str, str]  # names by namespace
    types: dict[str, Type] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)  # elements of the requirement graph by id


def read_decisions(data: bytes, *, others: Sequence[bytes] = ()) -> DecisionModel:
    """The model of a DMN file; `others` are files that it may import.

    Raises DecisionFault for what is no DMN. Expressions that cannot be read do not prevent the rest from working:
    they are null, and stand in the model's `faults`.
    """
    sources = [_source(each) for each in (data, *others)]
    faults: list[Fault] = []
    _share_types(sources, faults)
    elements: dict[Key, Element] = {}
    for source in sources:
        for element in _Builder(source, sources, faults).elements():
            elements[element.key] = element
    own = [element for element in elements.values() if element.key[0] == sources[0].namespace]
    return DecisionModel(name_of(sources[0].root), own, elements, faults)


def _source(data: bytes) -> Source:
    root = parse_xml(data)
    if tag_of(root) != "definitions" or "/DMN/" not in root.nsmap.get(root.prefix, ""):
        raise DecisionFault("The file is no decision model: its outermost element is not DMN's “definitions”.")
    imports = {node.get("namespace", ""): name_of(node) for node in children(root, "import")}
    source = Source(root, root.get("namespace", ""), imports)
    source.nodes = {node.get("id", name_of(node)): node for node in children(root, *_KINDS)}
    return source


def _share_types(sources: Sequence[Source], faults: list[Fault]) -> None:
    """Each file's types, and those of the files that it imports under the import's name."""
    for source in sources:
        define_types(source.root, Place(name_of(source.root), frozenset(), source.types, faults), source.types)
    for source in sources:
        for other in sources:
            if other is not source and other.namespace in source.imports:
                prefix = source.imports[other.namespace]
                source.types.update({f"{prefix}.{name}": one for name, one in list(other.types.items())})


class _Builder:
    """Makes the elements of one file."""

    def __init__(self, source: Source, sources: Sequence[Source], faults: list[Fault]) -> None:
        self.source = source
        self.by_namespace = {each.namespace: each for each in sources}
        self.faults = faults
        self.names = frozenset[str]().union(*(component_names(each.root) for each in sources))
        self.outputs = output_types(source.root)

    def elements(self) -> Iterator[Element]:
        """Every element of the requirement graph."""
        for node_id, node in self.source.nodes.items():
            yield _KINDS[tag_of(node)](self, node, (self.source.namespace, node_id))

    def place(self, node: Node) -> Place:
        """Where the element's logic stands: what it requires is in sight."""
        names = self.names.union({name_of(node)}, filter(None, self.source.imports.values()))
        for requirement in self.requirements(node):
            required = self._node(requirement.key)
            if required is not None:
                names = names.union({name_of(required)})
        return Place(name_of(node), names, self.source.types, self.faults)

    def requirements(self, node: Node) -> tuple[Requirement, ...]:
        """The elements that one requires."""
        found: list[Requirement] = []
        for needed in children(node, "informationRequirement", "knowledgeRequirement"):
            reference = child(needed, *_REQUIRED)
            key = None if reference is None else self.key(reference)
            if key:
                found.append(Requirement(key, self.source.imports.get(key[0], "")))
        return tuple(found)

    def key(self, reference: Node) -> Key:
        """The element that a `href` points to, in this file or an imported one."""
        namespace, _, node_id = reference.get("href", "").partition("#")
        return namespace or self.source.namespace, node_id

    def keys(self, node: Node, tag: str) -> tuple[Key, ...]:
        """The elements that the references of that name point to, those that exist."""
        keys = (self.key(reference) for reference in children(node, tag))
        return tuple(key for key in keys if self._node(key) is not None)

    def input_data(self, node: Node, key: Key) -> Element:
        """Input data."""
        place = self.place(node)
        return InputData(key=key, name=name_of(node), type=place.type(type_of(child(node, "variable"))))

    def decision(self, node: Node, key: Key) -> Element:
        """A decision."""
        place = self.place(node)
        has_logic = child(node, *BUILDERS) is not None
        return Decision(
            key=key,
            name=name_of(node),
            type=place.type(type_of(child(node, "variable"))),
            requires=self.requirements(node),
            box=box_in(node, place) if has_logic else None,
        )

    def knowledge(self, node: Node, key: Key) -> Element:
        """Business knowledge."""
        place, logic = self.place(node), child(node, "encapsulatedLogic")
        parameters, box = ((), lambda run: None) if logic is None else function_parts(logic, place)
        result = self.outputs.get(type_of(child(node, "variable")) or "")
        return Knowledge(
            key=key,
            name=name_of(node),
            type=None,
            requires=self.requirements(node),
            parameters=parameters,
            box=place.typed(box, result),
        )

    def service(self, node: Node, key: Key) -> Element:
        """A decision service."""
        declared = type_of(child(node, "variable")) or ""
        return DecisionService(
            key=key,
            name=name_of(node),
            type=self.place(node).type(self.outputs.get(declared, declared)),
            inputs=self.keys(node, "inputData"),
            input_decisions=self.keys(node, "inputDecision"),
            outputs=self.keys(node, "outputDecision"),
        )

    def _node(self, key: Key) -> Node | None:
        source = self.by_namespace.get(key[0])
        return source.nodes.get(key[1]) if source else None


_KINDS: dict[str, Callable[[_Builder, Node, Key], Element]] = {
    "inputData": _Builder.input_data,
    "decision": _Builder.decision,
    "businessKnowledgeModel": _Builder.knowledge,
    "decisionService": _Builder.service,
}
