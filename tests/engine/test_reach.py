"""What a person or a worker does reaches its rows by an index, however many there are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from engine import PORTAL
from tests.engine.conftest import House, drawing, event, user_task

SMALL = ("SCAN CONSTANT ROW",)
START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
DAY = "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
WALK = drawing(
    "\n".join(
        [START, user_task("u"), event("intermediateCatchEvent", "wait", DAY), user_task("v"), END]
        + ["start -> u", "u -> wait", "wait -> v", "v -> end"]
    )
)


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Every statement that SQLite runs meanwhile, with its values."""
    seen: list[str] = []
    with house.database.engine.connect() as connection:  # the one that the pool gives next
        driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_trace_callback(seen.append)
    yield seen
    driver.set_trace_callback(None)


def scans(house: House, seen: list[str]) -> list[str]:
    """The statements that look at every row of a table."""
    found = []
    with house.database.engine.connect() as connection:
        for text in seen:
            if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", text):
                rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {text}").fetchall()
                found += [f"{row[3]}: {text}" for row in rows if row[3].startswith("SCAN ") and row[3] not in SMALL]
    return found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_step_looks_at_every_row_of_a_table(house: House) -> None:
    house.deploy("walk", WALK)
    with statements(house) as seen:
        with house.work() as engine:
            engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
        house.do("u")
        house.pass_time(timedelta(days=1))
        house.do("v")
        house.hand_over()
    assert any("DELETE FROM draft" in text for text in seen), "it was watched"
    assert scans(house, seen) == []
