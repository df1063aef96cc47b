"""Going through what a sweep has found: batch after batch, each piece in a transaction of its own."""

import logging
from collections.abc import Callable
from datetime import date

from webapp.portal import Portal, Services

Place = tuple[date, str]  # of a piece in its order: a day and the piece's id
SIZE = 100
log = logging.getLogger("portal.worker")


def go_through(portal: Portal, due: Callable[..., list[Place]], act: Callable[[Services, str], None]) -> None:
    """Do everything that `due` finds; what fails is left for the next sweep, and the others have their turn."""
    after: Place | None = None
    while True:
        with portal.look() as services:
            found = due(services, after=after, limit=SIZE)
        for place in found:
            _do(portal, act, place[1])
        if len(found) < SIZE:
            return
        after = found[-1]


def _do(portal: Portal, act: Callable[[Services, str], None], its_id: str) -> None:
    try:
        with portal.work() as services:
            act(services, its_id)
    except Exception:  # a rule that is gone, a case that somebody has spoilt: the others must have their turn
        log.exception("a sweep could not do one piece; it has another turn", extra={"piece": its_id})
