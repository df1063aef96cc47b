"""“Your details”: what owners change by themselves, and the browsers in which they are signed in."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import FamilySite, main
from tests.webapp.mails import mails
from webapp.mail import Mailbox
from webapp.presenters.browsers import browser_words
from webapp.worker import Worker

JO, KIT = "jo.bell@example.org", "kit.dale@example.org"
PRIYA, HEAD = "priya.nair@cumberland.example", "head@beckside.example"
NEW = "seven Otters 12 rivers!"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)))
    yield made
    made.portal.database.dispose()


def newest_mail(site: FamilySite, to: str) -> str:
    Worker(site.portal).once()
    return next(
        str(mail["Subject"]) for mail in Mailbox(site.portal.config.var / "mailbox").mails() if mail["To"] == to
    )


def test_each_part_is_changed_on_a_page_of_its_own_and_told_on_the_way_back(site: FamilySite) -> None:
    jo = site.browser(JO)
    told = main(jo.posts("/your-details/name", title="Dr", first_name="Joanna", last_name="Bell-Marsh"))
    assert "Your name is saved." in told and "Dr Joanna Bell-Marsh" in told
    address = {"address_line_1": "1 Mill Lane", "town": "Penrith", "postcode": "ca11 7aa", "area": "Carlisle"}
    assert "1 Mill LanePenrithCA11 7AA" in main(jo.posts("/your-details/address", **address))
    assert "01632 960 00107700 900 982" in main(
        jo.posts("/your-details/phones", phone_1="01632 960 001", phone_2="", phone_3="07700 900 982")
    )
    assert "30 hours of childcare" in main(jo.posts("/your-details/services", services_used="thirty_hours"))
    page = jo.opens("/your-details/address").text
    assert 'value="1 Mill Lane"' in page and 'value="Penrith"' in page and 'value="CA11 7AA"' in page
    assert "Dr Joanna Bell-Marsh" in jo.reads("/your-details")


@pytest.mark.parametrize(
    ("part", "typed", "words"),
    [
        ("phones", {"phone_1": "", "phone_2": "01632 960 002"}, "Enter a phone number where we can reach you"),
        ("phones", {"phone_1": "call me"}, "Enter a phone number, like"),
        ("name", {"first_name": "", "last_name": "Bell"}, "Enter your first name"),
        ("address", {"address_line_1": "1 Mill Lane", "town": "Penrith", "postcode": "nowhere"}, "full postcode"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    site: FamilySite, part: str, typed: dict[str, str], words: str
) -> None:
    jo = site.browser(JO)
    answer = jo.posts(f"/your-details/{part}", **typed)
    assert answer.status_code == 422 and answer.text.count(words) == 2
    assert all(f'value="{text}"' in answer.text for text in typed.values() if text)


def test_no_more_than_three_phones_and_nothing_that_was_not_asked(site: FamilySite) -> None:
    jo = site.browser(JO)
    for extra in ({"phone_4": "01632 960 004"}, {"email": "eve@example.org"}, {"kind": "staff"}):
        assert jo.posts("/your-details/phones", phone_1="01632 960 001", **extra).status_code == 422
    with site.portal.look() as services:
        jo_bell = services.accounts.people.by_email(JO)
        assert jo_bell and jo_bell.kind == "family" and len(jo_bell.telephones) == 1


def test_the_history_of_the_account_says_what_was_changed_and_not_to_what(site: FamilySite) -> None:
    site.browser(JO).posts("/your-details/phones", phone_1="01632 960 987")
    with site.portal.look() as services:
        jo = services.accounts.people.by_email(JO)
        assert jo
        event = services.engine.history.of(jo.reference)[-1]
    assert (event.kind, event.payload) == ("details changed", {"part": "phones"}) and event.actor == jo.reference


def test_a_new_password_wants_the_old_one_ends_other_sessions_and_is_told_by_mail(site: FamilySite) -> None:
    here, there = site.browser(JO), site.browser(JO)
    copied = here.client.get_cookie("session")
    assert copied
    told = main(here.posts("/your-details/password", old_password="Demo-password-2026", password=NEW))
    assert "Your password is changed" in told
    assert here.opens("/your-details").request.path == "/your-details"
    assert there.opens("/your-details").request.path == "/sign-in"
    thief = site.browser()
    thief.client.set_cookie("session", copied.value)
    assert thief.opens("/your-details").request.path == "/sign-in"
    assert newest_mail(site, JO) == "Your password was changed"
    with site.portal.work() as services:
        sent = [services.accounts.sign_in(JO, word, address="::1") for word in (NEW, "Demo-password-2026")]
        assert [bool(services.accounts.email_code(each.challenge_id)) for each in sent] == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong", NEW, "not the password that you sign in with now"),
        ("Demo-password-2026", "short", "Use 10 characters or more."),
        ("Demo-password-2026", "Password123!", "many people use one like it"),
        ("Demo-password-2026", "Jo-Bell-Jo-Bell-1", "made of your name or email address"),
        ("Demo-password-2026", "Demo-password-2026", "the one that you have now"),
        ("", NEW, "Enter the password that you have now"),
        ("Demo-password-2026", "", "Enter a new password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    site: FamilySite, old: str, new: str, words: str
) -> None:
    here, there = site.browser(JO), site.browser(JO)
    answer = here.posts("/your-details/password", old_password=old, password=new)
    assert answer.status_code == 422 and answer.text.count(words) == 2
    assert there.opens("/your-details").request.path == "/your-details"


def test_the_old_password_cannot_be_guessed_in_somebody_elses_open_browser(site: FamilySite) -> None:
    jo = site.browser(JO)
    codes = [jo.posts("/your-details/password", old_password=f"guess {n}", password=NEW).status_code for n in range(12)]
    assert codes == [422] * 10 + [429] * 2
    right = jo.posts("/your-details/password", old_password="Demo-password-2026", password=NEW)
    assert right.status_code == 429 and "Wait" in main(right)
    site.clock.advance(timedelta(minutes=15))
    jo = site.browser(JO)
    assert jo.posts("/your-details/password", old_password="Demo-password-2026", password=NEW).status_code == 200


def test_everybody_sees_where_they_are_signed_in_and_ends_one_or_all_others(site: FamilySite) -> None:
    here, second, third = (site.browser(JO) for _ in range(3))
    page = here.reads("/your-details")
    assert page.count("Last used 9am today") == 3 and page.count("This browser") == 1
    one = re.search(r"/your-details/sessions/\w{32}/end", here.opens("/your-details").text)
    assert one and "The other browser is signed out." in main(here.posts(one[0]))
    where = [each.opens("/home").request.path for each in (here, second, third)]
    assert sorted(where) == ["/home", "/home", "/sign-in"] and where[0] == "/home"
    assert "Every other browser is signed out." in main(here.posts("/your-details/sessions/end-others"))
    assert [each.opens("/home").request.path for each in (here, second, third)] == ["/home", "/sign-in", "/sign-in"]


def test_nobody_ends_the_session_of_somebody_else(site: FamilySite) -> None:
    jo, kit = site.browser(JO), site.browser(KIT)
    with site.portal.look() as services:
        person = services.accounts.people.by_email(KIT)
        assert person
        (theirs,) = services.accounts.sessions.of(person)
    assert jo.posts(f"/your-details/sessions/{theirs.id}/end").status_code == 404
    assert kit.opens("/home").request.path == "/home"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) Version/18.3 Safari/604.1", "Safari on an iPhone"),
        ("curl/8.5.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, words: str) -> None:
    assert browser_words(agent) == words


@pytest.mark.parametrize("part", ["name", "phones", "address"])
def test_it_wants_a_second_factor_that_was_shown_a_moment_ago(site: FamilySite, part: str) -> None:
    jo = site.browser(JO)
    site.clock.advance(timedelta(minutes=11))
    assert jo.opens(f"/your-details/{part}").request.path == "/prove"
    site.clock.advance(timedelta(minutes=15))
    jo.opens("/your-details")
    site.clock.advance(timedelta(minutes=5))
    answer = jo.posts(f"/your-details/{part}", phone_1="07700 900 999", first_name="Eve", last_name="Bell")
    assert answer.request.path == "/prove"
    with site.portal.look() as services:
        owner = services.accounts.people.by_email(JO)
        assert owner and owner.name == "Jo Bell" and owner.numbers == ["01632 960 300"]


@pytest.mark.parametrize(
    ("part", "typed", "what"),
    [
        ("name", {"first_name": "Joanna", "last_name": "Bell"}, "your name"),
        ("phones", {"phone_1": "01632 960 987"}, "your phone numbers"),
        (
            "address",
            {"address_line_1": "1 Mill Lane", "town": "Penrith", "postcode": "CA11 7AA", "area": "Carlisle"},
            "your address",
        ),
    ],
)
def test_a_mail_tells_the_owner_what_was_changed_and_not_to_what(
    site: FamilySite, part: str, typed: dict[str, str], what: str
) -> None:
    assert site.browser(JO).posts(f"/your-details/{part}", **typed).status_code == 200
    body = mails(site.portal, JO)[0].get_body(("plain",))
    assert body and f"has just been changed: {what}." in " ".join(body.get_content().split())
    assert not any(value in body.get_content() for value in typed.values())


@pytest.mark.parametrize("email", [PRIYA, HEAD])
def test_who_works_here_does_not_change_their_own_name(site: FamilySite, email: str) -> None:
    browser = site.browser(email)
    with site.portal.look() as services:
        before = services.accounts.people.by_email(email).name  # type: ignore[union-attr]
    assert "/your-details/name" not in browser.opens("/your-details").text
    assert browser.opens("/your-details/name").status_code == 403
    answer = browser.posts("/your-details/name", first_name="Eve", last_name="Kestrel")
    assert answer.status_code == 403 and "ask an administrator to change your name" in main(answer)
    with site.portal.look() as services:
        assert services.accounts.people.by_email(email).name == before  # type: ignore[union-attr]
