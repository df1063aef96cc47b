"""Deadlines, answers and complaints that come near or have passed: those whom it concerns are told, once for each."""

from collections.abc import Iterator

from webapp.cases.models import FAMILY
from webapp.clocks import shared, sweeping
from webapp.clocks.sweeping import Telling
from webapp.keeping import complaints
from webapp.mail import about_complaints, about_messages
from webapp.portal import Portal, Services
from webapp.presenters.words import day
from webapp.service_tasks import MAIL
from webapp.talking import sweeping as answers
from webapp.worker.batches import go_through

OFFICERS, MANAGERS = "send_officer", "send_manager"


def sweep(portal: Portal) -> None:
    """Tell everything that is due, by the last days; what fails is left for the next sweep, and the others go on."""
    go_through(portal, sweeping.due, _tell_deadline)
    go_through(portal, answers.due, _tell_answer)
    go_through(portal, complaints.waiting, about_complaints.about_waiting)


def _tell_deadline(services: Services, deadline_id: str) -> None:
    if telling := sweeping.tell(services, deadline_id):
        _defer(services, telling)


def _tell_answer(services: Services, answer_id: str) -> None:
    if telling := answers.tell(services, answer_id):
        about_messages.about_waiting(services, telling)


def _defer(services: Services, telling: Telling) -> None:
    values = {
        "limit": telling.rule.title,
        "law": telling.rule.source,
        "due": day(telling.due_on),
        "late_text": telling.rule.late_text,
    }
    for notice, group in _mails(telling):
        payload = {"notice": notice, "to": group, "values": values}
        key = f"{notice}:{telling.id}:{telling.due_on}:{services.now.isoformat()}:{group}"
        services.engine.effects.defer(MAIL, key=key, business_key=telling.reference, payload=payload)


def _mails(telling: Telling) -> Iterator[tuple[str, str]]:
    """Notices and to whom they go: a week before and when it is late the managers too; the family when it is late."""
    notice = "deadline_passed" if telling.late else "deadline_near"
    yield notice, OFFICERS
    if telling.late or telling.final:
        yield notice, MANAGERS
    if telling.late and telling.rule.owed_by != shared.FAMILY:
        yield "deadline_passed_family", FAMILY
