"""Signing in: a password, then always a question for a code, whatever the password was."""

from dataclasses import dataclass

from webapp.accounts import codes, devices, factors, hashing, kinds, throttling
from webapp.accounts.codes import CodeRight, CodeSent
from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, TooManyAttempts
from webapp.accounts.models import KnownDevice, Person, WebSession
from webapp.accounts.people import People
from webapp.accounts.sessions import Sessions
from webapp.accounts.throttling import Bucket

SIGN_IN = "sign_in"


@dataclass(frozen=True)
class SignedIn:
    """Both steps were right."""

    person: Person
    session: WebSession
    session_token: str  # for the session cookie
    device_token: str  # for the cookie by which this browser is known next time
    two_factor_is_on: bool  # no: two-factor set-up comes first
    new_browser: bool  # the owner is to be told: they have not signed in with it before


def sign_in(
    desk: Desk, email: str, password: str, *, address: str, device_token: str = ""
) -> CodeSent | TooManyAttempts:
    """Step 1. The answer is the same for right, wrong and unknown: it tells nothing, and takes as long."""
    person = People(desk).by_email(email)
    device = devices.recognise(desk, device_token, person)
    buckets = _buckets(email, address, device)
    if refusal := throttling.full(desk, buckets):
        return refusal
    owner = person if hashing.verify(person.password_hash if person else None, password) else None
    if refusal := throttling.count(desk, buckets, by=0 if owner else 1):
        return refusal
    if owner and hashing.out_of_date(owner.password_hash or ""):
        owner.password_hash = hashing.hash_password(password)
    return codes.issue(desk, owner if owner and owner.active else None, purpose=SIGN_IN)


def enter_code(
    desk: Desk, token: str, code: str, *, kind: str = factors.EMAIL, browser: str = "", device_token: str = ""
) -> SignedIn | AccountsError:
    """Step 2. Returns the failure when there is one; FactorLocked means that a notice is due."""
    outcome = codes.check(desk, token, code, kinds.KINDS[kind], purpose=SIGN_IN)
    if not isinstance(outcome, CodeRight):
        return outcome
    person = outcome.person
    is_on = factors.is_on(desk, person)
    known = devices.recognise(desk, device_token, person)
    session_token = Sessions(desk).start(person, browser=browser)
    session = Sessions(desk).find(session_token)
    assert session
    return SignedIn(
        person=person,
        session=session,
        session_token=session_token,
        device_token=devices.remember(desk, device_token, person),
        two_factor_is_on=is_on,
        new_browser=is_on and known is None,
    )


def resend_code(desk: Desk, token: str) -> CodeSent | AccountsError:
    """A new code for the same sign-in; the old one stops working."""
    return codes.resend(desk, token, purpose=SIGN_IN)


def _buckets(email: str, address: str, device: KnownDevice | None) -> list[Bucket]:
    """A browser that the owner has used is counted on its own: strangers' tries do not shut it out."""
    if device:
        return [Bucket("sign_in.device", device.id)]
    return [throttling.account(SIGN_IN, email), *throttling.source(SIGN_IN, address)]
