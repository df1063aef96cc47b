"""What keeps an instance on its version: a token without a place, a join that would never complete."""

from collections.abc import Iterator, Mapping

from engine.migration.joins import never_complete
from engine.migration.plan import Plan
from engine.models import Record
from engine.spiff.moving import Place, places


def homeless(plan: Plan, row: Record) -> Iterator[str]:
    """A sentence for each token of a running instance that has no place on the new version."""
    found = places(row.state, plan.source.process)
    yield from filter(None, dict.fromkeys(_why(plan, place) for place in found))


def _why(plan: Plan, place: Place) -> str:
    if place.element_id not in plan.elements:
        return plan.reasons[place.element_id]
    if not place.via or plan.arrival(place.element_id, place.via):
        return ""
    return (
        f"At the join “{place.element_id}” waits what came from “{place.via}”, from where no flow leads there now. "
        f"Map the flow by which it came to one that leads there, or {stay(plan)}"
    )


def stuck(plan: Plan, moves: Mapping[Place, Place]) -> Iterator[str]:
    """A sentence for each place of the new version at which the moved tokens would wait for ever."""
    for join, flow in never_complete(plan.target.process, moves.values()):
        yield (
            f"The join “{join.name or join.id}” ({join.id}) would wait for ever: nothing of this instance can come "
            f"from “{flow.source}”. Migrate it when it is past the join, or {stay(plan)}"
        )
    met: dict[tuple[int, str, str], tuple[str, str]] = {}
    for old, new in moves.items():
        first = met.setdefault((new.run, new.element_id, new.via), (old.element_id, old.via))
        if first != (old.element_id, old.via):
            yield f"Two branches would meet at “{new.element_id}”. Map them to different elements, or {stay(plan)}"


def stay(plan: Plan) -> str:
    """The remedy that is always there."""
    return f"let it finish on version {plan.source.version}."
