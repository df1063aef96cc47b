"""elements.toml tells the truth: what it allows runs, saved and loaded at every step; what it refuses is refused."""

import pytest

from engine.checks.elements import OTHERWISE, REFUSED, TABLE
from engine.dialect import NODES
from tests.engine.checks.conformance import ALLOWED, END, START, Story
from tests.engine.checks.sheets import errors
from tests.engine.conftest import House, drawing, subprocess, user_task

Row = tuple[str, str, str]


def rows(verdict: str) -> list[Row]:
    return [
        (element, event, place)
        for element, events in TABLE.items()
        for event, positions in events.items()
        for place, said in positions.items()
        if said.startswith(verdict)
    ]


@pytest.mark.parametrize("row", rows("allowed"), ids="/".join)
def test_what_the_table_allows_runs_to_its_end(row: Row, house: House) -> None:
    story: Story = ALLOWED[row]
    house.registry.register("job")(lambda job: {})
    house.start(drawing(story.body, before=story.before), beside=story.beside)
    for step in story.steps:
        step(house)
    assert (house.instance().status, house.instance().ended_in) == ("completed", "end")


def test_every_story_belongs_to_an_allowed_row() -> None:
    assert ALLOWED.keys() == set(rows("allowed"))


def test_every_shape_that_is_read_stands_in_the_table() -> None:
    assert TABLE.keys() >= NODES


SYMBOLS = {
    "none": "",
    "event": "",
    "message": '<bpmn:messageEventDefinition id="symbol" messageRef="m"/>',
    "cancel": '<bpmn:cancelEventDefinition id="symbol"/>',
}


INSIDE = {  # attributes of the subprocess around it and of its start
    "subprocess": ("", ""),
    "event subprocess": ('triggeredByEvent="true"', ""),
    "event subprocess, besides": ('triggeredByEvent="true"', 'isInterrupting="false"'),
}


def drawn(row: Row) -> str:
    """A drawing in which the row's shape stands as `shape`."""
    element, event, position = row
    symbol = SYMBOLS.get(event, f'<bpmn:{event}EventDefinition id="symbol"/>')
    loop = "<bpmn:multiInstanceLoopCharacteristics/>" if position == "multi-instance" else ""
    attributes = {
        "interrupting": 'attachedToRef="u"',
        "not interrupting": 'attachedToRef="u" cancelActivity="false"',
    }.get(position, 'triggeredByEvent="true"' if event == "event" else "")
    shape = f'<bpmn:{element} id="shape" {attributes}>{symbol}{loop}</bpmn:{element}>'
    if position in INSIDE:
        triggered, started = INSIDE[position]
        shape = shape.replace("<bpmn:startEvent", f"<bpmn:startEvent {started}")
        shape = f'<bpmn:subProcess id="around" {triggered}>{shape}</bpmn:subProcess>'
    return "\n".join([START, user_task("u"), shape, END, "start -> u", "u -> end"])


@pytest.mark.parametrize("row", rows(REFUSED), ids="/".join)
def test_what_the_table_refuses_is_refused_at_the_shape(row: Row) -> None:
    found = [message for element, message in errors(drawn(row)) if element == "shape"]
    assert any(message.endswith("cannot run here.") for message in found), found


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ("<bpmn:standardLoopCharacteristics/>", ""),
        ("", 'isForCompensation="true"'),
    ],
)
def test_a_loop_or_a_compensation_is_refused_at_the_task(inside: str, attributes: str) -> None:
    shape = f'<bpmn:serviceTask id="shape" {attributes}>{inside}</bpmn:serviceTask>'
    found = errors("\n".join([START, shape, END, "start -> shape", "shape -> end"]))
    assert any(element == "shape" and message.endswith("cannot run here.") for element, message in found)


def test_two_symbols_in_one_event_are_refused() -> None:
    symbols = SYMBOLS["message"] + '<bpmn:timerEventDefinition id="second"/>'
    shape = f'<bpmn:intermediateCatchEvent id="shape">{symbols}</bpmn:intermediateCatchEvent>'
    found = errors("\n".join([START, shape, END, "start -> shape", "shape -> end"]))
    assert ("shape", "This message+timer intermediate catch event cannot run here.") in found


def test_a_symbol_that_is_defined_elsewhere_is_not_lost_in_silence() -> None:
    symbol = "<bpmn:eventDefinitionRef>elsewhere</bpmn:eventDefinitionRef>"
    shape = f'<bpmn:intermediateCatchEvent id="shape">{symbol}</bpmn:intermediateCatchEvent>'
    found = errors("\n".join([START, shape, END, "start -> shape", "shape -> end"]))
    assert ("shape", "This shared intermediate catch event cannot run here.") in found


def test_a_shape_of_which_nobody_has_heard_is_refused() -> None:
    found = errors("\n".join([START, '<bpmn:choreographyTask id="shape" name="Agree"/>', END, "start -> end"]))
    assert found == [("Agree (shape)", "This choreography task cannot run here.")]


def test_what_is_only_drawn_is_let_be() -> None:
    notes = [f'<bpmn:{kind} id="{kind}"/>' for kind, events in TABLE.items() if "drawn only" in str(events)]
    assert len(notes) >= 6
    assert errors("\n".join([START, *notes, END, "start -> end"])) == []


def test_every_refusal_says_what_to_draw_instead() -> None:
    verdicts = [said for events in TABLE.values() for places in events.values() for said in places.values()]
    refusals = [said for said in (*verdicts, *OTHERWISE.values()) if said.startswith(REFUSED)]
    assert len(refusals) > 30
    assert all(said.endswith(".") and len(said) > 25 for said in refusals)


def test_what_is_only_drawn_changes_nothing_when_it_runs(house: House) -> None:
    notes = "".join(f'<bpmn:{kind} id="{kind}"/>' for kind, events in TABLE.items() if "drawn only" in str(events))
    data = (
        '<bpmn:ioSpecification id="io"><bpmn:dataInput id="in"/></bpmn:ioSpecification><bpmn:dataInputAssociation id="a1">'
        "<bpmn:sourceRef>dataObjectReference</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef></bpmn:dataInputAssociation>"
    )
    task = user_task("u").replace("</bpmn:userTask>", f"{data}</bpmn:userTask>")
    inside = subprocess(
        "t",
        f'<bpmn:startEvent id="ts"/>\n<bpmn:dataObject id="inner"/>\n{task}\n<bpmn:endEvent id="te"/>\nts -> u\nu -> te',
    )
    others = '<bpmn:participant id="p1" processRef="walk"/><bpmn:participant id="p2" name="The family"/>'
    pools = f'<bpmn:collaboration id="c">{others}<bpmn:messageFlow id="mf" sourceRef="p2" targetRef="u"/></bpmn:collaboration>'
    store = '<bpmn:dataStore id="store" name="Records"/>'
    house.start(drawing("\n".join([START, notes, inside, END, "start -> t", "t -> end"]), before=pools + store))
    house.do("u")
    assert house.instance().ended_in == "end"
