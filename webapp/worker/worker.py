"""The worker: does what is due as long as it runs; on PostgreSQL as many of them as wanted."""

import logging
from datetime import timedelta

from webapp.portal import Portal
from webapp.worker.work import Work

BETWEEN_SWEEPS, BETWEEN_WATCHES = timedelta(hours=1), timedelta(minutes=1)
PAUSE = 1.0  # seconds between two looks when nothing is due, or after a fault
log = logging.getLogger("portal.worker")


class Worker:
    """`once()` does all that is due now; `run()` goes on until it is stopped."""

    def __init__(self, portal: Portal) -> None:
        self._portal, self._work = portal, Work(portal)
        self._swept_at = portal.clock.now() - BETWEEN_SWEEPS
        self._watched_at = portal.clock.now() - BETWEEN_WATCHES

    def once(self) -> int:
        """Fire due timers, hand over, then perform due effects; how many pieces of work there were."""
        return self._work.fire_due() + self._work.hand_over_due() + self._work.perform_due()

    def run(self) -> None:
        """Work until `stop()`; a fault is logged and the next look comes after a pause."""
        while not self._work.stopped.is_set():
            try:
                worked = self._woken() if self._portal.database.kind == "postgresql" else self._look()
            except Exception:  # whatever it was, the other cases' mail and timers must go on
                log.exception("the worker will look again")
                worked = 0
            if not worked:
                self._work.stopped.wait(PAUSE)

    def stop(self) -> None:
        """End after the piece of work in hand."""
        self._work.stopped.set()

    def _look(self) -> int:
        now = self._portal.clock.now()
        if now - self._swept_at >= BETWEEN_SWEEPS:
            self._work.sweep()
            self._swept_at = now
        if now - self._watched_at >= BETWEEN_WATCHES:
            self._work.watch()
            self._watched_at = now
        return self.once()

    def _woken(self) -> int:
        from webapp.worker.procrastinated import run  # its libraries are for PostgreSQL alone

        run(self._work)
        return 0
