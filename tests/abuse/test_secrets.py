"""Abuse case 29: no password, code, token, name or address stands in a log, in where a page leads, or in a subject."""

import re
from collections.abc import Mapping

from tests.abuse.browser import Answer, Browser
from tests.abuse.registering import PASSWORD, details, fill, register
from tests.abuse.site import RealSite
from tests.abuse.test_headers import without_table
from tests.abuse.world import ASKED, PDF, UPLOADS
from tests.logged import logged

EMAIL, CHOSEN, WRONG = "canary.bird@cage.example", "Canary-parole 7781!", "Canary-wrong 1199!"
TYPED = {
    "first_name": "Zwitscherina",
    "last_name": "Vogelbauer",
    "address_line_1": "77 Canary Wharfside",
    "postcode": "CA99 9ZZ",
    "phone_1": "01632 960 977",
}
CHILD = {"child_first_name": "Piepmatz", "child_last_name": "Vogelbauer", "child_school": "Canarybird Primary"}
FILE = "Piepmatz birth certificate.pdf"


class Watched(Browser):
    """One that remembers where each answer led."""

    def __init__(self, site: RealSite) -> None:
        super().__init__(site.address, site.browser().address)
        self.led: list[str] = []

    def asks(self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        answer = super().asks(method, path, body=body, headers=headers)
        self.led.append(answer.to)
        return answer


class Visitor:
    """Registers, forgets her password, signs in, asks, sends a file; and keeps what was secret."""

    def __init__(self, site: RealSite) -> None:
        self.site, self.browser = site, Watched(site)
        self.secrets: list[str] = []

    def registers(self) -> None:
        register(self.site, self.browser, EMAIL, **TYPED)

    def chooses_another_password(self) -> None:
        assert self.browser.posts("/forgotten-password", email=EMAIL).status == 302
        link = self.site.link(EMAIL)
        self.secrets.append(link.rpartition("/")[2])
        assert self.browser.gets(link).status == 200
        assert self.browser.posts(link, password=CHOSEN).status == 302

    def signs_in(self) -> None:
        assert self.browser.posts("/sign-in", email=EMAIL, password=WRONG).status == 302
        assert self.browser.posts("/sign-in", email=EMAIL, password=CHOSEN).status == 302
        self.secrets.append(self.site.code(EMAIL))
        assert self.browser.posts("/sign-in/code", code=f"{int(self.secrets[-1]) ^ 1:06}").status == 422
        assert self.browser.posts("/sign-in/code", code=self.secrets[-1]).status == 302

    def asks(self) -> str:
        files = {name: (FILE, PDF) for name in UPLOADS}
        check = fill(self.browser, "/ask/who-is-this-about", {**ASKED, **CHILD}, files)
        return self.browser.posts(check).to.rpartition("/")[2]

    def meets_a_fault(self) -> None:
        """A fault of ours while everything that she typed is at hand."""
        details(self.browser, f"again.{EMAIL}", **TYPED)
        with without_table(self.site, "pending_registration"):
            assert self.browser.posts("/register/password", password=PASSWORD).status == 500


def stands(secret: str, text: str) -> bool:
    """A code only where its digits stand alone: six of them are somewhere in every large log."""
    return bool(re.search(rf"(?<![\w.]){secret}(?!\w)", text)) if secret.isdigit() else secret in text


def test_nothing_secret_stands_in_logs_in_where_pages_lead_or_in_subjects(real_site: RealSite) -> None:
    visitor, begun = Visitor(real_site), len(real_site.log)
    with logged() as worker:
        visitor.registers()
        visitor.chooses_another_password()
        visitor.signs_in()
        reference = visitor.asks()
        officer = real_site.browser(real_site.person("Oskar", kind="staff", groups=("send_admin",)))
        assert officer.gets(f"/tasks/{real_site.task(reference)}").status == 200
        visitor.browser.gets(f"/no/such/page/{EMAIL}?password={CHOSEN.replace(' ', '+')}")
        visitor.meets_a_fault()
        mails = real_site.mails(EMAIL)
    log, subjects = real_site.log[begun:] + worker.getvalue(), [str(mail["Subject"]) for mail in mails]
    for route in ("/register/password", "/reset-password/<token>", "/sign-in/code", "/tasks/<int:task_id>"):
        assert route in log
    assert '"fault": ["' in log and len(subjects) >= 4
    visitor.secrets += [each for each in visitor.browser.cookies.values() if len(each) > 20]
    everywhere = log + "\n".join([*visitor.browser.led, *subjects])
    for secret in (*visitor.secrets, EMAIL, PASSWORD, CHOSEN, WRONG, *TYPED.values(), *CHILD.values(), FILE):
        assert not stands(secret, everywhere), secret
    assert reference not in log
    # Where it belongs it does stand.
    own = visitor.browser.gets("/your-details").words
    assert EMAIL in own and all(typed in own for typed in TYPED.values())
