"""Kill -9 at any instant: what was acknowledged is there, once; timers fire once; no mail is lost or invented."""

import multiprocessing
import random
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from engine import PORTAL, Bundle
from engine.models import effect
from tests.engine.conftest import drawing, user_task
from tests.faults.crew import Post, clerk, work
from tests.faults.ledger import Ledger, draw_up
from webapp.accounts import PersonDetails
from webapp.config import HOME
from webapp.db import Database
from webapp.mail.writer import mails
from webapp.portal import Portal

CREW = (work, work, clerk)
PT1S = '<bpmn:timerEventDefinition id="t1"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition>'
HEADERS = '<zeebe:taskHeaders><zeebe:header key="notice" value="done"/><zeebe:header key="to" value="staff"/></zeebe:taskHeaders>'
NOTICE = f'<bpmn:extensionElements><zeebe:taskDefinition type="send-notice"/>{HEADERS}</bpmn:extensionElements>'
WALK = drawing(f"""
<bpmn:startEvent id="start"/>
<bpmn:parallelGateway id="fork"/>
{user_task("left")}
{user_task("right")}
<bpmn:intermediateCatchEvent id="later">{PT1S}</bpmn:intermediateCatchEvent>
<bpmn:parallelGateway id="join"/>
<bpmn:serviceTask id="notice" name="Tell them">{NOTICE}</bpmn:serviceTask>
<bpmn:endEvent id="end"/>
start -> fork
fork -> left
fork -> right
fork -> later
left -> join
right -> join
later -> join
join -> notice
notice -> end
""")
JO = PersonDetails(email="jo@example.org", first_name="Jo", last_name="Bell")
DRAINED_WITHIN = 60  # seconds
LEFT = """
SELECT (SELECT count(*) FROM process_instance WHERE status = 'running')
     + (SELECT count(*) FROM effect WHERE state = 'waiting')
"""


@dataclass
class Letters:
    """A mail server that keeps the Message-ID of every mail that it accepts."""

    received: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(str(message_from_bytes(envelope.content)["Message-ID"]).strip())
        return "250 accepted"


@dataclass
class Ground:
    """The crew's post, its mail server, and who is alive."""

    post: Post
    letters: Letters
    portal: Portal
    alive: dict[int, tuple[Callable[[Post], None], ForkServerProcess]] = field(default_factory=dict)

    def begin(self, place: int, role: Callable[[Post], None]) -> None:
        process = CONTEXT.Process(target=role, args=(self.post,), daemon=True)
        process.start()
        self.alive[place] = role, process

    def kill(self, place: int) -> None:
        role, process = self.alive.pop(place)
        process.kill()
        process.join()
        self.begin(place, role)

    def end(self) -> None:
        for _, process in self.alive.values():
            process.kill()
            process.join()


CONTEXT = multiprocessing.get_context("forkserver")


@pytest.fixture
def ground(postgres_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    monkeypatch.setenv("PYTHONPATH", str(HOME))
    CONTEXT.set_forkserver_preload(["tests.faults.crew"])
    letters = Letters()
    port = _free_port()
    server = Controller(letters, hostname="127.0.0.1", port=port)
    server.start()
    post = Post(folder=tmp_path, database=postgres_database.url, mail_port=port)
    portal = post.portal()
    made = Ground(post, letters, portal)
    with portal.work() as services:
        services.accounts.memberships.grant(services.accounts.people.add(JO), "staff", origin="test")
        resources = {"walk.bpmn": WALK, "notices/done.md": b"Subject: It is done\n\nIt is done.\n"}
        services.engine.deployments.deploy(Bundle(process_id="walk", resources=resources), by=PORTAL)
    yield made
    made.end()
    server.stop()
    portal.database.dispose()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def survive(ground: Ground, kills: int, chance: random.Random, *, within: float = DRAINED_WITHIN) -> Ledger:
    """Kill somebody of the crew again and again, let the rest be done, and draw up the ledger."""
    for place, role in enumerate(CREW):
        ground.begin(place, role)
    for _ in range(kills):
        time.sleep(chance.uniform(0.02, 0.4))
        ground.kill(chance.randrange(len(CREW)))
    ground.post.closing.touch()
    until = time.monotonic() + within
    while time.monotonic() < until and _at_work(ground):
        time.sleep(0.2)
    ground.end()
    return _ledger(ground, kills)


def _at_work(ground: Ground) -> bool:
    with ground.portal.reading() as session:
        return bool(session.connection().exec_driver_sql(LEFT).scalar_one())


def _ledger(ground: Ground, kills: int) -> Ledger:
    told = ground.post.acknowledged.read_text("utf-8").splitlines()
    received = list(ground.letters.received)
    with ground.portal.look() as services:
        engine = services.engine
        effects = engine.connection.execute(select(effect)).all()
        written = [mail for each in effects for mail in mails(services, ground.portal.config, each)]
        return draw_up(engine, told, received, {str(mail["Message-ID"]) for mail in written}, kills)


def chance() -> tuple[int, random.Random]:
    seed = random.randrange(10**6)
    return seed, random.Random(seed)


@pytest.mark.parametrize("kills", [30, pytest.param(200, marks=pytest.mark.long)])
def test_whoever_is_killed_nothing_is_lost_and_nothing_happens_twice(
    ground: Ground, kills: int, record_property: Callable[[str, object], None]
) -> None:
    seed, instants = chance()
    ledger = survive(ground, kills, instants)
    record_property("ledger", f"{ledger} (seed {seed})")
    assert ledger.wrong == {}, f"seed {seed}: {ledger}"
    assert ledger.acknowledged > kills
    assert "DeadlockDetected" not in ledger.faults


@pytest.mark.parametrize(
    ("off", "missing"),
    [(("lock", "version check", "chain"), "unfinished"), (("transaction of effects",), "mails_lost")],
)
@pytest.mark.long
def test_without_a_protection_the_ledger_shows_it(
    ground: Ground, off: tuple[str, ...], missing: str, record_property: Callable[[str, object], None]
) -> None:
    ground.post = replace(ground.post, off=off)
    seed, instants = chance()
    ledger = survive(ground, 16, instants, within=6)
    record_property("ledger", f"{ledger} (without {' and '.join(off)}, seed {seed})")
    assert missing in ledger.wrong
