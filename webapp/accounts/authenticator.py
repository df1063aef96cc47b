"""An authenticator app: six digits for each half minute (RFC 6238), from a secret that lies in no row."""

from base64 import b32encode
from hmac import compare_digest

import pyotp
from sqlalchemy import delete, select, update

from webapp.accounts import codes
from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, AppCodeMalformed, AppCodeWrong, ChallengeUnknown, SetUpCodeWrong
from webapp.accounts.factors import Kind
from webapp.accounts.models import Authenticator, CodeChallenge, Person
from webapp.accounts.tokens import derive, random_token

STEP = 30  # seconds
SECRET = 20  # bytes, as RFC 4226 recommends
STEPS = (0, -1, 1)  # the clock of a phone may be half a minute off


class AuthenticatorApp(Kind):
    """The step of the last right code is kept, and only a later one is right: a code works once."""

    name = "authenticator"
    strong = True
    late = ChallengeUnknown

    def read(self, typed: str) -> str | AccountsError:
        return codes.six_digits(typed) or AppCodeMalformed()

    def proves(self, desk: Desk, challenge: CodeChallenge, person: Person, answer: str) -> bool:
        nonce = desk.session.scalar(select(Authenticator.nonce).where(Authenticator.person_id == person.id))
        step = _step(desk, secret(desk, person, nonce), answer) if nonce else None
        if step is None:
            return False
        unused = update(Authenticator).where(Authenticator.person_id == person.id, Authenticator.last_step < step)
        used = unused.values(last_step=step).returning(Authenticator.id)
        return desk.session.scalar(used.execution_options(synchronize_session=False)) is not None

    def wrong(self, tries_left: int) -> AppCodeWrong:
        return AppCodeWrong(tries_left)


def new_nonce() -> str:
    """What a new secret is derived from; worth nothing without the server's key."""
    return random_token()


def secret(desk: Desk, person: Person, nonce: str) -> str:
    """32 letters and digits for the app of this person; derived each time, kept nowhere."""
    return b32encode(derive(desk.key, "authenticator", person.id, nonce)[:SECRET]).decode("ascii")


def address(secret: str, email: str, service: str) -> str:
    """What the picture says to the app: the key, and whose it is."""
    return pyotp.TOTP(s=secret).provisioning_uri(name=email, issuer_name=service)


def confirm(desk: Desk, person: Person, nonce: str, typed: str) -> None:
    """The app shows a right code: from now on it is this person's. Raises AppCodeMalformed, SetUpCodeWrong."""
    code = codes.six_digits(typed)
    if not code:
        raise AppCodeMalformed
    step = _step(desk, secret(desk, person, nonce), code)
    if step is None:
        raise SetUpCodeWrong
    keep(desk, person, nonce, last_step=step)


def keep(desk: Desk, person: Person, nonce: str, *, last_step: int = 0) -> None:
    """This nonce gives the secret from now on, in the place of an earlier one."""
    forget(desk, person)
    row = Authenticator(person_id=person.id, nonce=nonce, last_step=last_step, created_at=desk.now)
    desk.session.add(row)
    desk.session.flush()


def forget(desk: Desk, person: Person) -> None:
    """No code of this person's app is right any more."""
    desk.session.execute(delete(Authenticator).where(Authenticator.person_id == person.id))


def _step(desk: Desk, secret: str, code: str) -> int | None:
    """The step of which this is the code, if it is near enough to now."""
    now = int(desk.now.timestamp()) // STEP
    made = pyotp.HOTP(s=secret, digits=codes.DIGITS)
    return next((now + each for each in STEPS if compare_digest(code, made.at(count=now + each))), None)
