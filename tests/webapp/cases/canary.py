"""Sam's case with a mother whose whereabouts are canaries, a father, and everything by which they could leak."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest

from tests.houses import People, done_once
from tests.webapp.cases.conftest import DAD, SAM, Play, visible
from tests.webapp.cases.pages import Browser
from webapp.cases import access
from webapp.mail import Mailbox
from webapp.worker import Worker

STREET, POSTCODE, PHONE, MAILBOX = "77 Canary Wharfside", "CA99 9ZZ", "01632 960 977", "canary.nest@example.org"
SCHOOL, SECRET = "Canarybird Primary", "Keep our canaryhouse from him"
CANARIES = ("canary", "ca999zz", "ca99 9zz", "01632960977", "01632 960 977")
AFRAID = {
    **SAM,
    "keep_address_secret": True,
    "child_school": SCHOOL,
    "safety_worry": "yes",
    "safety_words": SECRET,
    "court_orders": "yes",
    "order_kinds": ["non_molestation"],
    "order_words": SECRET,
}


def found_in(text: str) -> list[str]:
    """Which canaries sing in a text, however it breaks its numbers."""
    plain = text.replace("\N{NO-BREAK SPACE}", " ").lower()
    return [canary for canary in CANARIES if canary in plain]


def mother(play: Play) -> str:
    """Jo, all of whose details are canaries."""
    return play.person(
        "Jo", "Bell", email=MAILBOX, address_lines=(STREET, "Penrith"), postcode=POSTCODE, telephones=(PHONE,)
    )


def case_of_both(play: Play, jo: str, ali: str, priya: str) -> str:
    """Both parents in one case, and a look of each; gives its reference."""
    play.approve(priya, play.ask(jo, AFRAID))
    case = visible(play.portal, jo)[0].reference
    approve_beside(play, priya, play.ask(ali, DAD), case)
    return case


def with_officers(play: Play, ali: str, priya: str) -> tuple[str, dict[str, str]]:
    """Both parents have accounts, so that letters reach them in the portal; gives the case, and who is who."""

    def come() -> People:
        jo = mother(play)
        case = case_of_both(play, jo, ali, priya)
        with play.portal.work() as services:
            for who in (jo, ali):
                services.accounts.people.by_reference(who).password_hash = "a hash"
        mo = play.person("Mo", "Khalid", group="send_officer")
        grace = play.person("Grace", "Hill", group="send_manager")
        return {"case": case, "jo": jo, "ali": ali, "priya": priya, "mo": mo, "grace": grace}

    people = done_once(play.portal, "with officers", come)
    return people.pop("case"), people


def approve_beside(play: Play, officer: str, reference: str, case: str) -> None:
    """Another parent comes into the case; what must be kept from them is read before."""
    play.review(officer, reference, "approve")
    play.claim(officer, reference, "match_record")
    with play.portal.work() as services:
        who = play.actor(services, officer)
        told = access.review(services, reference, by=who).unread
        access.match(services, reference, play.child_of(case), by=who, seen={each.digest for each in told})
        task = play._task(services, reference, "match_record")
        services.engine.user_tasks.complete(task, by=who, answers={})


def crawl(browser: Browser, *starts: str) -> Iterator[tuple[str, str]]:
    """Every page that links lead to, each once: address and what was sent, headers too."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        path = waiting.pop()
        with browser.client.get(path, follow_redirects=True) as answer:
            text = answer.get_data().decode(errors="replace")  # a PDF, too
        yield path, f"{answer.headers}\n{text}"
        for link in re.findall(r'(?:href|action|src)="([^"#]+)', text):
            place = urlsplit(link.replace("&amp;", "&"))
            target = place.path + (f"?{place.query}" if place.query else "")
            if not place.netloc and place.path.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)


def mails_to(play: Play, address: str) -> list[str]:
    """Every mail to somebody, whole: headers, text and HTML."""
    Worker(play.portal).once()
    files = Mailbox(play.portal.config.var / "mailbox").folder.glob("*.eml")
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [
        "\n".join([str(mail.items()), *(str(part.get_content()) for part in mail.walk() if not part.is_multipart())])
        for mail in read
        if mail["To"] == address
    ]


@pytest.fixture
def nest(play: Play, ali: str, priya: str) -> tuple[str, str]:
    """The mother and the case that she shares with the father."""
    jo = mother(play)
    return jo, case_of_both(play, jo, ali, priya)
