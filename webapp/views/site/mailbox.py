"""The demo's mailbox: the mail that the portal sent, newest first. It does not exist outside the demo."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from flask import Blueprint, abort, render_template
from markupsafe import Markup

from webapp import demo
from webapp.accounts.people import STAFF
from webapp.mail import Mailbox
from webapp.views.identity import portal
from webapp.views.permission import public

blueprint = Blueprint("mailbox", __name__)


@dataclass(frozen=True)
class ShownMail:
    """A mail as its reader would see it."""

    sender: str
    to: str
    subject: str
    sent_at: datetime | None  # none: kept before mails carried a date
    html: Markup


@blueprint.get("/demo/mailbox")
@public
def mailbox() -> str:
    """Every mail as its reader would see it."""
    config = portal().config
    if not config.demo or config.mail.leaves:
        abort(404)
    mails = [_shown(mail) for mail in Mailbox(config.var / "mailbox").mails()]
    with portal().look() as services:
        codes = [(each.email, demo.app_code(services, each.email)) for each in demo.PEOPLE if each.kind == STAFF]
    return render_template("demo/mailbox.html", mails=mails, codes=codes, now=portal().clock.now())


def _shown(mail: EmailMessage) -> ShownMail:
    body = mail.get_body(("html",))
    return ShownMail(
        sender=str(mail["From"]),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        sent_at=mail["Date"].datetime if mail["Date"] else None,
        html=Markup(
            body.get_content() if body else ""
        ),  # made by webapp/mail/notices.py, which lets no value be markup
    )
