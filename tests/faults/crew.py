"""The processes of the kill test: a clerk who completes tasks, and workers; each may die at any instant.

What a clerk has been told is done, and only that, stands in the file of acknowledgements.
"""

import logging
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from engine import Actor, EngineError, Membership
from tests.faults import unprotected
from webapp.config import Config, Mail
from webapp.portal import Portal
from webapp.worker.procrastinated import Pulse, run
from webapp.worker.work import Work

CLERK = Actor(id="priya", name="Priya Nair", memberships=frozenset({Membership(group="staff")}))
QUICK = Pulse(timers=1, rescue=1, beat=0.3, silence=1.5)
THREADS = 3  # as many as the tasks they choose from, so that they meet
NEW = 0.35  # chance that a new instance is started: each has two tasks
OFF = {
    "lock": unprotected.without_lock,
    "version check": unprotected.without_version_check,
    "chain": unprotected.without_chain,
    "transaction of effects": unprotected.with_effects_after_the_commit,
}


@dataclass(frozen=True, kw_only=True)
class Post:
    """Where a process of the crew finds its work, and which protections are off."""

    folder: Path
    database: str
    mail_port: int
    off: tuple[str, ...] = ()

    @property
    def acknowledged(self) -> Path:
        """One line for each thing that a clerk was told is done."""
        return self.folder / "acknowledged"

    @property
    def closing(self) -> Path:
        """While this file is there, no new instance is started."""
        return self.folder / "closing"

    def portal(self) -> Portal:
        """The portal at this post."""
        mail = Mail(host="127.0.0.1", port=self.mail_port)
        return Portal(Config(var=self.folder, database_url=self.database, secret_key="k" * 64, mail=mail))


def work(post: Post) -> None:
    """A worker, for ever."""
    _take_off(post)
    pieces = Work(post.portal())
    while True:
        run(pieces, QUICK)


def clerk(post: Post) -> None:
    """Starts instances and completes what is open, in several threads, for ever."""
    _take_off(post)
    portal = post.portal()
    told = os.open(post.acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    threads = [threading.Thread(target=_serve, args=(portal, post, told)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _take_off(post: Post) -> None:
    logging.disable()
    for name in post.off:
        OFF[name](pytest.MonkeyPatch())


def _serve(portal: Portal, post: Post, told: int) -> None:
    while True:
        try:
            done = _next(portal, post)()
        except EngineError:
            continue  # somebody was faster, and we were told
        except Exception as fault:
            done = f"fault {type(fault.__cause__ or fault).__name__}"
        os.write(told, f"{done}\n".encode())


def _next(portal: Portal, post: Post) -> Callable[[], str]:
    with portal.look() as services:
        tasks = services.engine.user_tasks.inbox(CLERK, limit=THREADS)
    if not post.closing.exists() and (len(tasks) < THREADS or random.random() < NEW):
        return partial(_start, portal)
    if not tasks:
        time.sleep(0.02)
        return partial(str, "nothing")
    return partial(_complete, portal, random.choice(tasks).id)


def _start(portal: Portal) -> str:
    key = uuid4().hex[:12]
    with portal.work() as services:
        services.engine.instances.start("walk", business_key=key, by=CLERK)
    return f"started {key}"


def _complete(portal: Portal, task_id: int) -> str:
    with portal.work() as services:
        services.engine.user_tasks.claim(task_id, by=CLERK)
        services.engine.user_tasks.complete(task_id, by=CLERK, answers={})
    return f"completed {task_id}"
