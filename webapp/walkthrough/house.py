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
from pathlib import Path

from waitress import wasyncore
from waitress.server import create_server

from webapp.app import create_app
from webapp.config import LOCAL, S3, Config, Mail, UploadRules
from webapp.demo import stages
from webapp.demo_house import prepare
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.worker import Worker

CODE, LINK = re.compile(r"^(\d{6})\s*$", re.MULTILINE), re.compile(r"http\S+/register/confirm/\S+")


class House:
    """The portal that is walked through, and its mail."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.address = portal, portal.config.base_url

    def code(self, email: str) -> str:
        """The sign-in code that was mailed last."""
        return self._in_mail(email, CODE).group(1)

    def link(self, email: str) -> str:
        """The address that confirms an email address."""
        return self._in_mail(email, LINK).group()

    def _in_mail(self, email: str, wanted: re.Pattern[str]) -> re.Match[str]:
        Worker(self.portal).once()
        mail = next(each for each in Mailbox(self.portal.config.var / "mailbox").mails() if each["To"] == email)
        body = mail.get_body(("plain",))
        found = wanted.search(body.get_content() if body else "")
        assert found, f"{email} has no such mail"
        return found


@contextmanager
def opened(settings: Config) -> Iterator[House]:
    """The demo with a council's own name, colour and numbers, with cases on their way; gone at the end."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a picture asks for many files at once
    with tempfile.TemporaryDirectory() as folder:
        place = socket.create_server(("localhost", 0))
        portal = Portal(_apart(settings, Path(folder)).at_port(place.getsockname()[1]))
        prepare(portal)
        stages.make(portal)
        channels: dict[int, wasyncore.dispatcher] = {}
        server = create_server(create_app(portal), map=channels, sockets=[place], threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield House(portal)
        finally:
            server.trigger.pull_trigger(lambda: (server.task_dispatcher.shutdown(), wasyncore.close_all(channels)))
            thread.join(15)
            portal.database.dispose()


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
