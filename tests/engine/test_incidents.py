"""Incidents: one for each fault, whoever else goes on; tried again, skipped or resolved, and all of it in history."""

from datetime import timedelta

import pytest

from engine import PORTAL, IncidentNotFound, Job, NotSkippable, StepFailed
from tests.engine.conftest import House, user_task
from tests.engine.messages import END, START, process, service

HOUR = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
LATER = f'<bpmn:intermediateCatchEvent id="later">{HOUR}</bpmn:intermediateCatchEvent>'
LETTER = process(
    "walk", START, LATER, service("letter", "letter"), user_task("read"), END, way="start later letter read end"
)


class Letters:
    """A job that fails for some business keys until it is mended."""

    def __init__(self, *keys: str) -> None:
        self.poisoned, self.written = set(keys), list[str]()

    def __call__(self, job: Job) -> None:
        if job.business_key in self.poisoned:
            raise ValueError("the printer is on fire")
        self.written.append(job.business_key)


def poisoned(house: House, *keys: str) -> Letters:
    letters = Letters(*keys)
    house.registry.register("letter")(letters)
    return letters


def begin(house: House, *keys: str) -> None:
    with house.work() as engine:
        for key in keys:
            engine.instances.start("walk", business_key=key, by=PORTAL)


def fire_all(house: House) -> int:
    """Each timer in a transaction of its own, as a worker does; how many have worked."""
    worked, more = 0, True
    while more:
        with house.work() as engine:
            due = engine.timers.due(limit=1)
            more = bool(due)
            worked += sum(engine.timers.fire(timer) for timer in due)
    return worked


@pytest.mark.parametrize("many", [40, pytest.param(500, marks=pytest.mark.long)])
def test_of_many_cases_the_poisoned_one_alone_is_an_incident_and_goes_on_when_mended(house: House, many: int) -> None:
    letters = poisoned(house, "KEY-17")
    house.deploy("walk", LETTER)
    begin(house, *(f"KEY-{number}" for number in range(many)))
    house.clock.advance(timedelta(hours=1))
    assert fire_all(house) == many - 1
    assert len(letters.written) == many - 1
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert (incident.business_key, incident.element_id) == ("KEY-17", "letter")
        assert incident.cause == "“letter” could not be carried out: the printer is on fire"
    house.clock.advance(timedelta(days=1))
    assert fire_all(house) == 0
    assert len(house.incidents()) == 1
    letters.poisoned.clear()
    assert house.mend()
    assert (house.incidents(), house.waiting("KEY-17")) == ([], ["read"])


def test_a_retry_that_fails_again_is_the_same_incident(house: House) -> None:
    poisoned(house, "KEY-1")
    house.start(LETTER)
    house.pass_time(timedelta(hours=1))
    assert [house.mend() for _ in range(3)] == [False] * 3
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert incident.times == 4
        assert engine.history.broken_at("KEY-1") is None


def test_history_tells_of_every_incident_and_what_was_done(house: House) -> None:
    letters = poisoned(house, "KEY-1")
    house.start(LETTER)
    house.pass_time(timedelta(hours=1))
    house.mend()
    letters.poisoned.clear()
    house.mend()
    with house.work() as engine:
        told = [(found.kind, found.actor) for found in engine.history.of("KEY-1") if "incident" in found.kind]
    assert told == [("incident raised", "portal"), ("incident retried", "priya"), ("incident retried", "priya")]


def test_a_failing_task_is_passed_over_for_a_reason_that_history_keeps(house: House) -> None:
    letters = poisoned(house, "KEY-1")
    house.start(LETTER)
    house.pass_time(timedelta(hours=1))
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert engine.incidents.skip(incident.id, because="I have posted it myself", by=house.officer)
    assert (house.waiting(), house.incidents(), letters.written) == (["read"], [], [])
    with house.work() as engine:
        (skipped,) = [found for found in engine.history.of("KEY-1") if found.kind == "incident skipped"]
        assert (skipped.actor_name, skipped.payload["because"]) == ("Priya Nair", "I have posted it myself")
        with pytest.raises(IncidentNotFound):
            engine.incidents.retry(incident.id, by=house.officer)


def test_what_is_no_automatic_task_cannot_be_passed_over(house: House) -> None:
    gateway = '<bpmn:exclusiveGateway id="which"/>'
    end = '<bpmn:endEvent id="other"/>'
    more = "which -> end if decision = 1\nwhich -> other if decision = 2"
    house.start(process("walk", START, LATER, gateway, END, end, way="start later which", more=more))
    house.pass_time(timedelta(hours=1))
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert incident.element_id == "which"
        with pytest.raises(NotSkippable):
            engine.incidents.skip(incident.id, because="I want to", by=house.officer)
    assert len(house.incidents()) == 1


def test_an_incident_that_is_resolved_leaves_its_step_undone(house: House) -> None:
    letters = poisoned(house, "KEY-1")
    house.start(LETTER)
    house.pass_time(timedelta(hours=1))
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        engine.incidents.resolve(incident.id, because="It is withdrawn anyway", by=house.officer)
    letters.poisoned.clear()
    assert house.pass_time(timedelta(days=1)) == 0
    assert (house.incidents(), house.waiting()) == ([], [])


def test_a_cycle_fires_the_time_that_failed_and_goes_on_from_there(house: House) -> None:
    letters = poisoned(house, "KEY-1")
    cycle = HOUR.replace("timeDuration", "timeCycle").replace("PT1H", "R3/PT1H")
    edge = f'<bpmn:boundaryEvent id="b" attachedToRef="x" cancelActivity="false">{cycle}</bpmn:boundaryEvent>'
    shapes = [START, user_task("x"), edge, service("letter", "letter"), END, '<bpmn:endEvent id="other"/>']
    house.start(process("walk", *shapes, way="start x end", more="b -> letter\nletter -> other"))
    assert house.pass_time(timedelta(hours=1)) == 0
    letters.poisoned.clear()
    assert house.mend()
    assert [house.pass_time(timedelta(hours=1)) for _ in range(4)] == [1, 1, 0, 0]
    assert len(letters.written) == 3


def test_an_incident_ends_with_its_instance(house: House) -> None:
    poisoned(house, "KEY-1")
    edge = f'<bpmn:boundaryEvent id="b" attachedToRef="x" cancelActivity="false">{HOUR}</bpmn:boundaryEvent>'
    shapes = [START, user_task("x"), edge, service("letter", "letter"), END, '<bpmn:endEvent id="other"/>']
    house.start(process("walk", *shapes, way="start x end", more="b -> letter\nletter -> other"))
    house.pass_time(timedelta(hours=1))
    assert len(house.incidents()) == 1
    house.do("x")
    assert house.incidents() == []


def test_a_person_is_told_when_what_follows_their_task_fails_and_nothing_is_half_written(house: House) -> None:
    letters = poisoned(house, "KEY-1")
    house.start(process("walk", START, user_task("ask"), service("letter", "letter"), END, way="start ask letter end"))
    with pytest.raises(StepFailed, match="“letter” could not be carried out: the printer is on fire"):
        house.do("ask")
    assert (house.waiting(), house.incidents()) == (["ask"], [])
    with house.work() as engine:
        assert engine.submissions.of("KEY-1") == []
        assert engine.history.broken_at("KEY-1") is None
    letters.poisoned.clear()
    house.do("ask")
    assert house.instance().status == "completed"


def test_a_state_that_cannot_be_read_is_an_incident_of_its_case_alone(house: House) -> None:
    letters = poisoned(house)
    house.deploy("walk", LETTER)
    begin(house, "KEY-1", "KEY-2")
    house.tamper("UPDATE process_instance SET state = '{\"tasks\": 1}' WHERE business_key = 'KEY-1'")
    house.clock.advance(timedelta(hours=1))
    assert fire_all(house) == 1
    assert letters.written == ["KEY-2"]
    with house.work() as engine:
        assert [incident.business_key for incident in engine.incidents.open()] == ["KEY-1"]
