"""Mail by GOV.UK Notify: one template of ((subject)) and ((body)), and a reference by which a repeat is seen."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import RequestException

from webapp.config import Mail
from webapp.mail.faults import AddressRefused, MailRefused, MailServerAway

SECONDS = 20
AWAY = (429, *range(500, 600))


@dataclass(frozen=True)
class Notify:
    """The government's own way to send mail; what becomes of each is told to `views/receipts.py`."""

    settings: Mail

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over, unless that was done. Raises MailServerAway, MailRefused, AddressRefused."""
        # The client is not for several threads, so each mail has its own.
        client = NotificationsAPIClient(self.settings.notify_key, self.settings.notify_url, timeout=SECONDS)
        try:
            if not _was_sent(client, mail):
                self._send(client, mail)
        except APIError as fault:
            raise _in_words(fault) from None
        except RequestException:
            raise MailServerAway from None
        finally:
            client.request_session.close()

    def _send(self, client: NotificationsAPIClient, mail: EmailMessage) -> None:
        body = mail.get_body(("plain",))
        client.send_email_notification(
            email_address=str(mail["To"]),
            template_id=self.settings.notify_template,
            personalisation={"subject": str(mail["Subject"]), "body": body.get_content() if body else ""},
            reference=_reference(mail),
        )


def _was_sent(client: NotificationsAPIClient, mail: EmailMessage) -> bool:
    """Whoever died between sending and writing it down sends again: Notify knows our reference then."""
    found: Any = client.get_all_notifications(template_type="email", reference=_reference(mail))
    return bool(found["notifications"])


def _reference(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).strip("<>")


def _in_words(fault: APIError) -> Exception:
    if fault.status_code in AWAY:
        return MailServerAway()
    about_address = fault.status_code == 400 and "email_address" in str(fault.message)
    return AddressRefused(400) if about_address else MailRefused(fault.status_code)
