"""What the clerks were told against what the database and the mail server have: lost, doubled, invented."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy.engine import Connection

from engine import Engine

COMPLETED_TWICE = """
SELECT count(*) FROM (SELECT 1 FROM submission GROUP BY instance_id, element_id HAVING count(*) > 1) AS twice
"""
FIRED = "SELECT count(*) FROM history_event WHERE kind = 'passed' AND element_id = 'later' GROUP BY instance_id"


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Counts; of a sound house all that stand under `wrong` are 0."""

    kills: int
    acknowledged: int
    found: int
    lost: int
    doubled: int
    instances: int
    unfinished: int
    timers_fired_once: int
    timers_fired_otherwise: int
    mails: int
    mails_lost: int
    mails_invented: int
    mails_sent_again: int  # with the same Message-ID: allowed
    chains_broken: int
    faults: Mapping[str, int]  # what the clerks were told beside refusals

    WRONG = (
        "lost",
        "doubled",
        "unfinished",
        "timers_fired_otherwise",
        "mails_lost",
        "mails_invented",
        "chains_broken",
    )

    @property
    def wrong(self) -> dict[str, int]:
        """What a sound house never has."""
        return {name: count for name in self.WRONG if (count := getattr(self, name))}

    def __str__(self) -> str:
        return ", ".join(f"{field.name} {getattr(self, field.name)}" for field in fields(self))


def draw_up(engine: Engine, told: list[str], received: list[str], expected: set[str], kills: int) -> Ledger:
    """`told`: lines of acknowledgement; `received`: each mail's Message-ID; `expected`: those of the effects."""
    connection = engine.connection
    acknowledged = Counter(line for line in told if line.startswith(("completed", "started")))
    found = _found(connection)
    starts = sum(line.startswith("started") for line in found)
    fired = list(connection.exec_driver_sql(FIRED).scalars())
    keys = connection.exec_driver_sql("SELECT business_key FROM process_instance").scalars().all()
    unfinished = "SELECT count(*) FROM process_instance WHERE ended_in IS DISTINCT FROM 'end'"
    sent = Counter(received)
    return Ledger(
        kills=kills,
        acknowledged=len(acknowledged),
        found=len(acknowledged.keys() & found),
        lost=len(acknowledged.keys() - found),
        doubled=_number(connection, COMPLETED_TWICE) + len(keys) - len(set(keys)),
        instances=starts,
        unfinished=_number(connection, unfinished),
        timers_fired_once=fired.count(1),
        timers_fired_otherwise=starts - fired.count(1),
        mails=len(sent),
        mails_lost=starts - len(sent.keys() & expected),
        mails_invented=len(sent.keys() - expected),
        mails_sent_again=sum(sent.values()) - len(sent),
        chains_broken=sum(engine.history.broken_at(key) is not None for key in set(keys)),
        faults=dict(Counter(line.removeprefix("fault ") for line in told if line.startswith("fault"))),
    )


def _found(connection: Connection) -> set[str]:
    tasks = "SELECT t.id FROM user_task t JOIN submission s USING (instance_id, element_id) WHERE t.state = 'completed'"
    completed = {f"completed {task}" for task in connection.exec_driver_sql(tasks).scalars()}
    keys = connection.exec_driver_sql("SELECT business_key FROM process_instance").scalars()
    return completed | {f"started {key}" for key in keys}


def _number(connection: Connection, query: str) -> int:
    return int(connection.exec_driver_sql(query).scalar_one())
