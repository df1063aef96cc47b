"""What families see: nothing that they typed seems lost, and every page says what is so."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import Browser, FamilySite, link_to, main
from webapp.accounts import PersonDetails
from webapp.accounts.registration import LIVES
from webapp.portal import Services

KIT, JO, MIRA, EVAN = "kit.dale@example.org", "jo.bell@example.org", "mira.shah@example.org", "evan.price@example.org"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAGES = {
    "who-is-this-about": {"about": "child"},
    "the-child-or-young-person": {
        "child_first_name": "Robin",
        "child_last_name": "Dale",
        "child_dob-day": "27",
        "child_dob-month": "3",
        "child_dob-year": "2018",
    },
    "you-and-the-child": {
        "relationship": "mother",
        "requester_dob-day": "2",
        "requester_dob-month": "5",
        "requester_dob-year": "1988",
    },
    "parental-responsibility": {"parental_responsibility": "yes", "responsibility_how": "birth_mother"},
    "where-the-child-lives": {"lives_with": "me"},
    "other-people-with-parental-responsibility": {"others_have_responsibility": "no"},
    "court-orders": {"court_orders": "no"},
    "show-us-who-you-are": {"evidence_way": "later"},
    "keeping-everybody-safe": {"safety_worry": "no"},
    "before-you-send-it": {"declaration": "true"},
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, SetClock(datetime(2026, 1, 13, 9, 12, tzinfo=UTC)))
    yield made
    made.portal.database.dispose()


def fill(browser: Browser, *, until: str = "", **other: str) -> None:
    """Type the request, page by page, as far as the page `until`."""
    version = 0
    for slug, answers in PAGES.items():
        if slug == until:
            return
        fields = {name: other.get(name, value) for name, value in answers.items()}
        answer = browser.posts(f"/ask/{slug}", version=str(version), action="continue", **fields)
        if f"/ask/{slug}" in answer.request.path:  # a further question has appeared on the page
            answer = browser.posts(f"/ask/{slug}", version=str(version + 1), action="continue", **fields)
            version += 1
        version += 1


def send(browser: Browser, **other: str) -> str:
    """Type and send a request; gives its reference."""
    fill(browser, **other)
    return str(browser.posts("/ask/check").request.path.rsplit("/", 1)[1])


# ---- nothing seems lost


def test_what_was_saved_is_told_at_home_and_gone_on_with_where_it_stopped(site: FamilySite) -> None:
    kit = site.browser(KIT)
    fill(kit, until="parental-responsibility")
    home = kit.opens("/home")
    assert "Go on with your request about Robin Saved at 9:12am today. Nothing has been sent yet." in main(home)
    assert link_to(home, "Go on with your request") == "/ask/parental-responsibility"
    assert "Saved at 9:12am today." in kit.reads("/ask/parental-responsibility")
    start = kit.opens("/ask")
    assert "You have begun a request about Robin" in main(start)
    assert link_to(start, "Go on with it") == "/ask/parental-responsibility"


def test_what_was_typed_can_be_deleted_with_its_documents(site: FamilySite) -> None:
    kit = site.browser(KIT)
    fill(kit, until="show-us-who-you-are")
    for version in ("99", "99"):
        shown = kit.opens("/ask/show-us-who-you-are").text
        version = re.search(r'name="version" value="(\d+)"', shown)[1]  # type: ignore[index]
        papers = {"identity_documents": (io.BytesIO(PDF), "passport.pdf")} if "identity_documents" in shown else {}
        kit.posts("/ask/show-us-who-you-are", version=version, evidence_way="upload", **papers)
    assert "passport.pdf" in kit.reads("/ask/show-us-who-you-are")
    assert "Start now" in main(kit.posts("/ask/start-again"))
    assert "Go on with your request" not in kit.reads("/home")
    with site.portal.look() as services:
        from webapp.cases.models import Document

        assert services.session.query(Document).count() == 0


def test_an_own_task_that_was_begun_is_gone_on_with(site: FamilySite) -> None:
    mira = site.browser(MIRA)
    task = link_to(mira.opens("/home"), "Send more evidence")
    form = link_to(mira.opens(task), "Start now")
    page = mira.opens(form).request.path
    said = mira.reads(page)
    assert "You can finish any time until Tuesday 10 February 2026." in said
    mira.posts(page, version="0", action="save", can_send="no")
    assert "Saved at 9:12am today. Nothing has been sent yet." in mira.reads(task)
    assert link_to(mira.opens(task), "Go on") == form


def test_a_task_of_ones_own_says_by_when(site: FamilySite) -> None:
    assert "Due in 28 days by Tuesday 10 February 2026" in site.browser(MIRA).reads("/home")


# ---- sent once


def test_sending_twice_shows_what_was_sent(site: FamilySite) -> None:
    kit = site.browser(KIT)
    reference = send(kit)
    for again in (kit.posts("/ask/check"), kit.opens("/ask/check")):
        assert again.request.path == f"/ask/sent/{reference}"
        assert reference in main(again)


def test_a_page_of_a_request_that_is_gone_leads_to_the_beginning(site: FamilySite) -> None:
    kit = site.browser(KIT)
    send(kit)
    assert kit.opens("/ask/court-orders").request.path == "/ask"


def test_a_request_for_a_record_that_is_open_already_leaves_no_answers_behind(site: FamilySite) -> None:
    jo = site.browser(JO)
    child = {"child_first_name": "Sam", "child_last_name": "Bell"}
    born = {"child_dob-day": "14", "child_dob-month": "9", "child_dob-year": "2017"}
    fill(jo, **child, **born)
    assert "record is open to you" in main(jo.posts("/ask/check"))
    assert "You have begun a request" not in jo.reads("/ask")
    assert "Sam" not in jo.opens("/ask/the-child-or-young-person").text


def test_a_second_request_for_the_same_child_can_be_changed_or_deleted(site: FamilySite) -> None:
    kit = site.browser(KIT)
    reference = send(kit)
    fill(kit)
    refused = kit.posts("/ask/check")
    assert refused.status_code == 409 and reference in main(refused)
    assert link_to(refused, "Read what you sent us") == f"/requests/{reference}"
    assert "Start now" in main(kit.posts("/ask/start-again"))


def test_a_task_that_is_done_says_so_to_whom_it_was_given_and_to_nobody_else(site: FamilySite) -> None:
    mira = site.browser(MIRA)
    task = link_to(mira.opens("/home"), "Send more evidence")
    page = mira.opens(f"{task}/form/begin").request.path
    for version in ("0", "1"):
        mira.posts(page, version=version, can_send="no", missing_words="I have no letter.")
    check = page.rsplit("/", 1)[0] + "/check"
    assert "We have what you sent. Thank you." in main(mira.posts(check))
    assert "We have what you sent. Thank you." in main(mira.posts(check)), "pressed twice"
    assert "We have what you sent" not in mira.reads("/home")
    site.clock.advance(timedelta(minutes=2))
    for again in (mira.opens(task), mira.opens(check), mira.posts(check)):
        assert again.status_code == 410 and "This is done already" in main(again)
    assert site.browser(KIT).opens(task).status_code == 404


def test_nobody_puts_words_on_a_page_by_its_address(site: FamilySite) -> None:
    assert "Pay here" not in site.browser(KIT).opens("/home?done=Pay+here").text
    assert "Pay here" not in site.browser("priya.nair@cumberland.example").opens("/tasks?done=Pay+here").text


# ---- what they sent


def test_who_asked_reads_what_they_sent_and_what_we_wrote(site: FamilySite) -> None:
    kit = site.browser(KIT)
    reference = send(kit)
    read = kit.reads(f"/requests/{reference}")
    assert "We have your request about Robin" in read and "Sent on Tuesday 13 January 2026" in read
    assert "Robin" in read and "27 March 2018" in read
    assert "Does anybody else have parental responsibility? No" in read  # private, but their own
    evan = site.browser(EVAN)
    refused = evan.reads(link_to(evan.opens("/home"), "Owen’s record"))
    assert "Our answer to your request is no" in refused and "We could not see how you are related." in refused
    assert "What you can do now If something was missing, ask again" in refused


def test_the_officers_words_to_each_other_are_not_on_the_senders_page(site: FamilySite) -> None:
    mira = site.browser(MIRA)
    read = mira.opens(link_to(mira.opens("/home"), "Asha’s record")).text
    assert "A letter that says that Asha lives with you." in read and "What we need" in read
    assert "Priya" not in read and "identity" not in read.lower().replace("identity of", "")


def test_a_request_of_somebody_else_does_not_exist(site: FamilySite) -> None:
    reference = send(site.browser(KIT))
    for other in (JO, "priya.nair@cumberland.example"):
        refused = site.browser(other).opens(f"/requests/{reference}")
        assert refused.status_code == 404 and "Robin" not in refused.text


def test_a_document_is_kept_by_no_browser(site: FamilySite) -> None:
    kit = site.browser(KIT)
    fill(kit, until="show-us-who-you-are")
    for _ in range(2):
        shown = kit.opens("/ask/show-us-who-you-are").text
        version = re.search(r'name="version" value="(\d+)"', shown)[1]  # type: ignore[index]
        papers = {"identity_documents": (io.BytesIO(PDF), "passport.pdf")} if "identity_documents" in shown else {}
        kit.posts("/ask/show-us-who-you-are", version=version, evidence_way="upload", **papers)
    with site.portal.look() as services:
        from webapp.cases.models import Document

        document = services.session.query(Document).one().id
    answer = kit.client.get(f"/documents/{document}", buffered=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


# ---- what to have at hand, and limits, before they are met


def test_minutes_and_papers_are_said_once(site: FamilySite) -> None:
    kit = site.browser(KIT)
    start = kit.reads("/ask")
    assert "about 15 minutes" in start
    for paper in ("who you are", "where you live", "your link with the child"):
        assert paper in start
    assert "minutes" not in kit.reads("/ask/who-is-this-about")


def test_kinds_and_size_of_files_are_said_before_one_is_chosen(site: FamilySite) -> None:
    mira = site.browser(MIRA)
    page = mira.opens(link_to(mira.opens("/home"), "Send more evidence") + "/form/begin").request.path
    shown = main(mira.posts(page, version="0", can_send="yes"))
    assert "A photo from your phone, a scan or a PDF. PDF, DOCX, PNG, JPG or HEIC, up to 50 MB." in shown
    broken = mira.posts(page, version="1", can_send="yes", more_documents=(io.BytesIO(b"no picture"), "me.png"))
    assert "does not open as its name says" in main(broken) and "TXT" not in main(broken)


def test_a_row_is_led_to_its_first_question_and_never_framed_whole(site: FamilySite) -> None:
    kit = site.browser(KIT)
    page = "/ask/other-people-with-parental-responsibility"
    fill(kit, until="other-people-with-parental-responsibility")
    version = re.search(r'name="version" value="(\d+)"', kit.opens(page).text)[1]  # type: ignore[index]
    appeared = kit.posts(page, follow=False, version=version, others_have_responsibility="yes")
    assert appeared.headers["Location"].endswith("#other_holders-0-name")


# ---- signing in


def _newcomer(services: Services) -> None:
    details = PersonDetails(email="new@example.org", first_name="Nell", last_name="Wood")
    services.accounts.people.add(details, password="Four winds 77 lanterns!")


def test_who_has_not_set_up_signing_in_is_led_to_do_it_from_every_page(site: FamilySite) -> None:
    with site.portal.work() as services:
        _newcomer(services)
        person = services.accounts.people.by_email("new@example.org")
        from webapp.views.account import setting_up

        setting_up.begin(services, person)
    nell = site.browser("new@example.org")
    for path in ("/home", "/ask", "/ask/who-is-this-about", "/your-details"):
        assert nell.client.get(path).headers["Location"] == "/set-up-sign-in"
    assert nell.posts("/ask/check", follow=False).headers["Location"] == "/set-up-sign-in"
    assert main(nell.posts("/set-up-sign-in")).startswith("Hello Nell")
    assert nell.client.get("/ask").status_code == 200
    assert nell.posts("/sign-out").status_code == 200


def test_the_page_that_a_mail_names_opens_after_signing_in(site: FamilySite) -> None:
    reference = send(site.browser(KIT))
    kit = site.browser()
    assert kit.client.get(f"/requests/{reference}").headers["Location"] == "/sign-in"
    assert _signed_in(site, kit, KIT).headers["Location"] == f"/requests/{reference}"


def test_no_address_leads_out_of_the_portal_after_signing_in(site: FamilySite) -> None:
    kit = site.browser()
    for path in ("//evil.example/home", "/\\evil.example", "https://evil.example/home", "/nowhere", "/sign-out"):
        with kit.client.session_transaction() as cookie:
            cookie["next"] = path
        assert _signed_in(site, kit, KIT).headers["Location"] == "/home"
        site.clock.advance(timedelta(minutes=20))


def _signed_in(site: FamilySite, browser: Browser, email: str):  # type: ignore[no-untyped-def]
    from webapp.demo import PASSWORD
    from webapp.mail import Mailbox
    from webapp.worker import Worker

    browser.posts("/sign-in", email=email, password=PASSWORD)
    Worker(site.portal).once()
    body = Mailbox(site.portal.config.var / "mailbox").mails()[0].get_body(("plain",))
    code = re.search(r"^(\d{6})\s*$", body.get_content() if body else "", re.MULTILINE)
    assert code
    return browser.posts("/sign-in/code", follow=False, code=code[1])


def test_an_address_that_is_confirmed_already_leads_to_signing_in(site: FamilySite) -> None:
    details = PersonDetails(email="new@example.org", first_name="Nell", last_name="Wood")
    with site.portal.work() as services:
        made = services.accounts.register(details, "Four winds 77 lanterns!", address="127.0.0.1")
        link = services.accounts.confirmation_link(made.business_key)  # type: ignore[union-attr]
        secret = services.accounts.link_token(link.id)
        assert secret
        services.accounts.confirm(secret.secret)
    again = site.browser().opens(f"/register/confirm/{secret.secret}")
    assert "Your email address is confirmed" in main(again)
    assert link_to(again, "Sign in") == "/sign-in"


# ---- everybody who is not family


def test_a_professional_has_a_page_of_their_own_and_is_not_asked_for_their_children(site: FamilySite) -> None:
    head = site.browser("head@beckside.example")
    page = head.reads("/home")
    assert "Your children" not in page and "This account is for your work" in page
    refused = head.opens("/ask")
    assert refused.status_code == 403 and "Only parents, carers and young people" in main(refused)


def test_who_has_no_queue_is_told_what_is_theirs(site: FamilySite) -> None:
    page = site.browser("ada.finch@cumberland.example").opens("/home")
    assert page.request.path == "/home" and "workflows" in main(page)
    assert '<a href="/home" aria-current="page">Home</a>' in page.text


# ---- the mailbox, and figures that are promised


def test_links_in_the_mailbox_can_be_clicked_and_each_mail_says_when_it_came(site: FamilySite) -> None:
    reference = send(site.browser(KIT))
    from webapp.worker import Worker

    Worker(site.portal).once()
    mailbox = site.browser().opens("/demo/mailbox")
    assert link_to(mailbox, "Read what you sent us") == f"http://localhost:8000/requests/{reference}"
    assert "to kit.dale@example.org, 9:12am today" in main(mailbox)


def test_the_privacy_page_promises_what_is_done(site: FamilySite) -> None:
    assert timedelta(days=3) == LIVES
    page = site.browser().reads("/privacy")
    assert "do not confirm your email address3 days" in page
    assert "That you were signed in30 days after you sign out" in page and "1 day after they stop working" in page
