"""The chain of a business key's history: whatever is changed in the middle of it shows where."""

import pytest

from tests.engine.conftest import House, drawing, user_task

WALK = drawing(
    f'<bpmn:startEvent id="s"/>\n{user_task("u")}\n{user_task("v")}\n<bpmn:endEvent id="e"/>\ns -> u\nu -> v\nv -> e'
)


@pytest.fixture
def walked(house: House) -> House:
    house.start(WALK)
    house.do("u")
    house.do("v")
    assert broken_at(house) is None
    return house


def broken_at(house: House) -> int | None:
    with house.work() as engine:
        return engine.history.broken_at("KEY-1")


@pytest.mark.parametrize("column", ["actor", "actor_name", "kind", "element_id", "digest", "payload_digest"])
def test_a_changed_word_shows_at_its_event(walked: House, column: str) -> None:
    walked.tamper(f"UPDATE history_event SET {column} = 'eve' WHERE sequence = 3")
    assert broken_at(walked) == 3


@pytest.mark.parametrize("change", ["sequence = 30", "instance_id = NULL", "at = '2027-01-12 09:00:00+00:00'"])
def test_an_event_that_is_moved_or_another_instance_s_shows(walked: House, change: str) -> None:
    walked.tamper(f"UPDATE history_event SET {change} WHERE sequence = 3")
    assert broken_at(walked) in (3, 4)


def test_a_payload_may_be_erased_but_not_changed_or_added(walked: House) -> None:
    run(walked, "UPDATE history_payload SET payload = '{\"version\": 2}'")
    assert broken_at(walked) == 1
    run(walked, "DELETE FROM history_payload")
    assert broken_at(walked) is None
    added = "INSERT INTO history_payload (event_id, salt, payload) SELECT id, 'x', '{}' FROM history_event WHERE sequence = 2"
    run(walked, added)
    assert broken_at(walked) == 2


def run(house: House, statement: str) -> None:
    with house.database.transaction() as session:
        session.connection().exec_driver_sql(statement)
