"""Call activities: what goes in and comes out, who does the tasks, and from where the called process comes."""

from pathlib import Path

import pytest

from engine import PORTAL, DrawingRefused, read_bundle
from tests.engine.checks.sheets import errors
from tests.engine.conftest import HEAD, House, drawing, event, process, subprocess, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
ERROR = '<bpmn:error id="e" name="Refused" errorCode="REFUSED"/>'
EACH = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics "
    'inputCollection="=[10, 20, 30]" inputElement="item" outputCollection="sums" outputElement="=sum"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)


def call(its_id: str, called: str = "other", mapping: str = "", more: str = "", how: str = "") -> str:
    inner = f'<zeebe:calledElement processId="{called}" {how}/><zeebe:ioMapping>{mapping}</zeebe:ioMapping>'
    return f'<bpmn:callActivity id="{its_id}" name="Call"><bpmn:extensionElements>{inner}</bpmn:extensionElements>{more}</bpmn:callActivity>'


def script(its_id: str, expression: str, target: str) -> str:
    inner = f'<bpmn:extensionElements><zeebe:script expression="={expression}" resultVariable="{target}"/></bpmn:extensionElements>'
    return f'<bpmn:scriptTask id="{its_id}">{inner}</bpmn:scriptTask>'


def way(*parts: str, ids: str) -> str:
    names = ["start", *ids.split(), "end"]
    return "\n".join([START, *parts, END, *(f"{a} -> {b}" for a, b in zip(names, names[1:], strict=False))])


def other(body: str, variables: str = "given", process_id: str = "other") -> bytes:
    return f"{HEAD}{ERROR}{process(body, process_id, variables)}</bpmn:definitions>".encode()


IN, OUT = '<zeebe:input source="=more" target="given"/>', '<zeebe:output source="=sum" target="total"/>'
ADDING = other(way(user_task("u"), script("add", "given + 1", "sum"), user_task("v"), ids="u add v"))


def test_what_is_mapped_goes_in_and_comes_out_and_nothing_else(house: House) -> None:
    house.start(
        drawing(way(call("c", mapping=IN + OUT), user_task("u"), ids="c u")),
        beside={"other.bpmn": ADDING},
        variables={"more": 4},
    )
    assert house.waiting() == ["other.u"]
    house.do("other.u")
    house.do("other.v")
    variables = house.variables()
    assert (house.waiting(), variables["total"]) == (["u"], 5)
    assert not {"sum", "given"} & variables.keys()


def test_without_a_mapping_nothing_comes_out(house: House) -> None:
    house.start(
        drawing(way(call("c", mapping=IN), user_task("u"), ids="c u")),
        beside={"other.bpmn": ADDING},
        variables={"more": 4},
    )
    house.do("other.u")
    house.do("other.v")
    assert "sum" not in house.variables()


def test_a_process_that_is_called_for_each_of_a_list_answers_in_the_order_of_the_list(house: House) -> None:
    item = '<zeebe:input source="=item" target="given"/><zeebe:output source="=sum" target="sum"/>'
    house.start(
        drawing(way(call("c", mapping=item, more=EACH), user_task("w"), ids="c w")), beside={"other.bpmn": ADDING}
    )
    assert house.waiting() == ["other.u"] * 3
    for place in (2, 0, 1):
        finish(house, "other.u", place)
        finish(house, "other.v", 0)
    assert (house.waiting(), house.variables()["sums"]) == (["w"], [11, 21, 31])
    assert list(house.instance().state["scopes"]) == ["0"]


def finish(house: House, element_id: str, place: int) -> None:
    """Do one of several open tasks of the same element, by the order in which they began."""
    with house.work() as engine:
        tasks = sorted(
            (t for t in engine.user_tasks.open_of("KEY-1") if t.element_id == element_id), key=lambda t: t.token
        )
        chosen = tasks[min(place, len(tasks) - 1)]
        engine.user_tasks.claim(chosen.id, by=house.officer)
        engine.user_tasks.complete(chosen.id, by=house.officer, answers={})


def test_a_called_process_may_call_another_and_one_may_be_called_twice(house: House) -> None:
    inner = other(way(user_task("u"), ids="u"), process_id="inner")
    middle = other(way(call("c", "inner"), call("c2", "inner"), ids="c c2"))
    house.start(drawing(way(call("c"), user_task("u"), ids="c u")), beside={"other.bpmn": middle, "inner.bpmn": inner})
    house.do("inner.u")
    assert house.waiting() == ["inner.u"]
    house.do("inner.u")
    assert house.waiting() == ["u"]


def test_an_error_in_a_called_process_is_caught_on_the_edge_of_the_call(house: House) -> None:
    wrong = '<bpmn:errorEventDefinition id="{}" errorRef="e"/>'
    fails = way(user_task("u"), ids="u").replace(END, event("endEvent", "end", wrong.format("thrown")))
    edge = event("boundaryEvent", "b", wrong.format("caught_d"), 'attachedToRef="c"')
    body = way(call("c"), edge, user_task("v"), '<bpmn:endEvent id="caught"/>', ids="c") + "\nb -> v\nv -> caught"
    house.start(drawing(body, before=ERROR), beside={"other.bpmn": other(fails)})
    house.do("other.u")
    house.do("v")
    assert house.instance().ended_in == "caught"


LANE = '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="staff"><bpmn:flowNodeRef>{}</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
NOBODY = '<bpmn:userTask id="u" name="u"/>'


def test_a_task_has_the_lane_of_the_subprocess_or_call_around_it(house: House) -> None:
    inside = subprocess("t", f'<bpmn:startEvent id="ts"/>\n{call("c")}\n<bpmn:endEvent id="te"/>\nts -> c\nc -> te')
    body = way(LANE.format("t"), inside, ids="t")
    house.start(drawing(body), beside={"other.bpmn": other(way(NOBODY, ids="u"))})
    with house.work() as engine:
        assert [task.element_id for task in engine.user_tasks.inbox(house.officer)] == ["other.u"]
    house.do("other.u")
    assert house.instance().status == "completed"


def test_tasks_that_nobody_gets_are_told_at_the_call() -> None:
    found = errors(way(call("c"), ids="c"), beside={"other.bpmn": other(way(NOBODY, ids="u")).decode()})
    assert found == [("Call (c)", "Tasks of “other” have no group: nobody can do them.")]


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (call("c", ""), "It calls no process."),
        (call("c", "=which"), "Which process it calls is an expression."),
        (call("c", "others"), "There is no process “others”."),
        (call("c", how='propagateAllChildVariables="true"'), "What a called process sets stays inside it."),
        (
            call("c", how='bindingType="latest"'),
            "It binds to “latest”; a called process runs from the same deployment.",
        ),
    ],
)
def test_what_a_call_does_not_do_is_told_at_the_call(shape: str, message: str) -> None:
    assert errors(way(shape, ids="c"), beside={"other.bpmn": ADDING.decode()}) == [("Call (c)", message)]


def test_a_called_process_is_checked_with_its_caller(house: House) -> None:
    loose = other(way(user_task("u"), user_task("lost"), ids="u"))
    with pytest.raises(DrawingRefused, match="other.bpmn, “lost”: Nothing comes after it"):
        house.start(drawing(way(call("c"), ids="c")), beside={"other.bpmn": loose})


def folders(root: Path, **drawings: bytes) -> Path:
    for name, data in drawings.items():
        (root / name).mkdir()
        (root / name / f"{name}.bpmn").write_bytes(data)
    return root


def test_a_process_of_its_own_folder_comes_along_and_stays_as_it_was_deployed(house: House, tmp_path: Path) -> None:
    caller = drawing(way(user_task("u"), call("c"), ids="u c"))
    home = folders(tmp_path, walk=caller, other=other(way(user_task("old"), ids="old")))
    with house.work() as engine:
        engine.deployments.deploy(read_bundle("walk", home, home / "forms"), by=PORTAL)
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    (home / "other" / "other.bpmn").write_bytes(other(way(user_task("new"), ids="new")))
    with house.work() as engine:
        engine.deployments.deploy(read_bundle("walk", home, home / "forms"), by=PORTAL)
    house.do("u")
    assert house.waiting() == ["other.old"]


def test_two_files_of_one_name_that_differ_are_refused(tmp_path: Path) -> None:
    home = folders(tmp_path, walk=drawing(way(call("c"), ids="c")), other=ADDING)
    for name in ("walk", "other"):
        (home / name / "notices").mkdir()
        (home / name / "notices" / "sent.md").write_text(name)
    with pytest.raises(DrawingRefused, match="notices/sent.md: Another file .* the folder “other”"):
        read_bundle("walk", home, home / "forms")


def test_a_process_that_calls_itself_for_ever_is_stopped(house: House) -> None:
    with pytest.raises(Exception, match="more than"):
        house.start(drawing(way(call("c", "walk"), ids="c")))


def test_a_task_that_is_called_as_a_process_is_told() -> None:
    found = errors(way(call("c", "all_over"), ids="c"), before='<bpmn:globalUserTask id="all_over"/>')
    assert found == [("Call (c)", "It calls “all_over”, which is a task and no process.")]
