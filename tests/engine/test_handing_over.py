"""What is handed over after the commit comes once, however many workers take it and wherever they stop."""

from functools import partial

import pytest

from engine import PORTAL, HandOver
from tests.engine.at_once import at_once, faults
from tests.engine.conftest import House, user_task
from tests.engine.messages import END, START, begins_with, event, message, process, sender, waiter

WORKERS = 6


def due(house: House) -> list[HandOver]:
    with house.work() as engine:
        return engine.hand_overs.due()


def deliver(house: House, piece: HandOver) -> bool:
    with house.work() as engine:
        return engine.hand_overs.deliver(piece)


def begin(house: House, process_id: str, *keys: str, **given: object) -> None:
    with house.work() as engine:
        for key in keys:
            engine.instances.start(process_id, business_key=key, by=PORTAL, **given)  # type: ignore[arg-type]


@pytest.fixture
def crowded(house: House) -> House:
    """Cases whose phases have all ended, and a next phase for each."""
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.deploy("walk", sender("walk", "ReviewDue", end=True))
    keys = [f"KEY-{number}" for number in range(4)]
    begin(house, "walk", *keys)
    for key in keys:
        house.do("ask", key)
    return house


def test_many_workers_that_take_the_same_pieces_deliver_each_once(crowded: House) -> None:
    pieces = due(crowded)
    assert len(pieces) == 4
    results = at_once([partial(deliver, crowded, piece) for piece in pieces for _ in range(WORKERS)])
    assert faults(results) == []
    assert due(crowded) == []
    assert [crowded.waiting(f"KEY-{number}") for number in range(4)] == [["first"]] * 4
    with crowded.work() as engine:
        assert [engine.history.broken_at(f"KEY-{number}") for number in range(4)] == [None] * 4


def test_a_worker_that_dies_before_its_commit_leaves_the_piece_to_the_next(crowded: House) -> None:
    piece = due(crowded)[0]
    with pytest.raises(RuntimeError), crowded.work() as engine:
        assert engine.hand_overs.deliver(piece)
        raise RuntimeError("killed")
    assert crowded.waiting("KEY-0") == []
    assert crowded.hand_over() == 4
    assert crowded.waiting("KEY-0") == ["first"]


def test_a_sender_that_is_undone_has_sent_nothing(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.start(sender("walk", "ReviewDue", end=True))
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
        engine.user_tasks.claim(task.id, by=house.officer)
    with pytest.raises(RuntimeError), house.work() as engine:
        engine.user_tasks.complete(task.id, by=house.officer, answers={})
        raise RuntimeError("killed")
    assert due(house) == []


def test_two_cases_that_send_to_each_other_at_once_do_not_wait_for_each_other(house: House) -> None:
    shapes = [START, '<bpmn:parallelGateway id="both"/>', user_task("ask"), END, '<bpmn:endEvent id="other"/>']
    shapes += [event("intermediateThrowEvent", "t", "Other"), event("intermediateCatchEvent", "c", "Answer")]
    to_the_other = message("Other", "decision").replace('name="Other"', 'name="Answer"')
    before, more = message("Answer") + to_the_other, "both -> c\nc -> other"
    body = process("walk", *shapes, way="start both ask t end", before=before, more=more)
    house.deploy("walk", body)
    begin(house, "walk", "KEY-1", variables={"decision": "KEY-2"})
    begin(house, "walk", "KEY-2", variables={"decision": "KEY-1"})
    assert faults(at_once([partial(house.do, "ask", key) for key in ("KEY-1", "KEY-2")])) == []
    assert faults(at_once([partial(deliver, house, piece) for piece in due(house) * 2])) == []
    with house.work() as engine:
        assert [engine.instances.of(key)[0].status for key in ("KEY-1", "KEY-2")] == ["completed"] * 2


def test_messages_with_other_ids_that_come_at_once_for_one_wait_are_delivered_or_kept(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    begin(house, "waiting", "KEY-1")

    def send(number: int) -> bool:
        with house.work() as engine:
            return engine.messages.correlate("Answer", key="KEY-1", message_id=str(number))

    results = at_once([partial(send, number) for number in range(WORKERS)])
    assert sorted(results) == [False] * (WORKERS - 1) + [True]
    assert house.waiting() == ["read"]
    begin(house, "waiting", "KEY-1")
    assert house.waiting() == ["read", "read"]


def test_a_message_that_starts_comes_at_once_in_many_requests_and_starts_one(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))

    def send() -> bool:
        with house.work() as engine:
            return engine.messages.correlate("ReviewDue", key="KEY-1", message_id="1")

    assert sorted(at_once([send] * WORKERS)) == [False] * (WORKERS - 1) + [True]
    assert house.waiting() == ["first"]
