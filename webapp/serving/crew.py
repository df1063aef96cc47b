"""Several processes that do the same: started together, replaced when one dies, ended together."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import NoReturn, Protocol

ENDING = (signal.SIGTERM, signal.SIGINT)
SHORT_LIFE = 1.0  # seconds: who dies sooner is started again only after as long
log = logging.getLogger("portal.crew")


class Hand(Protocol):
    """What one process does."""

    def run(self) -> None:
        """Until `stop()`, and then what is in hand."""

    def stop(self) -> None:
        """Called at any moment, from a signal."""


class Crew:
    """`make` is called in each new process."""

    def __init__(self, size: int, make: Callable[[], Hand], *, grace: float) -> None:
        self._size, self._make, self._grace = size, make, grace
        self._begun: dict[int, float] = {}  # process id -> when
        self._stopping = False

    def run(self) -> None:
        """Until this process is asked to end and every other has ended; who takes longer than `grace` is killed."""
        for sign in ENDING:
            signal.signal(sign, lambda *_: self._stop())
        signal.signal(signal.SIGALRM, lambda *_: self._tell(signal.SIGKILL))
        self._alive, self._held = os.pipe()
        while len(self._begun) < self._size and not self._stopping:
            self._start()
        while self._begun:
            self._replace(os.wait()[0])

    def _start(self) -> None:
        # Held back meanwhile: a child that is asked to end must not do what its parent does then.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        process = os.fork()
        if not process:
            self._work()
        self._begun[process] = time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def _replace(self, process: int) -> None:
        lived = time.monotonic() - self._begun.pop(process)
        if lived < SHORT_LIFE and not self._stopping:
            time.sleep(SHORT_LIFE)
        if not self._stopping:
            log.warning("process %s has ended; another one is started", process)
            self._start()

    def _stop(self) -> None:
        self._stopping = True
        self._tell(signal.SIGTERM)
        signal.setitimer(signal.ITIMER_REAL, self._grace)

    def _tell(self, sign: signal.Signals) -> None:
        for process in self._begun:
            os.kill(process, sign)

    def _work(self) -> NoReturn:
        """What a child does, and nothing of its parent's after it."""
        hands: list[Hand] = []
        status = 1
        try:
            os.close(self._held)
            for sign in ENDING:
                signal.signal(sign, lambda *_: _end(hands))
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
            threading.Thread(target=self._end_with_parent, daemon=True).start()
            hands.append(self._make())
            hands[0].run()
            status = 0
        except BaseException:
            log.exception("a process ends with a fault")
        finally:
            os._exit(status)

    def _end_with_parent(self) -> None:
        """However it ends: then nobody holds the other end of the pipe."""
        os.read(self._alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)


def _end(hands: list[Hand]) -> None:
    if not hands:
        os._exit(0)  # it had not begun
    hands[0].stop()
