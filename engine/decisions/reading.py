"""A DMN file (1.2 to 1.5) to a decision model."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from engine.decisions import tables
from engine.decisions.boxes import BUILDERS, box_in, function_parts
from engine.decisions.errors import DecisionFault, Fault
from engine.decisions.faults import foreign_languages, graph_faults
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
from engine.decisions.place import Notes, Place
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
    faults: list[Fault] = field(default_factory=list)
    types: dict[str, Type] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)  # elements of the requirement graph by id


def read_decisions(data: bytes, *, others: Sequence[bytes] = ()) -> DecisionModel:
    """The model of a DMN file; `others` are files that it may import.

    Raises DecisionFault for what is no DMN. Expressions that cannot be read do not prevent the rest from working:
    they are null, and stand in the model's `faults`.
    """
    first = _source(data)
    sources = [first, *_imported(first, [_source(each) for each in others])]
    _share_types(sources)
    elements = {element.key: element for source in sources for element in _Builder(source, sources).elements()}
    own = [element for element in elements.values() if element.key[0] == first.namespace]
    faults = [*first.faults, *graph_faults(own, elements), *foreign_languages(first.root)]
    return DecisionModel(name_of(first.root), own, elements, faults)


def _imported(first: Source, others: Sequence[Source]) -> list[Source]:
    """The files that one imports, those that they import, and so on."""
    there = {source.namespace: source for source in others if source.namespace != first.namespace}
    found, waiting = [], [first]
    while waiting:
        for namespace in waiting.pop().imports:
            if namespace in there:
                found.append(there.pop(namespace))
                waiting.append(found[-1])
    return found


def _source(data: bytes) -> Source:
    root = parse_xml(data)
    if tag_of(root) != "definitions" or "/DMN/" not in root.nsmap.get(root.prefix, ""):
        raise DecisionFault("The file is no decision model: its outermost element is not DMN's “definitions”.")
    imports = {node.get("namespace", ""): name_of(node) for node in children(root, "import")}
    source = Source(root, root.get("namespace", ""), imports)
    source.nodes = {node.get("id", name_of(node)): node for node in children(root, *_KINDS)}
    return source


def _share_types(sources: Sequence[Source]) -> None:
    """Each file's types, and those of the files that it imports under the import's name (or, without one, as own)."""
    for source in sources:
        define_types(source.root, Place(name_of(source.root), Notes(source.faults), source.types), source.types)
    for source in sources:
        for other in sources:
            if other is not source and other.namespace in source.imports:
                prefix = source.imports[other.namespace]
                named = {f"{prefix}.{name}" if prefix else name: one for name, one in list(other.types.items())}
                source.types.update({name: one for name, one in named.items() if name not in source.types})


class _Builder:
    """Makes the elements of one file."""

    def __init__(self, source: Source, sources: Sequence[Source]) -> None:
        self.source = source
        self.by_namespace = {each.namespace: each for each in sources}
        self.words = frozenset[str]().union(*(component_names(each.root) for each in sources))
        self.open = not any(tag_of(node) == "inputData" for node in source.nodes.values())
        self.outputs = output_types(source.root)

    def elements(self) -> Iterator[Element]:
        """Every element of the requirement graph."""
        for node_id, node in self.source.nodes.items():
            yield _KINDS[tag_of(node)](self, node, (self.source.namespace, node_id))

    def place(self, node: Node) -> Place:
        """Where the element's logic stands: what it requires is in sight, and a function sees itself."""
        names = {name_of(node)} if tag_of(node) == "businessKnowledgeModel" else set()
        for requirement in self.requirements(node):
            required = self._node(requirement.key)
            if required is not None:
                names.add(requirement.through or name_of(required))
        return Place(
            element=name_of(node) or node.get("id", ""),
            notes=Notes(self.source.faults),
            types=self.source.types,
            words=self.words,
            visible=frozenset(names),
            open=self.open,
        )

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
        box = box_in(node, place) if child(node, *BUILDERS) is not None else None
        return Decision(
            key=key,
            name=name_of(node),
            type=place.type(type_of(child(node, "variable"))),
            requires=self.requirements(node),
            needs=frozenset(place.notes.needs),
            may_read=frozenset(place.notes.may_read),
            box=box,
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
            needs=frozenset(place.notes.needs),
            may_read=frozenset(place.notes.may_read),
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
