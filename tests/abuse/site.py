"""The site as it runs in production: `./portal serve` with three processes on PostgreSQL, and its mail in a folder."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.abuse.browser import Browser
from tests.standins.clamd import clamd
from webapp import demo, schema
from webapp.config import HOME, Config
from webapp.demo import DemoPerson
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.publishing import shipped
from webapp.worker import Worker

PROCESSES = 3
BEGINS_WITHIN, ENDS_WITHIN = 60, 40  # seconds
OFF = "PORTAL_TESTS_OFF"  # environment variable of these tests alone: names of tests/abuse/unprotected.py
LAUNCHER = "tests.abuse.unprotected"  # serves with protections off; without any, `./portal serve` as it is
# What a GET may write: who looked, and when a browser was last seen.
LOGS = frozenset({"history_event", "history_payload", "web_session", "throttle"})


class RealSite:
    """The running site. People reach it over HTTP alone; tests may also look at its rows, and move them in time."""

    def __init__(
        self, folder: Path, database_url: str, scanner: str, *, processes: int = PROCESSES, off: tuple[str, ...] = ()
    ) -> None:
        self.folder, self.processes, self.off = folder, processes, off
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        with socket.create_server(("localhost", 0)) as place:
            self.port = int(place.getsockname()[1])
        self.address = f"http://localhost:{self.port}"
        self.environment = self._settings(database_url, scanner)
        self.portal = Portal(Config.load(self.environment))
        schema.upgrade(self.portal.database.engine)
        with self.portal.work() as services:
            shipped.deploy(services)
            demo.make(services)
        self.process = self._serve()
        self._visitors = self._people = 0

    def _settings(self, database_url: str, scanner: str) -> dict[str, str]:
        # One proxy of ours: each of a test's people comes from an address of their own, as it tells the site.
        table = {"demo": "false", "base_url": f'"{self.address}"', "var": f'"{self.folder}"', "proxies": "1"}
        table |= {"uploads": f'{{ scanner = "{scanner}", unscanned = "release" }}'}
        path = self.folder / "settings.toml"
        path.write_text("\n".join(f"{name} = {value}" for name, value in table.items()))
        secrets = {"PORTAL_SECRET_KEY": "k" * 64, "PORTAL_DATABASE_URL": database_url}
        return {"PORTAL_SETTINGS": str(path), **secrets}

    def _serve(self) -> subprocess.Popen[bytes]:
        module = [LAUNCHER, *self.off, "--"] if self.off else ["webapp.cli"]
        words = [sys.executable, "-m", *module, "serve", f"--processes={self.processes}", f"--port={self.port}"]
        environment = {**os.environ, "PYTHONPATH": str(HOME), "TMPDIR": str(self.temporary), **self.environment}
        with self._log.open("wb") as log:
            process = subprocess.Popen(words, env=environment, cwd=HOME, stdout=log, stderr=log)
        until = time.monotonic() + BEGINS_WITHIN
        while not self._answers():
            assert process.poll() is None and time.monotonic() < until, self.log
            time.sleep(0.05)
        return process

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    @property
    def _log(self) -> Path:
        return self.folder / "serve.log"

    @property
    def log(self) -> str:
        """What all processes have logged so far."""
        return self._log.read_text("utf-8")

    def stop(self) -> None:
        """End what was begun here."""
        self.process.terminate()
        try:
            self.process.wait(ENDS_WITHIN)
        finally:
            self.process.kill()
            self.portal.database.dispose()

    def browser(self, email: str = "", *, address: str = "") -> Browser:
        """Somebody's browser at an address of its own; with an email address, signed in through the pages."""
        self._visitors += 1
        place = address or f"198.18.{self._visitors // 250}.{self._visitors % 250 + 1}"
        made = Browser(self.address, place)
        if email:
            self.sign_in(made, email)
        return made

    def sign_in(self, browser: Browser, email: str, password: str = demo.PASSWORD) -> None:
        """Password, then the emailed code; for people of the council the code of their app."""
        assert browser.posts("/sign-in", email=email, password=password).status == 302
        with self.portal.look() as services:
            shown = demo.app_code(services, email)
        if shown:
            past = "UPDATE authenticator SET last_step = 0 FROM person p WHERE p.id = person_id AND p.email = :email"
            self.run(past, email=email)  # half a minute has passed since they signed in last
            assert browser.posts("/sign-in/with/app", code=shown).status == 302
        else:
            assert browser.posts("/sign-in/code", code=self.code(email)).status == 302

    def person(
        self, name: str, *, last_name: str = "Marlow", kind: str = "family", groups: tuple[str, ...] = ()
    ) -> str:
        """A new account that is ready to sign in; gives its email address, which nobody else has."""
        self._people += 1
        email = f"{name.lower()}.{self._people}@example.org"
        who = DemoPerson(email=email, first_name=name, last_name=last_name, role="", kind=kind, groups=groups)
        with self.portal.work() as services:
            demo.add(services, who, f"01632 961 {self._people:03}")
        return email

    def people(self, names: list[str]) -> list[str]:
        """Many accounts with one password, which is hashed once."""
        return [self.person(name) for name in names]

    def reference(self, email: str) -> str:
        """Of the account with this address."""
        with self.portal.look() as services:
            person = services.accounts.people.by_email(email)
            assert person
            return person.reference

    def task(self, reference: str) -> int:
        """The one open task of a request or case."""
        with self.portal.look() as services:
            (task,) = services.engine.user_tasks.open_of(reference)
        return int(task.id)

    def newest(self, to: str) -> EmailMessage:
        """The newest mail to somebody, after the worker has done what is due."""
        found = self.mails(to)
        assert found, f"no mail to {to}"
        return found[0]

    def mails(self, to: str) -> list[EmailMessage]:
        """All mails to somebody, newest first."""
        Worker(self.portal).once()
        return [mail for mail in Mailbox(self.folder / "mailbox").mails() if mail["To"] == to]

    def code(self, to: str) -> str:
        """The code in the newest mail."""
        return _found(r"^(\d{6})\s*$", self.newest(to))

    def link(self, to: str) -> str:
        """The path that the link of the newest mail leads to."""
        return _found(rf"{re.escape(self.address)}(/\S+/[\w-]{{43}})", self.newest(to))

    def run(self, statement: str, **values: Any) -> Any:
        """One statement in the site's database, as to move a row into the past."""
        with self.portal.database.engine.begin() as connection:
            done = connection.execute(text(statement), values)
            return done.fetchall() if done.returns_rows else done.rowcount

    def rows(self) -> dict[str, str]:
        """A digest of every table but the logs."""
        tables = [name for (name,) in self.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        kept = sorted(name for name in tables if name not in LOGS)
        digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{0}\" t"
        return {name: self.run(digest.format(name))[0][0] for name in kept}


def _found(pattern: str, mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(pattern, body.get_content(), re.MULTILINE)
    assert found, f"nothing like {pattern} in “{mail['Subject']}”"
    return found[1]


@contextmanager
def running(
    folder: Path, database_url: str, *, processes: int = PROCESSES, off: tuple[str, ...] = ()
) -> Iterator[RealSite]:
    """A site that is ended at the end."""
    with clamd() as scanner:
        made = RealSite(folder, database_url, scanner.address, processes=processes, off=off)
        try:
            yield made
        finally:
            made.stop()
