"""The demo's mailbox: the mail that the portal sent, newest first. It does not exist outside the demo."""

from email.message import EmailMessage

from flask import Blueprint, abort, render_template

from webapp.mail import Mailbox
from webapp.views.identity import portal
from webapp.views.permission import public

blueprint = Blueprint("mailbox", __name__)


@blueprint.get("/demo/mailbox")
@public
def mailbox() -> str:
    """Every mail as its reader would see it."""
    config = portal().config
    if not config.demo or config.mail.host:
        abort(404)
    return render_template(
        "demo/mailbox.html", mails=[_shown(mail) for mail in Mailbox(config.var / "mailbox").mails()]
    )


def _shown(mail: EmailMessage) -> dict[str, str]:
    body = mail.get_body(("plain",))
    return {"to": mail["To"], "subject": mail["Subject"], "text": body.get_content() if body else ""}
