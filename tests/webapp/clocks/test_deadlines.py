"""Deadlines of a case: they start, are met, switched off and counted again; whatever was said before stays."""

from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from engine import PORTAL, Bundle, StepFailed
from tests.engine.conftest import user_task
from tests.engine.messages import END, START, process
from tests.webapp.clocks.conftest import RECEIVED, Case
from webapp import clocks
from webapp.cases import CaseNotFound
from webapp.clocks import Closure, LegalEvent, errors
from webapp.clocks.deadlines import reopen
from webapp.portal import Services

SUMMER = Closure(asked_on=date(2026, 7, 20), closed_on=date(2026, 7, 23), opens_on=date(2026, 9, 2))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def event_of(case: Case, kind: str = "request_received") -> str:
    with case.play.portal.look() as services:
        return next(each.id for each in happened(services, case) if each.kind == kind)


def happened(services: Services, case: Case) -> list[LegalEvent]:
    return [each.event for each in clocks.events_of(services, case.reference)]


def states(case: Case) -> dict[str, str]:
    return {each.rule.name: each.state for each in case.deadlines()}


def test_the_three_limits_of_a_request_run_from_the_day_it_counts_as_received(case: Case) -> None:
    assert [(each.rule.name, each.due_on) for each in case.deadlines()] == [
        ("decide_whether_to_assess", date(2026, 2, 24)),
        ("decide_whether_plan_is_needed", date(2026, 5, 5)),
        ("final_plan", date(2026, 6, 2)),
    ]
    assert case.deadline("final_plan").counted_from == date(2026, 1, 13)
    assert [each["due_on"] for each in case.history("limit started")] == ["2026-02-24", "2026-05-05", "2026-06-02"]


def test_states_follow_the_calendar_of_england(case: Case) -> None:
    seen = []
    for moment in ("2026-02-16", "2026-02-17", "2026-02-24T23:59:59+00:00", "2026-02-25T00:00:00+00:00"):
        case.to(moment)
        seen.append(case.deadline("decide_whether_to_assess").state)
    assert seen == ["running", "soon", "soon", "late"]
    case.to("2026-06-02T22:59:59+00:00")
    assert case.deadline("final_plan").week(date(2026, 6, 2)) == 20
    case.to("2026-06-02T23:00:00+00:00")  # midnight in summer time
    assert case.deadline("final_plan").state == "late"


def test_starting_twice_is_once_and_another_day_begins_it_anew(case: Case) -> None:
    for day in (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9)):  # a draft, then a changed one
        case.does(clocks.start, limit="comment_on_draft", counted_from=day)
    assert case.deadline("comment_on_draft").due_on == date(2026, 3, 23)
    assert len(case.history("limit started")) == 3 + 2


def test_each_adviser_has_a_limit_of_their_own(case: Case) -> None:
    for who, day in (("psychologist", date(2026, 2, 13)), ("social care", date(2026, 2, 25))):
        case.does(clocks.start, limit="give_advice", counted_from=day, subject=who)
    case.to("2026-03-30")
    case.does(clocks.meet, limit="give_advice", subject="social care")
    assert case.deadline("give_advice", "social care").state == "met"
    assert case.deadline("give_advice", "psychologist").state == "late"


def test_met_in_time_met_late_and_on_the_day_on_which_it_was_done(case: Case) -> None:
    case.to("2026-02-12")
    case.does(clocks.meet, limit="decide_whether_to_assess")
    case.to("2026-05-09")
    case.does(clocks.meet, limit="decide_whether_plan_is_needed")
    case.to("2026-06-10")
    case.does(clocks.meet, limit="final_plan", on=date(2026, 6, 2))
    case.does(clocks.meet, limit="final_plan")  # twice is once
    assert list(states(case).values()) == ["met", "met_late", "met"]
    assert case.deadline("final_plan").met_on == date(2026, 6, 2)
    with pytest.raises(errors.InFuture):
        case.does(clocks.meet, limit="final_plan", on=date(2026, 6, 11))


def test_what_was_never_started_cannot_be_met(case: Case) -> None:
    with pytest.raises(errors.DeadlineNotFound):
        case.does(clocks.meet, limit="annual_review")
    with pytest.raises(errors.NotCountedFrom, match="record the event that starts it"):
        case.does(clocks.start, limit="review_report")
    with pytest.raises(CaseNotFound), case.play.portal.work() as services:
        clocks.start(services, "EHC-NOBODYS", limit="final_plan", by=PORTAL)


def test_an_exemption_switches_off_one_limit_and_moves_none(case: Case) -> None:
    before = {each.rule.name: each.due_on for each in case.deadlines()}
    case.to("2026-02-20")
    mine = case.deadline("decide_whether_to_assess")
    case.does(clocks.exempt, mine.id, ground="away", evidence="The family is abroad from 1 February to 8 March.")
    assert states(case)["decide_whether_to_assess"] == "exempt"
    assert {each.rule.name: each.due_on for each in case.deadlines()} == before
    shown = case.deadline("decide_whether_to_assess")
    assert shown.exempt_by == "Priya Nair" and "away for at least 4 weeks" in shown.exempt_ground
    (noted,) = case.history("limit switched off")
    assert noted["source"] == "SEND Regulations 2014, regulation 5(4)(d)" and "abroad" in noted["evidence"]
    case.to("2026-03-10")
    case.does(clocks.meet, limit="decide_whether_to_assess")
    assert states(case)["decide_whether_to_assess"] == "met"


@pytest.mark.parametrize(
    ("limit", "given", "error"),
    [
        ("final_plan", {"ground": "missed_appointment", "evidence": "x"}, errors.UnknownGround),
        ("final_plan", {"ground": "", "evidence": "x"}, errors.UnknownGround),
        ("final_plan", {"ground": "away", "evidence": " "}, errors.ReasonMissing),
        ("final_plan", {"ground": "school_closed", "evidence": "Summer."}, errors.ClosureMissing),
        (
            "final_plan",
            {
                "ground": "school_closed",
                "evidence": "Summer.",
                "closure": Closure(asked_on=date(2026, 7, 15), closed_on=SUMMER.closed_on, opens_on=SUMMER.opens_on),
            },
            errors.ClosureTooShort,
        ),
    ],
)
def test_an_exemption_without_ground_or_evidence_is_refused(
    case: Case, limit: str, given: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        case.does(clocks.exempt, case.deadline(limit).id, **given)
    assert states(case)[limit] == "running"


def test_a_long_closure_is_kept_with_its_days(case: Case) -> None:
    case.does(
        clocks.exempt, case.deadline("final_plan").id, ground="school_closed", evidence="Beckside.", closure=SUMMER
    )
    assert case.deadline("final_plan").exempt_evidence.endswith(
        "Advice asked for on 20 July 2026; closed from 23 July 2026, open again on 2 September 2026."
    )


def test_what_is_met_or_switched_off_is_not_switched_off_again(case: Case) -> None:
    mine = case.deadline("final_plan").id
    case.does(clocks.exempt, mine, ground="away", evidence="Abroad.")
    for each in (mine, "0" * 32):
        with pytest.raises(errors.NotOpen):
            case.does(clocks.exempt, each, ground="away", evidence="Abroad.")


def test_a_corrected_date_counts_its_limits_again_and_keeps_what_was_said(case: Case) -> None:
    case.to("2026-02-24")
    case.does(clocks.meet, limit="decide_whether_to_assess")
    case.does(clocks.correct, event_of(case), at=at("2026-01-09T17:30"), route="email", because="The mail was older.")
    decided = case.deadline("decide_whether_to_assess")
    assert (decided.due_on, decided.state) == (date(2026, 2, 23), "met_late"), "it was a day late all along"
    assert decided.breached_at
    assert case.deadline("final_plan").counted_from == date(2026, 1, 12)  # a Friday after 17:00 counts as Monday
    assert case.deadline("final_plan").due_on == date(2026, 6, 1)
    with case.play.portal.look() as services:
        (found,) = clocks.events_of(services, case.reference)
    (before,), holds = found.earlier, found.event
    assert (before.at, before.deemed_on, before.because) == (RECEIVED, date(2026, 1, 13), "")
    assert (holds.because, holds.recorded_by_name) == ("The mail was older.", "Priya Nair")
    (noted,) = case.history("date corrected")
    assert (noted["from"], noted["to"]) == ("2026-01-13", "2026-01-12")
    assert [each["due_on"] for each in case.history("limit counted again")] == [
        "2026-02-23",
        "2026-05-04",
        "2026-06-01",
    ]


def test_what_was_dropped_and_is_owed_again_counts_from_the_corrected_date(case: Case) -> None:
    case.to("2026-02-12")
    case.does(clocks.drop, because="A no.")
    case.does(clocks.correct, event_of(case), at=at("2026-01-09T17:30"), route="email", because="The mail was older.")
    assert states(case)["final_plan"] == "dropped"
    case.does(reopen, limit="final_plan", because="It was a yes.")
    again = case.deadline("final_plan")
    assert (again.counted_from, again.due_on, again.state) == (date(2026, 1, 12), date(2026, 6, 1), "running")


def test_a_corrected_date_puts_the_notices_served_meanwhile_in_doubt(case: Case) -> None:
    for day, notice in (("2026-01-12T12:00", "earlier"), ("2026-01-15T12:00", "considering_assessment")):
        case.does(clocks.serve, notice=notice, at=at(day), route="portal")
    case.does(clocks.correct, event_of(case), at=at("2026-01-12T09:00"), route="email", because="It came on Monday.")
    assert [each["notice"] for each in case.history("notice served with a wrong date")] == ["considering_assessment"]
    assert doubtful(case) == ["considering_assessment"]
    with case.play.portal.look() as services:
        mine = next(each.id for each in happened(services, case) if each.doubtful_since)
    for _ in range(2):
        case.does(clocks.checked, mine)
    assert doubtful(case) == [] and len(case.history("notice looked at again")) == 1


def test_another_hour_of_the_same_day_puts_nothing_in_doubt(case: Case) -> None:
    case.does(clocks.serve, notice="considering_assessment", at=at("2026-01-15T12:00"), route="portal")
    case.does(clocks.correct, event_of(case), at=at("2026-01-13T11:00"), route="hand", because="It was handed in.")
    assert doubtful(case) == [] and case.history("limit counted again") == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"because": " "}, errors.ReasonMissing),
        ({"at": RECEIVED, "route": "email"}, errors.NothingChanged),
        ({"at": at("2026-01-19T10:01")}, errors.InFuture),
        ({"route": "pigeon"}, errors.UnknownRoute),
        ({"at": at("2014-08-01T10:00")}, errors.NoRuleThen),
    ],
)
def test_a_correction_that_is_none_is_refused(case: Case, given: dict[str, Any], error: type[Exception]) -> None:
    whole = {"at": at("2026-01-12T09:00"), "route": "email", "because": "It came on Monday.", **given}
    with pytest.raises(error):
        case.does(clocks.correct, event_of(case), **whole)
    assert case.deadline("final_plan").due_on == date(2026, 6, 2) and case.history("date corrected") == []


def test_what_somebody_has_corrected_is_not_corrected_a_second_time(case: Case) -> None:
    old = event_of(case)
    case.does(clocks.correct, old, at=at("2026-01-12T09:00"), route="email", because="Monday.")
    with pytest.raises(errors.EventNotFound):
        case.does(clocks.correct, old, at=at("2026-01-11T09:00"), route="email", because="Sunday.")
    case.does(clocks.correct, event_of(case), at=at("2026-01-11T09:00"), route="post", because="A letter.")
    assert case.deadline("final_plan").counted_from == date(2026, 1, 12)


def job(its_id: str, limit: str, **inputs: str) -> str:
    """A service task that starts or meets a limit."""
    given = "".join(
        f'<zeebe:input source={quoteattr(f"={source}")} target="{target}"/>' for target, source in inputs.items()
    )
    kind = its_id.partition("_")[0]
    extensions = f'<zeebe:taskDefinition type="{kind}-limit"/><zeebe:taskHeaders><zeebe:header key="limit" value="{limit}"/></zeebe:taskHeaders><zeebe:ioMapping>{given}</zeebe:ioMapping>'
    return f'<bpmn:serviceTask id="{its_id}"><bpmn:extensionElements>{extensions}</bpmn:extensionElements></bpmn:serviceTask>'


JOBS = process(
    "walk",
    START,
    job("start_advice", "give_advice", counted_from='date("2026-01-14")', subject='"psychologist"'),
    job("start_plan", "final_plan"),
    user_task("ask", "send_admin"),
    job("meet_advice", "give_advice", subject='"psychologist"'),
    job("meet_plan", "final_plan", met_on='"2026-01-16"'),
    user_task("read", "send_admin"),
    job("meet_never", "school_reply"),
    END,
    way="start start_advice start_plan ask meet_advice meet_plan read meet_never end",
)


def test_drawings_start_and_meet_limits(case: Case) -> None:
    with case.play.portal.work() as services:
        services.engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": JOBS}), by=PORTAL)
        services.engine.instances.start("walk", business_key=case.reference, by=PORTAL)
    assert case.deadline("give_advice", "psychologist").due_on == date(2026, 2, 25)
    assert case.deadline("final_plan").counted_from == date(2026, 1, 13)
    case.play.claim(case.officer, case.reference, "ask")
    case.play.complete(case.officer, case.reference, "ask", {})
    assert case.deadline("give_advice", "psychologist").met_on == date(2026, 1, 19)
    assert case.deadline("final_plan").met_on == date(2026, 1, 16)
    case.play.claim(case.officer, case.reference, "read")
    with pytest.raises(StepFailed, match="no such limit in this case"):
        case.play.complete(case.officer, case.reference, "read", {})


def doubtful(case: Case) -> list[str]:
    """Notices that somebody must look at."""
    with case.play.portal.look() as services:
        return [each.subject for each in happened(services, case) if each.doubtful_since]
