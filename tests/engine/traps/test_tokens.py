"""Traps 1 to 5, 14: where tokens go, what happens to data, and what follows an error."""

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.util.task import TaskState

from engine import Job, Known, NotReady, StepFailed, UserTaskNotFound
from engine.deployments import prepare
from tests.engine.conftest import House, user_task
from tests.engine.differential.engines import Straight
from tests.engine.traps import bare
from tests.engine.traps.shapes import CAUGHT, IN_A_ROW, JOINED, ROUNDS, parts, row

ORDERS = [(one, other) for one in ("ab", "ba") for other in ("ab", "ba")]


# -- T1: a parallel join in a loop -----------------------------------------------------------------------------------
def second_round_fires_early(first: str, second: str) -> bool:
    workflow = bare.begin(ROUNDS)
    for name in first:
        bare.do(workflow, name)
    bare.do(workflow, "review", more=True)
    bare.do(workflow, second[0])
    return "review" in bare.ready(workflow)


def test_bare_t1_a_join_in_a_loop_fires_before_all_branches_are_done() -> None:
    assert any(second_round_fires_early(*orders) for orders in ORDERS)


@pytest.mark.parametrize(("first", "second"), ORDERS)
def test_t1_a_join_in_a_loop_waits_for_all_branches_in_every_round(house: House, first: str, second: str) -> None:
    house.start(ROUNDS)
    for name in first:
        house.do(name)
    house.do("review", more=True)
    house.do(second[0])
    assert house.waiting() == [second[1]]
    house.do(second[1])
    assert house.waiting() == ["review"]


# -- T2: a join merges data ------------------------------------------------------------------------------------------
def test_bare_t2_a_join_loses_what_the_first_branch_wrote() -> None:
    workflow = bare.begin(JOINED, decision=0)
    bare.do(workflow, "a", decision=1)
    bare.do(workflow, "b")
    assert bare.find(workflow, "c").data["decision"] == 0


def test_bare_t2_a_join_merges_lists_item_by_item() -> None:
    workflow = bare.begin(JOINED, more=[0, 0])
    bare.do(workflow, "a", more=[1])
    bare.do(workflow, "b")
    assert bare.find(workflow, "c").data["more"] not in ([0, 0], [1])


READS = parts(
    '<bpmn:parallelGateway id="s"/>', user_task("a"), user_task("b"), '<bpmn:parallelGateway id="j"/>',
    '<bpmn:exclusiveGateway id="g"/>', user_task("c"), "start -> s", "s -> a", "s -> b", "a -> j", "b -> j", "j -> g",
    "g -> c if decision = 1", "g -> end if decision = 0", "c -> end",
)  # fmt: skip


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_t2_what_a_branch_wrote_is_there_after_the_join(house: House, order: str) -> None:
    house.start(READS, variables={"decision": 0})
    for name in order:
        house.do(name, **({"decision": 1} if name == "a" else {}))
    assert (house.waiting(), house.variables()["decision"]) == (["c"], 1)


# -- T3: history -----------------------------------------------------------------------------------------------------
def test_bare_t3_a_later_change_rewrites_a_completed_task() -> None:
    workflow = bare.begin(IN_A_ROW)
    bare.do(workflow, "a", told={"words": ["first"]})
    bare.find(workflow, "b").data["told"]["words"].append("second")
    assert bare.find(workflow, "a", TaskState.COMPLETED).data == {"told": {"words": ["first", "second"]}}


def test_t3_what_was_answered_stays_as_it_was(house: House) -> None:
    house.start(IN_A_ROW)
    answers = {"told": {"words": ["first"]}}
    house.do("a", **answers)
    answers["told"]["words"].append("second")
    house.do("b", **answers)
    with house.work() as engine:
        said = [submission.answers["told"]["words"] for submission in engine.submissions.of("KEY-1")]
    assert said == [["first"], ["first", "second"]]


# -- T4: depth -------------------------------------------------------------------------------------------------------
def test_bare_t4_a_ready_task_a_thousand_steps_down_is_not_found() -> None:
    workflow = bare.begin(IN_A_ROW)
    task = bare.find(workflow, "a")
    task._set_state(TaskState.COMPLETED)
    for _ in range(1_000):
        task = task._add_child(task.task_spec, TaskState.COMPLETED)
    task._add_child(task.task_spec, TaskState.READY)
    assert bare.ready(workflow) == []


def test_t4_after_two_thousand_tasks_the_next_one_waits() -> None:
    engine = Straight(prepare("walk", {"walk.bpmn": ROUNDS}, Known()))
    for _ in range(700):
        for name in ("a", "b", "review"):
            engine.save_and_load()
            wait = next(wait for wait in engine.waits() if wait.seen[0] == name)
            engine.act(wait, {"more": True}, again=False)
    assert sorted(wait.seen[0] for wait in engine.waits()) == ["a", "b"]


# -- T5: states ------------------------------------------------------------------------------------------------------
def test_bare_t5_a_task_that_is_not_yet_reached_runs_and_skips_the_one_before() -> None:
    workflow = bare.begin(IN_A_ROW)
    bare.find(workflow, "b", TaskState.FUTURE).run()
    assert bare.ready(workflow) == ["a", "c"]


def test_bare_t5_a_completed_task_runs_again_and_overwrites_the_data_of_the_next() -> None:
    workflow = bare.begin(IN_A_ROW)
    bare.do(workflow, "a", decision="refuse")
    done = bare.find(workflow, "a", TaskState.COMPLETED)
    done.data["decision"] = "agree"
    done.run()
    assert bare.find(workflow, "b").data["decision"] == "agree"


def test_t5_a_completed_task_is_not_completed_again(house: House) -> None:
    house.start(IN_A_ROW)
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
    house.do("a")
    with house.work() as engine, pytest.raises(UserTaskNotFound):
        engine.user_tasks.complete(task.id, by=house.officer, answers={})
    with house.work() as engine, pytest.raises(NotReady):
        row = engine.instances.lock(task.instance_id)
        engine.instances.step(row, lambda execution: execution.complete(task.token, {}), by=house.officer)
    assert house.waiting() == ["b"]


@pytest.mark.parametrize("token", range(12))
def test_t5_only_what_waits_for_a_person_is_completed(house: House, token: int) -> None:
    house.start(IN_A_ROW)
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
        if token != task.token:
            with pytest.raises(NotReady):
                row = engine.instances.lock(task.instance_id)
                engine.instances.step(row, lambda execution: execution.complete(token, {}), by=house.officer)
    assert house.waiting() == ["a"]


# -- T14: errors -----------------------------------------------------------------------------------------------------
def script(code: str) -> bytes:
    return row(
        f'<bpmn:scriptTask id="x"><bpmn:script>{code}</bpmn:script></bpmn:scriptTask>', user_task("u"), ids="x u"
    )


def test_bare_t14_after_an_error_nothing_moves_and_nothing_is_over() -> None:
    workflow = BpmnWorkflow(*bare.parse(script("1 / 0")))
    with pytest.raises(WorkflowTaskException):
        workflow.do_engine_steps()
    workflow.do_engine_steps()
    assert (bare.ready(workflow), workflow.is_completed()) == ([], False)


def test_bare_t14_a_script_that_exits_takes_the_worker_with_it() -> None:
    workflow = BpmnWorkflow(*bare.parse(script("raise SystemExit")))
    with pytest.raises(SystemExit):
        workflow.do_engine_steps()
    assert bare.ready(workflow) == ["x"]


JOB = '<bpmn:serviceTask id="x" name="Ask"><bpmn:extensionElements><zeebe:taskDefinition type="ask"/></bpmn:extensionElements></bpmn:serviceTask>'


def test_t14_after_an_error_the_step_is_undone_and_goes_through_when_it_is_mended(house: House) -> None:
    answers = [ZeroDivisionError("no paper"), None]

    @house.registry.register("ask")
    def ask(job: Job) -> None:
        if fault := answers.pop(0):
            raise fault

    house.start(row(user_task("u"), JOB, user_task("v"), ids="u x v"))
    with pytest.raises(StepFailed, match="Ask.*no paper"):
        house.do("u")
    assert house.waiting() == ["u"]
    house.do("u")
    assert house.waiting() == ["v"]


# -- T1 beside an open boundary branch --------------------------------------------------------------------------------
ASIDE = parts(
    '<bpmn:exclusiveGateway id="m"/>', '<bpmn:parallelGateway id="s"/>', user_task("a"), user_task("b"),
    '<bpmn:parallelGateway id="j"/>', user_task("review"), '<bpmn:exclusiveGateway id="g"/>', user_task("aside"),
    f'<bpmn:boundaryEvent id="e" attachedToRef="a" cancelActivity="false">{CAUGHT}</bpmn:boundaryEvent>',
    '<bpmn:endEvent id="other"/>', "start -> m", "m -> s", "s -> a", "s -> b", "a -> j", "b -> j", "j -> review",
    "review -> g", "g -> m if more", "g -> end if not(more)", "e -> aside", "aside -> other",
)  # fmt: skip


def test_t1_a_case_with_an_open_branch_from_an_edge_goes_round_and_ends(house: House) -> None:
    house.start(ASIDE)
    with house.work() as engine:
        engine.messages.correlate("Answer", key="KEY-1", message_id="1")
    for round_ in (True, False):
        house.do("b")
        assert "review" not in house.waiting()
        house.do("a")
        house.do("review", more=round_)
    assert house.waiting() == ["aside"]
    house.do("aside")
    assert house.instance().status == "completed"
