"""Activities repeated for each of a list: each with its own variables, together or in turn, and nothing left behind."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count

import pytest

from engine import Job, StepFailed
from tests.engine.conftest import House, drawing, event, subprocess, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
MESSAGE = '<bpmn:message id="m" name="Note"/>'
DAY = '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
NUMBERS = count()


def each(over: str, output: str = "item", until: str = "", sequential: str = "false", item: str = "item") -> str:
    """Repeated over a FEEL list, as `item`; what each gives is collected in `found`."""
    loop = f'inputCollection="={over}" inputElement="{item}" outputCollection="found" outputElement="={output}"'
    extensions = f"<bpmn:extensionElements><zeebe:loopCharacteristics {loop}/></bpmn:extensionElements>"
    condition = f"<bpmn:completionCondition>={until}</bpmn:completionCondition>" if until else ""
    return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">{extensions}{condition}</bpmn:multiInstanceLoopCharacteristics>'


def script(its_id: str, expression: str, target: str) -> str:
    inner = f'<zeebe:script expression="={expression}" resultVariable="{target}"/>'
    return f'<bpmn:scriptTask id="{its_id}"><bpmn:extensionElements>{inner}</bpmn:extensionElements></bpmn:scriptTask>'


def many(task: str, repetition: str) -> str:
    """A task that is repeated."""
    head, _, tail = task.rpartition("</")
    return f"{head}{repetition}</{tail}"


def walk(*parts: str, first: str) -> bytes:
    """The first shape, then a task `v`."""
    body = [START, *parts, user_task("v"), END, f"start -> {first}", f"{first} -> v", "v -> end"]
    return drawing("\n".join(body), before=MESSAGE)


def finish(house: House, element_id: str, order: Iterable[int], **answers: int) -> None:
    """Do some of the open tasks of one element, told by the order in which they began."""
    with house.work() as engine:
        tasks = sorted(
            (t for t in engine.user_tasks.open_of("KEY-1") if t.element_id == element_id), key=lambda t: t.token
        )
    for place in order:
        with house.work() as engine:
            engine.user_tasks.claim(tasks[place].id, by=house.officer)
            engine.user_tasks.complete(tasks[place].id, by=house.officer, answers=answers)


def lingering(house: House) -> set[str]:
    """Names of variables and scopes beyond those that every instance has, and what else lives in the state."""
    state = house.instance().state
    return (
        (set(house.variables()) - {"business_key", "instance_started"})
        | set(state["scopes"])
        | set(state["subprocesses"])
    )


@pytest.mark.parametrize("order", [range(8), [7, 0, 3, 1, 6, 2, 5, 4]])
def test_eight_iterations_write_the_same_name_and_each_reads_its_own(house: House, order: Iterable[int]) -> None:
    inside = [script("a", "item * 10", "same"), user_task("u"), script("b", "same + 1", "same"), user_task("w")]
    ways = [
        "is -> a",
        "a -> u",
        "u -> b",
        "b -> w",
        "w -> ie",
        '<bpmn:startEvent id="is"/>',
        '<bpmn:endEvent id="ie"/>',
    ]
    house.start(walk(subprocess("t", "\n".join([*inside, *ways, each("[1, 2, 3, 4, 5, 6, 7, 8]", "same")])), first="t"))
    finish(house, "u", order)
    finish(house, "w", reversed(list(order)))
    assert house.variables()["found"] == [11, 21, 31, 41, 51, 61, 71, 81]
    assert lingering(house) == {"found", "0"}


def test_one_after_the_other_in_the_order_of_the_list(house: House) -> None:
    seen: list[str] = []

    @house.registry.register("job")
    def job(job: Job) -> dict[str, int]:
        seen.append(f"{job.inputs['name']} {job.inputs['number']}")
        return {"length": len(str(job.inputs["name"]))}

    io = '<zeebe:ioMapping><zeebe:input source="=item" target="name"/><zeebe:input source="=loopCounter" target="number"/><zeebe:output source="=length" target="size"/></zeebe:ioMapping>'
    task = f'<bpmn:serviceTask id="s"><bpmn:extensionElements><zeebe:taskDefinition type="job"/>{io}</bpmn:extensionElements></bpmn:serviceTask>'
    names = "[&quot;Jo&quot;, &quot;Sam&quot;, &quot;Alex&quot;]"
    house.start(walk(many(task, each(names, "size", sequential="true")), first="s"))
    assert seen == ["Jo 1", "Sam 2", "Alex 3"]
    assert (house.variables()["found"], lingering(house)) == ([2, 3, 4], {"found", "0"})


def test_people_one_after_the_other(house: House) -> None:
    house.start(walk(many(user_task("u"), each("[1, 2, 3]", "item * loopCounter", sequential="true")), first="u"))
    for _ in range(3):
        assert house.waiting() == ["u"]
        house.do("u")
    assert (house.waiting(), house.variables()["found"]) == (["v"], [1, 4, 9])


def test_enough_answers_end_the_rest_and_keep_their_order(house: House) -> None:
    enough = "numberOfCompletedInstances = 2 and numberOfInstances = 4"
    house.start(walk(many(user_task("u"), each("[1, 2, 3, 4]", "item", until=enough)), first="u"))
    finish(house, "u", [3])
    assert house.waiting() == ["u"] * 3
    finish(house, "u", [1])
    assert (house.waiting(), house.variables()["found"]) == (["v"], [2, 4])
    assert lingering(house) == {"found", "0"}


def test_one_answer_ends_the_rest_of_a_subprocess_with_all_that_runs_in_it(house: House) -> None:
    late = event("intermediateCatchEvent", "late", DAY)
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), late, '<bpmn:endEvent id="ie"/>']
    ways = ["is -> x", "x -> late", "late -> ie", each("[1, 2, 3]", until="true")]
    house.start(walk(subprocess("t", "\n".join([*inside, *ways])), first="t"))
    finish(house, "x", [0])
    assert house.pass_time(timedelta(days=1)) == 1
    assert (house.waiting(), house.variables()["found"]) == (["v"], [1])
    assert lingering(house) == {"found", "0"}


def test_a_time_on_the_edge_ends_every_iteration(house: House) -> None:
    edge = event("boundaryEvent", "b", DAY, 'attachedToRef="t"')
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), '<bpmn:endEvent id="ie"/>', each("[1, 2, 3]")]
    parts = (subprocess("t", "\n".join([*inside, "is -> x", "x -> ie"])), edge, '<bpmn:endEvent id="over"/>', "b -> w")
    house.start(walk(*parts, user_task("w"), "w -> over", first="t"))
    finish(house, "x", [1])
    house.pass_time(timedelta(days=1))
    assert (house.waiting(), lingering(house)) == (["w"], {"0"})


def test_a_message_on_the_edge_runs_besides_all_iterations(house: House) -> None:
    told = '<bpmn:messageEventDefinition id="md" messageRef="m"/>'
    edge = event("boundaryEvent", "b", told, 'attachedToRef="u" cancelActivity="false"')
    house.start(
        walk(
            many(user_task("u"), each("[1, 2]")),
            edge,
            user_task("w"),
            '<bpmn:endEvent id="o"/>',
            "b -> w",
            "w -> o",
            first="u",
        )
    )
    for _ in range(2):
        with house.work() as engine:
            engine.messages.correlate("Note", key="KEY-1", message_id=str(next(NUMBERS)), keep=False)
    assert sorted(house.waiting()) == ["u", "u", "w", "w"]
    finish(house, "u", [0, 1])
    assert sorted(house.waiting()) == ["v", "w", "w"]
    for task in ("w", "v", "w"):
        house.do(task)
    assert house.instance().status == "completed"


def test_a_list_of_lists(house: House) -> None:
    inner = many(user_task("u"), each("row", "cell * 2", item="cell"))
    inside = ['<bpmn:startEvent id="is"/>', inner, '<bpmn:endEvent id="ie"/>', "is -> u", "u -> ie"]
    house.start(walk(subprocess("t", "\n".join([*inside, each("[[1, 2], [3], []]", "found", item="row")])), first="t"))
    assert house.waiting() == ["u"] * 3
    finish(house, "u", [2, 1, 0])
    assert (house.waiting(), house.variables()["found"]) == (["v"], [[2, 4], [6], []])
    assert lingering(house) == {"found", "0"}


def test_an_empty_list_is_done_at_once(house: House) -> None:
    edge = event("boundaryEvent", "b", DAY, 'attachedToRef="u"')
    parts = (many(user_task("u"), each("[]")), edge, '<bpmn:endEvent id="over"/>', "b -> over")
    house.start(walk(*parts, first="u"))
    assert (house.waiting(), house.variables()["found"]) == (["v"], [])
    assert house.pass_time(timedelta(days=2)) == 0


@pytest.mark.parametrize(
    ("over", "told"), [("decision", "is not a list"), ("for n in 1..101 return n", "101 iterations")]
)
def test_what_is_no_list_or_too_long_fails_and_names_the_task(house: House, over: str, told: str) -> None:
    with pytest.raises(StepFailed, match=f"“u” .*{told}"):
        house.start(walk(many(user_task("u"), each(over)), first="u"), variables={"decision": "yes"})


def test_the_state_of_a_long_list_holds_each_item_once(house: House) -> None:
    house.start(
        walk(many(user_task("u"), each("for n in 1..50 return &quot;a long text &quot; + string(n)")), first="u")
    )
    assert str(house.instance().state).count("a long text 25") == 1
