"""A scenario is played by the real engine: what it expects and does not find is told, with the step."""

import pytest

from engine import Bundle, ScenarioFault, play
from tests.engine.conftest import drawing, user_task
from tests.engine.messages import END, START, event, process

MAIL = (
    '<bpmn:serviceTask id="tell" name="Tell"><bpmn:extensionElements><zeebe:taskDefinition type="mail"/><zeebe:taskHeaders>'
    '<zeebe:header key="notice" value="asked"/></zeebe:taskHeaders><zeebe:ioMapping>'
    '<zeebe:output source="=known" target="more"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>'
)
ANSWERED = '<bpmn:messageEventDefinition messageRef="m"/>'
WANTED = '<bpmn:messageEventDefinition messageRef="w"/>'
LATE = "<bpmn:timerEventDefinition><bpmn:timeDuration>{}</bpmn:timeDuration></bpmn:timerEventDefinition>"
BODY = f"""
<bpmn:startEvent id="start"/>
{MAIL}
{user_task("ask")}
<bpmn:boundaryEvent id="late" attachedToRef="ask">{LATE}</bpmn:boundaryEvent>
<bpmn:endEvent id="forgotten"/>
<bpmn:intermediateCatchEvent id="answered">{ANSWERED}</bpmn:intermediateCatchEvent>
<bpmn:endEvent id="end"/>
start -> tell
tell -> ask
ask -> answered
answered -> end
late -> forgotten
"""


def bundle(lasts: str = "P2D", more: str = "") -> Bundle:
    data = drawing(BODY.format(lasts) + more, before='<bpmn:message id="m" name="Answered"/>')
    return Bundle(process_id="walk", resources={"walk.bpmn": data, "notices/asked.md": b"Asked"})


ASKED = {"sent": ["asked"], "waiting": ["ask"]}
STEPS = [
    {"claim": "ask", "waiting": ["ask"]},
    {"complete": "ask", "as": "staff", "answers": {"decision": "yes"}},
    {"message": "Answered", "ended": "end"},
]


def test_a_scenario_that_tells_what_happens_has_no_difference() -> None:
    assert play({**ASKED, "steps": STEPS}, bundle(), groups={}) == []
    assert play({**ASKED, "steps": [{"wait": "P2D", "ended": "forgotten"}]}, bundle(), groups={}) == []


def test_the_first_difference_is_told_with_its_step() -> None:
    [sent, waiting] = play({}, bundle(), groups={})
    assert str(sent) == "after the start, sent: expected [], found ['asked']"
    assert (waiting.step, waiting.what, waiting.found) == (0, "waiting", ["ask"])
    [ended] = play({**ASKED, "steps": [{"wait": "P1D", **ASKED, "sent": [], "ended": "end"}]}, bundle(), groups={})
    assert str(ended) == "after step 1, ended: expected 'end', found ''"


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"complete": "nothing"}, r"Step 1 \(complete nothing\): “nothing” is not open; open are: ask."),
        ({"complete": "ask", "as": "others"}, r"Step 1 \(complete ask\): There is no such task"),
        ({"message": "Answered"}, r"Step 1 \(message Answered\): Nobody waits for “Answered”"),
        ({"wait": "soon"}, r"Step 1 \(wait soon\): “soon” is not a duration"),
        ({"wait": "P1D", "claim": "ask"}, "Step 1 must say exactly one of wait, claim, complete, message."),
    ],
)
def test_a_step_that_cannot_be_taken_is_told_with_its_number(step: dict[str, str], message: str) -> None:
    with pytest.raises(ScenarioFault, match=message):
        play({**ASKED, "steps": [step]}, bundle(), groups={})


def test_a_start_that_fails_is_told() -> None:
    with pytest.raises(ScenarioFault, match="The start: “late” could not be carried out: “soon” is not a duration"):
        play({"results": {"mail": {"known": "soon"}}}, bundle("=more"), groups={})


def test_a_time_that_fails_is_told_with_its_step() -> None:
    failing = f"{MAIL}".replace('id="tell"', 'id="again"').replace('type="mail"', 'type="again"')
    lines = f'<bpmn:boundaryEvent id="more" attachedToRef="ask" cancelActivity="false">{LATE.format("P1D")}</bpmn:boundaryEvent>'
    lines += f"\n{failing}\n{user_task('u')}\n<bpmn:endEvent id='x'/>\nmore -> again\nagain -> u\nu -> x"
    lines += f"\n<bpmn:boundaryEvent id='soon' attachedToRef='u'>{LATE.format('=more')}</bpmn:boundaryEvent>\nsoon -> x"
    played = {**ASKED, "steps": [{"wait": "P1D"}], "results": {"again": {"known": "soon"}}}
    with pytest.raises(ScenarioFault, match=r"Step 1 \(wait P1D\): “soon” could not be carried out"):
        play(played, bundle("P9D", lines), groups={})


def test_a_step_says_what_jobs_answer_from_then_on() -> None:
    again = MAIL.replace('id="tell"', 'id="again"').replace('type="mail"', 'type="again"')
    lines = f'<bpmn:boundaryEvent id="more" attachedToRef="ask" cancelActivity="false">{LATE.format("P1D")}</bpmn:boundaryEvent>'
    lines += f"\n{again}\n{user_task('u')}\n<bpmn:endEvent id='x'/>\nmore -> again\nagain -> u\nu -> x"
    lines += f"\n<bpmn:boundaryEvent id='soon' attachedToRef='u'>{LATE.format('=more')}</bpmn:boundaryEvent>\nsoon -> x"
    told = {"wait": "P1D", "results": {"again": {"known": "P1D"}}, "sent": ["asked"], "waiting": ["ask", "u"]}
    played = {**ASKED, "results": {"again": {"known": "P9D"}}, "steps": [told, {"wait": "P1D", "waiting": ["ask"]}]}
    assert play(played, bundle("P9D", lines), groups={}) == []


def test_what_a_worker_would_hand_over_is_handed_over_in_a_rehearsal() -> None:
    shapes = [START, '<bpmn:parallelGateway id="both"/>', user_task("ask"), user_task("read"), END]
    shapes += [event("intermediateThrowEvent", "t", "All", what="signal"), '<bpmn:endEvent id="other"/>']
    shapes += [event("intermediateCatchEvent", "c", "All", what="signal")]
    more = "both -> c\nc -> read\nread -> other"
    before = '<bpmn:signal id="m_All" name="All"/>'
    data = process("walk", *shapes, way="start both ask t end", before=before, more=more)
    steps = [{"complete": "ask", "waiting": ["read"]}, {"complete": "read", "ended": "other"}]
    played = Bundle(process_id="walk", resources={"walk.bpmn": data})
    assert play({"waiting": ["ask"], "steps": steps}, played, groups={}) == []


def test_what_a_message_begins_besides_runs_in_the_same_case_with_its_own_times() -> None:
    body = f'<bpmn:startEvent id="asked">{WANTED}</bpmn:startEvent>'
    body += f'\n{user_task("look")}\n<bpmn:boundaryEvent id="soon" attachedToRef="look">{LATE.format("P1D")}</bpmn:boundaryEvent>'
    body += "\n<bpmn:endEvent id='seen'/>\n<bpmn:endEvent id='over'/>\nasked -> look\nlook -> seen\nsoon -> over"
    data = drawing(body, "aside", before='<bpmn:message id="w" name="Wanted"/>')
    aside = Bundle(process_id="aside", resources={"aside.bpmn": data})
    steps = [{"message": "Wanted", "waiting": ["ask", "look"]}, {"wait": "P1D", "waiting": ["ask"]}]
    assert play({**ASKED, "steps": steps}, bundle(), groups={}, besides=[aside]) == []
