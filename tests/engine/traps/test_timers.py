"""Traps 10 and 11: what a time means, who fires it, and what a new version does to one that runs."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions import timer as library
from SpiffWorkflow.bpmn.util.diff import diff_workflow, migrate_workflow
from SpiffWorkflow.util.task import TaskState

from engine import PORTAL, Bundle, DrawingRefused, periods
from engine.periods import BadPeriod
from tests.engine.conftest import House, user_task
from tests.engine.traps import bare
from tests.engine.traps.shapes import row, timer

Timer = library.TimerEventDefinition
JANUARY_31 = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)


def waits(time: str, kind: str = "timeDuration") -> bytes:
    return row(timer("t", time, kind), user_task("u"), ids="t u")


# -- T10 -------------------------------------------------------------------------------------------------------------
def test_bare_t10_a_duration_as_a_modeller_writes_it_is_an_error() -> None:
    with pytest.raises(WorkflowTaskException, match="P14D"):
        bare.begin(waits("P14D"))


def test_t10_a_duration_as_a_modeller_writes_it_waits_that_long(house: House) -> None:
    house.start(waits("P14D"))
    house.pass_time(timedelta(days=14, seconds=-1))
    assert house.waiting() == []
    house.pass_time(timedelta(seconds=1))
    assert house.waiting() == ["u"]


def test_bare_t10_weeks_and_days_together_are_refused() -> None:
    with pytest.raises(Exception, match="Invalid duration"):
        Timer.parse_iso_duration("P1W2D")


def test_t10_weeks_and_days_together_are_added() -> None:
    assert periods.later(JANUARY_31, "P1W2D") == JANUARY_31 + timedelta(days=9)


def test_bare_t10_a_month_from_the_last_of_january_ends_in_march() -> None:
    assert JANUARY_31 + Timer.get_timedelta_from_start({"months": 1}, JANUARY_31) == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_t10_a_month_from_the_last_of_january_ends_in_february() -> None:
    assert periods.later(JANUARY_31, "P1M") == datetime(2026, 2, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "P", "1D"])
def test_bare_t10_what_is_no_duration_is_taken_for_one(text: str) -> None:
    assert Timer.parse_iso_duration(text) in ({}, {"days": 1})


@pytest.mark.parametrize("text", ["", "P", "1D", "PT", "P1", "P1H", "P-1D", "P1.5D", "P99999Y", "PT1D"])
def test_t10_what_is_no_duration_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(BadPeriod):
        periods.later(JANUARY_31, text)


@pytest.mark.parametrize(
    ("time", "kind"), [("1D", "timeDuration"), ("0 9 * * MON", "timeCycle"), ("Monday", "timeDate")]
)
def test_t10_what_is_no_time_is_refused_at_its_event(house: House, time: str, kind: str) -> None:
    with pytest.raises(DrawingRefused) as refused:
        house.start(waits(time, kind))
    assert {finding.element for finding in refused.value.findings} == {"t"}


def test_bare_t10_a_time_without_a_zone_is_an_hour_late_in_summer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library reads the offset once, when it is imported: here in winter."""
    monkeypatch.setattr(library, "LOCALTZ", timezone(timedelta(0)))
    assert Timer.get_datetime("2026-07-01T09:00") == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_t10_a_time_without_a_zone_is_london_s_in_winter_and_summer() -> None:
    assert periods.moment("2026-07-01T09:00") == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert periods.moment("2026-12-01T09:00") == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert periods.moment("2026-07-01") == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_bare_t10_two_workers_with_the_same_saved_case_both_fire() -> None:
    saved = bare.begin(waits('"PT0S"'))
    fired = [bare.save_and_load(saved) for _ in range(2)]
    for workflow in fired:
        workflow.refresh_timers()
        workflow.do_engine_steps()
    assert [bare.ready(workflow) for workflow in fired] == [["u"], ["u"]]


def test_t10_a_timer_fires_once(house: House) -> None:
    house.start(waits("PT1H"))
    house.clock.advance(timedelta(hours=1))
    with house.work() as engine:
        (due,) = engine.timers.due()
        assert engine.timers.fire(due)
    with house.work() as engine:
        assert engine.timers.due() == []
    with house.work() as engine:
        assert not engine.timers.fire(due)
    assert house.waiting() == ["u"]


# -- T11 -------------------------------------------------------------------------------------------------------------
DUE = "2026-01-01T00:00:00+00:00"
MORE = {"typed": "so far"}


def longer(time: str) -> bytes:
    return row(timer("t", time), user_task("u"), user_task("v"), ids="t u v")


def test_bare_t11_migrating_starts_a_waiting_timer_again() -> None:
    workflow = bare.begin(waits('"P42D"'))
    bare.find(workflow, "t", TaskState.WAITING).internal_data["event_value"] = DUE
    migrate(workflow, longer('"P42D"'))
    assert bare.find(workflow, "t", TaskState.WAITING).internal_data["event_value"] != DUE


def test_bare_t11_migrating_wipes_what_was_typed_as_a_neighbour_makes_a_task_changed() -> None:
    workflow = bare.begin(row(user_task("u"), ids="u"))
    bare.find(workflow, "u").data.update(MORE)
    changed = migrate(workflow, row(user_task("u"), user_task("v"), ids="u v"))
    assert ("u" in changed, bare.find(workflow, "u").data) == (True, {})


def migrate(workflow: object, data: bytes) -> list[str]:
    specification, dependencies = bare.parse(data)
    found, _ = diff_workflow(BpmnWorkflowSerializer().registry, workflow, specification, dependencies)
    migrate_workflow(found, workflow, specification)
    return [task.task_spec.name for task in found.changed]


def test_t11_a_new_version_leaves_due_dates_and_drafts_of_running_cases_alone(house: House) -> None:
    case = house.start(row(timer("t", "P42D"), user_task("u"), ids="t u")).id
    with house.work() as engine:
        (before,) = engine.timers.of(case)
        engine.user_tasks.save_draft("task:1", {"a": ["typed"]}, of=house.officer, version=0)
    house.clock.advance(timedelta(days=10))
    with house.work() as engine:
        engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": longer("P42D")}), by=PORTAL)
    house.pass_time(timedelta(days=31))
    assert house.waiting() == []
    with house.work() as engine:
        (after,) = engine.timers.of(case)
        assert after.due_at == before.due_at
        assert engine.user_tasks.draft("task:1", of=house.officer).entries == {"a": ["typed"]}
    house.pass_time(timedelta(days=1))
    house.do("u")
    assert house.instance().status == "completed"  # on the version on which it began
