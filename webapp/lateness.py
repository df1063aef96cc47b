"""Deadlines that come near or have passed: officers, managers and the family are told, once for each."""

import logging
from collections.abc import Iterator

from webapp.cases.models import FAMILY
from webapp.clocks import shared, sweeping
from webapp.clocks.sweeping import Place, Telling
from webapp.portal import Portal, Services
from webapp.presenters.words import day
from webapp.service_tasks import MAIL

OFFICERS, MANAGERS = "send_officer", "send_manager"
BATCH = 100
log = logging.getLogger("portal.worker")


def sweep(portal: Portal) -> None:
    """Tell everything that is due, by the last days; what fails is left for the next sweep, and the others go on."""
    after: Place | None = None
    while True:
        with portal.look() as services:
            found = sweeping.due(services, after=after, limit=BATCH)
        for place in found:
            _tell(portal, place[1])
        if len(found) < BATCH:
            return
        after = found[-1]


def _tell(portal: Portal, deadline_id: str) -> None:
    try:
        with portal.work() as services:
            if telling := sweeping.tell(services, deadline_id):
                _defer(services, telling)
    except Exception:  # a rule that is gone, a case that somebody has spoilt: the others must be told
        log.exception("nobody could be told of a deadline; it has another turn", extra={"deadline": deadline_id})


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
