"""Branches, joins, repeated activities and subprocesses when an instance goes on on another version."""

from datetime import timedelta

import pytest

from engine import PORTAL, CannotUndo
from tests.engine.conftest import MONDAY, drawing, user_task
from tests.engine.migration.conftest import Versions, plain, timer


def branches(*names: str, more: str = "") -> bytes:
    """split -> each branch (its tasks apart by spaces) -> join -> after -> end."""
    lines = ['<bpmn:startEvent id="start"/>', '<bpmn:parallelGateway id="split"/>', '<bpmn:parallelGateway id="join"/>']
    lines += [user_task("after"), '<bpmn:endEvent id="end"/>', "start -> split", "join -> after", "after -> end"]
    for name in names:
        tasks = name.split()
        steps = ["split", *tasks, "join"]
        lines += [user_task(task) for task in tasks]
        lines += [f"{one} -> {next_}" for one, next_ in zip(steps, steps[1:], strict=False)]
    return drawing("\n".join([*lines, more]))


def test_a_token_that_waits_at_a_join_keeps_its_way_in(versions: Versions) -> None:
    versions.start(branches("a", "b"))
    versions.do("a")
    versions.moved(branches("b", "before_a a", more=timer("expire", "a") + '\n<bpmn:endEvent id="x"/>\nexpire -> x'))
    versions.do("b")
    assert versions.waiting() == ["after"]
    versions.do("after")
    assert versions.instance().status == "completed"


def test_a_way_into_a_join_that_is_gone_needs_the_flow_by_which_it_counts_as_come(versions: Versions) -> None:
    old, new = branches("a", "b"), branches("a check", "b")
    versions.start(old)
    versions.do("a")
    plan = versions.plan(new)
    assert "At the join “join” waits what came from “a”" in versions.preview(plan).blocks[0]
    assert not versions.migrate(plan).migrated

    def flow(flows: object, source: str) -> str:
        return next(f.id for f in flows.values() if (f.source, f.target) == (source, "join"))  # type: ignore[attr-defined]

    by_flow = {flow(plan.source.drawing.flows, "a"): flow(plan.target.drawing.flows, "check")}
    versions.moved(new, by_flow)
    versions.do("b")
    assert versions.waiting() == ["after"]


def test_a_branch_added_to_a_split_blocks_those_that_have_passed_the_split(versions: Versions) -> None:
    versions.start(branches("a", "b"))
    plan = versions.plan(branches("a", "b", "c"))
    assert versions.preview(plan).blocks == (
        "The join “join” (join) would wait for ever: nothing of this instance can come from “c”. Migrate it when it is "
        "past the join, or let it finish on version 1.",
    )
    versions.do("a")
    assert not versions.migrate(plan).migrated
    versions.do("b")
    assert versions.migrate(plan).migrated
    versions.do("after")
    assert versions.instance().status == "completed"


def test_a_branch_added_before_the_split_is_reached_is_taken(versions: Versions) -> None:
    def first(data: bytes) -> bytes:
        flow = b'<bpmn:sequenceFlow id="g1" sourceRef="first" targetRef="split"/>'
        return data.replace(b'targetRef="split"', b'targetRef="first"').replace(
            b"</bpmn:process>", user_task("first").encode() + flow + b"</bpmn:process>"
        )

    versions.start(first(branches("a", "b")))
    versions.moved(first(branches("a", "b", "c")))
    versions.do("first")
    for name in "cab":
        versions.do(name)
    assert versions.waiting() == ["after"]


def test_a_removed_branch_blocks_what_stands_there_and_two_branches_cannot_be_made_one(versions: Versions) -> None:
    versions.start(branches("a", "b", "c"))
    fewer = branches("a", "b")
    assert "“c” (c) is no longer drawn" in versions.migrate(versions.plan(fewer)).causes[0]
    assert "Two branches would meet at “b”" in versions.migrate(versions.plan(fewer, {"c": "b"})).causes[0]
    assert versions.waiting() == ["a", "b", "c"]


def choice(into: str, job: str = "") -> bytes:
    """a and b -> join -> (job) -> after, where b goes to an end instead when `more` is true."""
    lines = ['<bpmn:exclusiveGateway id="b_gate" default="f90"/>', '<bpmn:endEvent id="left"/>']
    lines += ["b_gate -> left if more = true", user_task("b"), "split -> b", "b -> b_gate"]
    flow = f'<bpmn:sequenceFlow id="f90" sourceRef="b_gate" targetRef="{into}"/>'
    data = branches("a", more="\n".join(lines)).replace(b"</bpmn:process>", flow.encode() + b"</bpmn:process>")
    definition = f'<bpmn:extensionElements><zeebe:taskDefinition type="{job}"/></bpmn:extensionElements>'
    between = f'<bpmn:serviceTask id="t" name="Tell">{definition}</bpmn:serviceTask>'
    between += '<bpmn:sequenceFlow id="f91" sourceRef="t" targetRef="after"/></bpmn:process>'
    told = data.replace(b'targetRef="after"', b'targetRef="t"').replace(b"</bpmn:process>", between.encode())
    return told if job else data


def test_a_join_that_asks_for_fewer_tokens_lets_a_waiting_instance_go_on(versions: Versions) -> None:
    versions.start(choice("join"))
    versions.do("b", more=True)
    versions.do("a")
    assert versions.waiting() == []
    versions.moved(choice("left"))
    assert versions.waiting() == ["after"]
    with pytest.raises(CannotUndo):
        versions.undo()


def test_what_fails_while_an_instance_goes_on_leaves_it_on_its_version(versions: Versions) -> None:
    versions.start(choice("join"))
    with versions.work() as engine:
        other = engine.instances.start("walk", business_key="KEY-2", by=PORTAL).id
    versions.do("b", more=True)
    versions.do("a")
    before, plan = versions.instance(), versions.plan(choice("left", job="nobody does"))
    with versions.work() as engine:
        failed, moved = engine.migrations.migrate(plan, [before.id, other], by=PORTAL)
        assert "“Tell” could not be carried out: nobody does the job" in failed.causes[0]
        assert moved.migrated
    assert versions.instance() == before
    with versions.work() as engine:
        assert [event.kind for event in engine.history.of("KEY-1")].count("migrated") == 0
        assert engine.history.broken_at("KEY-1") is None


LOOP = f"""
<bpmn:startEvent id="start"/>
<bpmn:exclusiveGateway id="again"/>
<bpmn:parallelGateway id="split"/>
{user_task("a")}
{user_task("b")}
<bpmn:parallelGateway id="join"/>
{user_task("check")}
<bpmn:exclusiveGateway id="enough" default="f20"/>
<bpmn:endEvent id="end"/>
start -> again
again -> split
split -> a
split -> b
a -> join
b -> join
join -> check
check -> enough
enough -> again if more = true
enough -> end
"""


def test_a_join_in_a_loop_holds_its_token_over_a_migration_in_any_round(versions: Versions) -> None:
    first = drawing(LOOP.replace("f20", "f18"))
    reminded = timer("remind", "a", interrupting=False) + '\n<bpmn:endEvent id="told"/>\nremind -> told'
    second = drawing(LOOP.replace("f20", "f18") + reminded)
    versions.start(first)
    for target, order in ((second, "ab"), (first, "ba"), (second, "ba")):
        versions.do(order[0])
        versions.moved(target.replace(b'name="Walk"', f'name="Walk {order}"'.encode()))
        versions.do(order[1])
        versions.do("check", more=True)
        assert sorted(versions.waiting()) == ["a", "b"]
    versions.do("a")
    versions.do("b")
    versions.do("check", more=False)
    assert versions.instance().status == "completed"


def test_in_a_loop_a_branch_added_to_the_split_blocks_too(versions: Versions) -> None:
    versions.start(drawing(LOOP.replace("f20", "f18")))
    versions.do("a")
    added = LOOP.replace("f20", "f18") + f"{user_task('c')}\nsplit -> c\nc -> join"
    plan = versions.plan(drawing(added))
    assert "nothing of this instance can come from “c”" in versions.preview(plan).blocks[0]
    versions.do("b")
    versions.migrate(plan)
    versions.do("check", more=True)
    assert sorted(versions.waiting()) == ["a", "b", "c"]


def each(*, sequential: bool = False, element: str = "person", output: str = "=said") -> bytes:
    loop = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"><bpmn:extensionElements>'
        f'<zeebe:loopCharacteristics inputCollection="=[1, 2, 3]" inputElement="{element}" outputCollection="more" '
        f'outputElement="{output}"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>'
    )
    properties = b'value="decision, more, email, said, thought"'
    data = drawing(plain("ask", "after")).replace(b"</bpmn:userTask>", loop.encode(), 1)
    return data.replace(b'value="decision, more, email"', properties)


@pytest.mark.parametrize("sequential", [False, True])
def test_a_half_done_repeated_task_finishes_on_the_new_version(versions: Versions, sequential: bool) -> None:
    versions.start(each(sequential=sequential))
    versions.do("ask", said="one")
    expire = (
        timer("expire", "ask")
        + '<bpmn:endEvent id="late"/><bpmn:sequenceFlow id="g" sourceRef="expire" targetRef="late"/>'
    )
    versions.moved(each(sequential=sequential).replace(b"</bpmn:process>", expire.encode() + b"</bpmn:process>"))
    assert list(versions.timers()) == ["expire"]
    versions.do("ask", said="two")
    versions.do("ask", said="three")
    assert versions.variables()["more"] == ["one", "two", "three"]
    assert versions.timers() == {}
    versions.do("after")
    assert versions.instance().status == "completed"


@pytest.mark.parametrize("changed", [{"sequential": True}, {"element": "child"}])
def test_a_task_that_is_repeated_otherwise_is_another_kind(versions: Versions, changed: dict[str, str]) -> None:
    versions.start(each())
    assert "is now another kind of element" in versions.migrate(versions.plan(each(**changed))).causes[0]  # type: ignore[arg-type]


def inside(*tasks: str, edge: str = "", sub: str = "sub") -> bytes:
    """start -> subprocess with these tasks -> after -> end."""
    names = ["in", *tasks, "out"]
    flows = [
        f'<bpmn:sequenceFlow id="s{n}" sourceRef="{one}" targetRef="{next_}"/>'
        for n, (one, next_) in enumerate(zip(names, names[1:], strict=False))
    ]
    held = "".join(['<bpmn:startEvent id="in"/>', *map(user_task, tasks), '<bpmn:endEvent id="out"/>', *flows])
    subprocess = f'<bpmn:subProcess id="{sub}" name="{sub}">{held}</bpmn:subProcess>'
    return drawing(
        "\n".join([plain("after").replace("start -> after", f"start -> {sub}\n{sub} -> after"), subprocess, edge])
    )


def test_tasks_of_a_subprocess_go_on_in_it_whatever_it_is_called(versions: Versions) -> None:
    versions.start(inside("x", "y"))
    versions.do("x")
    edge = timer("expire", "part") + '\n<bpmn:endEvent id="late"/>\nexpire -> late'
    versions.moved(inside("y", "z", sub="part", edge=edge), {"sub": "part"})
    assert list(versions.timers()) == ["expire"]
    for name in ("y", "z", "after"):
        versions.do(name)
    assert versions.instance().status == "completed"


def test_a_task_that_has_left_its_subprocess_cannot_be_followed(versions: Versions) -> None:
    versions.start(inside("x", "y"))
    out = plain("after", "x").replace("start -> after", "start -> sub\nsub -> after")
    held = '<bpmn:startEvent id="in"/><bpmn:sequenceFlow id="s" sourceRef="in" targetRef="y"/>'
    held += user_task("y") + '<bpmn:sequenceFlow id="t" sourceRef="y" targetRef="out"/><bpmn:endEvent id="out"/>'
    moved = drawing(f'{out}\n<bpmn:subProcess id="sub" name="sub">{held}</bpmn:subProcess>')
    assert "now stands in another subprocess" in versions.migrate(versions.plan(moved)).causes[0]


def test_a_subprocess_that_is_gone_blocks_with_what_stands_in_it(versions: Versions) -> None:
    versions.start(inside("x"))
    causes = versions.migrate(versions.plan(drawing(plain("x", "after")))).causes
    assert "“sub” (sub) is no longer drawn. Map it to another subprocess" in causes[0]


def test_boundary_events_of_a_half_done_subprocess_are_begun_and_interrupt_it(versions: Versions) -> None:
    versions.start(inside("x"))
    edge = timer("expire", "sub") + '\n<bpmn:endEvent id="late"/>\nexpire -> late'
    versions.moved(inside("x", edge=edge))
    assert versions.pass_time(timedelta(days=2)) == 1
    assert (versions.waiting(), versions.instance().ended_in) == ([], "late")


LISTENING = (
    '<bpmn:subProcess id="{id}" name="{id}" triggeredByEvent="true"><bpmn:startEvent id="{id}_start" isInterrupting="false">'
    "<bpmn:timerEventDefinition><bpmn:timeDuration>P2D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>"
    '{task}<bpmn:endEvent id="{id}_end"/><bpmn:sequenceFlow id="{id}_1" sourceRef="{id}_start" targetRef="{id}_task"/>'
    '<bpmn:sequenceFlow id="{id}_2" sourceRef="{id}_task" targetRef="{id}_end"/></bpmn:subProcess>'
)


def listening(*ids: str) -> bytes:
    """review -> end, with event subprocesses that begin after two days."""
    parts = [LISTENING.format(id=its_id, task=user_task(f"{its_id}_task")) for its_id in ids]
    return drawing("\n".join([plain("review"), *parts]))


def test_event_subprocesses_go_on_listening_begin_to_and_stop(versions: Versions) -> None:
    versions.start(listening("chase"))
    versions.clock.advance(timedelta(days=1))
    versions.moved(listening("chase", "nudge"))
    assert versions.timers() == {"chase_start": MONDAY + timedelta(days=2), "nudge_start": MONDAY + timedelta(days=3)}
    versions.moved(listening("nudge"))
    assert list(versions.timers()) == ["nudge_start"]
    assert versions.pass_time(timedelta(days=2)) == 1
    assert versions.waiting() == ["review", "nudge_task"]
    versions.do("review")
    versions.do("nudge_task")
    assert versions.instance().status == "completed"


def test_an_event_subprocess_that_has_begun_goes_on_and_does_not_listen_again(versions: Versions) -> None:
    versions.start(listening("chase"))
    versions.pass_time(timedelta(days=2))
    assert "“chase” (chase) is no longer drawn" in versions.migrate(versions.plan(listening("nudge"))).causes[0]
    renamed = {"chase": "nudge", "chase_start": "nudge_start", "chase_task": "nudge_task"}
    versions.moved(listening("nudge"), renamed)
    assert versions.timers() == {}
    assert versions.waiting() == ["review", "nudge_task"]
    versions.do("nudge_task")
    versions.do("review")
    assert versions.instance().status == "completed"


def test_an_embedded_subprocess_does_not_become_one_that_listens(versions: Versions) -> None:
    versions.start(inside("x"))
    plan = versions.plan(listening("sub"))
    assert "“sub” (sub) is now another kind of element" in plan.reasons["sub"]


def choosing(*conditions: str) -> bytes:
    """split (inclusive) -> a task for each condition -> join (inclusive) -> after -> end."""
    lines = [
        '<bpmn:startEvent id="start"/>',
        '<bpmn:inclusiveGateway id="split"/>',
        '<bpmn:inclusiveGateway id="join"/>',
    ]
    lines += [user_task("after"), '<bpmn:endEvent id="end"/>', "start -> split", "join -> after", "after -> end"]
    for name in conditions:
        lines += [user_task(name), f"split -> {name} if true", f"{name} -> join"]
    return drawing("\n".join(lines))


def test_an_inclusive_join_waits_only_for_what_can_still_come(versions: Versions) -> None:
    versions.start(choosing("a", "b"))
    versions.do("a")
    versions.moved(choosing("a", "b", "c"))
    assert versions.waiting() == ["b"]
    versions.do("b")
    assert versions.waiting() == ["after"]
