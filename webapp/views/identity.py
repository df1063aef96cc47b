"""Who has signed in: Flask-Login on top of the session rows, and the portal of this request."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin
from flask_login import current_user as _current_user

from engine import Actor
from webapp.accounts.models import Person, Ticket, WebSession
from webapp.accounts.people import ACCOUNT_HOLDER, ADMINISTRATOR, STAFF
from webapp.accounts.sessions import IDLE, TOUCH_EVERY
from webapp.cases.reading import STAFF_GROUPS
from webapp.portal import Portal, Services
from webapp.presenters.navigation import Tab, supply_tabs
from webapp.views.permission import find_tickets_with

WITHOUT_QUEUE = frozenset({ACCOUNT_HOLDER, "analyst"})  # no task of a case is theirs


@dataclass(frozen=True)
class SignedInPerson(UserMixin):
    """The person of an open session, as pages need them."""

    token: str
    name: str
    kind: str
    reference: str
    proved_at: datetime  # when they last showed a second factor
    set_up: bool  # has finished setting up how they sign in; staff with more than emailed codes
    groups: frozenset[str]  # candidate groups of staff, for what their pages offer; the engine asks for itself

    @property
    def idle_seconds(self) -> int:
        """After so long without a page the session may be over; its last use is written at most once a minute."""
        return int((IDLE[self.kind] - TOUCH_EVERY).total_seconds())

    def get_id(self) -> str:
        """Flask-Login keeps this in the cookie: the session's token, never the person."""
        return self.token


def portal() -> Portal:
    """The portal that this site shows."""
    found = current_app.extensions["portal"]
    assert isinstance(found, Portal)
    return found


def me() -> SignedInPerson:
    """Who has signed in; only for views that say @signed_in or @staff."""
    person = _current_user._get_current_object()
    assert isinstance(person, SignedInPerson)
    return person


def my_account(services: Services) -> Person:
    """The account of whoever has signed in."""
    return services.accounts.people.by_reference(me().reference)


def address() -> str:
    """From where this request comes."""
    return request.remote_addr or ""


def actor(services: Services) -> Actor:
    """Who has signed in, with the memberships of this moment."""
    return services.actor(me())


def has_queue() -> bool:
    """Whether tasks of cases may come to whoever has signed in."""
    return me().kind == STAFF and bool(me().groups - WITHOUT_QUEUE)


def install(app: Flask) -> None:
    """Find the session of each request, and name the tabs of its person."""
    manager = LoginManager(app)
    manager.session_protection = None  # the row decides; an address that changes on a train does not
    manager.user_loader(_find)
    supply_tabs(app, _tabs)
    find_tickets_with(app, _ticket)


def _find(token: str) -> SignedInPerson | None:
    """Looks first: most requests have nothing to write, and who only looks waits for nobody."""
    with portal().look() as services:
        session = services.accounts.sessions.find(token)
        if session is None or services.accounts.sessions.is_quiet(session):
            return signed_in_as(services, session, token) if session else None
    return _touched(token)


def _touched(token: str) -> SignedInPerson | None:
    with portal().work() as services:
        session = services.accounts.sessions.find(token)
        if session is None:
            return None
        services.accounts.sessions.touch(session)
        if not session.to_be_renewed:
            return signed_in_as(services, session, token)
        renewed = services.accounts.sessions.renew(session)
        user = signed_in_as(services, session, renewed)
    cookie["_user_id"] = renewed
    return user


def signed_in_as(services: Services, session: WebSession, token: str) -> SignedInPerson:
    """What pages need of the person of this session, whose token this is."""
    person = session.person
    held = services.accounts.memberships.of(person) if person.kind == STAFF else ()
    return SignedInPerson(
        token=token,
        name=person.name,
        kind=person.kind,
        reference=person.reference,
        proved_at=session.proved_at,
        set_up=services.accounts.factors.are_set_up(person),
        groups=frozenset(membership.candidate_group for membership in held),
    )


def _ticket() -> Ticket | None:
    token = request.cookies.get(portal().config.cookie("ticket"), "")
    with portal().look() as services:
        return services.accounts.tickets.find(token) if token else None


def _tabs() -> list[Tab]:
    first = ("Inbox", "/tasks") if has_queue() else ("Home", "/home")
    runs_it = [("People", "/people"), ("What is stuck", "/operations/effects")] if ADMINISTRATOR in me().groups else []
    on_cases = me().kind == STAFF and me().groups & set(STAFF_GROUPS)
    works_on_cases = [("Messages", "/messages"), ("Cases", "/cases")] if on_cases else []
    shown = (first, *works_on_cases, *runs_it, ("Help", "/help"))
    return [Tab(label=label, url=url, current=f"{request.path}/".startswith(f"{url}/")) for label, url in shown]
