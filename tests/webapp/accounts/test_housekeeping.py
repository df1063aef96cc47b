"""What nobody needs any more is deleted; what somebody may still ask for stays."""

from datetime import timedelta

from sqlalchemy import func, select

from tests.webapp.accounts.conftest import HOME, JO, PASSWORD
from webapp.accounts.models import (
    CodeChallenge,
    KnownDevice,
    LinkToken,
    Membership,
    PendingRegistration,
    Person,
    Throttle,
    Ticket,
    WebSession,
)

PASSING = (CodeChallenge, KnownDevice, LinkToken, PendingRegistration, Throttle, Ticket, WebSession)


def rows(session, models):
    return {model.__tablename__: session.scalar(select(func.count()).select_from(model)) for model in models}


def test_after_a_year_only_people_and_their_memberships_are_left(accounts, make, session, clock):
    registered = accounts.register(JO, PASSWORD, address=HOME)
    accounts.confirm(accounts.link_token(accounts.confirmation_link(registered.business_key).id).secret)
    make.signed_in()
    assert all(rows(session, PASSING).values())
    clock.advance(timedelta(days=365))
    accounts.sweep()
    assert not any(rows(session, PASSING).values())
    assert all(rows(session, (Person, Membership)).values())


def test_a_sweep_leaves_what_is_still_in_use(accounts, make, session, clock):
    accounts.register(JO, PASSWORD, address=HOME)
    make.person("lee@example.org")
    token = make.signed_in("lee@example.org").session_token
    before = rows(session, PASSING)
    clock.advance(timedelta(minutes=5))
    accounts.sweep()
    after = rows(session, PASSING)
    assert {name for name in before if before[name] != after[name]} <= {"throttle"}  # the minute of everybody
    assert accounts.sessions.find(token)
