"""An officer's word that they have read what must be kept from the person asking; it stands in the history."""

from collections.abc import Collection, Iterable

from engine import Actor
from webapp.cases import restrictions
from webapp.cases.desk import Desk
from webapp.cases.reading import note_read
from webapp.cases.restrictions import Told

KIND = "restrictions read"  # of an event in the request's history; its payload: {"read": [digests], "of": [requests]}
UNREAD = (
    "There is something that must be kept from the person asking. "
    "Go back to the task, read it, and say that you have read it, before you decide."
)


def show(desk: Desk, told: Iterable[Told], reference: str, *, by: Actor) -> None:
    """Note in the history of each request that an officer was shown what it says; needs a transaction."""
    for each in told:
        note_read(desk, each.reference, by=by, what=f"restrictions, shown for {reference}")


def unread(desk: Desk, told: Iterable[Told], reference: str, *, by: Actor) -> list[Told]:
    """What of it this officer has not read yet, as it stands now. What the person asking said is theirs already."""
    events = (event for event in desk.engine.history.of(reference) if event.kind == KIND and event.actor == by.id)
    read = {digest for event in events for digest in (event.payload or {}).get("read", ())}
    return [each for each in told if not each.same_person and each.digest not in read]


def acknowledge(desk: Desk, told: Iterable[Told], seen: Collection[str], reference: str, *, by: Actor) -> None:
    """The officer says that they have read these digests of it: never what came after their page was made."""
    if new := [each for each in unread(desk, told, reference, by=by) if each.digest in seen]:
        payload = {"read": [each.digest for each in new], "of": [each.reference for each in new]}
        desk.engine.history.record(reference, KIND, by=by, payload=payload)


def refusal(desk: Desk, reference: str, actor: Actor) -> str | None:
    """The sentence that refuses a decision, or nothing when this officer has read all there is."""
    return UNREAD if unread(desk, restrictions.around(desk, reference), reference, by=actor) else None
