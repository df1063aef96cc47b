"""A young person's own case: pages, forms, letters and mails say “you”, from the request to the assessment."""

import re
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.webapp.cases.assessing.conftest import ASK, writes
from tests.webapp.cases.assessing.test_requests import does
from tests.webapp.cases.conftest import visible
from tests.webapp.cases.pages import words
from tests.webapp.letters.papers import shipped
from webapp.letters import law
from webapp.letters.names import known
from webapp.letters.paper import put_together, texts

MYSELF = {"about": "myself", "child_first_name": "Robin", "child_last_name": "Tarn", "child_dob": "2008-11-03"}
OF_SOMEBODY = re.compile(
    r"(?:your|the) child\b(?! or young person)|Robin’s|(?:about|assess|for|that|tell) Robin|Robin (?:needs|gets)", re.I
)
DUTY = {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"}
YES = {"may_have_needs": "yes", "may_need_plan": "yes", "decision": "assess", "reasons": "It may be needed."}
ADVISERS = [{"body": "school", "who": "Beckside College", "way": "email", "email": "office@beckside.example"}]


@dataclass
class Reader:
    """The young person, and everything that they have read."""

    browser: object
    case: str
    read: list[str] = field(default_factory=list)

    def reads(self, path: str) -> str:
        """A page's words."""
        status, page = self.browser.get(path)
        assert status == 200, path
        self.read.append(words(page))
        return self.read[-1]

    def reads_everything(self) -> None:
        """Every page of the case and of what they may do in it."""
        home, case = self.browser.get("/home")[1], self.browser.get(f"/cases/{self.case}")[1]
        mine = [f"/cases/{self.case}{page}" for page in ("", "/given", "/letters", "/timeline", "/looks", "/messages")]
        listed = self.browser.get(f"/cases/{self.case}/letters")[1] + self.browser.get(f"/cases/{self.case}/given")[1]
        links = re.findall(rf'href="(/cases/{self.case}/(?:do|letters|given)/[^"#]+|/tasks/\d+)"', home + case + listed)
        for path in ["/home", *mine, *dict.fromkeys(link for link in links if not link.endswith("/pdf"))]:
            self.reads(path)


@pytest.fixture
def robin(play, priya):
    """A young person who uses their account, and sees their own record."""
    made = play.person("Robin", "Tarn", address_lines=("3 Fell View",), postcode="CA14 2ZZ")
    with play.portal.work() as services:
        services.accounts.people.by_reference(made).password_hash = "a hash"
    return made


def test_from_the_request_to_the_assessment_no_page_speaks_of_a_child(play, pages, walk, robin, priya, nell, hugh):
    asked = play.ask(robin, MYSELF)
    reader = Reader(pages.of(robin), "")
    assert "We have your request to see your record" in reader.reads(f"/requests/{asked}")
    play.approve(priya, asked)
    (case,) = visible(play.portal, robin)
    reader.case = case.reference
    assert "Your record is open to you" in reader.reads(f"/cases/{case.reference}")
    reader.reads_everything()
    walk(robin).through(f"/cases/{case.reference}/do/AskForAssessment/begin", *ASK.values())
    assert "We are deciding whether to assess you" in reader.reads(f"/cases/{case.reference}")
    does(pages, walk, nell, case.reference, DUTY)
    writes(pages, nell, case.reference)
    reader.reads_everything()
    does(pages, walk, hugh, case.reference, YES)
    writes(pages, nell, case.reference)
    play.mails()  # the worker hands over to the assessment
    assert "We are gathering advice about you" in reader.reads(f"/cases/{case.reference}")
    play.claim(nell, case.reference, "choose_advisers")
    play.complete(nell, case.reference, "choose_advisers", {"advisers": ADVISERS})
    reader.reads_everything()
    task = pages.task(case.reference, "views.child_views")
    assert "Your views, in your way" in reader.reads(f"{task}/form/begin")
    assert [found for page in reader.read if (found := OF_SOMEBODY.search(page))] == []
    assert [mail for mail in play.mail_texts() if "your child" in mail] == []
    titles = words(pages.of(robin).get(f"/cases/{case.reference}/letters")[1])
    assert "We are deciding whether to assess your needs" in titles and "We will assess your education" in titles


def test_the_pdf_of_their_letter_says_you(play, pages, walk, robin, priya, nell):
    play.approve(priya, play.ask(robin, MYSELF))
    (case,) = visible(play.portal, robin)
    walk(robin).through(f"/cases/{case.reference}/do/AskForAssessment/begin", *ASK.values())
    does(pages, walk, nell, case.reference, DUTY)
    writes(pages, nell, case.reference)
    page = pages.of(robin).get(f"/cases/{case.reference}/letters")[1]
    place = re.search(rf'href="(/cases/{case.reference}/letters/[^"/]+)"', page)[1]
    pdf = pages.of(robin).client.get(f"{place}/pdf").data
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert "to assess your education, health and care needs" in said
    assert "Robin" not in said.replace("Robin Tarn", "")  # the address, and “Dear Robin Tarn”


def test_a_parent_reads_of_the_child_as_before(play, pages, walk, sam, jo, nell):
    walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *ASK.values())
    does(pages, walk, nell, sam, DUTY)
    writes(pages, nell, sam)
    assert "We are deciding whether to assess Sam’s needs" in words(pages.of(jo).get(f"/cases/{sam}/letters")[1])
    assert "We are deciding whether to assess Sam" in words(pages.of(jo).get(f"/cases/{sam}")[1])


@pytest.mark.parametrize("notice", ["considering_assessment", "will_not_assess", "will_assess", "no_plan"])
def test_each_notice_has_its_words_for_a_young_person(notice):
    values = {name: f"<{name}>" for name in known()}
    free = {part.name: "So." for part in shipped()[notice].free_parts}
    made = put_together(shipped()[notice], values=values, free=free, block=law.block, young_person=True)
    said = " ".join(texts(made))
    assert "<child_first_name>" not in said and "<child_name>" not in said
    assert "your education, health and care needs" in said
    assert not re.search(r"[\[\]|]", said)
