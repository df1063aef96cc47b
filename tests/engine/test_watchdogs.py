"""Watchdogs: a hand-over that reaches nobody, an instance in which nothing can happen; each told once."""

from datetime import timedelta

from engine import PORTAL
from tests.engine.conftest import House, user_task
from tests.engine.messages import END, START, begins_with, event, message, process, sender, waiter

MINUTE = timedelta(minutes=1)


def ended(house: House) -> None:
    """A phase has ended with the message ReviewDue."""
    house.start(sender("walk", "ReviewDue", end=True))
    house.do("ask")
    house.hand_over()


def test_a_hand_over_that_nobody_takes_is_an_incident_after_a_minute_once(house: House) -> None:
    ended(house)
    assert house.watch(after=MINUTE / 2) == []
    (cause,) = house.watch(after=MINUTE / 2)
    assert cause == (
        "The hand-over “ReviewDue” has not arrived within a minute: nobody waits for it and no process starts with it."
    )
    assert house.watch(after=MINUTE) == [cause]
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert (incident.business_key, incident.element_id, incident.times) == ("KEY-1", "over", 1)
        assert [found.name for found in engine.messages.under_way("KEY-1")] == ["ReviewDue"]


def test_it_is_over_as_soon_as_the_next_phase_has_begun(house: House) -> None:
    ended(house)
    assert not house.mend() if house.watch(after=MINUTE) else None
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.hand_over()
    assert (house.incidents(), house.waiting()) == ([], ["first"])
    with house.work() as engine:
        assert engine.messages.under_way("KEY-1") == []


def test_an_administrator_tries_it_again_when_there_is_somebody_to_take_it(house: House) -> None:
    ended(house)
    house.watch(after=MINUTE)
    assert not house.mend()
    house.deploy("review", begins_with("review", "ReviewDue"))
    assert house.mend()
    assert house.waiting() == ["first"]


def test_a_hand_over_that_is_given_up_is_not_under_way_any_more(house: House) -> None:
    ended(house)
    house.watch(after=MINUTE)
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        engine.incidents.resolve(incident.id, because="Done on paper", by=house.officer)
        assert engine.messages.under_way("KEY-1") == []
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.hand_over()
    assert (house.watch(after=MINUTE), house.waiting()) == ([], [])


def test_a_hand_over_outlives_the_time_for_which_messages_are_kept(house: House) -> None:
    ended(house)
    house.clock.advance(timedelta(days=400))
    with house.work() as engine:
        assert engine.messages.sweep() == 0


def test_without_a_worker_a_hand_over_is_late_as_well(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.start(sender("walk", "ReviewDue", end=True))
    house.do("ask")
    (cause,) = house.watch(after=MINUTE)
    assert cause.endswith("no worker has taken it.")
    house.hand_over()
    assert house.incidents() == []


def test_a_message_in_the_middle_may_wait_for_its_receiver(house: House) -> None:
    house.start(sender("walk", "ReviewDue"))
    house.do("ask")
    house.hand_over()
    assert house.watch(after=timedelta(days=1)) == []


def test_a_message_and_a_wait_that_have_missed_each_other_are_brought_together(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    with house.work() as engine:
        engine.instances.start("waiting", business_key="KEY-1", by=PORTAL)
    with house.work() as engine:
        engine.messages.correlate("Answer", key="KEY-2", message_id="1")
    house.tamper("UPDATE message SET correlation_key = 'KEY-1'")
    with house.work() as engine:
        assert engine.messages.look_again() == 1
    house.hand_over()
    assert house.waiting() == ["read"]


STALLING = process(
    "walk",
    START,
    user_task("ask"),
    '<bpmn:exclusiveGateway id="one"/>',
    '<bpmn:parallelGateway id="both"/>',
    END,
    way="start ask one",
    more="one -> both if decision = 1\none -> both if decision = 2\nboth -> end",
)


def test_an_instance_in_which_nothing_can_happen_is_an_incident_once(house: House) -> None:
    house.start(STALLING)
    assert house.watch() == []
    house.do("ask", decision=1)
    (cause,) = house.watch()
    assert cause.startswith("Nothing is open and nothing is awaited here, and the instance has not ended")
    assert house.watch(after=timedelta(days=1)) == [cause]
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert (incident.business_key, incident.times) == ("KEY-1", 1)
        engine.incidents.resolve(incident.id, because="The family was told", by=house.officer)
    assert house.watch(after=timedelta(days=1)) == []


def test_who_waits_for_a_person_a_time_a_message_or_a_signal_is_not_stalled(house: House) -> None:
    hour = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
    catches = [
        f'<bpmn:intermediateCatchEvent id="wait">{hour}</bpmn:intermediateCatchEvent>',
        event("intermediateCatchEvent", "wait", "Answer"),
        event("intermediateCatchEvent", "wait", "Storm", what="signal"),
        user_task("wait"),
    ]
    before = message("Answer") + '<bpmn:signal id="m_Storm" name="Storm"/>'
    for number, catch in enumerate(catches):
        house.deploy(f"walk{number}", process(f"walk{number}", START, catch, END, way="start wait end", before=before))
        with house.work() as engine:
            engine.instances.start(f"walk{number}", business_key=f"KEY-{number}", by=PORTAL)
    assert house.watch(after=timedelta(minutes=30)) == []
