"""What the condition of an action (property `offered_if`) may ask: of a case, and of whoever looks at it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import Actor
from engine import Desk as AtHand
from webapp import clocks
from webapp.accounts import Accounts
from webapp.cases.desk import Desk, today
from webapp.cases.service_tasks import desk_of

FACTS = frozenset(("running_limits", "own_tasks"))


def facts(accounts_of: Callable[[Session], Accounts]) -> Callable[[AtHand, str, Actor], Mapping[str, Any]]:
    """The function that the engine asks."""

    def of(at_hand: AtHand, business_key: str, actor: Actor) -> Mapping[str, Any]:
        desk = desk_of(at_hand, accounts_of)
        return {"running_limits": _limits(desk, business_key), "own_tasks": _tasks(desk, business_key, actor)}

    return of


def _limits(desk: Desk, reference: str) -> list[str]:
    """Names of those whose last day is still ahead, or today."""
    return sorted({each.rule.name for each in clocks.open_of(desk, reference) if each.due_on >= today(desk)})


def _tasks(desk: Desk, reference: str, actor: Actor) -> list[Mapping[str, Any]]:
    """Open tasks of theirs alone: the form of each, and whether it has a last day."""
    mine = desk.engine.user_tasks.personal(actor)
    return [{"form": each.form, "has_due": each.has_due} for each in mine if each.business_key == reference]
