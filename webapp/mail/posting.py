"""Mail leaves here: by an SMTP server, or, in the demo, into a folder that the mailbox page shows."""

import smtplib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from webapp.config import Config
from webapp.mail.faults import AddressRefused, MailRefused, MailServerAway
from webapp.mail.notices import Notice

SECONDS = 20
NO_SUCH_MAILBOX = (550, 551, 553)  # RFC 5321, 4.2.3: for good, and because of the address


class Post(Protocol):
    """Takes a mail; raises MailFault when it cannot."""

    def send(self, mail: EmailMessage) -> None: ...


@dataclass(frozen=True)
class Smtp:
    """The council's mail server."""

    config: Config

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail to the server. Raises MailServerAway, MailRefused, AddressRefused."""
        try:
            self._send(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            code = max(code for code, _ in refused.recipients.values())
            raise AddressRefused(code) if code in NO_SUCH_MAILBOX else MailRefused(code) from None
        except smtplib.SMTPResponseException as refused:
            raise MailRefused(refused.smtp_code) from None
        except (OSError, smtplib.SMTPException):
            raise MailServerAway from None

    def _send(self, mail: EmailMessage) -> None:
        settings = self.config.mail
        with smtplib.SMTP(settings.host, settings.port, timeout=SECONDS) as server:
            if settings.username:
                server.starttls()
                server.login(settings.username, settings.password)
            server.send_message(mail)


@dataclass(frozen=True)
class Mailbox:
    """The demo's mailbox: one file a mail; the same mail twice is one file."""

    folder: Path

    def send(self, mail: EmailMessage) -> None:
        """Keep the mail."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = sha256(str(mail["Message-ID"]).encode()).hexdigest()[:24]
        (self.folder / f"{name}.eml").write_bytes(mail.as_bytes(policy=policy.SMTP))

    def mails(self) -> list[EmailMessage]:
        """All mails, newest first."""
        files = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [_read(path) for path in files]


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A date that a calendar program takes from a mail (RFC 6047)."""

    method: str  # REQUEST or CANCEL
    data: bytes


def compose(
    config: Config, notice: Notice, *, to: str, key: str, at: datetime, invitation: Invitation | None = None
) -> EmailMessage:
    """The mail of a notice; the same `key` gives the same Message-ID, so that a mail sent twice is seen as one."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = notice.subject
    mail["From"] = config.mail.sender
    mail["To"] = to
    mail["Date"] = format_datetime(at)
    domain = config.mail.sender.rpartition("@")[2]
    mail["Message-ID"] = f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(notice.text)
    mail.add_alternative(notice.html, subtype="html")
    if invitation:
        params = {"method": invitation.method, "charset": "utf-8"}
        mail.add_attachment(invitation.data, maintype="text", subtype="calendar", filename="meeting.ics", params=params)
    return mail


def post(config: Config) -> Post:
    """Where this portal's mail goes."""
    if config.mail.notify_template:
        from webapp.mail.notify import Notify  # the demo starts without its library

        return Notify(config.mail)
    return Smtp(config) if config.mail.host else Mailbox(config.var / "mailbox")


def _read(path: Path) -> EmailMessage:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail
