"""The chain of a business key's history: whatever is changed in the middle of it shows where."""

import pytest
from sqlalchemy.exc import IntegrityError

from engine import PORTAL
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


def test_what_was_said_is_not_changed_left_out_or_added(walked: House) -> None:
    run(walked, "UPDATE history_payload SET payload = '{\"version\": 2}'")
    assert broken_at(walked) == 1
    run(walked, "DELETE FROM history_payload")
    assert broken_at(walked) == 1


def test_an_erased_chain_is_whole_and_says_no_name_and_no_word(walked: House) -> None:
    with walked.work() as engine:
        before = engine.history.of("KEY-1")
        assert engine.history.erase("KEY-1") == (before[-1].sequence, before[-1].digest)
        engine.history.record("KEY-1", "goes on", by=PORTAL)
    assert broken_at(walked) is None
    with walked.work() as engine:
        *erased, goes_on = engine.history.of("KEY-1")
    assert {(event.actor_name, event.salt, event.payload) for event in erased} == {("", "", None)}
    assert goes_on.actor_name == PORTAL.name
    run(walked, "INSERT INTO history_payload (event_id, payload) SELECT id, '{}' FROM history_event WHERE sequence = 2")
    assert broken_at(walked) == 2


def test_one_actor_s_name_goes_from_every_chain(walked: House) -> None:
    with walked.work() as engine:
        engine.history.record("KEY-2", "seen", by=walked.officer, payload={"a": 1})
        engine.history.record("KEY-2", "swept", by=PORTAL)
        engine.history.erase_actor(walked.officer.id)
        assert engine.history.broken_at("KEY-1") is engine.history.broken_at("KEY-2") is None
        assert [event.actor_name for event in engine.history.of("KEY-2")] == ["", PORTAL.name]


@pytest.mark.parametrize("change", ["actor_name = ''", "salt = ''", "actor_name = '', salt = '', kind = ''"])
def test_the_database_empties_a_name_only_together_with_its_salt(walked: House, change: str) -> None:
    with pytest.raises(IntegrityError, match="never changed"):
        run(walked, f"UPDATE history_event SET {change}")


def run(house: House, statement: str) -> None:
    with house.database.transaction() as session:
        session.connection().exec_driver_sql(statement)
