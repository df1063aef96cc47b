"""What were two cases is one: everything of one business key goes to the other, and running instances go on there."""

from collections.abc import Callable
from threading import Thread

import pytest

from engine import PORTAL, Actor, Membership
from engine.business_keys import _of_keys
from engine.models import metadata
from tests.engine.conftest import House, drawing, user_task
from tests.engine.messages import begins_with, sender, waiter

NEW = "KEY-2"
HELD = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e"/>'
ONE = drawing(f"{START}\n{user_task('u')}\n{END}\ns -> u\nu -> e")
TWO = drawing(f"{START}\n{user_task('u')}\n{user_task('v')}\n{END}\ns -> u\nu -> v\nv -> e")


@pytest.fixture
def joined(house: House) -> Callable[[], dict[str, list[int]]]:
    """KEY-1 goes to KEY-2."""

    def join() -> dict[str, list[int]]:
        with house.work() as engine:
            return engine.business_keys.move("KEY-1", NEW)

    return join


def test_an_open_task_is_found_and_done_under_the_new_key_alone(house: House, joined: Callable[[], object]) -> None:
    house.start(TWO)
    joined()
    assert (house.waiting(), house.waiting(NEW)) == ([], ["u"])
    house.do("u", NEW)
    assert house.waiting(NEW) == ["v"]
    with house.work() as engine:
        assert [event.kind for event in engine.history.of(NEW)] == ["claimed", "completed"]
        assert engine.history.of("KEY-1") and not engine.history.broken_at("KEY-1")


def test_who_belongs_to_the_old_key_alone_has_nothing_to_do_there_any_more(
    house: House, joined: Callable[[], object]
) -> None:
    house.start(ONE.replace(b"staff", b"family"))
    joined()
    old, new = (
        Actor(id=key, name=key, memberships=frozenset({Membership(group="family", business_key=key)}))
        for key in ("KEY-1", NEW)
    )
    with house.work() as engine:
        assert [engine.user_tasks.personal(who) == [] for who in (old, new)] == [True, False]


def test_a_message_with_the_new_key_reaches_an_instance_that_has_moved(
    house: House, joined: Callable[[], object]
) -> None:
    house.start(waiter("walk"))
    joined()
    with house.work() as engine:
        assert engine.messages.correlate("Answer", key=NEW, message_id="1", keep=False)
    assert house.waiting(NEW) == ["read"]


def test_a_message_that_came_early_for_the_old_key_is_taken_under_the_new_one(
    house: House, joined: Callable[[], object]
) -> None:
    with house.work() as engine:
        engine.messages.correlate("Answer", key="KEY-1", message_id="1")
    joined()
    house.deploy("late", waiter("late"))
    with house.work() as engine:
        engine.instances.start("late", business_key=NEW, by=house.officer)
    assert house.waiting(NEW) == ["read"]


def test_the_next_phase_of_what_has_moved_begins_under_the_new_key(house: House, joined: Callable[[], object]) -> None:
    house.deploy("next", begins_with("next", "GoOn"))
    house.start(sender("walk", "GoOn", end=True))
    joined()
    house.do("ask", NEW)
    house.hand_over()
    assert house.waiting(NEW) == ["first"]


def test_what_has_moved_can_be_moved_back_and_the_rest_stays(house: House, joined: Callable[[], object]) -> None:
    house.start(ONE)
    with house.work() as engine:
        engine.instances.start("walk", business_key=NEW, by=house.officer)
    moved = joined()
    assert house.waiting(NEW) == ["u", "u"]
    with house.work() as engine:
        engine.business_keys.move(NEW, "KEY-1", only=moved)
    assert (house.waiting(), house.waiting(NEW)) == (["u"], ["u"])
    assert house.variables()["business_key"] == "KEY-1"


def test_what_runs_in_both_is_named(house: House) -> None:
    house.start(ONE)
    with house.work() as engine:
        assert engine.business_keys.run_in_both("KEY-1", NEW) == []
        engine.instances.start("walk", business_key=NEW, by=house.officer)
        assert engine.business_keys.run_in_both("KEY-1", NEW) == ["walk"]


def test_history_is_read_of_both_keys_in_the_order_in_which_it_was_written(
    house: House, joined: Callable[[], object]
) -> None:
    with house.work() as engine:
        for number, key in enumerate(("KEY-1", NEW, "KEY-1")):
            engine.history.record(key, "read", by=house.officer, element_id=f"thing {number}")
        found = engine.history.reads("KEY-1", NEW, limit=2)
        assert [event.element_id for event in found] == ["thing 2", "thing 1"]
        (last,) = engine.history.reads("KEY-1", NEW, limit=2, before=found[-1].id)
        assert last.element_id == "thing 0"
        things = {f"thing {number}" for number in range(2)}
        assert {thing for thing, _ in engine.history.first_reads("KEY-1", NEW, of=things)} == things


def test_who_waited_for_the_old_key_goes_on_under_the_new_one(house: House) -> None:
    """On PostgreSQL the step waits for the old key's lock, finds the instance moved, and takes the new one's too."""
    house.start(TWO)
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
        engine.user_tasks.claim(task.id, by=house.officer)

    locks: list[int] = []

    def complete() -> None:
        with house.work() as engine:
            engine.user_tasks.complete(task.id, by=house.officer, answers={})
            if engine.locks.needed:
                locks.append(engine.connection.exec_driver_sql(HELD).scalar_one())

    waiting = Thread(target=complete)
    with house.work() as engine:
        engine.business_keys.move("KEY-1", NEW)
        waiting.start()
        waiting.join(0.5)
    waiting.join()
    assert house.waiting(NEW) == ["v"]
    assert locks in ([], [2])
    with house.work() as engine:
        assert not any(engine.history.broken_at(key) for key in ("KEY-1", NEW))


def test_what_is_erased_is_counted_before_and_nothing_of_another_key_goes(house: House) -> None:
    house.start(TWO)
    house.do("u")
    with house.work() as engine:
        engine.instances.start("walk", business_key=NEW, by=PORTAL)
    house.do("u", NEW)
    with house.work() as engine:
        counted, other = engine.business_keys.count("KEY-1"), engine.business_keys.count(NEW)
        assert counted == engine.business_keys.erase("KEY-1") and counted["submission"] == 1
        assert engine.business_keys.count("KEY-1") == {} and engine.business_keys.count(NEW) == other
    house.do("v", NEW)


def test_every_table_of_the_engine_is_erased_by_key_or_says_why_not() -> None:
    """What a table built later keeps of a key must be found by a column."""
    by_key = {table.name for table in metadata.sorted_tables if list(_of_keys(table, ["KEY-1"]))}
    assert {table.name for table in metadata.sorted_tables} - by_key == {
        *("deployment", "resource", "start_event"),  # drawings
        "draft",  # by its place and owner
        "history_payload",  # with its event
    }
