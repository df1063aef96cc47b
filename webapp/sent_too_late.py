"""What somebody sent when their session or proof had run out: a draft of theirs, for an hour."""

from collections.abc import Mapping
from datetime import timedelta

from engine import Actor, Record
from webapp.portal import Services

PLACE = "sent_too_late"
LASTS = timedelta(hours=1)


def keep(services: Services, who: Actor, entries: Mapping[str, list[str]]) -> None:
    """In the place of what was kept before."""
    forget(services, who)
    services.engine.user_tasks.save_draft(PLACE, entries, of=who, version=0)


def kept(services: Services, who: Actor) -> Record | None:
    """Theirs, as long as it lasts."""
    found = services.engine.user_tasks.draft(PLACE, of=who)
    return found if found and services.now - found.saved_at < LASTS else None


def forget(services: Services, who: Actor) -> None:
    """It was sent, or is not wanted."""
    services.engine.user_tasks.discard_draft(PLACE, of=who)


def sweep(services: Services) -> None:
    """Forget what nobody has come back for."""
    services.engine.user_tasks.forget_drafts(PLACE, before=services.now - LASTS)
