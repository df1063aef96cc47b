"""A drawing as records: what each element of the process says, read once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Set the variable `target` to the value of the FEEL expression `source`."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class TimerDefinition:
    """`kind` date, duration or cycle; `expression` FEEL or bare ISO 8601."""

    kind: str
    expression: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message's name and the FEEL expression of its correlation key."""

    name: str
    correlation_key: str = "business_key"


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Multi-instance over a collection; variables and expressions as drawn."""

    collection: str
    element: str = ""
    output_collection: str = ""
    output_element: str = ""
    completion_condition: str = ""
    sequential: bool = False


@dataclass(frozen=True, kw_only=True)
class Element:
    """One shape of the drawing and all that it says."""

    id: str
    kind: str  # BPMN's name: userTask, startEvent, exclusiveGateway …
    name: str = ""
    within: str = ""  # the process or subprocess that holds it
    event: str = ""  # "", message, timer, error, escalation, signal, terminate …
    form: str = ""
    groups: tuple[str, ...] = ()
    groups_from: str = ""  # FEEL that gives the candidate groups, where the drawing does not name them
    assignee: str = ""  # FEEL that gives the id of whom alone the task is for
    due: str = ""
    priority: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    script: Assignment | None = None
    form_from: str = ""  # FEEL that chooses one of `forms`
    forms: tuple[str, ...] = ()
    job_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    decision: Assignment | None = None
    called: str = ""
    message: Message | None = None
    code: str = ""  # of an error or escalation; empty where any is caught
    signal: str = ""
    timer: TimerDefinition | None = None
    loop: Loop | None = None
    attached_to: str = ""
    interrupting: bool = True
    outgoing: tuple[str, ...] = ()

    @property
    def has_groups(self) -> bool:
        """Whether the drawing says who may do it."""
        return bool(self.groups or self.groups_from)

    def may_show(self) -> tuple[str, ...]:
        """The form that it shows, or all among which one is chosen."""
        return (self.form,) if self.form else self.forms

    def expressions(self) -> list[str]:
        """Every FEEL text that this element carries."""
        found = [
            self.form_from,
            self.groups_from,
            self.assignee,
            self.due,
            self.priority,
            *(a.source for a in (*self.inputs, *self.outputs)),
        ]
        found += [part.source for part in (self.script,) if part]
        found += [self.message.correlation_key] if self.message else []
        found += [self.timer.expression] if self.timer else []
        if self.loop:
            found += [self.loop.collection, self.loop.output_element, self.loop.completion_condition]
        return [text for text in found if text]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A sequence flow; `condition` is FEEL or empty."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One process: its elements and flows by id, and the properties of the process itself."""

    process_id: str
    name: str
    executable: bool
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    properties: Mapping[str, str]

    def start(self, element_id: str | None = None) -> Element:
        """The start event asked for, else the plain one, else the first. Raises KeyError when absent."""
        if element_id:
            return self.elements[element_id]
        found = self.starts()
        return next((event for event in found if not event.event), found[0])

    def starts(self) -> list[Element]:
        """The start events of the process itself."""
        return [e for e in self.elements.values() if e.kind == "startEvent" and e.within == self.process_id]

    def qualified(self) -> "Drawing":
        """The same drawing with the process's id before every id in it, as in “hearing.review”."""

        def at(its_id: str) -> str:
            return f"{self.process_id}.{its_id}" if its_id and its_id != self.process_id else its_id

        elements = [
            replace(
                e,
                id=at(e.id),
                within=at(e.within),
                attached_to=at(e.attached_to),
                outgoing=tuple(map(at, e.outgoing)),
            )
            for e in self.elements.values()
        ]
        flows = [replace(f, id=at(f.id), source=at(f.source), target=at(f.target)) for f in self.flows.values()]
        return replace(
            self,
            elements={element.id: element for element in elements},
            flows={flow.id: flow for flow in flows},
        )

    def variables(self) -> frozenset[str]:
        """Names that the host gives when an instance starts."""
        return frozenset(filter(None, (n.strip() for n in self.properties.get("variables", "").split(","))))
