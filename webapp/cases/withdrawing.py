"""A request for an assessment is withdrawn by whoever asked; what somebody else of the family wants, officers hear."""

from engine import Action, Actor
from webapp.cases.desk import Desk
from webapp.cases.errors import NotTheirRequest

WITHDRAW, ASKED = "WithdrawRequest", "assessment_request"  # the message of the drawing `request`, and its form


def require_asker(desk: Desk, action: Action, who: Actor) -> None:
    """Raises NotTheirRequest when this would withdraw what somebody else has asked."""
    if not may(desk, action, who):
        raise NotTheirRequest


def may(desk: Desk, action: Action, who: Actor) -> bool:
    """Is it another action, or did they ask for what it withdraws?"""
    if action.name != WITHDRAW:
        return True
    receiver = action.receiver
    sent = desk.engine.submissions.of(receiver.business_key, instance_id=receiver.instance_id, forms=(ASKED,))
    return any(each.submitted_by == who.id for each in sent)
