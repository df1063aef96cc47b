"""What lies in the mailbox of a site after the worker has done what is due."""

import re
from email.message import EmailMessage

from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.worker import Worker


def mails(portal: Portal, to: str) -> list[EmailMessage]:
    """Everything to somebody, newest first."""
    Worker(portal).once()
    return [mail for mail in Mailbox(portal.config.var / "mailbox").mails() if mail["To"] == to]


def subjects(portal: Portal, to: str) -> list[str]:
    """Their subjects."""
    return [str(mail["Subject"]) for mail in mails(portal, to)]


def link(portal: Portal, to: str, path: str) -> str:
    """The path of the newest link to `path` in the mails to somebody."""
    texts = (body.get_content() for mail in mails(portal, to) if (body := mail.get_body(("plain",))))
    found = next(filter(None, (re.search(rf"{path}\S+", text) for text in texts)), None)
    assert found, f"no link {path} in the mails to {to}"
    return found[0]
