"""Changes of email address: the mails when one is asked for, and the moment in which it takes effect."""

from engine import PORTAL
from webapp.accounts import ChangeAsked
from webapp.mail.telling import tell
from webapp.portal import Portal, Services
from webapp.service_tasks import MAIL


def send_links(services: Services, asked: ChangeAsked) -> None:
    """To confirm at the new address, to stop at the old one; the mail writer sees which of them anybody gets."""
    mails = {
        "confirm_new_email": {"link": asked.confirm_link_id},
        "email_in_use": {"to_taken_address": asked.change.id},
        "email_change_asked": {"link": asked.stop_link_id},
    }
    for notice, payload in mails.items():
        key = f"{notice}:{asked.change.id}"
        services.engine.effects.defer(MAIL, key=key, business_key="", payload={"notice": notice, **payload})


def settle_email_changes(portal: Portal) -> None:
    """Each in a transaction of its own: one that fails leaves the others their turn."""
    with portal.look() as services:
        due = services.accounts.email_changes_due()
    for change_id in due:
        with portal.work() as services:
            _settle(services, change_id)


def _settle(services: Services, change_id: str) -> None:
    change = services.accounts.settle_email_change(change_id)
    if change is None:
        return
    person = services.accounts.people.get(change.person_id)
    services.engine.history.record(person.reference, "email changed", by=PORTAL)
    tell(services, person, "email_changed")
    tell(services, person, "email_changed", to_address=change.id)
