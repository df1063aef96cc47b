"""A decision that was recorded wrongly: two people put it right, what followed ends, and the right process begins."""

import html

import pytest

from tests.webapp.cases.assessing.conftest import writes
from tests.webapp.cases.pages import words
from tests.webapp.contributions import scene
from tests.webapp.contributions.conftest import Assessing
from webapp import clocks
from webapp.mail import Mailbox
from webapp.worker import Worker

REUSED = [{"body": "health", "who": "Dr Yusuf", "way": "reuse", "existing": "Report"}]
SAY, CONFIRM = "correction_decision.say_decision", "correction_decision.confirm_decision"


@pytest.fixture
def address(tmp_path: object) -> str:
    """Pages say the same on either database."""
    return f"sqlite:///{tmp_path}/portal.db"


@pytest.fixture
def decided(assessing: Assessing) -> Assessing:
    """Everybody's time is over, and it is to be decided whether a plan is needed; both parents use their accounts."""
    with assessing.portal.work() as services:
        for who in ("jo", "ali"):
            services.accounts.people.by_reference(assessing.people[who]).password_hash = "a hash"
    assessing.begin(REUSED)
    assessing.pass_days(43)
    return assessing


def say(assessing: Assessing, truly: str) -> None:
    wrong = {"correction_of": "decision", "mistake_words": "The minutes say otherwise."}
    scene.taken(assessing.portal, assessing.case, assessing.people["priya"], "PutRight", wrong)
    what = {"truly": truly, "truly_on": "2026-02-20", "truly_by": "Grace Lowe", "truly_words": "See the minutes."}
    assessing.do("priya", SAY, what)


def confirm(assessing: Assessing, answer: str = "yes") -> None:
    mo = assessing.play.person("Mo", "Reed", group="send_manager")
    scene.done(assessing.portal, assessing.case, mo, CONFIRM, {"confirmed": answer})
    Worker(assessing.portal).once()


def limit(assessing: Assessing, name: str) -> str:
    with assessing.portal.look() as services:
        return next(each.state for each in clocks.of(services, assessing.case) if each.rule.name == name)


def page_of(assessing: Assessing, who: str, what: str = "") -> str:
    status, page = assessing.of(who).get(f"/cases/{assessing.case}{what}")
    assert status == 200
    return words(html.unescape(page)).replace("\xa0", " ")


def writes_letter(assessing: Assessing) -> None:
    writes(assessing.pages, assessing.people["priya"], assessing.case)
    Worker(assessing.portal).once()


def test_no_plan_that_should_be_a_plan_leads_to_the_draft(decided: Assessing) -> None:
    decided.do("hugh", "decide_plan", {"decision": "no_plan", "reasons": "School can"})
    writes_letter(decided)
    assert limit(decided, "decide_whether_plan_is_needed") == "met"
    say(decided, "plan")
    confirm(decided)
    assert decided.waiting() == ["plan_draft.write_plan"]
    letters = page_of(decided, "jo", "/letters")
    assert "No longer counts" in letters
    mails = [str(mail["Subject"]) for mail in Mailbox(decided.portal.config.var / "mailbox").mails()]
    assert any("we made a mistake about a decision" in each for each in mails)
    assert "We have decided that Sam needs no plan" not in page_of(decided, "jo")


def test_a_plan_that_should_be_none_ends_and_the_right_letter_goes(decided: Assessing) -> None:
    decided.do("hugh", "decide_plan", {"decision": "plan", "reasons": "Needed"})
    decided.pass_days(0)
    assert decided.waiting() == ["plan_draft.write_plan"]
    say(decided, "no_plan")
    assert decided.waiting() == [CONFIRM, "plan_draft.write_plan"], "nothing ends before it is confirmed"
    confirm(decided)
    assert decided.waiting() == ["correction_decision.write_decision"]
    assert limit(decided, "decide_whether_plan_is_needed") == "running", "the family is not answered yet"
    writes_letter(decided)
    assert limit(decided, "decide_whether_plan_is_needed") == "met"
    assert decided.waiting() == []
    page = page_of(decided, "jo")
    assert "We have decided that Sam needs no plan" in page


def test_a_wrong_letter_that_is_not_signed_yet_is_never_sent(decided: Assessing) -> None:
    decided.do("hugh", "decide_plan", {"decision": "no_plan", "reasons": "School can"})
    assert decided.waiting() == ["write_no_plan"]
    say(decided, "plan")
    confirm(decided)
    assert decided.waiting() == ["plan_draft.write_plan"]
    assert "no longer counts" not in page_of(decided, "jo", "/letters").casefold(), "they have never had one"


def test_what_is_recorded_already_changes_nothing(decided: Assessing) -> None:
    decided.do("hugh", "decide_plan", {"decision": "plan", "reasons": "Needed"})
    decided.pass_days(0)
    say(decided, "plan")
    assert decided.waiting() == ["plan_draft.write_plan"]


def test_what_was_not_decided_yet_cannot_be_put_right(decided: Assessing) -> None:
    say(decided, "plan")
    assert decided.waiting() == ["decide_plan"]


def test_where_the_manager_does_not_confirm_the_record_stands(decided: Assessing) -> None:
    decided.do("hugh", "decide_plan", {"decision": "plan", "reasons": "Needed"})
    decided.pass_days(0)
    say(decided, "no_plan")
    confirm(decided, "no")
    assert decided.waiting() == ["plan_draft.write_plan"]


def test_a_decision_put_right_can_be_put_right_again(decided: Assessing) -> None:
    decided.do("hugh", "decide_plan", {"decision": "plan", "reasons": "Needed"})
    decided.pass_days(0)
    say(decided, "no_plan")
    confirm(decided)
    writes_letter(decided)
    say(decided, "plan")
    other = decided.play.person("Una", "Frost", group="send_manager")
    scene.done(decided.portal, decided.case, other, CONFIRM, {"confirmed": "yes"})
    Worker(decided.portal).once()
    assert decided.waiting() == ["plan_draft.write_plan"]


def test_the_manager_who_began_it_does_not_confirm_it(decided: Assessing) -> None:
    decided.do("hugh", "decide_plan", {"decision": "plan", "reasons": "Needed"})
    decided.pass_days(0)
    with decided.portal.work() as services:
        officer = services.accounts.people.by_reference(decided.people["priya"])
        services.accounts.memberships.grant(officer, "send_manager", origin="test")
    say(decided, "no_plan")
    status, page = decided.of("priya").post(f"/tasks/{decided.task(CONFIRM).id}/claim")
    assert status == 403 and "You have asked for this yourself." in page
