"""What a worker does, piece by piece: fires what is due, performs effects, sweeps; each piece in its own transaction.

One piece that fails leaves the others their turn.
"""

import logging
import threading
from datetime import datetime

from engine import Busy, HandOver, Record
from webapp import destroying, sent_too_late
from webapp.backups import restoring
from webapp.cases import documents, scanning
from webapp.people.email_changes import settle_email_changes
from webapp.portal import Portal
from webapp.worker import expiring, lateness, lifetimes
from webapp.worker.performers import Performers, in_words

Place = tuple[datetime, int]  # of a timer in the order of firing
log = logging.getLogger("portal.worker")


class Work:
    """The pieces; any number of workers may do them at once."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self._performers = portal, Performers(portal)
        self.stopped = threading.Event()

    def fire_due(self) -> int:
        """Fire due timers in their order, once round; how many there were."""
        place: Place | None = None
        found, until = 0, self.portal.clock.now()
        while not self.stopped.is_set() and (place := self._fire_next(place, until)):
            found += 1
        return found

    def hand_over_due(self) -> int:
        """Deliver messages and signals and start what a time starts, once round; how many were done."""
        if self._held():
            return 0
        with self.portal.look() as services:
            pieces = services.engine.hand_overs.due()
        return sum(self._hand_over(piece) for piece in pieces)

    def watch(self) -> None:
        """Look for hand-overs that are late, for cases that are stalled, and for messages that missed each other."""
        with self.portal.look() as services:
            seen = services.engine.watchdogs.sees()
        with self.portal.work() as services:
            services.engine.messages.look_again()
            if seen:
                services.engine.watchdogs.look()

    def perform_due(self) -> int:
        """Perform due effects, oldest first, until none is left; how many there were."""
        found = 0
        while due := self._next_effect():
            self.perform(due.id)
            found += 1
        return found

    def perform(self, effect_id: int) -> None:
        """Perform one effect, unless that has happened: outside of every transaction, then settle."""
        with self.portal.look() as services:
            effect = None if restoring.is_held(services.session) else services.engine.effects.waiting(effect_id)
        if effect is None:
            return
        try:
            self._performers.perform(effect)
        except Exception as fault:  # a refusing mail server, a broken notice: try again, then tell an administrator
            self._failed(effect, fault)
            return
        with self.portal.work() as services:
            services.engine.effects.done(effect.id)
        log.info("effect performed", extra={"effect": effect.id, "kind": effect.kind})

    def sweep(self) -> None:
        """Let changes of address take effect; tell what is late; begin what an age begins; forget what is over."""
        if self._held():
            return
        settle_email_changes(self.portal)
        lateness.sweep(self.portal)
        lifetimes.sweep(self.portal)
        with self.portal.work() as services:
            services.accounts.sweep()
            expiring.warn(services)
            sent_too_late.sweep(services)
            services.engine.messages.sweep()
            scanning.ask_again(services)
        destroying.carry_out(self.portal)
        with self.portal.look() as services:
            documents.sweep(services, self.portal.uploads)

    def _held(self) -> bool:
        """Is this house a restored one that nobody has released?"""
        with self.portal.look() as services:
            return restoring.is_held(services.session)

    def _fire_next(self, after: Place | None, until: datetime) -> Place | None:
        """Fire the next timer; its place, or None when there is none. A timer that fails is left for the next round."""
        place = None
        try:
            with self.portal.work() as services:
                if restoring.is_held(services.session):  # asked where it fires: it may have been restored meanwhile
                    return None
                for timer in services.engine.timers.due(limit=1, after=after, until=until):
                    place = timer.due_at, timer.id
                    services.engine.timers.fire(timer)
        except Busy:
            pass
        except Exception:
            if place is None:
                raise  # not this timer's fault
            log.exception("a timer could not be fired; it has another turn", extra={"timer": place[1]})
        return place

    def _hand_over(self, piece: HandOver) -> bool:
        """Deliver one piece; one that cannot be is left for the next round."""
        if self.stopped.is_set():
            return False
        try:
            with self.portal.work() as services:
                services.engine.hand_overs.deliver(piece)
            return True
        except Exception:  # the database is away, or somebody was faster: the others have their turn
            log.exception(
                "could not be handed over; it has another turn", extra={"kind": piece.kind, "piece": piece.id}
            )
            return False

    def _next_effect(self) -> Record | None:
        if self.stopped.is_set():
            return None
        with self.portal.look() as services:
            if restoring.is_held(services.session):
                return None
            return next(iter(services.engine.effects.due(limit=1)), None)

    def _failed(self, effect: Record, fault: Exception) -> None:
        log.warning("an effect will be tried again or is given up", extra={"effect": effect.id}, exc_info=fault)
        with self.portal.work() as services:
            services.engine.effects.failed(effect, in_words(fault))
