"""A school is consulted: it reads its letter, the draft it was sent and nothing else, and answers itself."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.webapp.cases import canary
from tests.webapp.cases.pages import words
from tests.webapp.cases.sheets import PDF
from tests.webapp.contributions.conftest import Reader, fill
from tests.webapp.plans.conftest import HELP, NEED, Planning
from tests.webapp.plans.scene import PLACED
from tests.webapp.plans.test_plan import text_of
from webapp import clocks
from webapp.accounts import PersonDetails
from webapp.cases.models import Document
from webapp.cases.reading import find_case
from webapp.contributions.models import ADVICE, Contribution, ContributionShare
from webapp.letters.models import PORTAL, POST, SERVED, SIGNED, Letter
from webapp.mail import Mailbox
from webapp.schools import finding
from webapp.schools.models import PlanSchool
from webapp.worker import Worker

BOX = "office@beckside.example"
BECKSIDE = {
    "school_name": "Beckside Primary School",
    "school_kind": "maintained",
    "asked_by_family": "yes",
    "school_email": BOX,
}
COLLEGE = {
    "school_name": "Solway College",
    "school_kind": "college",
    "asked_by_family": "no",
    "school_email": "send@solway.example",
}
FILE = {"size": 1, "sha256": "0" * 64, "content_type": "application/pdf", "state": "clean"}
SECRET = "Jo says that Sam sleeps badly."


class Consulting:
    """A draft that went out, and the schools that are consulted about it."""

    def __init__(self, planning: Planning) -> None:
        self.planning, self.play = planning, planning.play
        planning.write()
        planning.add("mo", "views", "A", SECRET, kept_from=planning.play.id_of(planning.people["ali"]))
        planning.send_draft()
        planning.answered(jo={"school_wish": "no"}, ali={})
        planning.next("final")

    def consult(self, *schools: dict[str, Any]) -> None:
        """An officer chooses these and signs the letters."""
        self.planning.does("mo", "choose_schools", {"schools_chosen": list(schools)})
        self.planning.sign("mo")

    def reader(self, to: str = BOX, name: str = "Ann Lee") -> Reader:
        """Somebody at a school opens the newest link."""
        Worker(self.planning.portal).once()
        mail = next(m for m in Mailbox(self.planning.portal.config.var / "mailbox").mails() if m["To"] == to)
        found = re.search(r"http://localhost:8000(/advice/link/\S+)\)?", mail.get_body(("plain",)).get_content())
        assert found
        reader = Reader(self.planning.pages.app.test_client())
        reader.post(found[1], name=name)
        return reader

    def school(self, name: str = "Beckside Primary School") -> PlanSchool:
        with self.planning.portal.look() as services:
            return next(each for each in services.session.query(PlanSchool) if each.name == name)

    def letter(self, name: str = "Beckside Primary School", notice: str = "school_consultation") -> Letter:
        with self.planning.portal.look() as services:
            return next(each for each in services.session.query(Letter) if each.notice == notice and each.name == name)


@pytest.fixture
def consulting(planning: Planning) -> Iterator[Consulting]:
    yield Consulting(planning)


def answers(reader: Reader, **said: Any) -> None:
    """The school fills in the form of its task."""
    task = re.findall(r"/advice/tasks/(\d+)", reader.get("/advice"))[0]
    reader.post(f"/advice/tasks/{task}/claim")
    fill(reader.client, f"/advice/tasks/{task}/form/begin", {"can_meet": "yes", **said})


def plan_of(reader: Reader | Any) -> str:
    """The address of the plan that goes with the newest letter."""
    task = re.findall(r"/advice/tasks/(\d+)", reader.get("/advice"))[0]
    (path,) = re.findall(r'href="(/advice/letters/\w+/plan)"', reader.get(f"/advice/tasks/{task}"))
    return path


def test_what_a_place_costs_what_the_school_is_worried_about_and_its_files_are_read_by_officers(
    consulting: Consulting,
) -> None:
    consulting.consult(BECKSIDE)
    said = {"cost_words": "15 hours of an assistant, £9,400 a year.", "safety_words": "Sam runs into the road."}
    answers(consulting.reader(), **said, school_files=(BytesIO(PDF), "timetable.pdf"))
    task = consulting.planning.claim("grace", "decide_placement")
    shown = words(consulting.planning.of("grace").get(f"/tasks/{task}")[1])
    assert "Cost: 15 hours of an assistant, £9,400 a year." in shown
    assert "Worry about safety, for officers only: Sam runs into the road." in shown
    assert "timetable.pdf" in shown
    assert "timetable.pdf" not in words(consulting.planning.of("jo").get(f"/cases/{consulting.planning.case}")[1])


def test_a_school_reads_its_letter_and_the_draft_without_what_is_kept_from_anybody_and_answers(
    consulting: Consulting,
) -> None:
    consulting.consult(BECKSIDE)
    letter = consulting.letter()
    assert (letter.state, letter.route, letter.enclosed) == (SERVED, PORTAL, "draft-1")
    reader = consulting.reader()
    path = plan_of(reader)
    page, pdf = words(reader.get(path)), text_of(reader.client.get(f"{path}/pdf").data)
    for text in (page, pdf):
        assert NEED in text and HELP in text and SECRET not in text
        assert canary.found_in(text) == []
    said = words(reader.get(path.removesuffix("/plan")))
    assert "incompatible with the efficient education of others" in said and "within 15 days" in said
    assert "This is a copy" not in said
    answers(reader, can_meet="no", grounds=["others"], ground_why="34 pupils in a room for 30.")
    assert consulting.planning.waiting() == ["decide_placement"]
    assert consulting.school().answer == "no"
    shown = words(
        consulting.planning.of("grace").get(f"/tasks/{consulting.planning.claim('grace', 'decide_placement')}")[1]
    )
    assert "34 pupils in a room for 30." in shown


def given(consulting: Consulting, who: str, *documents: str) -> None:
    """Advice with files of these names that was looked through, and that both parents may read."""
    with consulting.planning.portal.work() as services:
        case = find_case(services, consulting.planning.case)
        officer = services.accounts.people.by_reference(consulting.planning.people["mo"])
        made = Contribution(case=case, kind=ADVICE, actor="PRO", by_name=who, about="")
        made.given_at = made.checked_at = services.now
        files = [
            Document(name=name, owner_id=officer.id, storage_name=name, sent_at=services.now, **FILE)
            for name in documents
        ]
        services.session.add_all(files)
        services.session.flush()
        made.documents = [each.id for each in files]
        for party in case.parties:
            share = ContributionShare(person_id=party.person_id, shared=True, at=services.now, by=officer.id)
            made.shares.append(share)
        services.session.add(made)


def test_advice_that_tells_where_the_child_lives_does_not_go_to_a_school_and_the_officer_reads_that(
    consulting: Consulting,
) -> None:
    with consulting.planning.portal.work() as services:
        find_case(services, consulting.planning.case).child.postcode = "CA20 1ZZ"
    given(consulting, "Ann Lee", "report.pdf")
    given(consulting, "Dr Cole", "Letter to CA20-1zz.pdf")
    consulting.planning.does("mo", "choose_schools", {"schools_chosen": [BECKSIDE]})
    task = consulting.planning.claim("mo", "sign_letters")
    page = words(consulting.planning.of("mo").get(f"/tasks/{task}/letters")[1])
    assert "In what was given by Dr Cole stands where somebody of the family lives" in page
    consulting.planning.sign("mo")
    reader = consulting.reader()
    page = words(reader.get(plan_of(reader)))
    assert "Ann Lee" in page and "Dr Cole" not in page and "CA20" not in page


def test_whoever_signs_the_final_plan_reads_which_advice_does_not_go_with_its_copies(consulting: Consulting) -> None:
    planning = consulting.planning
    with planning.portal.work() as services:
        find_case(services, planning.case).child.postcode = "CA20 1ZZ"
    given(consulting, "Ann Lee", "report.pdf")
    given(consulting, "Dr Cole", "Letter to CA20-1zz.pdf")
    consulting.consult(BECKSIDE)
    answers(consulting.reader())
    planning.does("grace", "decide_placement", PLACED)
    planning.claim("mo", "write_plan")
    planning.finish("mo")
    planning.of("grace").post(f"/tasks/{planning.claim('grace', 'approve')}/approve", approved="yes")
    page = words(planning.of("mo").get(f"/tasks/{planning.claim('mo', 'sign_letters')}/letters")[1])
    assert "In what was given by Dr Cole stands where somebody of the family lives" in page
    planning.sign("mo")
    copy = consulting.letter(notice="final_plan")
    page = words(consulting.reader().get(f"/advice/letters/{copy.id}/plan"))
    advice = page.partition("The advice that it was written from")[2]
    assert "Ann Lee" in advice and "Dr Cole" not in advice  # that there is one stands in section K


def test_each_school_and_college_answers_alone(consulting: Consulting) -> None:
    consulting.consult(BECKSIDE, COLLEGE)
    school, college = consulting.reader(), consulting.reader(COLLEGE["school_email"], "Bo Rae")
    assert reached(college.client, plan_of(school)) == 404
    assert words(college.get("/advice")).count("Answer the consultation") == 1
    answers(school)
    assert consulting.planning.waiting() == ["answer_consultation", "record_answer"]
    answers(college, can_meet="adjusted", adjusted_words="A mentor.")
    assert consulting.planning.waiting() == ["decide_placement"]


def reached(client: FlaskClient, path: str) -> int:
    return client.get(path).status_code


def test_an_officer_writes_down_what_a_school_says_by_phone(consulting: Consulting) -> None:
    consulting.consult(BECKSIDE)
    task = consulting.planning.task("record_answer")
    assert "It is about Beckside Primary School." in words(consulting.planning.of("mo").get(f"/tasks/{task}")[1])
    full = {"can_meet": "no", "grounds": ["others"], "ground_why": "34 in a room.", "answered_on": "2026-01-19"}
    consulting.planning.does("mo", "record_answer", full)
    assert consulting.planning.waiting() == ["decide_placement"]
    page = words(consulting.planning.of("grace").get(f"/tasks/{consulting.planning.task('decide_placement')}")[1])
    assert "Beckside Primary School The family asks for it It sees a reason in law against it" in page
    assert "Incompatible with the efficient education of others (section 39(4)(b)(i)). 34 in a room." in page


def test_after_fifteen_days_of_silence_the_council_decides_and_until_then_the_school_can_answer(
    consulting: Consulting,
) -> None:
    consulting.consult(BECKSIDE)
    consulting.planning.wait(11)
    subjects = [subject for to, subject in consulting.play.mails() if to == BOX]
    assert any("is due by" in subject for subject in subjects)
    assert "decide_without" not in consulting.planning.waiting()
    consulting.planning.wait(5)
    assert consulting.planning.waiting() == ["answer_consultation", "decide_without"]
    with consulting.planning.portal.look() as services:
        late = {each.rule.name for each in clocks.of(services, consulting.planning.case) if each.met_on is None}
    assert "school_reply" in late
    answers(consulting.reader())
    assert consulting.planning.waiting() == ["decide_placement"]


def test_a_school_that_needs_something_first_gets_a_reply_and_answers(consulting: Consulting) -> None:
    consulting.consult(BECKSIDE)
    answers(consulting.reader(), can_meet="more", more_words="May we see him?")
    assert consulting.planning.waiting() == ["give_more", "record_answer"]
    consulting.planning.does("mo", "give_more", {"reply_words": "Come on Monday at 10."})
    reader = consulting.reader(name="Ann Lee")
    task = re.findall(r"/advice/tasks/(\d+)", reader.get("/advice"))[0]
    assert "Come on Monday at 10." in reader.get(f"/advice/tasks/{task}")
    answers(reader)
    assert consulting.planning.waiting() == ["decide_placement"]


def test_a_school_without_a_mailbox_gets_letter_and_draft_by_post(consulting: Consulting) -> None:
    given(consulting, "Dr Yusuf", "report.pdf")
    consulting.consult({**BECKSIDE, "school_email": ""})
    letter = consulting.letter()
    assert (letter.state, letter.route) == (SIGNED, POST)
    consulting.planning.wait(1)
    task = consulting.planning.claim("priya", "post_letter")
    page = consulting.planning.of("priya").get(f"/tasks/{task}/post")[1]
    (link,) = re.findall(r'href="(/cases/[^"]+/plan/draft-1/pdf\?as=outside)"', page)
    pdf = text_of(consulting.planning.of("priya").client.get(link).data)
    assert NEED in pdf and SECRET not in pdf
    assert "Dr Yusuf" in pdf and "report.pdf" in pdf
    assert re.search(r'<a href="/cases/[^"]+/given/\w+/files/\w+">report.pdf</a>', page), "it is printed, too"


def test_the_final_plan_goes_to_the_school_that_it_names_and_to_the_icb_and_the_draft_is_read_no_more(
    consulting: Consulting,
) -> None:
    planning = consulting.planning
    consulting.consult(BECKSIDE, COLLEGE)
    school, college = consulting.reader(), consulting.reader(COLLEGE["school_email"], "Bo Rae")
    draft, drafts = plan_of(school), plan_of(college)
    answers(school)
    answers(college)
    planning.does("grace", "decide_placement", PLACED)
    planning.claim("mo", "write_plan")
    assert planning.finish("mo")[0] == 200
    planning.of("grace").post(f"/tasks/{planning.claim('grace', 'approve')}/approve", approved="yes")
    planning.sign("mo")
    copy = consulting.letter(notice="final_plan")
    assert (copy.state, copy.route, copy.enclosed) == (SERVED, PORTAL, "final-1")
    with planning.portal.look() as services:
        bodies = {each.body for each in services.session.query(Letter) if each.notice == "final_plan" and each.body}
    assert bodies == {"health", consulting.school().reference}
    assert (reached(school.client, draft), reached(college.client, drafts)) == (409, 409)
    named = consulting.reader()
    path = f"/advice/letters/{copy.id}/plan"
    page = words(named.get(path))
    assert "Beckside Primary School" in page and SECRET not in page
    assert reached(college.client, path) == 404
    assert [each.name for each in schools_named(planning)] == ["Beckside Primary School"]


def schools_named(planning: Planning) -> list[PlanSchool]:
    with planning.portal.look() as services:
        case = services.session.query(PlanSchool).first().case
        found = finding.named(services, case)
        return [found] if found else []


def test_no_school_is_told_where_anybody_lives(consulting: Consulting) -> None:
    planning = consulting.planning
    planning.does("mo", "choose_schools", {"schools_chosen": [BECKSIDE]})
    path = f"/tasks/{planning.claim('mo', 'sign_letters')}/letters"
    status, page = planning.of("mo").post(
        path, version="0", action="look", **{"free-school_consultation-message": f"They live at {canary.STREET}."}
    )
    assert (status, "Take out the address" in page) == (422, True)


def test_a_school_with_an_account_finds_letter_draft_and_task_in_it(consulting: Consulting) -> None:
    with consulting.planning.portal.work() as services:
        wanted = PersonDetails(email=BOX, first_name="Ruth", last_name="Marsh")
        made = services.accounts.people.add(wanted, kind="professional")
        made.password_hash = "a hash"
        reference = made.reference
    consulting.consult(BECKSIDE)
    Worker(consulting.planning.portal).once()
    (subject,) = [subject for to, subject in consulting.play.mails() if to == BOX]
    assert "consults you about a plan" in subject
    browser = consulting.planning.pages.of(reference)
    assert "Letters we sent you" in browser.get("/advice")[1]
    (task,) = set(re.findall(r"/advice/tasks/(\d+)", browser.get("/advice")[1]))
    (path,) = re.findall(r'href="(/advice/letters/\w+/plan)"', browser.get(f"/advice/tasks/{task}")[1])
    assert NEED in browser.get(path)[1]
    browser.post(f"/advice/tasks/{task}/claim")
    fill(browser.client, f"/advice/tasks/{task}/form/begin", {"can_meet": "yes"})
    assert consulting.planning.waiting() == ["decide_placement"]


def test_a_draft_of_a_plan_that_is_given_up_is_read_no_more(consulting: Consulting) -> None:
    consulting.consult(BECKSIDE)
    reader = consulting.reader()
    path = plan_of(reader)
    with consulting.planning.portal.work() as services:
        (running,) = (row for row in services.engine.instances.of(consulting.planning.case) if row.process_id == "plan")
        actor = consulting.play.actor(services, consulting.planning.people["grace"])
        services.engine.instances.cancel(running.id, because="A decision was put right.", by=actor)
    assert reached(reader.client, path) in (404, 409)


def test_the_council_that_maintains_a_school_gets_letter_and_draft_with_proof(consulting: Consulting) -> None:
    planning = consulting.planning
    consulting.consult({**BECKSIDE, "school_council": "Northshire Council"}, COLLEGE)
    letter = consulting.letter("Northshire Council", "council_consultation")
    assert (letter.state, letter.route, letter.enclosed) == (SIGNED, POST, "draft-1")
    planning.wait(1)
    priya, task = planning.of("priya"), planning.claim("priya", "post_letter")
    page = words(priya.get(f"/tasks/{task}/post")[1])
    assert "Northshire Council" in page
    said = text_of(priya.client.get(f"/cases/{planning.case}/letters/{letter.id}/pdf").data)
    assert "It may name Beckside Primary School, which you maintain." in said and "within 15 days" in said
    (link,) = re.findall(r'href="(/cases/[^"]+/plan/draft-1/pdf\?as=outside)"', priya.get(f"/tasks/{task}/post")[1])
    draft = text_of(priya.client.get(link).data)
    assert NEED in draft and SECRET not in draft
    status, page = priya.post(
        f"/tasks/{task}/post",
        **{
            "on-day": "20",
            "on-month": "1",
            "on-year": "2026",
            "route": "email",
            "proof": "Read receipt of 20 January.",
        },
    )
    assert (status, consulting.letter("Northshire Council", "council_consultation").state) == (200, SERVED), words(page)
    assert "post_letter" not in planning.waiting()
