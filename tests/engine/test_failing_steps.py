"""A step that fails leaves nothing of itself: what nobody waits for becomes an incident, the rest is undone."""

from datetime import timedelta

import pytest

from engine import Job, StepFailed
from tests.engine.conftest import House, drawing, user_task

PT1H = '<bpmn:timerEventDefinition id="t1"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>'
LETTER = '<bpmn:extensionElements><zeebe:taskDefinition type="letter"/></bpmn:extensionElements>'
LATER = drawing(f"""
<bpmn:startEvent id="start"/>
<bpmn:intermediateCatchEvent id="later">{PT1H}</bpmn:intermediateCatchEvent>
<bpmn:serviceTask id="letter" name="Write the letter">{LETTER}</bpmn:serviceTask>
{user_task("read")}
<bpmn:endEvent id="end"/>
start -> later
later -> letter
letter -> read
read -> end
""")


@pytest.fixture
def faulty(house: House) -> House:
    """A house whose letters are written half and then fail."""

    @house.registry.register("letter")
    def letter(job: Job) -> None:
        job.desk.effects.defer("mail", key="half", business_key=job.business_key, payload={})
        raise ValueError("there is no paper")

    return house


def test_a_timer_whose_step_fails_leaves_an_incident_and_nothing_else(faulty: House) -> None:
    faulty.start(LATER)
    before = faulty.instance()
    faulty.pass_time(timedelta(hours=1))
    with faulty.work() as engine:
        assert [incident.element_id for incident in engine.incidents.open()] == ["letter"]
        assert engine.effects.due() == []
        kinds = [event.kind for event in engine.history.of("KEY-1")]
        assert kinds == ["started", "passed", "incident raised"]
    assert faulty.instance() == before


def test_a_savepoint_undoes_what_failed_inside_it_alone(faulty: House) -> None:
    with faulty.work() as engine:
        engine.effects.defer("mail", key="before", business_key="KEY-1", payload={})
        with pytest.raises(StepFailed), engine.savepoint():
            engine.effects.defer("mail", key="inside", business_key="KEY-1", payload={})
            raise StepFailed("letter", "", "")
    with faulty.work() as engine:
        assert [effect.key for effect in engine.effects.due()] == ["before"]
