"""Where a case stands on its way: the phases of `lifecycle.bpmn`, those passed with their day, those to come.

Nothing is promised before it is decided: what has not begun is told in the conditional words of the drawing, and when
the way has ended (a refusal, a withdrawal) what cannot follow is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from engine import RUNNING, Drawing, Element, Record, read_drawings
from webapp.cases.desk import Desk
from webapp.cases.reading import references_of
from webapp.config import HOME

LIFECYCLE = HOME / "workflows" / "lifecycle.bpmn"
DONE, HERE, AHEAD, ENDED = "done", "here", "ahead", "ended"
MILESTONE = "intermediateThrowEvent"
Reached = tuple[str, datetime, str, int]  # title of a milestone, moment, its words, the instance that passed it


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase as `lifecycle.bpmn` draws it."""

    title: str
    future_text: str
    limit: str  # a name of `shared/limits.toml` by whose day it begins, or empty


@dataclass(frozen=True, kw_only=True)
class Step:
    """A phase of one case."""

    title: str
    state: str  # done, here, ahead, or ended: what happened instead of what would have followed
    at: datetime | None  # when it was reached
    future_text: str
    limit: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """The whole way of one case; empty when nothing has begun."""

    steps: tuple[Step, ...]
    text: str  # what the drawing says of where it stands now, to be told as its reader is spoken to
    began_at: datetime | None

    @property
    def has_ended(self) -> bool:
        """Will nothing follow, as far as is known today?"""
        return any(step.state == ENDED for step in self.steps)


def of(desk: Desk, reference: str) -> Line:
    """The line of a case; loads no workflow."""
    instances = {row.id: row for row in desk.engine.instances.of(reference)}
    reached = list(_reached(desk, reference, instances))
    if not reached:
        return Line(steps=(), text="", began_at=None)
    here, _, text, _ = reached[-1]
    on_the_way = [row for row in instances.values() if row.process_id in processes() or _ends_the_way(desk, row)]
    end = _end(desk, on_the_way) if _is_over(desk, reference, on_the_way) else None
    return Line(
        steps=tuple(_steps(_since(reached), here, end)),
        text=end[0].properties.get("family_text", "") or end[0].name if end else text,
        began_at=reached[0][1],
    )


@cache
def phases(path: Path = LIFECYCLE) -> tuple[Phase, ...]:
    """Of the shipped lifecycle, in the order in which they are drawn."""
    found = (milestone for drawing in read_drawings(path.read_bytes()) for milestone in milestones(drawing))
    return tuple(
        Phase(
            title=each.properties["family_title"],
            future_text=each.properties.get("family_future_text", ""),
            limit=each.properties.get("limit", ""),
        )
        for each in found
    )


@cache
def processes(path: Path = LIFECYCLE) -> frozenset[str]:
    """Ids of the processes of the shipped lifecycle; what runs beside them does not move a case on its way."""
    drawings = read_drawings(path.read_bytes())
    return frozenset(each.called for drawing in drawings for each in drawing.elements.values() if each.called)


def milestones(drawing: Drawing) -> Iterator[Element]:
    """Events of a drawing that the family reads about when they are passed."""
    return (e for e in drawing.elements.values() if e.kind == MILESTONE and "family_title" in e.properties)


def _since(reached: Sequence[Reached]) -> dict[str, datetime]:
    """When each phase was reached last: each review is an instance of its own, and a phase begins anew with it."""
    found: dict[str, tuple[int, datetime]] = {}
    for title, at, _, instance_id in reached:
        if found.get(title, (0, at))[0] != instance_id:
            found[title] = (instance_id, at)
    return {title: at for title, (_, at) in found.items()}


def _reached(desk: Desk, reference: str, instances: dict[int, Record]) -> Iterator[Reached]:
    """Each milestone that was passed, in order."""
    titles = {phase.title for phase in phases()}
    for event in desk.engine.history.passed(*references_of(desk, reference)):
        row = instances.get(event.instance_id)
        element = _element(desk, row, event.element_id) if row else None
        if element and element.properties.get("family_title", "") in titles:
            text = element.properties.get("family_text", "")
            yield element.properties["family_title"], event.at, text, event.instance_id


def _element(desk: Desk, row: Record, element_id: str) -> Element | None:
    return desk.engine.deployments.definition(row.deployment_id).process.elements.get(element_id)  # called ones, too


def _ends_the_way(desk: Desk, row: Record) -> bool:
    """Has a process beside the phases, such as closing the case, ended in words for the family?"""
    element = _element(desk, row, row.ended_in or "")
    return element is not None and "family_text" in element.properties


def _is_over(desk: Desk, reference: str, instances: Sequence[Record]) -> bool:
    """Nothing runs, and nothing is on its way from one phase to the next."""
    runs = any(row.status == RUNNING for row in instances)
    return not runs and not desk.engine.messages.under_way(reference)


def _end(desk: Desk, instances: Sequence[Record]) -> tuple[Element, datetime] | None:
    """The end event in which the last of them ended, unless it hands over to a next phase."""
    last = max(instances, key=lambda row: (row.ended_at, row.id), default=None)
    if last is None:  # a plan from elsewhere has had none of the phases here
        return None
    element = _element(desk, last, last.ended_in or "")
    return (element, last.ended_at) if element and not element.message else None


def _steps(first: dict[str, datetime], here: str, end: tuple[Element, datetime] | None) -> Iterator[Step]:
    drawn = phases()
    place = next(number for number, phase in enumerate(drawn) if phase.title == here)
    for number, phase in enumerate(drawn[: place + 1] if end else drawn):
        state = DONE if number < place or end else HERE if number == place else AHEAD
        at = first.get(phase.title)
        if number != place and not phase.future_text and (state == AHEAD or at is None):
            continue  # not everybody comes to it, so it is not promised
        yield Step(title=phase.title, state=state, at=at, future_text=phase.future_text, limit=phase.limit)
    if end:
        yield Step(title=end[0].name, state=ENDED, at=end[1], future_text="", limit="")
