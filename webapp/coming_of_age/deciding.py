"""An officer carries out what the young person has decided: for each person who may see the record, with reasons.

Silence takes nothing from anybody: about whom nothing was said, nothing can be changed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import Actor
from webapp.accounts.memberships import FULL, VIEW_ONLY
from webapp.accounts.models import Person
from webapp.cases import party_access
from webapp.cases.desk import Desk
from webapp.cases.models import Case, Party
from webapp.coming_of_age import asking
from webapp.coming_of_age.errors import NothingWasSaid, NotYetDecided, ReasonMissing
from webapp.coming_of_age.models import EVERYTHING, NOTHING, READ, SEES, SharingWish

KEEP = "keep"  # as it is
SCOPE = {EVERYTHING: FULL, READ: VIEW_ONLY}
WISHED = "The young person, who decides now, has said so."


@dataclass(frozen=True, kw_only=True)
class Decision:
    """About one person."""

    sees: str  # keep, everything, read or nothing
    because: str = ""


def decide(
    desk: Desk, case: Case, instance_id: int, decided: Mapping[str, Decision], *, by: Person, actor: Actor
) -> list[Person]:
    """Carry it out; gives those whose access has changed. Raises NotYetDecided, NothingWasSaid, ReasonMissing."""
    said, changed = asking.said_in(desk, instance_id), []
    for party in asking.others(desk, case):
        one = decided.get(party.person.reference)
        wish = said.get(party.person_id)
        _require(party, one, wish)
        assert one
        if wish:
            wish.decided, wish.decided_because = one.sees, one.because
            wish.decided_at, wish.decided_by = desk.now, by.id
        if _carry_out(desk, party, one, by=by, actor=actor):
            changed.append(party.person)
    desk.session.flush()
    return changed


def _require(party: Party, one: Decision | None, wish: SharingWish | None) -> None:
    if one is None or one.sees not in (KEEP, *SEES):
        raise NotYetDecided(party.person)
    if wish is None and one.sees != KEEP:
        raise NothingWasSaid(party.person)
    if wish and not one.because and not _as_said(party, one, wish):
        raise ReasonMissing(party.person)


def _as_said(party: Party, one: Decision, wish: SharingWish) -> bool:
    kept = one.sees == KEEP and SCOPE.get(wish.wish) == party.scope
    return kept or one.sees == wish.wish


def _carry_out(desk: Desk, party: Party, one: Decision, *, by: Person, actor: Actor) -> bool:
    if one.sees == NOTHING:
        party_access.end(desk, party, because=one.because or WISHED, by=by, actor=actor)
        return True
    scope = SCOPE.get(one.sees, party.scope)
    if scope == party.scope:
        return False
    held = party_access.membership(desk, party)
    last = party_access.last_day(held.expires_at) if held and held.expires_at else None
    party_access.change(desk, party, scope=scope, last_day=last, by=by, actor=actor)
    return True
