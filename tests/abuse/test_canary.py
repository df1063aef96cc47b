"""Abuse case 15: where a mother lives reaches the father by no page, file, mail, calendar or log, whatever she types."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest

from tests.abuse.browser import Answer, Browser
from tests.abuse.household import Household
from tests.abuse.registering import Answers, fill, register
from tests.abuse.site import RealSite
from tests.abuse.test_ended_access import calendar_of
from tests.abuse.world import ASKED, PDF, UPLOADS
from tests.logged import logged
from tests.webapp.cases import canary
from tests.webapp.cases.canary import MAILBOX, PHONE, POSTCODE, SCHOOL, SECRET, STREET, found_in
from tests.webapp.cases.conftest import Play, visible
from tests.webapp.contributions import scene
from tests.webapp.file_words import saying
from tests.webapp.letters import letter_drawing as letters
from tests.webapp.letters.papers import words_of_pdf
from tests.webapp.plans import scene as plans
from webapp.cases.reading import find_case
from webapp.demo import PRIYA
from webapp.plans import versions, writing
from webapp.plans.writing import Words

SONG = f"{STREET}, {POSTCODE}, {PHONE}, {MAILBOX}"
FILE = (f"{STREET}.pdf", PDF)
ACCOUNT: dict[str, str | list[str]] = {
    "first_name": "Jo",
    "last_name": "Wren",
    "address_line_1": STREET,
    "postcode": POSTCODE,
    "phone_1": PHONE,
}
AFRAID: Answers = {
    **ASKED,
    "child_first_name": "Sam",
    "child_last_name": "Wren",
    "child_known_as": "",
    "child_school": SCHOOL,
    "child_upn": "",
    "child_nhs_number": "",
    "keep_address_secret": "true",
    "court_orders": "yes",
    "order_kinds": ["non_molestation"],
    "safety_worry": "yes",
}
REQUEST: Answers = {"help_to_talk": "yes", "assessed_before": "no", "keep_from": "yes", "declaration": "true"}
WISH: Answers = {"way": "meeting", "how": "in_person", "supporter": "yes", "interpreter": "yes", "apart": "yes"}
SCHOOLS_HEAD = "ruth.marsh@beckside.example"
PLAN: Answers = {"agree": "disagree", "school_wish": "yes", "wants_meeting": "yes", "wants_budget": "yes"}
LAST = "AskToWithdraw"  # nothing would go on after that
OPENED = ("", "/given", "/letters", "/looks", "/meetings", "/messages", "/plan", "/timeline")


@dataclass
class Nest:
    """The case, its people's browsers, and what the father's calendar program reads."""

    case: str
    mother: Browser
    father: Browser
    officer: Browser
    his: str  # email address
    calendar: str
    untyped: set[str]  # actions that she was offered and has not used
    log: str  # of all that happened


class Making:
    """A mother types where she lives wherever she can; what an officer and others write of it comes besides."""

    def __init__(self, site: RealSite) -> None:
        self.site, self.house = site, Household(site, "Wren")
        self.house.lives_at(self.house.father, "9 Beck Row", "LA9 4DQ")
        self.caseworker = self.house.staff("Pia", last_name="Wrenapart", group="send_officer")
        self.mother, self.father = site.browser(), site.browser(self.house.father)
        self.officer = site.browser(self.caseworker)
        self.offered, self.used = set[str](), set[str]()
        self.case = self.opens()

    def opens(self) -> str:
        """She registers and asks; both come into the case."""
        register(self.site, self.mother, MAILBOX, **ACCOUNT)
        files = dict.fromkeys((*UPLOADS, "order_documents"), FILE)
        asked = self.mother.posts(fill(self.mother, "/ask/who-is-this-about", AFRAID, files, rest=SONG)).to
        play, admin = self.house.play, self.site.reference(self.house.officer)
        play.approve(admin, asked.rpartition("/")[2])
        case = visible(self.site.portal, self.site.reference(MAILBOX))[0].reference
        canary.approve_beside(play, admin, self.house.asks(self.house.father, father=True), case)
        return case

    def acts(self, path: str, answers: Answers, file: str = "") -> None:
        """She fills in a form to its end."""
        page = self.mother.gets(f"/cases/{self.case}").text
        self.offered |= set(re.findall(rf"(/cases/{self.case}/do/\w+)/begin", page))
        begun = self.mother.gets(f"{path}/begin").to
        check = fill(self.mother, begun, answers, {file: FILE}, rest=SONG)
        assert self.mother.posts(check).status == 302, path
        self.used.add(path)

    def types_everywhere(self) -> None:
        """Request, more of it, views, the child's views, a message, a wish to meet and an answer to the invitation."""
        do = f"/cases/{self.case}/do"
        self.acts(f"{do}/AskForAssessment", REQUEST, "reports")
        self.acts(f"{do}/AddSomething", {}, "documents")
        self.acts(f"{do}/AskForMeeting", WISH)
        assert self.mother.posts(f"/cases/{self.case}/messages", message=SONG).status == 302
        adviser = {"body": scene.TEAM, "who": "Team", "way": "team"}
        scene.begin(self.site.portal, self.case, self.site.reference(self.caseworker), [adviser])
        self.acts(f"{do}/AskForMoreTime", {"more_time_for": "other", "day_known": "no"})
        hers = self.site.reference(MAILBOX)
        for element, answers in (("views.family_views", {}), ("views.child_views", {"whose": "helped"})):
            task = scene.open_task(self.site.portal, self.case, element, hers)
            self.acts(f"/tasks/{task.id}/form", {"way": "form", **answers}, "files")

    def meets(self) -> None:
        """Both are invited and the head of a school, each alone; she asks for another time."""
        task = scene.open_task(self.site.portal, self.case, "arrange").id
        people = [("people", self.house.play.id_of(self.site.reference(each))) for each in (MAILBOX, self.house.father)]
        on = datetime.now(UTC) + timedelta(days=3)
        day = {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year), "at": "10:30"}
        plan = {"about": "School", "minutes": "30", "place_kind": "in_person", "place": "Civic Centre"}
        assert self.officer.posts(f"/tasks/{task}/claim").status == 302
        said = {"together": "no", "minded": "yes", "visitors": f"Ruth Marsh, {SCHOOLS_HEAD}"}
        to = self.officer.posts(f"/tasks/{task}/arrange", *people, **day, **plan, **said).to
        assert self.mother.posts(f"{to}/answer", coming="other_time", words=SONG).status == 302

    def is_written_about(self) -> None:
        """Notes, an answer to her, advice that only she may read, letters to both, and a restriction in words."""
        path, hers = f"/cases/{self.case}", self.house.play.id_of(self.site.reference(MAILBOX))
        his = self.house.play.id_of(self.site.reference(self.house.father))
        assert self.officer.posts(f"{path}/notes", note=SONG).status == 302
        answered = self.officer.posts(f"{path}/messages/{self.house.party(MAILBOX)}", message=SONG)
        assert answered.status == 302
        assert self.father.posts(f"{path}/messages", message="Where are they?").status == 302
        self.writes_to_him("Report.pdf", saying.pdf(SONG))
        files = {"Report.pdf": saying.pdf(SONG), "Report.docx": saying.word(STREET[:6], STREET[6:], footer=POSTCODE)}
        reports = scene.reports(self.site.portal, self.case, scene.EVE, files)
        advice = {"known_to_us": "yes", "needs": "Quiet", "reports": reports}
        scene.done(self.site.portal, self.case, scene.EVE, "advice.give_advice", advice)
        task = f"/tasks/{scene.open_task(self.site.portal, self.case, 'advice.check_advice').id}"
        assert self.officer.posts(f"{task}/claim").status == 302
        shares = {f"share-{hers}": "yes", f"share-{his}": "no", f"reason-{his}": SONG}
        looked = (("looked", "others"), ("looked", "places"))
        wrong = self.officer.posts(f"{task}/check", *looked, **{**shares, f"share-{his}": "yes"})
        assert wrong.status == 422 and all(f"In the file “{name}” stands" in wrong.words for name in files)
        assert self.officer.posts(f"{task}/check", *looked, **shares).status == 302
        admin = self.site.browser(self.house.officer)
        new = {"kind": "hidden_address", "about": hers, "words": f"{SECRET}. {SONG}"}
        assert admin.posts(f"{path}/restrictions/new", **new).status == 302
        letters.signed(self.site.portal, self.case, self.house.play, self.site.reference(self.house.officer))

    def writes_to_him(self, name: str, data: bytes) -> None:
        """The officer answers the father with a file that tells where she is: nothing is sent."""
        path = f"/cases/{self.case}/messages/{self.house.party(self.house.father)}"
        fields = [("csrf_token", self.officer.token()), ("message", "This came.")]
        wrong = self.officer.sends(path, fields, files=[("files", name, data)])
        assert wrong.status == 422 and "must be kept from them" in wrong.words

    def is_planned_for(self) -> None:
        """What is kept from him stands in the plan, and she says more about the draft, and answers it."""
        portal, officer = self.site.portal, self.site.reference(PRIYA.email)
        need, his = plans.being_written(portal, self.case, officer), self.site.reference(self.house.father)
        with portal.work() as services:
            version = versions.being_written(services, find_case(services, self.case))
            assert version
            hidden = Words(words=SONG, heading="Home", kept_from=(self.house.play.id_of(his),))
            writing.add(services, version, "B", hidden, by=services.accounts.people.by_reference(officer))
        plans.taken(portal, self.case, "plan_draft.write_plan", officer)
        plans.sent(portal, self.case, officer)
        part = {"section": "B", "key": need, "words": SONG}
        assert self.mother.posts(f"/cases/{self.case}/plan/draft-1/needs", **part).status == 302
        task = scene.open_task(portal, self.case, "draft_answer.answer_draft", self.site.reference(MAILBOX))
        self.acts(f"/tasks/{task.id}/form", PLAN)

    def does_all_else(self) -> None:
        """Actions that are offered and have no answers of their own here; one that takes none is told by its test."""
        last = f"/cases/{self.case}/do/{LAST}"
        for path in sorted(self.offered - self.used, key=lambda each: (each == last, each)):
            with suppress(AssertionError):
                self.acts(path, {})


@pytest.fixture(scope="module")
def nest(real_site: RealSite) -> Nest:
    begun = len(real_site.log)
    with logged() as worker:
        made = Making(real_site)
        made.types_everywhere()
        made.meets()
        made.is_written_about()
        made.is_planned_for()
        made.does_all_else()
        calendar, his = calendar_of(made.father), made.house.father
        assert real_site.mails(his)
    log = real_site.log[begun:] + worker.getvalue()
    untyped = made.offered - made.used
    return Nest(made.case, made.mother, made.father, made.officer, his, calendar, untyped, log)


def crawl(browser: Browser, *starts: str, within: str = "/") -> Iterator[tuple[str, Answer]]:
    """Every page and file that links lead to, each once; none but those whose address begins like that."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        path = waiting.pop()
        answer = browser.gets(path)
        yield path, answer
        for link in [answer.to, *re.findall(r'(?:href|action|src)="([^"#]+)', answer.text)]:
            place = urlsplit(link.replace("&amp;", "&"))
            target = place.path + (f"?{place.query}" if place.query else "")
            ours = not place.netloc and place.path.startswith(within) and not place.path.startswith("/static/")
            if ours and target not in seen:
                seen.add(target)
                waiting.append(target)


def read(answer: Answer) -> str:
    """All that somebody can read of it: where it leads, what its file is called, and the text of PDF and Word."""
    return unquote(f"{answer.headers}\n{_text(answer)}")


def _text(answer: Answer) -> str:
    kind = answer.headers.get_content_type()
    if kind == "application/pdf":
        return words_of_pdf(answer.body)
    if kind.endswith("wordprocessingml.document"):
        with ZipFile(BytesIO(answer.body)) as parts:
            return "".join(
                re.sub(r"<[^>]+>", "", parts.read(name).decode()) for name in parts.namelist() if ".xml" in name
            )
    return answer.text.replace("\r\n ", "")


def test_nothing_that_the_father_can_reach_tells_where_she_lives(real_site: RealSite, nest: Nest) -> None:
    reached = dict(crawl(nest.father, "/home", "/", *(f"/cases/{nest.case}{place}" for place in OPENED)))
    opened = [path for path, answer in reached.items() if answer.status in (200, 302)]
    assert {f"/cases/{nest.case}{place}" for place in OPENED} <= set(opened)
    assert [path for path in opened if "/letters/" in path and path.endswith("/pdf")], "he reads a letter of his own"
    assert [path for path in opened if "/meetings/" in path and path.endswith(".ics")]
    assert {f"/cases/{nest.case}/plan/draft-1/{each}" for each in ("needs", "pdf")} <= set(opened)
    assert [path for path, answer in reached.items() if found_in(read(answer))] == []
    feed = real_site.browser().gets(nest.calendar)
    assert "BEGIN:VEVENT" in feed.text and not found_in(read(feed))
    mails = canary.mails_to(Play(real_site.portal, None), nest.his)
    assert len(mails) >= 4 and [mail for mail in mails if found_in(mail)] == []


def test_nor_does_what_a_school_reads_that_is_invited_to_the_same_meeting(real_site: RealSite, nest: Nest) -> None:
    page = real_site.browser().gets(real_site.link(SCHOOLS_HEAD))
    assert "Civic Centre" in page.words and found_in(read(page)) == []
    (mail,) = canary.mails_to(Play(real_site.portal, None), SCHOOLS_HEAD)  # type: ignore[arg-type]  # no day passes
    assert found_in(mail) == []


def test_she_has_typed_it_in_each_action_that_her_page_offers(nest: Nest) -> None:
    assert nest.untyped == set(), "give Making what these forms want to know"


def test_no_log_tells_it(nest: Nest) -> None:
    assert "/cases/<reference>/do/<name>/<slug>" in nest.log
    assert found_in(nest.log) == []


def test_she_and_officers_read_it(nest: Nest) -> None:
    word = f"/cases/{nest.case}/plan/draft-1/word"
    assert found_in(read(nest.officer.gets(word))) and not found_in(read(nest.father.gets(word)))
    own = [path for path, answer in crawl(nest.mother, "/home", f"/cases/{nest.case}") if found_in(read(answer))]
    for place in ("/your-details", "/messages", "/given/", "/meetings/", "/pdf", "/requests/", "/plan/draft-1/pdf"):
        assert [path for path in own if place in path], place
    page = nest.officer.gets(f"/cases/{nest.case}").text
    assert [each for each in (STREET, POSTCODE, PHONE, MAILBOX, SCHOOL, SECRET) if each not in page] == []
    for place in ("/notes", "/given", "/letters", "/meetings", "/messages", "/plan"):  # no more than sixty in a minute
        start = "/advice" if place == "/given" else place
        found = crawl(nest.officer, f"/cases/{nest.case}{start}", within=f"/cases/{nest.case}{place}")
        assert [path for path, answer in found if found_in(read(answer))], place
