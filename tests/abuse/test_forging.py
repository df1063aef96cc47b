"""Abuse cases 7 and 27: forms that another site sends, pages that change something, names and addresses of other hosts."""

import re
from collections.abc import Iterator

import pytest

from tests.abuse import matrix
from tests.abuse.browser import Answer
from tests.abuse.matrix import PART
from tests.abuse.site import RealSite
from tests.abuse.world import World
from webapp.app import create_app
from webapp.demo import PASSWORD

EVIL = "evil.example"
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
PEOPLE = ["", "priya.nair@cumberland.example", "sol.reyes@cumberland.example", "kit.dale@example.org"]


def routes(site: RealSite, *, but: str = "") -> Iterator[tuple[str, str]]:
    """Each route with each method that it takes: method and an address; without those of one permission."""
    app = create_app(site.portal)
    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].permission == but:  # type: ignore[attr-defined]
            continue
        for method in sorted(rule.methods or ()):
            yield method, PART.sub(_anything, rule.rule)


def _anything(part: re.Match[str]) -> str:
    if part["kind"] == "any":
        return part["choices"].partition(",")[0]
    return "1" if part["kind"] == "int" else "x"


@pytest.fixture(scope="module")
def world(real_site: RealSite) -> World:
    return World(real_site, "Forge")


# -- 7: forms ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_of_another_site_is_taken(real_site: RealSite, who: str) -> None:
    browser, foreign = real_site.browser(who), real_site.browser().token()
    tokens: list[list[tuple[str, str]]] = [[], [("csrf_token", "")], [("csrf_token", foreign)]]
    before, taken = real_site.rows(), []
    for method, path in routes(real_site, but="mail_service"):  # it shows a token that no browser sends by itself
        for token in tokens if method not in LOOKS else ():
            answer = browser.sends(path, [*token, ("email", "a@example.org"), ("action", "send")], method=method)
            if answer.status != 400:
                taken.append(f"{method} {path} with {token}: {answer.status}")
    assert not taken, "\n".join(taken)
    assert real_site.rows() == before


def test_the_same_forms_are_taken_with_their_token(real_site: RealSite) -> None:
    browser = real_site.browser(real_site.person("Xenia"))
    token = [("csrf_token", browser.token())]
    asked = [(method, path) for method, path in routes(real_site) if method not in LOOKS]
    answers = {path: browser.copy().sends(path, token, method=method) for method, path in asked}
    stale = [path for path, answer in answers.items() if "This page was open too long" in answer.words]
    assert len(answers) > 20 and stale == []


def test_a_file_of_another_site_is_not_taken(real_site: RealSite) -> None:
    browser = real_site.browser(real_site.person("Yves"))
    page, files = "/ask/show-us-who-you-are", [("identity_documents", "letter.pdf", b"%PDF-1.4")]
    before = real_site.rows()
    assert browser.sends(page, [("version", "0")], files=files).status == 400
    assert real_site.rows() == before
    assert browser.sends(page, [("version", "0"), ("csrf_token", browser.token())], files=files).status != 400


# -- 7: pages ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "role",
    ["visitor", "parent", *(pytest.param(each, marks=pytest.mark.long) for each in ("officer", "administrator"))],
)
def test_no_page_changes_a_row_but_the_log_of_who_looked(real_site: RealSite, world: World, role: str) -> None:
    paths = [path for method, path in routes(real_site) if method == "GET"]
    named = [row for row in matrix.rows() if row.method == "GET"]
    paths += [row.path({part: world.value(thing) for part, thing in row.of.items()}) for row in named]
    before = real_site.rows()
    opened = [path for path in paths if world.browsers[role].gets(path).status == 200]
    changed = {name for name, digest in real_site.rows().items() if digest != before[name]}
    assert changed == set() and len(opened) > 10


# -- 27: hosts and addresses ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
@pytest.mark.parametrize("host", [EVIL, f"localhost@{EVIL}", f"{EVIL}:80", f"localhost.{EVIL}", "localhost, " + EVIL])
def test_another_hosts_name_is_refused_and_repeated_nowhere(real_site: RealSite, header: str, host: str) -> None:
    browser = real_site.browser()
    for path in ("/", "/sign-in", "/home"):
        answer = browser.gets(path, **{header: host})
        assert answer.status == 400 and EVIL not in answer.text and EVIL not in str(answer.headers)
    assert browser.gets("/sign-in").status == 200


def test_the_link_in_a_mail_leads_to_the_address_of_the_settings(real_site: RealSite) -> None:
    email = real_site.person("Zoran")
    browser = real_site.browser()
    sent = [("csrf_token", browser.token()), ("email", email)]
    forged = {"Host": EVIL}, {"X-Forwarded-Host": EVIL}, {"X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "https"}
    assert {browser.sends("/forgotten-password", sent, headers=each).status for each in forged} == {400}
    assert real_site.mails(email) == []
    assert browser.sends("/forgotten-password", sent, headers={"X-Forwarded-Proto": "gopher"}).status == 302
    assert real_site.link(email).startswith("/reset-password/")


@pytest.mark.parametrize(
    "path",
    [
        f"//{EVIL}",
        f"//{EVIL}/home",
        f"/\\{EVIL}",
        f"/%5C{EVIL}",
        f"/%2F%2F{EVIL}",
        f"/home?next=//{EVIL}",
        f"/sign-in?next=//{EVIL}",
        f"/sign-in?next=/\\{EVIL}",
        "/sign-in?next=javascript:alert(1)",
        f"http://{EVIL}/home",
        f"/home/..//{EVIL}",
    ],
)
def test_no_address_leads_out_of_the_site_after_signing_in(real_site: RealSite, path: str) -> None:
    browser = real_site.browser()
    email = real_site.person(f"Next{abs(hash(path)) % 10**8}")
    assert _inside(browser.gets(path))
    _inside(browser.posts("/sign-in", email=email, password=PASSWORD))
    after = browser.posts("/sign-in/code", code=real_site.code(email))
    assert after.status == 302 and _inside(after)


def test_the_page_that_was_wanted_opens_after_signing_in(real_site: RealSite) -> None:
    browser, email = real_site.browser(), real_site.person("Abelard")
    assert browser.gets("/your-details").to.startswith("/sign-in")
    browser.posts("/sign-in", email=email, password=PASSWORD)
    assert browser.posts("/sign-in/code", code=real_site.code(email)).to == "/your-details"


def _inside(answer: Answer) -> bool:
    """Does it lead nowhere, or to a page of this site?"""
    return not answer.to or (answer.to.startswith("/") and answer.to[1:2] not in ("/", "\\", "%"))
