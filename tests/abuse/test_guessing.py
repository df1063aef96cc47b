"""Abuse cases 2, 3 and 32: passwords, codes and messages in masses, from many places and by all processes at once."""

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.abuse.browser import Answer, Browser
from tests.abuse.household import Household
from tests.abuse.site import RealSite
from webapp.accounts.codes import RESENDS, TRIES
from webapp.accounts.factors import FAILURES
from webapp.accounts.throttling import HOUR, LIMITS, MINUTE, QUARTER
from webapp.demo import PASSWORD

AT_ONCE = 12  # requests at the same time: more than three processes' turns
LONG_ENOUGH = 20  # seconds for one test
AGAIN = re.compile(r"You can try (once more|\d+ more times)")


def together(asks: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """All of them, many at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each.result() for each in [pool.submit(ask) for ask in asks]]


def prepared(browser: Browser, path: str, **fields: str) -> Callable[[], Answer]:
    """A request whose token is at hand, so that all can go at the same moment."""
    sent = [("csrf_token", browser.token()), *fields.items()]
    return lambda: browser.copy().sends(path, sent)


def in_one_window(window: timedelta = QUARTER) -> None:
    """Counts begin anew each quarter of an hour, or minute: wait, if that is about to happen."""
    seconds = window.total_seconds()
    left = seconds - time.time() % seconds
    time.sleep(left if left < LONG_ENOUGH else 0)


def at_the_code(site: RealSite, email: str) -> Browser:
    browser = site.browser()
    assert browser.posts("/sign-in", email=email, password=PASSWORD).status == 302
    return browser


# -- 2: passwords -----------------------------------------------------------------------------------------------------
def test_a_strangers_guesses_are_stopped_and_do_not_shut_out_the_owner(real_site: RealSite) -> None:
    in_one_window()
    email = real_site.person("Quentin")
    owner = real_site.browser(email)  # this browser is known from now on
    allowed = LIMITS["sign_in.account"].tries
    guesses = [
        prepared(real_site.browser(), "/sign-in", email=email, password=f"Guess-{n}!") for n in range(allowed + 6)
    ]
    assert Counter(each.status for each in together(guesses)) == {302: allowed, 429: 6}
    assert real_site.browser().posts("/sign-in", email=email, password=PASSWORD).status == 429
    real_site.sign_in(owner, email)
    assert owner.gets("/home").status == 200


@pytest.mark.long
def test_one_place_that_tries_many_accounts_is_stopped_whatever_it_says_of_its_address(real_site: RealSite) -> None:
    in_one_window()
    place, allowed = real_site.browser(), LIMITS["sign_in.address"].tries
    sent = [("csrf_token", place.token())]

    def stuff(number: int) -> Answer:
        # The proxy adds the address that it sees; what stood there before is the sender's own word.
        forged = {"X-Forwarded-For": f"203.0.113.{number}, {place.address}", "Forwarded": f"for=203.0.113.{number}"}
        tried = [("email", f"stuffed{number}@example.org"), ("password", "x")]
        return place.copy().sends("/sign-in", [*sent, *tried], headers=forged)

    answers = together([lambda n=n: stuff(n) for n in range(allowed + 5)])  # type: ignore[misc]
    assert Counter(each.status for each in answers) == {302: allowed, 429: 5}
    elsewhere = real_site.browser()
    assert elsewhere.posts("/sign-in", email="stuffed1@example.org", password="x").status == 302


# -- 3: codes ---------------------------------------------------------------------------------------------------------
def test_one_code_is_tried_five_times_whatever_comes_at_once(real_site: RealSite) -> None:
    email = real_site.person("Rosa")
    browser = at_the_code(real_site, email)
    guess = prepared(browser, "/sign-in/code", code="000000")
    told = [AGAIN.search(each.words) for each in together([guess] * (TRIES * 4))]
    left = Counter(each[1] for each in told if each)
    assert left == {"4 more times": 1, "3 more times": 1, "2 more times": 1, "once more": 1}
    assert browser.posts("/sign-in/code", code=real_site.code(email)).status == 422
    assert browser.posts("/sign-in/new-code").status == 302
    assert browser.posts("/sign-in/code", code=real_site.code(email)).status == 302


def test_codes_are_sent_again_three_times_whatever_comes_at_once(real_site: RealSite) -> None:
    browser = at_the_code(real_site, real_site.person("Silvio"))
    again = prepared(browser, "/sign-in/new-code")
    assert Counter(each.status for each in together([again] * (RESENDS * 4))) == {302: RESENDS, 422: RESENDS * 3}


def test_twenty_wrong_codes_over_all_sessions_lock_the_factor_and_tell_the_owner_once(real_site: RealSite) -> None:
    email = real_site.person("Tilda")
    attackers = [at_the_code(real_site, email) for _ in range(FAILURES // TRIES + 2)]
    owner = at_the_code(real_site, email)
    code = real_site.code(email)
    guesses = [prepared(attacker, "/sign-in/code", code="000000") for attacker in attackers for _ in range(TRIES)]
    together(guesses)
    failures = "SELECT failures, locked_at IS NOT NULL FROM second_factor JOIN person ON person.id = person_id WHERE email = :e"
    assert real_site.run(failures, e=email) == [(FAILURES, True)]
    assert owner.posts("/sign-in/code", code=code).status == 422
    subjects = Counter(str(mail["Subject"]) for mail in real_site.mails(email))
    assert subjects["Somebody tried to guess your sign-in code"] == 1


def test_nineteen_wrong_codes_leave_the_owner_in(real_site: RealSite) -> None:
    email = real_site.person("Ursin")
    attackers = [at_the_code(real_site, email) for _ in range(FAILURES // TRIES)]
    guesses = [prepared(each, "/sign-in/code", code="000000") for each in attackers for _ in range(TRIES)]
    together(guesses[: FAILURES - 1])
    owner = at_the_code(real_site, email)
    assert owner.posts("/sign-in/code", code=real_site.code(email)).status == 302


# -- 32: masses of mail -----------------------------------------------------------------------------------------------
def test_fifty_wishes_for_a_new_password_are_three_mails(real_site: RealSite) -> None:
    in_one_window()
    email, other = real_site.person("Vesna"), real_site.person("Wanda")
    wishes = [prepared(real_site.browser(), "/forgotten-password", email=email) for _ in range(50)]
    assert Counter(each.status for each in together(wishes)) == {302: 50}
    assert len(real_site.mails(email)) == LIMITS["reset.account"].tries
    assert real_site.browser().posts("/forgotten-password", email=other).status == 302
    assert len(real_site.mails(other)) == 1


@pytest.mark.long
def test_an_officer_who_opens_record_after_record_is_stopped_and_it_is_written_down(real_site: RealSite) -> None:
    in_one_window(MINUTE)
    email, most = real_site.person("Zita", kind="staff", groups=("send_admin",)), LIMITS["records.person"].tries
    scraper, colleague = real_site.browser(email), real_site.browser("priya.nair@cumberland.example")
    (task,) = real_site.run("SELECT id FROM user_task WHERE state = 'open' AND element_id = 'review_request' LIMIT 1")[
        0
    ]
    answers = together([lambda: scraper.copy().gets(f"/tasks/{task}")] * (most + 15))
    assert Counter(each.status for each in answers) == {200: most, 429: 15}
    refused = next(each for each in answers if each.status == 429)
    assert f"You have opened {most} records within a minute" in refused.words
    assert colleague.gets(f"/tasks/{task}").status == 200
    kept = "SELECT h.kind, count(*) FROM history_event h JOIN person p ON p.reference = h.actor WHERE email = :e GROUP BY h.kind"
    counted = dict(tuple(row) for row in real_site.run(kept, e=email))
    assert counted["records refused"] == 1 and sum(counted.values()) >= most


def test_so_many_messages_of_one_person_are_taken_in_an_hour_and_the_next_stays_typed(real_site: RealSite) -> None:
    in_one_window(HOUR)
    house = Household(real_site, "Campion")
    path, most = f"/cases/{house.opened()}/messages", LIMITS["message.author"].tries
    mother, father = (real_site.browser(email) for email in (house.mother, house.father))
    answers = together([prepared(mother, path, message=f"Is it {n}?") for n in range(most + 5)])
    assert Counter(each.status for each in answers) == {302: most, 429: 5}
    assert all("Is it" in each.text for each in answers if each.status == 429)
    kept = "SELECT count(*) FROM conversation_message m JOIN person p ON p.id = m.by_id WHERE p.email = :e"
    assert real_site.run(kept, e=house.mother) == [(most,)]
    assert father.posts(path, message="Is it me?").status == 302
