"""The worker: what fails leaves the others their turn, what is given up can be tried again, who dies is replaced."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import PORTAL, Bundle, SetClock
from tests.engine.conftest import drawing, user_task
from tests.engine.messages import END, START, begins_with, event, message, process
from tests.faults.times import eventually
from webapp.accounts import PersonDetails
from webapp.config import Config
from webapp.db import Database
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.worker import Worker, procrastinated
from webapp.worker.work import Work

JO = PersonDetails(email="jo@example.org", first_name="Jo", last_name="Bell")
GOOD, BROKEN = "password_changed", "there_is_no_such_notice"
LONG_SILENCE = 3600  # seconds, more than a dead worker is waited for
TIMED = drawing(f"""
<bpmn:startEvent id="start"/>
<bpmn:intermediateCatchEvent id="later"><bpmn:timerEventDefinition id="t1"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
{user_task("read")}
<bpmn:endEvent id="end"/>
start -> later
later -> read
read -> end
""")


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime.now(UTC))


@pytest.fixture
def portal(database: Database, tmp_path: Path, clock: SetClock) -> Iterator[Portal]:
    made = Portal(Config(var=tmp_path, database_url=database.url, secret_key="k" * 64), clock)
    with made.work() as services:
        services.accounts.memberships.grant(services.accounts.people.add(JO), "staff", origin="test")
        services.engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": TIMED}), by=PORTAL)
    yield made
    made.database.dispose()


@pytest.fixture
def on_postgres(postgres_database: Database, tmp_path: Path, clock: SetClock) -> Iterator[Portal]:
    """A portal on PostgreSQL alone, as it has several workers."""
    made = Portal(Config(var=tmp_path, database_url=postgres_database.url, secret_key="k" * 64), clock)
    with made.work() as services:
        services.accounts.memberships.grant(services.accounts.people.add(JO), "staff", origin="test")
    yield made
    made.database.dispose()


def defer(portal: Portal, key: str, notice: str = GOOD) -> None:
    payload = {"notice": notice, "to": "staff"}
    with portal.work() as services:
        services.engine.effects.defer("mail", key=key, business_key="KEY-1", payload=payload)


def sent(portal: Portal) -> int:
    return len(Mailbox(portal.config.var / "mailbox").mails())


def start(portal: Portal, key: str) -> None:
    with portal.work() as services:
        services.engine.instances.start("walk", business_key=key, by=PORTAL)


def waiting(portal: Portal, keys: list[str]) -> list[str]:
    with portal.look() as services:
        return [task.business_key for key in keys for task in services.engine.user_tasks.open_of(key)]


@contextmanager
def working(portal: Portal) -> Iterator[None]:
    """While a worker runs in a thread of this process."""
    worker = Worker(portal)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(20)
        assert not thread.is_alive()


def test_an_effect_that_fails_leaves_the_others_their_turn_and_is_given_up_after_three_tries(
    portal: Portal, clock: SetClock
) -> None:
    defer(portal, "broken", BROKEN)
    defer(portal, "good")
    for _ in range(3):
        Worker(portal).once()
        clock.advance(timedelta(minutes=10))
    assert sent(portal) == 1
    with portal.look() as services:
        assert [(effect.key, effect.tries) for effect in services.engine.effects.dead()] == [("broken", 3)]
        assert BROKEN in services.engine.effects.dead()[0].error


def test_between_two_tries_there_is_a_pause(portal: Portal, clock: SetClock) -> None:
    defer(portal, "broken", BROKEN)
    assert Worker(portal).once() == 1
    assert Worker(portal).once() == 0
    clock.advance(timedelta(seconds=30))
    assert Worker(portal).once() == 1


def test_a_dead_effect_is_tried_again_when_an_administrator_says_so(portal: Portal, clock: SetClock) -> None:
    defer(portal, "broken", BROKEN)
    for _ in range(3):
        Worker(portal).once()
        clock.advance(timedelta(minutes=10))
    with portal.work() as services:
        dead = services.engine.effects.dead()[0]
        assert services.engine.effects.retry(dead.id, by=PORTAL)
        assert not services.engine.effects.retry(dead.id, by=PORTAL), "it is not dead any more"
    assert Worker(portal).once() == 1
    with portal.look() as services:
        assert [event.kind for event in services.engine.history.of("KEY-1")] == ["effect retried"]


def test_a_timer_that_fails_in_an_unforeseen_way_leaves_the_others_their_turn(
    portal: Portal, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    keys = ["A", "B", "C"]
    for key in keys:
        start(portal, key)
    with portal.transaction() as session:
        spoilt = "UPDATE process_instance SET state = '{}' WHERE business_key = 'A'"
        session.connection().exec_driver_sql(spoilt)
    clock.advance(timedelta(hours=2))
    with caplog.at_level(logging.CRITICAL):
        Worker(portal).once()
    assert waiting(portal, keys) == ["B", "C"]


def test_a_worker_sends_what_is_deferred_while_it_runs_and_fires_what_comes_due(
    portal: Portal, clock: SetClock
) -> None:
    start(portal, "A")
    with working(portal):
        defer(portal, "good")
        clock.advance(timedelta(hours=2))
        eventually(lambda: sent(portal) == 1)
        eventually(lambda: waiting(portal, ["A"]) == ["A"])


def test_a_worker_hands_a_phase_over_to_the_next_and_a_time_starts_a_process(portal: Portal, clock: SetClock) -> None:
    hour = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
    timed = f'<bpmn:startEvent id="begin">{hour}</bpmn:startEvent>'
    clocked = process("sweep", timed, user_task("first"), END, way="begin first end")
    with portal.work() as services:
        for name, data in (("review", begins_with("review", "ReviewDue")), ("sweep", clocked)):
            services.engine.deployments.deploy(Bundle(process_id=name, resources={f"{name}.bpmn": data}), by=PORTAL)
        phase = process(
            "phase", START, event("endEvent", "over", "ReviewDue"), way="start over", before=message("ReviewDue")
        )
        services.engine.deployments.deploy(Bundle(process_id="phase", resources={"phase.bpmn": phase}), by=PORTAL)
    with working(portal):
        with portal.work() as services:
            services.engine.instances.start("phase", business_key="A", by=PORTAL)
        eventually(lambda: waiting(portal, ["A"]) == ["A"])
        clock.advance(timedelta(hours=1))
        key = f"sweep-{clock.now():%Y%m%d%H%M}"
        eventually(lambda: waiting(portal, [key]) == [key])


def test_a_worker_tells_of_a_hand_over_that_nobody_takes(portal: Portal, clock: SetClock) -> None:
    phase = process(
        "phase", START, event("endEvent", "over", "ReviewDue"), way="start over", before=message("ReviewDue")
    )
    with portal.work() as services:
        services.engine.deployments.deploy(Bundle(process_id="phase", resources={"phase.bpmn": phase}), by=PORTAL)
        services.engine.instances.start("phase", business_key="A", by=PORTAL)
    work = Work(portal)
    work.hand_over_due()
    clock.advance(timedelta(minutes=1))
    work.watch()
    with portal.look() as services:
        assert [incident.business_key for incident in services.engine.incidents.open()] == ["A"]


def test_two_workers_on_postgresql_leave_no_mail_and_no_job_behind(on_postgres: Portal) -> None:
    with working(on_postgres), working(on_postgres):
        for number in range(12):
            defer(on_postgres, f"mail-{number}")
        eventually(lambda: sent(on_postgres) == 12)
    with on_postgres.look() as services:
        assert services.engine.effects.due() == []
    jobs = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'perform_effect'"
    with on_postgres.reading() as session:
        assert session.connection().exec_driver_sql(jobs).scalar() == 0


def test_an_effect_that_fails_on_postgresql_is_woken_again_after_a_pause(on_postgres: Portal, clock: SetClock) -> None:
    defer(on_postgres, "broken", BROKEN)
    with working(on_postgres):
        eventually(lambda: tries(on_postgres) == 1)
    with on_postgres.reading() as session:
        jobs = session.connection().exec_driver_sql(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'perform_effect'"
        )
        assert jobs.scalar_one() == clock.now() + timedelta(seconds=30)


def tries(portal: Portal) -> int:
    with portal.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT tries FROM effect").scalar_one())


@pytest.mark.parametrize(("beat", "taken"), [(0, 0), (LONG_SILENCE, 1)])
def test_the_work_of_a_worker_without_a_sign_of_life_becomes_anothers(
    on_postgres: Portal, beat: int, taken: int
) -> None:
    defer(on_postgres, "good")
    with on_postgres.transaction() as session:
        connection = session.connection()
        worker = connection.exec_driver_sql("SELECT worker_id FROM procrastinate_register_worker_v1()").scalar_one()
        connection.exec_driver_sql("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", (worker,))
        ago = "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)"
        connection.exec_driver_sql(ago, (beat,))
    with on_postgres.transaction() as session:
        assert procrastinated.take_over(session.connection(), procrastinated.Pulse()) == taken
    with on_postgres.transaction() as session:
        assert procrastinated.take_over(session.connection(), procrastinated.Pulse()) == 0


def test_a_worker_goes_on_when_the_database_has_dropped_its_connections(
    on_postgres: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    drop = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with caplog.at_level(logging.CRITICAL), working(on_postgres):
        defer(on_postgres, "before")
        eventually(lambda: sent(on_postgres) == 1)
        with on_postgres.transaction() as session:
            session.connection().exec_driver_sql(f"{drop} AND backend_type = 'client backend'")
        defer(on_postgres, "after")
        eventually(lambda: sent(on_postgres) == 2)


NO_PAUSE = "<bpmn:timeDuration>=more</bpmn:timeDuration>"
RING = drawing(f"""
<bpmn:startEvent id="start"/>
{user_task("read")}
<bpmn:boundaryEvent id="late" attachedToRef="read"><bpmn:timerEventDefinition id="t1">{NO_PAUSE}</bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:endEvent id="end"/>
start -> read
read -> end
late -> read
""")


class Running:
    """A clock that goes on a little with each look at it."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def now(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now


def test_a_time_that_is_always_due_again_does_not_hold_a_worker(database: Database, tmp_path: Path) -> None:
    portal = Portal(Config(var=tmp_path, database_url=database.url, secret_key="k" * 64), Running())
    with portal.work() as services:
        services.engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": RING}), by=PORTAL)
        services.engine.instances.start("walk", business_key="RING-1", by=PORTAL, variables={"more": "PT0S"})
    assert Work(portal).fire_due() == 1
    portal.database.dispose()
