"""A migration is taken back as long as the instance has taken no step since."""

from datetime import timedelta

import pytest

from engine import CannotUndo
from tests.engine.conftest import MONDAY, drawing
from tests.engine.migration.conftest import Versions, plain, timer
from tests.engine.migration.test_events import ANSWER, OLD, WITHDRAWN, gateway, lasting


def test_an_undone_migration_leaves_everything_as_it_was(versions: Versions) -> None:
    versions.start(OLD)
    with versions.work() as engine:
        task = engine.user_tasks.inbox(versions.officer)[0]
        engine.user_tasks.claim(task.id, by=versions.officer)
    before, waits = versions.instance(), (versions.task("review"), versions.timers())
    versions.moved(
        drawing("\n".join([plain("check", group="panel"), timer("expire", "check"), END])), {"review": "check"}
    )
    assert versions.task("check").assignee is None
    versions.undo()
    after = versions.instance()
    assert (after.deployment_id, after.state) == (before.deployment_id, before.state)
    assert (versions.task("review"), versions.timers()) == waits
    assert versions.pass_time(timedelta(days=2)) == 1
    assert versions.waiting() == ["review", "call"]
    with versions.work() as engine:
        assert [event.kind for event in engine.history.of("KEY-1")].count("migration undone") == 1
        assert engine.history.broken_at("KEY-1") is None
        assert engine.user_tasks.groups_of(task.id) == ["staff"]


END = '<bpmn:endEvent id="late"/>\nexpire -> late'


def test_messages_and_times_of_an_event_gateway_are_waited_for_again(versions: Versions) -> None:
    versions.start(gateway(ANSWER, ("late", lasting(5))))
    versions.moved(gateway(WITHDRAWN, ("late", lasting(9))), move_due_dates=True)
    versions.undo()
    assert versions.timers() == {"late": MONDAY + timedelta(days=5)}
    assert not versions.receive("Withdrawn")
    assert versions.receive("Answer")


def test_a_claim_made_since_outlives_the_undo(versions: Versions) -> None:
    versions.start(drawing(plain("review")))
    versions.moved(drawing(plain("review", "close")))
    with versions.work() as engine:
        engine.user_tasks.claim(engine.user_tasks.inbox(versions.officer)[0].id, by=versions.officer)
    versions.undo()
    assert versions.task("review").assignee == "priya"
    with versions.work() as engine:
        assert engine.user_tasks.inbox(versions.other) == []


def test_after_a_step_there_is_no_way_back(versions: Versions) -> None:
    versions.start(drawing(plain("review")))
    with pytest.raises(CannotUndo, match="KEY-1 has not been migrated, or has gone on since"):
        versions.undo()
    versions.moved(drawing(plain("review", "close")))
    versions.do("review")
    with pytest.raises(CannotUndo, match="make a plan to that version"):
        versions.undo()


def test_one_migration_after_the_other_is_undone_once(versions: Versions) -> None:
    versions.start(drawing(plain("review")))
    versions.moved(drawing(plain("review", "close")))
    versions.moved(drawing(plain("review", "inform", "close")))
    versions.undo()
    with pytest.raises(CannotUndo):
        versions.undo()
    for step in ("review", "close"):
        versions.do(step)
    assert versions.instance().status == "completed"
