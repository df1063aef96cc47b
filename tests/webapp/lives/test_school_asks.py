"""The school that the plan in force names asks where it reads the plan, by its link or account, and reads the answer."""

import re

import pytest

from engine import PORTAL
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import Reader, fill
from tests.webapp.lives.conftest import Living
from tests.webapp.lives.test_reassessing import NO, limit
from webapp.accounts import PersonDetails
from webapp.cases.desk import today
from webapp.cases.reading import find_case
from webapp.letters.models import SERVED, Letter
from webapp.mail import Mailbox
from webapp.plans import ending, versions
from webapp.plans.models import FINAL
from webapp.schools import asking, reaching
from webapp.schools.models import PlanSchool
from webapp.worker import Worker

BOX = "office@beckside.example"
SECRET = "He bites since his father moved in."
EARLY = {"early_why": "needs", "early_words": SECRET, "family_knows": "no"}
AGAIN = {"acts_for": "yes", "changed": SECRET, "assessed_lately": "no", "family_knows": "no"}
LINK = re.compile(r"http://localhost:8000(/advice/link/\S+?)\)?\s")


def named(living: Living, name: str = "Beckside Primary School", box: str = BOX) -> str:
    """The newest final plan names this school and went to it; gives the address of the plan there."""
    with living.portal.work() as services:
        case, mo = find_case(services, living.case), services.accounts.people.by_reference(living.people["mo"])
        instance = services.engine.instances.of(living.case)[0]
        school = asking.name(services, case, name, instance_id=instance.id)
        school.email = box
        reaching.open_way(services, school, officer=mo)
        letter = Letter(
            case=case,
            notice="final_plan",
            instance_id=instance.id,
            deployment_id=instance.deployment_id,
            body=school.reference,
            person_id=school.person_id,
            name=name,
            title="Final plan",
            html="<p>It is final.</p>",
            state=SERVED,
            enclosed=next(each.slug for each in versions.issued(services, case) if each.kind == FINAL),
            prepared_at=services.now,
            served_at=services.now,
        )
        letter.dated = today(services)
        services.session.add(letter)
        services.session.flush()
        return f"/advice/letters/{letter.id}"


def reader(living: Living, name: str = "Beckside Primary School", box: str = BOX) -> Reader:
    """Somebody at the school opens a link to it."""
    with living.portal.work() as services:
        school = next(each for each in services.session.query(PlanSchool) if each.name == name)
        reaching.tell(services, school, "school_reminder")
    Worker(living.portal).once()
    mail = next(m for m in Mailbox(living.portal.config.var / "mailbox").mails() if m["To"] == box)
    found = LINK.search(mail.get_body(("plain",)).get_content())
    assert found
    made = Reader(living.pages.app.test_client())
    made.post(found[1], name="Ann Lee")
    return made


def another_plan(living: Living) -> None:
    """The next final version goes out."""
    living.later(1)
    with living.portal.work() as services:
        case = find_case(services, living.case)
        version = versions.begin(services, case, FINAL, instance_id=0)
        versions.issue(services, version, dated=today(services))


def end_of_plan(living: Living) -> None:
    with living.portal.work() as services:
        ending.end(services, find_case(services, living.case), because=ending.CEASED, by=PORTAL)


def test_a_school_asks_for_an_early_review_the_family_hears_that_and_the_school_reads_the_answer(
    living: Living,
) -> None:
    letter = named(living)
    school = reader(living)
    page = words(school.get(f"{letter}/plan"))
    assert "Ask for an early review" in page and "Ask for a new assessment" in page
    page = words(fill(school.client, f"{letter}/do/SchoolAsksForEarlyReview/begin", EARLY))
    assert "An officer decides within 10 days" in page and "Ann Lee, Beckside Primary School" in page
    assert "Ask for an early review" not in page  # it is asked for
    mails = [each for each in living.play.mail_texts() if "The school has asked for an early review" in each]
    assert len(mails) == 2 and not any(SECRET in each for each in mails)  # to each parent
    for who in ("jo", "ali"):
        mine = "".join(living.of(who).get(f"/cases/{living.case}{rest}")[1] for rest in ("", "/given", "/timeline"))
        assert "The school asked us for an early review of the plan" in words(mine) and SECRET not in mine
    assert "The school asks for an early review" in words(living.of("mo").get(f"/cases/{living.case}/advice")[1])
    assert SECRET in words(living.of("mo").get(f"/tasks/{living.task('decide_early')}")[1])
    living.does("mo", "decide_early", {"early": "no", "early_reason": "Secret too."})
    assert any(to == BOX and "Our answer" in subject for to, subject in living.play.mails())
    page = words(school.get(f"{letter}/plan"))
    assert "We do not look at the plan earlier" in page and "Secret too" not in page
    assert "Ask for an early review" in page  # it may ask again


def test_a_school_asks_for_a_new_assessment_and_is_answered_when_the_family_is(living: Living) -> None:
    letter = named(living)
    school = reader(living)
    fill(school.client, f"{letter}/do/SchoolAsksForReassessment/begin", AGAIN)
    assert limit(living, "answer_reassessment_request").is_open
    told = [each for each in living.play.mail_texts() if "has asked for a new assessment in case" in each]
    assert len(told) == 2 and all("The school that the plan names has asked" in each for each in told)
    assert SECRET not in living.of("ali").get(f"/cases/{living.case}")[1]
    living.does("grace", "decide", NO)
    assert "We decide within 15 days" in words(school.get(f"{letter}/plan"))  # the family has no letter yet
    living.sign("mo", "write_no", reasons="A review is enough.")
    assert "We do not assess again" in words(school.get(f"{letter}/plan"))
    assert any(to == BOX and "Our answer" in subject for to, subject in living.play.mails())


def test_a_school_with_an_account_asks_in_it(living: Living) -> None:
    with living.portal.work() as services:
        wanted = PersonDetails(email=BOX, first_name="Ruth", last_name="Marsh")
        made = services.accounts.people.add(wanted, kind="professional")
        made.password_hash = "a hash"
        reference = made.reference
    letter = named(living)
    browser = living.pages.of(reference)
    fill(browser.client, f"{letter}/do/SchoolAsksForEarlyReview/begin", EARLY)
    page = words(browser.get(letter)[1])
    assert "What you have asked Early review · Ruth Marsh, Beckside Primary School" in page
    living.does("mo", "decide_early", {"early": "yes", "early_reason": "So."})
    assert "We look at the plan earlier" in words(browser.get(f"{letter}/plan")[1])


@pytest.mark.parametrize("ends", [another_plan, end_of_plan, Living.without_plan])
def test_the_right_ends_with_the_plan_and_with_the_next_final_one(living: Living, ends) -> None:  # type: ignore[no-untyped-def]
    letter = named(living)
    school = reader(living)
    begin = f"{letter}/do/SchoolAsksForEarlyReview/begin"
    assert school.client.get(begin).status_code == 302
    ends(living)
    assert school.client.get(begin).status_code == 404
    assert "Ask for an early review" not in school.get(letter)


def test_no_other_school_asks_and_the_one_before_no_more(living: Living) -> None:
    before = named(living)
    old = reader(living)
    another_plan(living)
    now = named(living, "Hilltop School", "office@hilltop.example")
    new = reader(living, "Hilltop School", "office@hilltop.example")
    for browser, letter in ((old, before), (old, now), (new, before)):
        for name in ("SchoolAsksForEarlyReview", "SchoolAsksForReassessment"):
            assert browser.client.get(f"{letter}/do/{name}/begin").status_code == 404
    assert new.client.get(f"{now}/do/SchoolAsksForReassessment/begin").status_code == 302
    assert new.client.get(f"{now}/do/AskForReassessment/begin").status_code == 404  # the family's
