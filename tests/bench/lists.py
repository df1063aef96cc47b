"""What a list costs among a million open tasks, and the next due timers among a million that wait."""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import Connection

from engine import Actor, Cache, Engine, Membership, Registry
from tests.bench.stores import STORES
from webapp.db import Database

MILLION = 1_000_000
GROUPS = 40  # candidate groups that share the tasks
OFFICER_IN = 4  # groups of one officer
CALLS = 200
NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {many})) ",
}
DAY = {  # due in the years around now, in no order of the rows
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', '2026-01-13 09:00', ((i * 7919) % 1000000 - {past}) || ' minutes')",
    "postgresql": "timestamptz '2026-01-13 09:00Z' + ((i::bigint * 7919) % 1000000 - {past}) * interval '1 minute'",
}
INSTANCES = MILLION // 10
FILL = (
    "INSERT INTO deployment (id, process_id, version, digest, deployed_at, deployed_by) "
    "VALUES (1, 'p', 1, '', '2026-01-01 00:00:00', 'o')",
    "{instances} INSERT INTO process_instance (id, deployment_id, process_id, business_key, status, row_version, "
    "started_at) SELECT i, 1, 'p', 'K' || i, 'running', 0, '2026-01-01 00:00:00' FROM n",
    "{rows} INSERT INTO user_task (id, instance_id, business_key, token, element_id, name, process_name, form, page, "
    "guard, family_text, claimable, state, due_at, has_due, created_at) SELECT i, 1 + i % {cases}, 'K' || (1 + i % "
    "{cases}), i, 'check', 'Check who is asking', 'Asking', 'f', '', '', '', true, 'open', {due}, true, "
    "'2026-01-01 00:00:00' FROM n",
    "INSERT INTO candidate (group_id, user_task_id, due_at, open) SELECT 'g' || (id % {groups}), id, due_at, true "
    "FROM user_task",
    "{rows} INSERT INTO timer (id, instance_id, token, element_id, due_at, repeats, state, began_at, hops) SELECT i, "
    "1 + i % {cases}, i, 'late', {waiting}, 0, 'waiting', '2026-01-01 00:00:00', 0 FROM n",
    "ANALYZE",
)


def measure(store: str, *, say: Callable[[str], None]) -> dict[str, float]:
    """Median milliseconds of one call through the engine's door, its rows read."""
    with tempfile.TemporaryDirectory() as folder, STORES[store](Path(folder)) as (database, _):
        say(f"{store}: a million open tasks and a million timers …")
        with database.transaction() as session:
            _fill(session.connection())
        held = frozenset(Membership(group=f"g{number}") for number in range(OFFICER_IN))
        officer = Actor(id="o", name="Officer", memberships=held)
        return {
            f"inbox_ms_1m_{store}": _median(database, lambda engine: engine.user_tasks.inbox(officer)),
            f"timers_ms_1m_{store}": _median(database, lambda engine: engine.timers.due(20)),
        }


def _fill(connection: Connection) -> None:
    numbers, due = NUMBERS[connection.dialect.name], DAY[connection.dialect.name]
    words = {
        "instances": numbers.format(many=INSTANCES),
        "rows": numbers.format(many=MILLION),
        "cases": INSTANCES,
        "groups": GROUPS,
        "due": due.format(past=500_000),
        "waiting": due.format(past=100),  # a hundred are due
    }
    escaped = "%" if connection.dialect.name == "sqlite" else "%%"
    for statement in FILL:
        connection.exec_driver_sql(statement.format(**words).replace("%", escaped))


def _median(database: Database, ask: Callable[[Engine], Sequence[object]]) -> float:
    times = []
    for _ in range(CALLS):
        with database.transaction() as session:
            engine = Engine(session, now=NOW, registry=Registry(), cache=Cache())
            start = time.perf_counter()
            found = ask(engine)
            times.append((time.perf_counter() - start) * 1000)
            assert found
    return round(statistics.median(times), 3)
