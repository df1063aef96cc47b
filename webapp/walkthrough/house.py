"""A demo of its own to walk through: it lives in a folder that is thrown away, and no mail leaves it."""

import logging
import re
import secrets
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from flask import Flask

from webapp.app import create_app
from webapp.config import LOCAL, S3, Config, Mail, UploadRules
from webapp.demo import stages
from webapp.demo_house import prepare
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.serving import Server
from webapp.worker import Worker

GRACE = 5.0  # seconds for what is being answered when it ends


class House:
    """A portal that is served on this machine, and its mail."""

    def __init__(self, portal: Portal, app: Flask, place: socket.socket) -> None:
        self.portal, self.address = portal, portal.config.base_url
        self._server = Server(app, [place], grace=GRACE)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def mails(self, to: str) -> list[EmailMessage]:
        """Those to one address, newest first, after the worker has done what is due."""
        Worker(self.portal).once()
        return [each for each in Mailbox(self.portal.config.var / "mailbox").mails() if each["To"] == to]

    def mail(self, to: str) -> tuple[str, str]:
        """Subject and text of the newest mail to somebody."""
        newest = self.mails(to)[0]
        body = newest.get_body(("plain",))
        return str(newest["Subject"]), body.get_content() if body else ""

    def link(self, to: str, path: str) -> str:
        """The address in the newest mail."""
        found = re.search(rf"http\S+{path}\S+", self.mail(to)[1])
        assert found, f"no link {path} in the mail to {to}"
        return found[0]

    def code(self, to: str) -> str:
        """The sign-in code of the newest mail."""
        found = re.search(r"^(\d{6})\s*$", self.mail(to)[1], re.MULTILINE)
        assert found, f"no code in the mail to {to}"
        return found[1]

    def stop(self) -> None:
        """Nobody is served any more, and the database is let go."""
        self._server.stop()
        self._thread.join(15)
        assert not self._thread.is_alive()
        self.portal.database.dispose()


@contextmanager
def opened(settings: Config) -> Iterator[House]:
    """The demo with a council's own name, colour and numbers, with cases on their way; gone at the end."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a picture asks for many files at once
    with tempfile.TemporaryDirectory() as folder:
        place = socket.create_server(("localhost", 0))
        portal = Portal(_apart(settings, Path(folder)).at_port(place.getsockname()[1]))
        prepare(portal)
        stages.make(portal)
        house = House(portal, create_app(portal), place)
        try:
            yield house
        finally:
            house.stop()


def _apart(settings: Config, folder: Path) -> Config:
    """Nothing of the council's own database, files or mail is reached."""
    return replace(
        settings,
        var=folder,
        database_url=f"sqlite:///{folder / 'portal.sqlite'}",
        secret_key=secrets.token_hex(32),
        demo=True,
        trusted_hosts=LOCAL,
        proxies=0,
        mail=Mail(sender=settings.mail.sender),
        uploads=UploadRules(),
        s3=S3(),
    )
