"""Abuse case 24: what people type and what their files are called is text in an officer's browser, whatever it says."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.abuse.browser import Browser
from tests.abuse.registering import fill, register
from tests.abuse.site import RealSite
from tests.abuse.world import PDF
from webapp.demo import PRIYA
from webapp.walkthrough.browser import launched

# Each of a kind of its own: elements, attributes, addresses, styles, broken tags, other alphabets, templates.
PAYLOADS = (
    "<script>alert(1)</script>",
    "</title><script>alert(2)</script>",
    "</textarea><script>alert(3)</script>",
    "<img src=x onerror=alert(4)>",
    "<svg onload=alert(5)>",
    '"><img src=x onerror=alert(6)>',
    "'><img src=x onerror=alert(7)>",
    '" autofocus onfocus=alert(8) x="',
    "' autofocus onfocus=alert(9) x='",
    "<a href=javascript:alert(10)>x</a>",
    "javascript:alert(11)",
    "[x](javascript:alert(12))",
    '![x](x" onerror="alert(13))',
    "<iframe srcdoc='<script>alert(14)</script>'></iframe>",
    "<object data=javascript:alert(15)></object>",
    "<embed src=javascript:alert(16)>",
    "<style>*{background:url(javascript:alert(17))}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(19)'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example/><button>x</button></form>",
    "<input autofocus onfocus=alert(22)>",
    "<details open ontoggle=alert(23)>x</details>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(24)>",
    "<scr<script>ipt>alert(25)</script>",
    "＜script＞alert(26)＜/script＞",
    "&lt;script&gt;alert(27)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(28)\\u003c/script\\u003e",
    "{{ 7 * 191 }}{% raise %}${7*191}#{7*191}",
    "--><script>alert(30)</script><!--",
)
EVERYTHING = "\n".join(PAYLOADS)
LISTEN = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) => window.reports.push(event.violatedDirective));
"""
FILES = ("identity_documents", "address_documents", "link_documents")


def line(number: int, longest: int) -> str:
    """A payload for a field of one line, a different one for each."""
    fitting = [each for each in PAYLOADS if len(each) <= longest]
    return fitting[number % len(fitting)]


def asked(number: int) -> dict[str, str | list[str]]:
    """Every text field of the request, each with payloads as long as it takes."""
    names = ("child_first_name", "child_last_name", "child_known_as", "child_school", "relationship_other", "name")
    lines = {name: line(number + at * 5, 100) for at, name in enumerate(names)}
    long = ("why_asking", "child_address", "order_words", "safety_words", "safe_contact", "young_person_words")
    texts = {name: EVERYTHING if name not in ("child_address", "safe_contact") else EVERYTHING[:480] for name in long}
    choices = {
        "about": "child",
        "relationship": "other",
        "parental_responsibility": "no",
        "lives_with": "elsewhere",
        "others_have_responsibility": "no",
        "court_orders": "yes",
        "order_kinds": ["non_molestation"],
        "evidence_way": "upload",
        "safety_worry": "yes",
        "young_person_agrees": "yes",
        "declaration": "true",
    }
    born = {"child_dob-day": "27", "child_dob-month": "3", "child_dob-year": str(2009 + number)}
    asking = {"requester_dob-day": "2", "requester_dob-month": "5", "requester_dob-year": "1988"}
    numbers = {"child_upn": "<b>alert()", "child_nhs_number": "'\"><b>"}
    return {**lines, **texts, **choices, **born, **asking, **numbers}


def file_name(number: int) -> str:
    """A payload as the name of a file: without what no file name has."""
    return PAYLOADS[number % len(PAYLOADS)].replace("/", "").replace("\\", "") + ".pdf"


@pytest.fixture(scope="module")
def sent(real_site: RealSite) -> list[str]:
    """Requests of people whose names and answers are payloads; between them each payload is in each kind of place."""
    return [_send(real_site, number) for number in range(0, len(PAYLOADS), 6)]


def _send(site: RealSite, number: int) -> str:
    browser = site.browser()
    fields = ("first_name", "last_name", "address_line_1", "address_line_2", "town")
    register(
        site, browser, f"script{number}@example.org", **{name: line(number + at, 100) for at, name in enumerate(fields)}
    )
    files = {name: (file_name(number + at), PDF) for at, name in enumerate(FILES)}
    check = fill(browser, "/ask/who-is-this-about", asked(number // 6), files)
    return browser.posts(check).to.rpartition("/")[2]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chromium]:
    with launched() as started:
        yield started


class Officer:
    """A browser that takes note of everything that a payload could do."""

    def __init__(self, site: RealSite, chrome: Chromium, who: Browser) -> None:
        self.site, self.seen = site, list[str]()
        self.context = chrome.new_context()
        self.context.add_init_script(LISTEN)
        cookies = [{"name": name, "value": value, "url": site.address} for name, value in who.cookies.items()]
        self.context.add_cookies(cookies)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.on("dialog", lambda dialog: (self.seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("request", lambda asked: asked.url.startswith(site.address) or self.seen.append(asked.url))

    def opens(self, path: str) -> str:
        """The page's text, once everything on it that could run has run."""
        self.page.goto(self.site.address + path)
        self.seen += self.page.evaluate("window.reports")
        return self.page.locator("main").inner_text()


def test_an_officer_reads_text_and_nothing_runs(real_site: RealSite, sent: list[str], chrome: Chromium) -> None:
    officer = Officer(real_site, chrome, real_site.browser(PRIYA.email))
    queue = officer.opens("/tasks")
    assert "alert(" in queue
    shown = ""
    for reference in sent:
        task = real_site.task(reference)
        shown += officer.opens(f"/tasks/{task}")
        officer.page.get_by_role("button", name="Claim").first.click()
        shown += officer.opens(f"/tasks/{task}")
    assert officer.seen == []
    without = [each for each in PAYLOADS if " ".join(each.split()) not in " ".join(shown.split())]
    assert without == [], "each stands there as it was typed"


def test_whoever_typed_it_reads_it_too(real_site: RealSite, sent: list[str], chrome: Chromium) -> None:
    writer = real_site.browser()
    real_site.sign_in(writer, "script6@example.org", "four-Winds 77 lanterns")
    reader = Officer(real_site, chrome, writer)
    pages = ["/home", "/your-details", f"/requests/{sent[1]}", "/ask"]
    assert "alert(" in "".join(reader.opens(path) for path in pages)
    assert reader.seen == []


def test_a_payload_that_is_not_escaped_would_be_seen(real_site: RealSite, chrome: Chromium) -> None:
    officer = Officer(real_site, chrome, real_site.browser())
    officer.opens("/help")
    officer.page.evaluate("document.querySelector('main').innerHTML = '<img src=x onerror=alert(1)>'")
    officer.page.wait_for_function("window.reports.length")
    assert officer.page.evaluate("window.reports") == ["script-src-attr"]
