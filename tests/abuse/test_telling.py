"""Abuse case 1: nobody learns who has an account, by registering, signing in, asking for a password, a code or a link."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.abuse.alike import FEW, ROUNDS, Ask, chance, compared, seen
from tests.abuse.browser import Browser
from tests.abuse.registering import PASSWORD as CHOSEN
from tests.abuse.registering import details
from tests.abuse.site import RealSite
from webapp.demo import PASSWORD

Door = Callable[[RealSite, str, str], Ask]
WRONG = "Wrong-password-2026"


def sign_in(site: RealSite, email: str, password: str) -> Ask:
    return _later(site.browser(), "/sign-in", email=email, password=password)


def code(site: RealSite, email: str, password: str) -> Ask:
    return _later(_at_the_code(site, email, password), "/sign-in/code", code="000000")


def new_code(site: RealSite, email: str, password: str) -> Ask:
    return _later(_at_the_code(site, email, password), "/sign-in/new-code")


def reset(site: RealSite, email: str, _password: str) -> Ask:
    return _later(site.browser(), "/forgotten-password", email=email)


def _at_the_code(site: RealSite, email: str, password: str) -> Browser:
    browser = site.browser()
    assert browser.posts("/sign-in", email=email, password=password).status == 302
    return browser


def _with_details(site: RealSite, email: str) -> Browser:
    browser = site.browser()
    details(browser, email)
    return browser


def _later(browser: Browser, path: str, **fields: str) -> Ask:
    """Only this request is timed: its token is fetched now."""
    return partial(browser.sends, path, [("csrf_token", browser.token()), *fields.items()])


def tell_nothing(pairs: list[tuple[Ask, Ask]]) -> None:
    times, answers = compared(pairs)
    for first, second in answers:
        assert seen(first) == seen(second)
    assert not times.apart, times


@pytest.fixture(scope="module")
def known(real_site: RealSite) -> list[str]:
    """Addresses with an account."""
    return [real_site.person(f"Known{number}") for number in range(ROUNDS)]


@pytest.mark.long
@pytest.mark.parametrize("door", [sign_in, code, new_code, reset], ids=lambda door: door.__name__)
def test_known_and_unknown_get_the_same_answer_in_the_same_time(
    real_site: RealSite, known: list[str], door: Door
) -> None:
    strangers = [email.replace("known", f"{door.__name__}.nobody") for email in known]
    tell_nothing(
        [(door(real_site, a, WRONG), door(real_site, b, WRONG)) for a, b in zip(known, strangers, strict=True)]
    )


@pytest.mark.long
def test_registering_and_asking_for_its_mail_again_tell_nothing(real_site: RealSite, known: list[str]) -> None:
    addresses = [(email, email.replace("known", "new")) for email in known[:FEW]]
    browsers = [(_with_details(real_site, a), _with_details(real_site, b)) for a, b in addresses]
    for path, fields in (("/register/password", {"password": CHOSEN}), ("/register/send-again", {})):
        tell_nothing([(_later(a, path, **fields), _later(b, path, **fields)) for a, b in browsers])


@pytest.mark.long
@pytest.mark.parametrize("door", [sign_in, new_code], ids=lambda door: door.__name__)
def test_a_right_password_is_told_by_the_mail_alone(real_site: RealSite, known: list[str], door: Door) -> None:
    pairs = [(door(real_site, email, PASSWORD), door(real_site, email, WRONG)) for email in known]
    tell_nothing(pairs)


def test_the_owner_is_told_what_the_page_does_not_say(real_site: RealSite) -> None:
    email = real_site.person("Petra")
    sign_in(real_site, email, WRONG)()
    assert real_site.mails(email) == []
    sign_in(real_site, email, PASSWORD)()
    assert len(real_site.mails(email)) == 1


def test_a_difference_of_a_hash_would_be_seen() -> None:
    quick, slow = [0.01 + n / 1000 for n in range(ROUNDS)], [0.06 + n / 1000 for n in range(ROUNDS)]
    assert chance(quick, slow) < 1e-3 < chance(quick, quick)
