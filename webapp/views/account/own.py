"""What the pages about one's own account share: this session, and the record of what was changed."""

from collections.abc import Mapping

from webapp.accounts.models import WebSession
from webapp.portal import Services
from webapp.views.identity import actor, me


def here(services: Services) -> WebSession:
    """The session of this browser. Raises SessionUnknown when it has just been ended elsewhere."""
    return services.accounts.sessions.get(me().token)


def record(services: Services, what: str, payload: Mapping[str, str] | None = None) -> None:
    """Append to the history of the account what its owner did; never what was typed."""
    services.engine.history.record(me().reference, what, by=actor(services), payload=payload)
