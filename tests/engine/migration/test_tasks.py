"""A user task goes on on another version: it keeps what people have put into it and takes what the drawing says."""

from datetime import timedelta

import pytest

from engine import PORTAL, Bundle, MappingRefused
from tests.engine.conftest import MONDAY, drawing
from tests.engine.migration.conftest import Versions, plain

OLD = drawing(plain("review", "decide"))


def test_an_open_task_keeps_its_number_claim_and_draft(versions: Versions) -> None:
    versions.start(OLD)
    with versions.work() as engine:
        task = engine.user_tasks.inbox(versions.officer)[0]
        engine.user_tasks.claim(task.id, by=versions.officer)
        engine.user_tasks.save_draft(f"task:{task.id}", {"note": ["half a"]}, of=versions.officer, version=0)
    versions.moved(drawing(plain("prepare", "review", "decide", "close")))
    with versions.work() as engine:
        [after] = engine.user_tasks.claimed(versions.officer)
        assert (after.id, after.assignee_name) == (task.id, "Priya Nair")
        draft = engine.user_tasks.draft(f"task:{task.id}", of=versions.officer)
        assert draft is not None
        assert draft.entries == {"note": ["half a"]}
        assert engine.user_tasks.inbox(versions.other) == []
    for step in ("review", "decide", "close"):
        versions.do(step)
    assert versions.instance().status == "completed"


def test_a_task_takes_the_name_form_and_groups_of_the_new_version(versions: Versions) -> None:
    versions.start(OLD)
    changed = drawing(plain("review", "decide", group="panel")).replace(b'name="review"', b'name="Look at it"')
    versions.moved(changed)
    task = versions.task("review")
    assert task.name == "Look at it"
    with versions.work() as engine:
        assert engine.user_tasks.groups_of(task.id) == ["panel"]
        assert engine.user_tasks.inbox(versions.officer) == []


def test_a_claim_ends_when_no_group_that_could_claim_is_left(versions: Versions) -> None:
    versions.start(OLD)
    with versions.work() as engine:
        engine.user_tasks.claim(engine.user_tasks.inbox(versions.officer)[0].id, by=versions.officer)
    plan = versions.plan(drawing(plain("review", "decide", group="panel")))
    [change] = versions.preview(plan).changes
    assert (change.fate, change.claim_ends, change.claimed_by) == ("stays", True, "")
    versions.migrate(plan)
    assert versions.task("review").assignee is None


def test_a_renamed_element_needs_the_mapping_and_then_goes_on(versions: Versions) -> None:
    versions.start(OLD)
    renamed = drawing(plain("assess", "decide"))
    plan = versions.plan(renamed)
    assert "“review” (review) is no longer drawn" in plan.reasons["review"]
    outcome = versions.migrate(plan)
    assert not outcome.migrated
    assert "Map it to another user task, or let these instances finish on version 1." in outcome.causes[0]
    assert versions.waiting() == ["review"]
    versions.moved(renamed, {"review": "assess"})
    versions.do("assess")
    assert versions.waiting() == ["decide"]


def test_a_mapping_that_names_what_is_not_drawn_or_another_kind_is_refused(versions: Versions) -> None:
    versions.start(OLD)
    with pytest.raises(MappingRefused, match="to “nowhere”: there is no such element"):
        versions.plan(OLD, {"review": "nowhere"})
    with pytest.raises(MappingRefused, match="another kind of element: end event instead of user task"):
        versions.plan(drawing(plain("decide")), {"review": "end"})


def test_an_element_that_has_become_another_kind_blocks_those_that_stand_there(versions: Versions) -> None:
    versions.start(OLD)
    automatic = OLD.replace(b'bpmn:userTask id="review"', b'bpmn:task id="review"').replace(
        b"</bpmn:userTask>", b"</bpmn:task>", 1
    )
    plan = versions.plan(automatic)
    assert "task instead of user task" in versions.preview(plan).blocks[0]
    assert not versions.migrate(plan).migrated
    versions.do("review")
    assert versions.migrate(plan).migrated


def due(lasts: str) -> bytes:
    schedule = f'<zeebe:taskSchedule dueDate="=duration(&quot;{lasts}&quot;)"/></bpmn:extensionElements>'
    return drawing(plain("review")).replace(
        b"</bpmn:extensionElements></bpmn:userTask>", f"{schedule}</bpmn:userTask>".encode()
    )


def test_a_due_date_stays_unless_it_is_asked_to_move(versions: Versions) -> None:
    versions.start(due("P14D"))
    versions.clock.advance(timedelta(days=3))
    versions.moved(due("P21D"))
    assert versions.task("review").due_at == MONDAY + timedelta(days=14)
    versions.moved(due("P28D"), move_due_dates=True)
    assert versions.task("review").due_at == MONDAY + timedelta(days=28)
    with versions.work() as engine:
        assert [task.element_id for task in engine.user_tasks.inbox(versions.officer)] == ["review"]


def test_history_tells_both_versions_and_who_did_it(versions: Versions) -> None:
    versions.start(OLD)
    versions.moved(drawing(plain("assess", "decide")), {"review": "assess"})
    with versions.work() as engine:
        event = engine.history.of("KEY-1")[-1]
        assert (event.kind, event.actor_name) == ("migrated", "Tom Hale")
        assert event.payload == {"process": "walk", "from": 1, "to": 2, "moved": {"review": "assess"}}
        assert engine.history.broken_at("KEY-1") is None


def test_a_preview_changes_nothing_and_a_step_since_is_judged_anew(versions: Versions) -> None:
    versions.start(OLD)
    plan = versions.plan(drawing(plain("review", "inform")))
    before = versions.instance()
    assert versions.preview(plan).possible
    assert versions.instance() == before
    versions.do("review")
    assert "“decide” (decide) is no longer drawn" in versions.migrate(plan).causes[0]


def test_an_instance_of_another_version_or_an_ended_one_is_told_apart(versions: Versions) -> None:
    versions.start(OLD)
    plan = versions.plan(drawing(plain("review")))
    versions.migrate(plan)
    assert versions.migrate(plan).causes == ("It runs on version 2, not on version 1.",)
    versions.do("review")
    assert versions.preview(plan).blocks == ("It has ended.",)
    assert versions.migrate(plan).causes == ("There is no such process instance, or you may not see it.",)


def test_input_that_the_new_version_asks_for_is_there_when_the_task_is_done(versions: Versions) -> None:
    mapping = (
        '<zeebe:ioMapping><zeebe:input source="=email" target="address"/><zeebe:output source="=address" target="more"/>'
        "</zeebe:ioMapping></bpmn:extensionElements></bpmn:userTask>"
    )
    versions.start(OLD, variables={"email": "jo@example.org"})
    versions.moved(OLD.replace(b"</bpmn:extensionElements></bpmn:userTask>", mapping.encode(), 1))
    versions.do("review")
    assert versions.variables()["more"] == "jo@example.org"


def test_every_form_of_the_new_version_is_that_of_its_deployment(versions: Versions) -> None:
    versions.start(OLD)
    with versions.work() as engine:
        resources = {"walk.bpmn": OLD, "review.form": b"{}"}
        target = engine.deployments.deploy(Bundle(process_id="walk", resources=resources), by=PORTAL)
        row = engine.instances.of("KEY-1")[0]
        engine.migrations.migrate(engine.migrations.plan(row.deployment_id, target.deployment_id), [row.id], by=PORTAL)
    assert versions.task("review").form == "review"
