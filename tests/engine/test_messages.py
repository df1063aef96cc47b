"""Messages: exactly one receiver, once per id, kept until they expire; a failing receiver never fails the sender."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from engine import PORTAL, Job, NobodyWaits, SeveralWait, StepFailed
from tests.engine.conftest import House, drawing, user_task
from tests.engine.messages import END, START, event, message, process, sender, service, waiter


def answer(house: House, message_id: str = "1", key: str = "KEY-1", **more: Any) -> bool:
    with house.work() as engine:
        return engine.messages.correlate("Answer", key=key, message_id=message_id, **more)


def begin(house: House, process_id: str, business_key: str = "KEY-1", **given: Any) -> None:
    with house.work() as engine:
        engine.instances.start(process_id, business_key=business_key, by=PORTAL, **given)


def test_a_message_goes_to_the_one_whose_key_it_bears(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    begin(house, "waiting", "KEY-1")
    begin(house, "waiting", "KEY-2")
    assert answer(house, key="KEY-2")
    assert (house.waiting("KEY-1"), house.waiting("KEY-2")) == ([], ["read"])


def test_two_who_wait_with_the_same_key_are_an_error_and_nothing_is_delivered(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    begin(house, "waiting")
    begin(house, "waiting")
    with pytest.raises(SeveralWait, match="2 wait for “Answer” with the key “KEY-1”"):
        answer(house)
    assert house.waiting() == []


def test_a_message_for_nobody_is_refused_when_it_is_not_to_be_kept_and_may_come_again(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    with pytest.raises(NobodyWaits):
        answer(house, keep=False)
    begin(house, "waiting")
    assert answer(house, keep=False)


def test_the_same_id_is_delivered_once_even_to_another_wait(house: House) -> None:
    again = process(
        "waiting",
        START,
        event("intermediateCatchEvent", "one", "Answer"),
        user_task("read"),
        event("intermediateCatchEvent", "two", "Answer"),
        END,
        way="start one read two end",
        before=message("Answer"),
    )
    house.deploy("waiting", again)
    begin(house, "waiting")
    assert answer(house, "same")
    house.do("read")
    assert not answer(house, "same")
    assert house.instance().status == "running"
    assert answer(house, "other")
    assert house.instance().status == "completed"


def test_of_many_with_the_same_id_at_once_one_is_delivered(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    begin(house, "waiting")
    barrier, told = Barrier(8), list[object]()

    def send() -> None:
        barrier.wait()
        told.append(answer(house))

    senders = [Thread(target=send) for _ in range(8)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert sorted(map(str, told)) == ["False"] * 7 + ["True"]
    assert house.waiting() == ["read"]


def test_an_early_message_waits_for_the_wait_until_it_expires(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    answer(house, "late", key="KEY-1", lives=timedelta(hours=1))
    answer(house, "early", key="KEY-2", lives=timedelta(hours=3))
    house.clock.advance(timedelta(hours=2))
    begin(house, "waiting", "KEY-1")
    begin(house, "waiting", "KEY-2")
    assert (house.waiting("KEY-1"), house.waiting("KEY-2")) == ([], ["read"])


def test_the_sweep_forgets_what_has_expired_and_nothing_else(house: House) -> None:
    answer(house, "1", lives=timedelta(hours=1))
    answer(house, "2", lives=timedelta(hours=3))
    house.clock.advance(timedelta(hours=2))
    with house.work() as engine:
        assert engine.messages.sweep() == 1
        assert engine.messages.sweep() == 0


def test_the_oldest_early_message_is_taken_first(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    for number in ("first", "second"):
        answer(house, number, payload={"decision": number})
        house.clock.advance(timedelta(minutes=1))
    begin(house, "waiting")
    assert house.waiting() == ["read"]
    begin(house, "waiting")
    assert house.waiting() == ["read", "read"]


def test_in_an_iteration_the_key_is_that_of_the_item(house: House) -> None:
    each = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=[&quot;school&quot;, &quot;clinic&quot;]" inputElement="asked"/>'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    inside = (
        f'<bpmn:startEvent id="s"/>{event("intermediateCatchEvent", "advice", "Answer")}{user_task("read")}'
        '<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="x1" sourceRef="s" targetRef="advice"/>'
        '<bpmn:sequenceFlow id="x2" sourceRef="advice" targetRef="read"/>'
        '<bpmn:sequenceFlow id="x3" sourceRef="read" targetRef="e"/>'
    )
    body = f'{START}\n<bpmn:subProcess id="ask">{inside}{each}</bpmn:subProcess>\n{END}\nstart -> ask\nask -> end'
    house.start(drawing(body, before=message("Answer", "asked")))
    assert answer(house, "1", key="clinic")
    assert house.waiting() == ["read"]
    assert not answer(house, "2", key="KEY-1")
    assert answer(house, "3", key="school")
    assert house.waiting() == ["read", "read"]


@pytest.mark.parametrize("key", ["decision", "[1, 2]", "1 = 1", '""'])
def test_a_key_that_is_no_text_fails_the_step_and_names_the_message(house: House, key: str) -> None:
    with pytest.raises(StepFailed, match="“wait” .*correlation key .* of “Answer”"):
        house.start(waiter("walk", key.replace('"', "&quot;")))


def test_a_number_and_its_digits_are_the_same_key(house: House) -> None:
    house.start(waiter("walk", "decision"), variables={"decision": 42})
    assert answer(house, key="42")


def test_a_message_to_another_instance_is_handed_over_after_the_commit(house: House) -> None:
    house.deploy("sending", sender("sending", "Answer", "decision"))
    house.deploy("waiting", waiter("waiting"))
    begin(house, "waiting", "KEY-2")
    begin(house, "sending", "KEY-1", variables={"decision": "KEY-2"})
    house.do("ask")
    assert (house.waiting("KEY-1"), house.waiting("KEY-2")) == (["rest"], [])
    assert house.hand_over() == 1
    assert house.waiting("KEY-2") == ["read"]
    assert house.hand_over() == 0


@pytest.fixture
def poisoned(house: House) -> House:
    """KEY-1 sends to KEY-2, whose job fails until `house.mended`."""
    house.mended = False  # type: ignore[attr-defined]

    @house.registry.register("work")
    def work(job: Job) -> None:
        if not house.mended:  # type: ignore[attr-defined]
            raise ValueError("the printer is on fire")

    house.deploy("sending", sender("sending", "Answer", "decision"))
    house.deploy("waiting", waiter("waiting", then="work"))
    begin(house, "waiting", "KEY-2")
    begin(house, "sending", "KEY-1", variables={"decision": "KEY-2"})
    return house


def test_a_receiver_that_fails_does_not_fail_the_sender_and_is_tried_again(poisoned: House) -> None:
    poisoned.do("ask")
    assert poisoned.hand_over() == 0
    assert poisoned.waiting("KEY-1") == ["rest"]
    with poisoned.work() as engine:
        (incident,) = engine.incidents.open()
    assert (incident.business_key, incident.element_id) == ("KEY-2", "work")
    assert incident.cause == "“work” could not be carried out: the printer is on fire"
    assert not poisoned.mend()
    assert len(poisoned.incidents()) == 1
    poisoned.mended = True  # type: ignore[attr-defined]
    assert poisoned.mend()
    assert (poisoned.incidents(), poisoned.waiting("KEY-2")) == ([], ["read"])
    with poisoned.work() as engine:
        assert engine.history.broken_at("KEY-2") is None


def test_a_message_from_outside_whose_step_fails_is_told_to_the_sender_and_can_come_again(poisoned: House) -> None:
    with pytest.raises(StepFailed, match="the printer is on fire"):
        answer(poisoned, key="KEY-2")
    assert poisoned.incidents() == []
    poisoned.mended = True  # type: ignore[attr-defined]
    assert answer(poisoned, key="KEY-2")


def test_what_fails_in_the_same_instance_leaves_the_step_of_the_sender_standing(house: House) -> None:
    @house.registry.register("work")
    def work(job: Job) -> None:
        raise ValueError("no")

    shapes = [START, '<bpmn:parallelGateway id="s"/>', user_task("ask"), event("intermediateThrowEvent", "t", "Answer")]
    shapes += [event("intermediateCatchEvent", "c", "Answer"), service("w", "work"), END, '<bpmn:endEvent id="other"/>']
    shapes += [user_task("rest")]
    more = "s -> c\nc -> w\nw -> other"
    house.start(process("walk", *shapes, way="start s ask t rest end", before=message("Answer"), more=more))
    house.do("ask")
    assert house.waiting() == ["rest"]
    assert house.incidents() == ["“w” could not be carried out: no"]


def test_several_receivers_of_a_thrown_message_are_an_incident_at_the_sender(house: House) -> None:
    house.deploy("sending", sender("sending", "Answer", "decision"))
    house.deploy("waiting", waiter("waiting"))
    begin(house, "waiting", "KEY-2")
    begin(house, "waiting", "KEY-2")
    begin(house, "sending", "KEY-1", variables={"decision": "KEY-2"})
    house.do("ask")
    assert house.hand_over() == 0
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert (incident.business_key, incident.element_id) == ("KEY-1", "throw")
        engine.instances.cancel(engine.instances.of("KEY-2")[0].id, because="one too many", by=PORTAL)
    assert house.mend()
    assert house.waiting("KEY-2") == ["read"]


def test_a_job_that_correlates_from_within_a_step_is_handed_over(house: House) -> None:
    @house.registry.register("tell")
    def tell(job: Job) -> None:
        job.desk.messages.correlate("Answer", key="KEY-2", message_id="told")

    house.deploy("waiting", waiter("waiting"))
    begin(house, "waiting", "KEY-2")
    house.start(process("walk", START, service("tell", "tell"), user_task("rest"), END, way="start tell rest end"))
    assert house.waiting("KEY-2") == []
    house.hand_over()
    assert house.waiting("KEY-2") == ["read"]


def test_messages_that_lead_to_one_another_without_a_pause_end_in_an_incident(house: House) -> None:
    def shape(name: str, other: str) -> bytes:
        catch = event("intermediateCatchEvent", "catch", name)
        throw = event("intermediateThrowEvent", "throw", other)
        gateway = '<bpmn:exclusiveGateway id="again"/>'
        before = message(name, "&quot;k&quot;") + message(other, "&quot;k&quot;")
        return process(name, START, gateway, catch, throw, way="start again catch throw again", before=before)

    house.deploy("Ping", shape("Ping", "Pong"))
    house.deploy("Pong", shape("Pong", "Ping"))
    begin(house, "Ping", "KEY-1")
    begin(house, "Pong", "KEY-2")
    with house.work() as engine:
        engine.messages.correlate("Ping", key="k", message_id="1")
    assert house.hand_over() < 110
    (cause,) = house.incidents()
    assert "100 messages or times led to one another without a pause" in cause


def test_a_message_to_itself_without_end_is_an_incident_too(house: House) -> None:
    shapes = [START, '<bpmn:parallelGateway id="s"/>', '<bpmn:exclusiveGateway id="again"/>']
    shapes += [event("intermediateCatchEvent", "c", "Answer"), event("intermediateThrowEvent", "t", "Answer")]
    shapes += [user_task("rest"), END]
    body = process(
        "walk",
        *shapes,
        way="start s rest end",
        before=message("Answer"),
        more="s -> again\nagain -> c\nc -> t\nt -> again",
    )
    house.start(body)
    answer(house)
    (cause,) = house.incidents()
    assert "100 messages" in cause
    assert house.waiting() == ["rest"]


def test_a_message_is_not_taken_again_by_the_wait_that_its_own_step_opens(house: House) -> None:
    catch = event("intermediateCatchEvent", "c", "Answer")
    shapes = [START, '<bpmn:exclusiveGateway id="again"/>', catch, event("intermediateThrowEvent", "t", "Other")]
    before = message("Answer") + message("Other")
    house.start(process("walk", *shapes, way="start again c t again", before=before))
    answer(house)
    with house.work() as engine:
        taken = [found.payload["name"] for found in engine.history.of("KEY-1") if found.kind == "message"]
    assert taken == ["Answer"]
