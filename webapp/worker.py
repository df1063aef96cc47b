"""The worker: fires what is due, performs effects, sweeps; each piece in a transaction of its own."""

import logging
import threading
from datetime import timedelta

from webapp.cases import documents
from webapp.cases.files import Files
from webapp.mail import post
from webapp.mail_writer import mails
from webapp.portal import Portal

BETWEEN_SWEEPS = timedelta(hours=1)
PAUSE = 1.0  # seconds between two looks when nothing is due
log = logging.getLogger("portal.worker")


class Worker:
    """`once()` does all that is due now; `run()` goes on until it is stopped."""

    def __init__(self, portal: Portal) -> None:
        self._portal, self._post, self._stop = portal, post(portal.config), threading.Event()
        self._swept_at = portal.clock.now() - BETWEEN_SWEEPS

    def once(self) -> int:
        """Fire due timers, then perform due effects; how many pieces of work there were."""
        done = 0
        while self._fire_one():
            done += 1
        while self._perform_one():
            done += 1
        return done

    def run(self) -> None:
        """Work until `stop()`; a fault is logged and the next look comes after a pause."""
        while not self._stop.is_set():
            try:
                self._sweep()
                worked = self.once()
            except Exception:  # whatever it was, the other cases' mail and timers must go on
                log.exception("the worker will look again")
                worked = 0
            if not worked:
                self._stop.wait(PAUSE)

    def _sweep(self) -> None:
        """Once an hour: forget what nobody needs any more."""
        if self._portal.clock.now() - self._swept_at < BETWEEN_SWEEPS:
            return
        with self._portal.work() as services:
            services.accounts.sweep()
            documents.sweep(services, Files(self._portal.config.var / "documents"))
        self._swept_at = self._portal.clock.now()

    def stop(self) -> None:
        """End after the piece of work in hand."""
        self._stop.set()

    def _fire_one(self) -> bool:
        with self._portal.work() as services:
            for timer in services.engine.timers.due(limit=1):
                services.engine.timers.fire(timer)
                return True
        return False

    def _perform_one(self) -> bool:
        with self._portal.work() as services:
            due = services.engine.effects.due(limit=1)
            if not due:
                return False
            effect = due[0]
            try:
                for mail in mails(services, self._portal.config, effect):
                    self._post.send(mail)
                services.engine.effects.done(effect.id)
            except Exception as fault:  # a refusing mail server, a broken notice: try again, then tell an administrator
                services.engine.effects.failed(effect, str(fault))
        return True
