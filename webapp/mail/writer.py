"""Performs the mail effects: finds the reader, mints links and codes at this moment, writes and posts the mail.

Nothing secret lies in an effect: it carries the row of the link or the code, and the secret is derived here.
"""

from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from engine import Record
from webapp.accounts import bounces, links
from webapp.accounts import models as accounts
from webapp.accounts.links import ToSend
from webapp.accounts.models import PendingRegistration, Person
from webapp.cases.models import ExpectedParty
from webapp.config import Config
from webapp.keeping.models import DataComplaint
from webapp.mail.notices import NoticeFault, write
from webapp.mail.posting import Invitation, compose
from webapp.mail_effect import INVITED
from webapp.meetings import invitations, visitors
from webapp.meetings.models import MeetingVisitor
from webapp.portal import WORKFLOWS, Services

REGISTRANT = "registrant"
LINK_PATHS = {
    links.RESET_PASSWORD: "/reset-password/",
    links.CONFIRM_EMAIL: "/register/confirm/",
    links.ADDRESS_WORKS: "/address-works/",
    links.STOP_RESET: "/stop-reset/",
    links.INVITATION: "/invitation/",
    links.ONE_REQUEST: "/advice/link/",
    links.CONFIRM_NEW_EMAIL: "/confirm-email/",
    links.STOP_EMAIL_CHANGE: "/stop-email-change/",
    visitors.MEETING_LINK: "/meeting/",
}


def mails(services: Services, config: Config, effect: Record) -> list[EmailMessage]:
    """The mails of one effect; none when its reader or its link is gone, as then nobody needs it."""
    payload = effect.payload
    if "membership" in payload and not services.accounts.memberships.stands(payload["membership"]):
        return []
    invitation = _invitation(services, config, payload)
    if "calendar" in payload and invitation is None:
        return []
    source = _source(services, payload)
    values = {**_common(config), "reference": effect.business_key, **payload.get("values", {})}
    readers = _readers(services, effect.business_key, payload)
    if "link" in payload or "challenge" in payload:
        sent = _secret(services, payload)
        if sent is None:
            return []
        readers, values = [sent.email], {**values, **_with_secret(config, sent)}
    elif "deployment" in payload:  # what is about an account goes out all the same: its owner must be able to learn it
        readers = bounces.reachable(services.accounts.desk, readers)
    notice = write(source, values)
    return [
        compose(config, notice, to=each, key=f"{effect.key}:{each}", at=services.now, invitation=invitation)
        for each in readers
    ]


def _invitation(services: Services, config: Config, payload: dict[str, Any]) -> Invitation | None:
    """The meeting that the mail carries; none when it has changed since, as then another mail tells that."""
    told = payload.get("calendar")
    data = invitations.current(services, config, told) if told else None
    return Invitation(method=told["method"], data=data) if told and data else None


def _source(services: Services, payload: dict[str, Any]) -> str:
    if "deployment" in payload:
        return services.engine.deployments.definition(payload["deployment"]).notice(payload["notice"])
    shared = WORKFLOWS / "shared" / "notices" / f"{payload['notice']}.md"
    if not shared.is_file():
        raise NoticeFault(f"there is no notice “{payload['notice']}”.")
    return shared.read_text("utf-8")


def _common(config: Config) -> dict[str, str]:
    return {
        "council": config.council,
        "service": config.service,
        "portal": config.base_url,
        "help_phone": config.help.phone,
        "help_email": config.help.email,
        "help_hours": config.help.hours,
        "sender": config.mail.sender,
    }


def _secret(services: Services, payload: dict[str, Any]) -> ToSend | None:
    if "link" in payload:
        return services.accounts.link_token(payload["link"])
    return services.accounts.email_code(payload["challenge"])


def _with_secret(config: Config, sent: ToSend) -> dict[str, str]:
    if not sent.purpose:
        return {"code": sent.secret}
    return {"link": f"{config.base_url}{LINK_PATHS[sent.purpose]}{sent.secret}"}


def _readers(services: Services, business_key: str, payload: dict[str, Any]) -> list[str]:
    if row := payload.get("to_address"):
        return [address] if (address := services.accounts.old_address(row)) else []
    if row := payload.get("to_taken_address"):
        return [address] if (address := services.accounts.taken_address(row)) else []
    if row := payload.get("to_visitor"):
        visitor = services.session.get(MeetingVisitor, row)
        return [visitor.email] if visitor else []
    if row := payload.get("to_complainant"):
        complaint = services.session.get(DataComplaint, row)
        return [complaint.email] if complaint else []
    if row := payload.get("to_expected"):
        awaited = services.session.get(ExpectedParty, row)
        return [awaited.email] if awaited else []
    if reference := payload.get("to_owner"):
        return [services.accounts.people.by_reference(reference).email]
    groups = [group.strip() for group in payload.get("to", "").split(",")]
    return list(dict.fromkeys(address for group in groups for address in _in_group(services, business_key, group)))


def _in_group(services: Services, business_key: str, group: str) -> list[str]:
    if group == REGISTRANT:
        wanted = select(PendingRegistration.email).where(PendingRegistration.business_key == business_key)
        return list(services.session.scalars(wanted))
    if group == INVITED:
        asked = select(accounts.Invitation.email).where(
            accounts.Invitation.reference == business_key, accounts.Invitation.ended_at.is_(None)
        )
        return list(services.session.scalars(asked))
    held = services.accounts.memberships.in_group(group, business_key)
    people = {membership.person_id for membership in held if membership.held_at is None}
    return list(
        services.session.scalars(
            select(Person.email).where(Person.id.in_(people), Person.disabled_at.is_(None)).order_by(Person.email)
        )
    )
