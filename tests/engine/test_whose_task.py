"""Tasks whose groups are worked out, and tasks that are for one person alone, of whom nobody else learns."""

import pytest

from engine import Actor, Membership, StepFailed, UserTaskNotFound
from tests.engine.conftest import House, drawing
from tests.engine.migration.conftest import Versions
from tests.engine.migration.conftest import versions as versions
from tests.engine.test_multi_instance import END, START, each, many

JO, ALI = (
    Actor(id=name, name=name.title(), memberships=frozenset({Membership(group="parents", business_key="KEY-1")}))
    for name in ("jo", "ali")
)


def task(its_id: str = "views", more: str = "", **assignment: str) -> str:
    """A user task whose assignment says these things."""
    said = " ".join(f'{name}="{value}"' for name, value in assignment.items())
    inner = f"<bpmn:extensionElements><zeebe:assignmentDefinition {said}/></bpmn:extensionElements>"
    made = f'<bpmn:userTask id="{its_id}" name="{its_id}">{inner}</bpmn:userTask>'
    return many(made, more) if more else made


def walk(made: str) -> bytes:
    return drawing("\n".join([START, made, END, "start -> views", "views -> end"]))


OWN = walk(task(more=each('["jo", "ali"]'.replace('"', "&quot;")), candidateGroups="parents", assignee="=item"))


def test_each_has_a_task_of_their_own_and_learns_of_no_other(house: House) -> None:
    house.start(OWN)
    with house.work() as engine:
        (mine,), (his,) = engine.user_tasks.personal(JO), engine.user_tasks.personal(ALI)
        assert mine.id != his.id and not mine.claimable
        for act in (engine.user_tasks.get, lambda id, for_: engine.user_tasks.complete(id, by=for_, answers={})):
            with pytest.raises(UserTaskNotFound):
                act(his.id, for_=JO)
        engine.user_tasks.complete(mine.id, by=JO, answers={})
    with house.work() as engine:
        assert [row.id for row in engine.user_tasks.personal(ALI)] == [his.id]
        with pytest.raises(UserTaskNotFound):
            engine.user_tasks.get(mine.id, for_=ALI)  # nor that there was one


def test_what_somebody_says_is_written_down_for_them_in_the_name_of_who_does_it(house: House) -> None:
    house.start(OWN)
    with house.work() as engine:
        (mine,) = engine.user_tasks.personal(JO)
        engine.user_tasks.complete(mine.id, by=house.officer, answers={"likes": "dogs"}, instead_of=JO)
    with house.work() as engine:
        assert engine.user_tasks.personal(JO) == []
        (sent,) = engine.submissions.of("KEY-1")
        assert (sent.submitted_by, sent.answers) == ("priya", {"likes": "dogs"})
        done = next(event for event in engine.history.of("KEY-1") if event.kind == "completed")
        assert done.payload == {"for": "jo", "for_name": "Jo"}


def test_groups_are_worked_out_for_each(house: House) -> None:
    house.start(walk(task(more=each("[[&quot;staff&quot;], [&quot;ADV-1&quot;]]"), candidateGroups="=item")))
    with house.work() as engine:
        (mine,) = engine.user_tasks.inbox(house.officer)
        first, second = engine.user_tasks.open_of("KEY-1")
        assert mine.id == first.id and mine.claimable
        assert engine.user_tasks.groups_of(second.id) == ["ADV-1"]


@pytest.mark.parametrize("wrong", ["=[]", "=[1]", "=&quot;staff&quot;", "=null"])
def test_what_is_no_list_of_groups_fails_at_the_task(house: House, wrong: str) -> None:
    with pytest.raises(StepFailed, match="gives no candidate groups"):
        house.start(walk(task(candidateGroups=wrong)))


def test_what_names_nobody_fails_at_the_task(house: House) -> None:
    with pytest.raises(StepFailed, match="names nobody"):
        house.start(walk(task(candidateGroups="parents", assignee="=null")))


def test_on_another_version_it_is_still_theirs_alone(versions: Versions) -> None:
    versions.start(OWN)
    with versions.work() as engine:
        before = [row.id for who in (JO, ALI) for row in engine.user_tasks.personal(who)]
    versions.moved(OWN.replace(b'name="views"', b'name="Your views"'))
    with versions.work() as engine:
        found = [row for who in (JO, ALI) for row in engine.user_tasks.personal(who)]
        assert [row.id for row in found] == before
        assert {row.name for row in found} == {"Your views"}
