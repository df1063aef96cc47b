"""What the pages about one's own account share: whose it is, from where, and the record of what was changed."""

from collections.abc import Mapping

from flask import request

from webapp.accounts.models import Person, WebSession
from webapp.portal import Services
from webapp.views.identity import actor, me


def owner(services: Services) -> Person:
    """The account of whoever has signed in."""
    return services.accounts.people.by_reference(me().reference)


def here(services: Services) -> WebSession:
    """The session of this browser. Raises SessionUnknown when it has just been ended elsewhere."""
    return services.accounts.sessions.get(me().token)


def address() -> str:
    """From where this request comes."""
    return request.remote_addr or ""


def record(services: Services, what: str, payload: Mapping[str, str] | None = None) -> None:
    """Append to the history of the account what its owner did; never what was typed."""
    services.engine.history.record(me().reference, what, by=actor(services), payload=payload)
