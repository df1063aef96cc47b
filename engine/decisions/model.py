"""A decision model: its elements, what each requires, and how a decision is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.decisions.errors import DecisionNotFound, Fault
from engine.decisions.functions import BoxedFunction, FormalParameter, ServiceFunction
from engine.decisions.place import Box, fitted
from engine.feel.errors import FeelLimitExceeded
from engine.feel.run import Run
from engine.feel.types import Type
from engine.feel.variables import from_variable

Key = tuple[str, str]  # namespace and id


@dataclass(frozen=True, slots=True)
class Requirement:
    """Another element that one needs, and the import through which it is named there ("" when none)."""

    key: Key
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Something of a model that has a name and a value."""

    key: Key
    name: str
    type: Type | None
    requires: tuple[Requirement, ...] = ()
    needs: frozenset[str] = frozenset()  # variables of whoever asks, read where nothing is required
    may_read: frozenset[str] = frozenset()  # variables of whoever asks, or entries of what is filtered

    def value(self, making: "Making") -> object:
        """Its value while decisions are being made."""
        raise NotImplementedError


class InputData(Element):
    """A value given from outside."""

    __slots__ = ()

    def value(self, making: "Making") -> object:
        """The given value, null when it does not fit its type."""
        given = making.inputs.get(self.name)
        return given if self.type is None else fitted(given, self.type, making.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Element):
    """A decision; without logic (box None) its value is given like input data."""

    box: Box | None

    def value(self, making: "Making") -> object:
        """What the logic says for the values that it requires."""
        found = self.box(making.run.among(making.variables(self))) if self.box else making.inputs.get(self.name)
        return found if self.type is None else fitted(found, self.type, making.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge(Element):
    """Business knowledge: a function. What it requires is looked up when it is called, so it may call itself."""

    parameters: tuple[FormalParameter, ...]
    box: Box

    def value(self, making: "Making") -> object:
        """The function."""

        def surroundings() -> Mapping[str, object]:
            return {self.name: function, **making.variables(self)}

        function = BoxedFunction(self.parameters, self.box, surroundings)
        return function


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService(Element):
    """A part of the model offered as a function."""

    inputs: tuple[Key, ...]
    input_decisions: tuple[Key, ...]
    outputs: tuple[Key, ...]

    def value(self, making: "Making") -> object:
        """The function."""
        names = tuple(making.elements[key].name for key in self.inputs + self.input_decisions)

        def decide(run: Run, arguments: Mapping[str, object]) -> object:
            inner = Making(making.elements, arguments, run)
            for key in self.input_decisions:
                given, declared = arguments.get(making.elements[key].name), making.elements[key].type
                inner.made[key] = given if declared is None else fitted(given, declared, run)
            values = {making.elements[key].name: inner.value(key) for key in self.outputs}
            return next(iter(values.values())) if len(values) == 1 else values

        return ServiceFunction(names, decide, self.type)


@dataclass(slots=True)
class Making:
    """Decisions being made for one set of inputs: each element's value is found once."""

    elements: Mapping[Key, Element]
    inputs: Mapping[str, object]
    run: Run
    made: dict[Key, object] = field(default_factory=dict)

    def value(self, key: Key) -> object:
        """The element's value; null for one that is missing, or that requires itself."""
        if key not in self.made:
            self.made[key] = None
            element = self.elements.get(key)
            self.made[key] = element.value(self) if element else None
        return self.made[key]

    def variables(self, element: Element) -> dict[str, object]:
        """The values that an element requires, by name; imported ones in contexts named after their import."""
        found = {name: value for name, value in self.inputs.items() if name in element.needs | element.may_read}
        for requirement in element.requires:
            required = self.elements.get(requirement.key)
            if required is None:
                continue
            target = found
            if requirement.through:
                target = found.setdefault(requirement.through, {})  # type: ignore[assignment]
            target[required.name] = self.value(requirement.key)
        return found


class DecisionModel:
    """The decisions of a DMN file."""

    def __init__(self, name: str, own: Iterable[Element], elements: Mapping[Key, Element], faults: list[Fault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        self._own = tuple(own)
        self._elements = elements
        self._reads: dict[Key, frozenset[str]] = {}

    @property
    def decisions(self) -> dict[str, str]:
        """The names of the decisions by their ids."""
        return {element.key[1]: element.name for element in self._own if isinstance(element, Decision)}

    def needs(self, decision: str) -> frozenset[str]:
        """Names of the values that whoever asks must give. Raises DecisionNotFound."""
        element = self._find(decision)
        if isinstance(element, DecisionService):
            return frozenset(self._elements[key].name for key in element.inputs + element.input_decisions)
        found = self._behind(element)
        given = (each.name for each in found if isinstance(each, InputData) or _is_given(each))
        return frozenset(given).union(*(each.needs for each in found))

    def reads(self, decision: str) -> frozenset[str]:
        """Names of all values that are looked at when there are any. Raises DecisionNotFound."""
        return self._read_by(self._find(decision))

    def evaluate(self, decision: str, inputs: Mapping[str, object], *, now: datetime | None = None) -> object:
        """The value of a decision, or of a decision service, by its id or name, as a FEEL value.

        `inputs` are process variables or FEEL values by the names of the input data; a missing one is null. A file
        without input data reads the variables that its columns name. Raises DecisionNotFound, and FeelLimitExceeded
        when the decision asks for too much work.
        """
        element = self._find(decision)
        run = Run({}, now)
        names = self._read_by(element)
        given = {name: from_variable(inputs[name], run.allowance) for name in names if name in inputs}
        try:
            value = Making(self._elements, given, run).value(element.key)
            if isinstance(value, ServiceFunction):
                value = value.call_named(run, {name: given.get(name) for name in value.names})
        except RecursionError:
            raise FeelLimitExceeded("The decision requires too many others within each other.") from None
        return value

    def _read_by(self, element: Element) -> frozenset[str]:
        if element.key not in self._reads:
            may_read = (each.may_read for each in self._behind(element))
            self._reads[element.key] = self.needs(element.key[1]).union(*may_read)
        return self._reads[element.key]

    def _find(self, decision: str) -> Element:
        askable = [element for element in self._own if isinstance(element, Decision | DecisionService)]
        by_name = {element.name: element for element in reversed(askable)}
        if found := {element.key[1]: element for element in askable}.get(decision) or by_name.get(decision):
            return found
        raise DecisionNotFound(f"There is no decision “{decision}” in “{self.name}”.")

    def _behind(self, element: Element) -> list[Element]:
        """An element and all that it requires."""
        found, waiting = {element.key: element}, [element]
        while waiting:
            for needed in waiting.pop().requires:
                if needed.key not in found and needed.key in self._elements:
                    found[needed.key] = self._elements[needed.key]
                    waiting.append(found[needed.key])
        return list(found.values())


def _is_given(element: Element) -> bool:
    return isinstance(element, Decision) and element.box is None
