"""What comes near or is late is told once, in order, to those whom it concerns; one bad case stops no other."""

import logging
from datetime import date, timedelta

import pytest

from engine import PORTAL, Bundle
from tests.engine.at_once import at_once
from tests.engine.messages import END, START, process
from tests.webapp.cases.conftest import SAM, visible
from tests.webapp.clocks.conftest import RECEIVED, Case
from webapp import clocks
from webapp.cases.models import Case as CaseRow
from webapp.clocks.models import DeadlineRow
from webapp.mail import Mailbox
from webapp.worker import batches, lateness
from webapp.worker.work import Work

UMA, MO, JO = "uma.frost@example.org", "mo.reed@example.org", "jo.bell@example.org"
ASSESS = "Decide whether to assess"


def told(case: Case) -> list[tuple[str, str]]:
    """To whom, about what: mails about limits, after an hourly sweep."""
    work = Work(case.play.portal)
    work.sweep()
    work.perform_due()
    found = Mailbox(case.play.portal.config.var / "mailbox").mails()
    about = ((str(mail["To"]), str(mail["Subject"])) for mail in found)
    return sorted((to, subject) for to, subject in about if "late" in subject or " by " in subject)


def test_officers_hear_two_weeks_before_and_managers_one_week_before(case: Case) -> None:
    case.to("2026-02-09")
    assert told(case) == []
    case.to("2026-02-10T00:00")
    near = f"{case.reference}: {ASSESS} by Tuesday 24 February 2026"
    assert told(case) == [(UMA, near)]
    case.to("2026-02-16T23:59")
    assert told(case) == [(UMA, near)]
    case.to("2026-02-17")
    assert told(case) == [(MO, near), (UMA, near), (UMA, near)]
    case.to("2026-02-24T23:59")
    assert len(told(case)) == 3


def test_when_it_is_late_managers_and_the_family_are_told_once_and_no_child_is_named(case: Case) -> None:
    case.to("2026-02-24T12:00")
    told(case)
    case.to("2026-02-25T00:00")
    for _ in range(3):
        late = [each for each in told(case) if "late" in each[1]]
    assert late == [
        (JO, f"{case.reference}: something is late"),
        (MO, f"{case.reference} is late: {ASSESS}"),
        (UMA, f"{case.reference} is late: {ASSESS}"),
    ]
    texts = [text for text in case.play.mail_texts() if "late" in text]
    assert len(texts) == 3 and not [text for text in texts if "Sam" in text or "Bell" in text.replace("jo.bell", "")]
    (mine,) = [text for text in texts if JO in text]
    assert "By now we should have told you whether we will make an assessment." in mine and "We are sorry." in mine
    (noted,) = case.history("limit passed")
    assert (noted["limit"], noted["due_on"]) == ("decide_whether_to_assess", "2026-02-24")
    assert case.deadline("decide_whether_to_assess").breached_at


def test_after_an_outage_only_what_is_still_true_is_told(case: Case) -> None:
    case.to("2026-02-20")
    assert len(told(case)) == 2  # officer and manager, of the later warning alone
    case.to("2026-06-10")
    assert len([each for each in told(case) if each[0] == JO]) == 3
    assert [each["limit"] for each in case.history("limit passed")] == [
        "decide_whether_to_assess",
        "decide_whether_plan_is_needed",
        "final_plan",
    ]


def test_what_is_met_or_switched_off_is_told_to_nobody(case: Case) -> None:
    case.does(clocks.meet, limit="decide_whether_to_assess")
    for limit in ("decide_whether_plan_is_needed", "final_plan"):
        case.does(clocks.exempt, case.deadline(limit).id, ground="away", evidence="Abroad.")
    case.to("2026-07-01")
    assert told(case) == []


def test_a_family_is_not_told_that_it_is_late_itself(case: Case) -> None:
    case.does(clocks.start, limit="comment_on_draft", counted_from=date(2026, 1, 19))
    case.to("2026-02-03")
    assert [to for to, subject in told(case) if "late" in subject] == [MO, UMA]


def test_a_case_whose_instances_have_ended_is_swept_and_a_closed_one_is_not(case: Case) -> None:
    ends = process("walk", START, END, way="start end")
    with case.play.portal.work() as services:
        services.engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": ends}), by=PORTAL)
        services.engine.instances.start("walk", business_key=case.reference, by=PORTAL)
        assert [each.status for each in services.engine.instances.of(case.reference)] == ["completed"]
    case.to("2026-02-25")
    assert len(told(case)) == 3
    with case.play.portal.work() as services:
        services.session.query(CaseRow).update({"state": "closed"})
    case.to("2026-07-01")
    assert len(told(case)) == 3


def test_a_corrected_limit_is_told_anew(case: Case) -> None:
    case.to("2026-02-25")
    told(case)
    with case.play.portal.look() as services:
        (found,) = clocks.events_of(services, case.reference)
    at = RECEIVED + timedelta(days=7)
    case.does(clocks.correct, found.event.id, at=at, route="email", because="The first mail was about something else.")
    assert case.deadline("decide_whether_to_assess").state == "soon"
    assert len([each for each in told(case) if "3 March" in each[1]]) == 2
    case.to("2026-03-04")
    assert len([each for each in told(case) if "late" in each[1]]) == 6


def test_what_is_switched_off_stays_off_when_its_date_is_corrected(case: Case) -> None:
    mine = case.deadline("decide_whether_to_assess")
    case.does(clocks.exempt, mine.id, ground="away", evidence="Abroad.")
    with case.play.portal.look() as services:
        (found,) = clocks.events_of(services, case.reference)
    case.does(clocks.correct, found.event.id, at=RECEIVED - timedelta(days=7), route="email", because="It was older.")
    case.to("2026-02-20")
    assert case.deadline("decide_whether_to_assess").due_on < date(2026, 2, 20) and told(case) == []


def test_a_bad_case_does_not_stop_the_others(
    case: Case, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earliest of them names a limit that is no longer in the file."""
    with case.play.portal.work() as services:
        row = services.session.query(DeadlineRow).filter_by(limit_name="decide_whether_to_assess").one()
        row.limit_name = "gone"
    case.to("2026-05-06")
    monkeypatch.setattr(batches, "SIZE", 1)  # whoever fails stands at the head of every batch
    with caplog.at_level(logging.ERROR):
        assert [to for to, subject in told(case) if subject.endswith("is needed")] == [MO, UMA]
    assert "it has another turn" in caplog.text
    with case.play.portal.work() as services:
        services.session.query(DeadlineRow).filter_by(limit_name="gone").update(
            {"limit_name": "decide_whether_to_assess"}
        )
    assert (MO, f"{case.reference} is late: {ASSESS}") in told(case)


def test_many_are_told_in_the_order_of_their_days_each_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SIZE", 3)
    for number in range(8):
        day = date(2025, 11, 20 - number)
        case.does(clocks.start, limit="give_advice", counted_from=day, subject=f"adviser {number}")
    told(case)
    passed = case.history("limit passed")
    assert [each["subject"] for each in passed] == [f"adviser {number}" for number in reversed(range(8))]
    told(case)
    assert len(case.history("limit passed")) == 8


def test_two_families_do_not_hear_of_each_other(case: Case, ali: str, priya: str) -> None:
    leo = {**SAM, "child_first_name": "Leo", "child_last_name": "Khan", "child_dob": "2019-01-01"}
    case.play.approve(priya, case.play.ask(ali, {**leo, "relationship": "father"}))
    other = Case(case.play, visible(case.play.portal, ali)[0].reference, priya)
    other.does(clocks.start, limit="annual_review", counted_from=date(2025, 1, 2))
    assert [each for each in told(case) if each[0] not in (UMA, MO)] == [
        ("ali.khan@example.org", f"{other.reference}: something is late")
    ]


def test_two_workers_at_once_tell_each_once(case: Case) -> None:
    for number in range(12):
        day = date(2025, 11, 1 + number)
        case.does(clocks.start, limit="give_advice", counted_from=day, subject=f"adviser {number}")
    at_once([lambda: lateness.sweep(case.play.portal)] * 3)
    assert len(case.history("limit passed")) == 12
    assert len([each for each in told(case) if each[0] == JO]) == 12
