"""The big picture: two hundred instances in random places of one drawing are migrated to a changed one."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from engine import PORTAL, Bundle, Engine, Outcome, Plan, Record
from tests.engine.conftest import drawing, user_task
from tests.engine.migration.conftest import Versions, timer

MESSAGE = '<bpmn:message id="m" name="Answer"/><bpmn:message id="w" name="Withdrawn"/>'
EACH = (
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2, 3]"'
    ' inputElement="person"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>'
)
INSTANCES, LONGEST = 200, 300


def catch(element_id: str, definition: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{element_id}">{definition}</bpmn:intermediateCatchEvent>'


def lasting(days: int) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeDuration>P{days}D</bpmn:timeDuration></bpmn:timerEventDefinition>"


def held(*tasks: str) -> str:
    """A subprocess with these tasks, one after the other."""
    names = ["in", *tasks, "out"]
    flows = [
        f'<bpmn:sequenceFlow id="s_{one}" sourceRef="{one}" targetRef="{next_}"/>'
        for one, next_ in zip(names, names[1:], strict=False)
    ]
    return "".join(['<bpmn:startEvent id="in"/>', *map(user_task, tasks), '<bpmn:endEvent id="out"/>', *flows])


def version_one() -> str:
    return f"""
<bpmn:startEvent id="start"/>
{user_task("register")}
<bpmn:exclusiveGateway id="again"/>
<bpmn:parallelGateway id="split"/>
{user_task("ask").replace("</bpmn:userTask>", EACH)}
{user_task("gather")}
<bpmn:eventBasedGateway id="wait"/>
{catch("answer", '<bpmn:messageEventDefinition messageRef="m"/>')}
{catch("no_answer", lasting(42))}
<bpmn:exclusiveGateway id="one_way"/>
{user_task("check")}
{timer("remind", "check", interrupting=False)}
{user_task("call")}
<bpmn:endEvent id="called"/>
<bpmn:parallelGateway id="join"/>
{user_task("decide")}
<bpmn:exclusiveGateway id="enough" default="go_on"/>
<bpmn:subProcess id="writing">{held("write", "proofread")}</bpmn:subProcess>
{timer("expire", "writing", lasts="P60D")}
<bpmn:endEvent id="late"/>
{user_task("publish")}
<bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="go_on" sourceRef="enough" targetRef="writing"/>
start -> register
register -> again
again -> split
split -> ask
split -> wait
split -> check
ask -> gather
gather -> join
wait -> answer
wait -> no_answer
answer -> one_way
no_answer -> one_way
one_way -> join
check -> join
remind -> call
call -> called
join -> decide
decide -> enough
enough -> again if more = true
expire -> late
writing -> publish
publish -> end
"""


def version_two() -> str:
    """A branch, tasks and events more, a reminder less, one id, a time and a name changed."""
    changed = version_one()
    for old, new in (
        ("remind -> call\ncall -> called\n", ""),
        (f'{timer("remind", "check", interrupting=False)}\n{user_task("call")}\n<bpmn:endEvent id="called"/>\n', ""),
        (catch("no_answer", lasting(42)), catch("no_answer", lasting(28))),
        ("join -> decide", "join -> weigh\nweigh -> decide"),
        (held("write", "proofread"), held("outline", "write", "read_again")),
        ('name="publish"', 'name="Publish it"'),
        ("split -> check", "split -> check\nsplit -> inform\ninform -> join"),
        ("wait -> answer\n", "wait -> answer\nwait -> withdrawn\nwithdrawn -> one_way\n"),
        ("expire -> late", "expire -> late\nchase -> chased\nchased -> told\nnudge -> nudged"),
    ):
        assert old in changed
        changed = changed.replace(old, new)
    return changed + "\n".join(
        [
            user_task("weigh"),
            user_task("inform"),
            catch("withdrawn", '<bpmn:messageEventDefinition messageRef="w"/>'),
            timer("chase", "decide", interrupting=False),
            user_task("chased"),
            '<bpmn:endEvent id="told"/>',
            timer("nudge", "ask", interrupting=False),
            '<bpmn:endEvent id="nudged"/>',
        ]
    )


class Crowd(Versions):
    """Many instances, each with its own key, walked at random."""

    def begin(self, dice: random.Random, count: int = INSTANCES) -> list[int]:
        first = Bundle(process_id="walk", resources={"walk.bpmn": drawing(version_one(), before=MESSAGE)})
        with self.work() as engine:
            engine.deployments.deploy(first, by=PORTAL)
            found = [engine.instances.start("walk", business_key=f"KEY-{n}", by=PORTAL).id for n in range(count)]
            for instance_id in found:
                self.walk(engine, instance_id, dice, steps=dice.randrange(14))
            return [number for number in found if engine.instances.get(number).status == "running"]

    def walk(self, engine: Engine, instance_id: int, dice: random.Random, *, steps: int) -> Record:
        """So many random steps, each loaded and saved; more rounds become rare."""
        for _ in range(steps):
            row = engine.instances.get(instance_id)
            if row.status != "running":
                break
            dice.choice(self._moves(engine, row, dice))()
        return engine.instances.get(instance_id)

    def _moves(self, engine: Engine, row: Record, dice: random.Random) -> list[Callable[[], Any]]:
        def complete(task: Record) -> None:
            if task.assignee is None:
                engine.user_tasks.claim(task.id, by=self.officer)
            engine.user_tasks.complete(task.id, by=self.officer, answers={"more": dice.random() < 0.1})

        def receive() -> None:
            message_id = str(dice.random())
            engine.messages.correlate("Answer", key=row.business_key, message_id=message_id, keep=False)

        tasks = engine.user_tasks.open_of(row.business_key)
        timers = [t for t in engine.timers.of(row.id) if t.element_id != "expire" or dice.random() < 0.1]
        moves: list[Callable[[], Any]] = [lambda task=task: complete(task) for task in tasks]
        moves += [lambda timer=timer: engine.timers.fire(timer) for timer in timers]
        return [*moves, receive] if any(timer.element_id == "no_answer" for timer in timers) else moves

    def kept(self, engine: Engine, instance_id: int) -> tuple[Any, ...]:
        """What a migration must leave as it is."""
        row = engine.instances.get(instance_id)
        tasks = [(t.id, t.token, t.due_at, t.assignee) for t in engine.user_tasks.open_of(row.business_key)]
        times = {timer.token: timer.due_at for timer in engine.timers.of(instance_id)}
        return tasks, times, row.state["scopes"]

    def migrate_all(self, plan: Plan, ids: list[int]) -> list[Outcome]:
        with self.work() as engine:
            previews = {instance_id: engine.migrations.preview(plan, instance_id) for instance_id in ids}
            before = {instance_id: self.kept(engine, instance_id) for instance_id in ids}
            outcomes = engine.migrations.migrate(plan, ids, by=PORTAL)
            for outcome in outcomes:
                assert previews[outcome.instance_id].blocks == outcome.causes
                tasks, times, scopes = self.kept(engine, outcome.instance_id)
                was_tasks, was_times, was_scopes = before[outcome.instance_id]
                assert (tasks, scopes) == (was_tasks, was_scopes)
                assert all(was_times[token] == due for token, due in times.items() if token in was_times)
            return outcomes


LONG = pytest.mark.long
QUICK = pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=LONG)], indirect=True)


@QUICK
@pytest.mark.parametrize("seed", [20265, *(pytest.param(seed, marks=LONG) for seed in range(3))])
def test_two_hundred_instances_anywhere_move_or_are_told_why_and_all_finish(versions: Versions, seed: int) -> None:
    print(f"seed {seed}")
    dice, crowd = random.Random(seed), Crowd(versions.database)
    ids = crowd.begin(dice)
    second = Bundle(process_id="walk", resources={"walk.bpmn": drawing(version_two(), before=MESSAGE)})
    with crowd.work() as engine:
        target = engine.deployments.deploy(second, by=PORTAL)
        source = engine.instances.get(ids[0]).deployment_id
        plan = engine.migrations.plan(source, target.deployment_id, mapping={"proofread": "read_again"})
        assert engine.migrations.running(plan) == ids
    outcomes = crowd.migrate_all(plan, ids)
    moved = [outcome.instance_id for outcome in outcomes if outcome.migrated]
    causes = Counter(cause for outcome in outcomes for cause in outcome.causes)
    print(len(moved), "moved;", causes)
    assert len(moved) > 40
    assert sum("nothing of this instance can come from “inform”" in cause for cause in causes) == 1
    assert sum("“call” (call) is no longer drawn" in cause for cause in causes) == 1
    assert len(causes) == 2
    with crowd.work() as engine:
        for instance_id in dice.sample(moved, 20):
            state = engine.instances.get(instance_id).state
            engine.migrations.undo(instance_id, by=PORTAL)
            [again] = engine.migrations.migrate(plan, [instance_id], by=PORTAL)
            assert again.migrated
            assert engine.instances.get(instance_id).state == state
        for instance_id in ids:
            row = crowd.walk(engine, instance_id, dice, steps=LONGEST)
            assert (row.status, row.ended_in in ("end", "late", "called", "told", "nudged")) == ("completed", True)
            assert row.deployment_id == (target.deployment_id if instance_id in moved else source)
        assert engine.incidents.open() == []
        assert all(engine.history.broken_at(f"KEY-{number}") is None for number in dice.sample(range(INSTANCES), 20))


@QUICK
def test_a_migration_to_the_same_drawing_changes_no_state(versions: Versions) -> None:
    dice, crowd = random.Random(7), Crowd(versions.database)
    ids = crowd.begin(dice, 40)
    same = drawing(version_one(), before=MESSAGE).replace(b'name="Walk"', b'name="Stroll"')
    with crowd.work() as engine:
        target = engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": same}), by=PORTAL)
        plan = engine.migrations.plan(engine.instances.get(ids[0]).deployment_id, target.deployment_id)
        states = [engine.instances.get(instance_id).state for instance_id in ids]
        assert all(outcome.migrated for outcome in engine.migrations.migrate(plan, ids, by=PORTAL))
        assert [engine.instances.get(instance_id).state for instance_id in ids] == states
