"""Mail about messages: that there is one, or that one waits, in which case, and never a word of it."""

from datetime import date

from webapp.cases import family_mail
from webapp.portal import Services
from webapp.presenters.words import day
from webapp.service_tasks import MAIL
from webapp.talking.models import AnswerTime, Message
from webapp.talking.sweeping import Telling

OFFICERS, MANAGERS = "send_officer", "send_manager"


def to_family(services: Services, message: Message) -> None:
    """To the one whom we have written to, unless their access to the case has ended by then."""
    talk = message.conversation
    family_mail.tell(services, talk.person, talk.case.reference, "message_to_family", key=f"message:{message.id}")


def to_officers(services: Services, waits: AnswerTime) -> None:
    """That somebody of the family waits for an answer; once, whatever else they write meanwhile."""
    _waits(services, "message_to_officers", OFFICERS, waits.id, waits.conversation.case.reference, waits.due_on)


def about_waiting(services: Services, telling: Telling) -> None:
    """That the answer is due, or late: then the managers are told too."""
    notice = "message_late" if telling.late else "message_due"
    for group in (OFFICERS, MANAGERS) if telling.late else (OFFICERS,):
        _waits(services, notice, group, telling.id, telling.reference, telling.due_on)


def _waits(services: Services, notice: str, group: str, its_id: str, reference: str, due_on: date) -> None:
    payload = {"notice": notice, "to": group, "values": {"due": day(due_on)}}
    key = f"{notice}:{its_id}:{group}"
    services.engine.effects.defer(MAIL, key=key, business_key=reference, payload=payload)
