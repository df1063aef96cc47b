"""Six-digit codes by email: asked of everybody in the same way, right only for the one they were made for."""

import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

import pyotp
from sqlalchemy import select, update

from webapp.accounts import factors
from webapp.accounts.desk import Desk
from webapp.accounts.errors import (
    AccountsError,
    ChallengeUnknown,
    CodeExpired,
    CodeMalformed,
    CodeUsed,
    CodeWrong,
    FactorLocked,
    NoMoreCodes,
)
from webapp.accounts.links import ToSend
from webapp.accounts.models import CodeChallenge, Person, new_id
from webapp.accounts.tokens import derive, fingerprint, random_token

DIGITS = 6
TRIES = 5  # of one code
RESENDS = 3  # of one challenge
LIVES = timedelta(minutes=10)
PASSWORD_COUNTS = timedelta(hours=1)  # after that, no new code without the password


@dataclass(frozen=True)
class CodeSent:
    """A mail with a code is due for `challenge_id`: the mail writer sees whether there is one."""

    challenge_id: str
    token: str  # for the browser that asked, and for no other
    expires_at: datetime
    resends_left: int


@dataclass(frozen=True)
class CodeRight:
    """The newest code, typed in time, for the first time, in the browser that asked for it."""

    person: Person


def issue(desk: Desk, person: Person | None, *, purpose: str) -> CodeSent:
    """Ask for a code. Without a person the challenge looks like any other and no code is ever right."""
    token = random_token()
    reachable = person is not None and not factors.is_locked(desk, person.id)
    challenge = CodeChallenge(
        id=new_id(),
        purpose=purpose,
        person_id=person.id if person and reachable else None,
        token_hash=fingerprint(token),
        nonce=random_token(),
        sends=1,
        tries=0,
        created_at=desk.now,
        expires_at=desk.now + LIVES,
    )
    desk.session.add(challenge)
    desk.session.flush()
    return CodeSent(challenge.id, token, challenge.expires_at, RESENDS)


def code_to_send(desk: Desk, challenge_id: str) -> ToSend | None:
    """The code and its reader, for the mail being written; none: nobody to send it to, or too late."""
    challenge = desk.session.get(CodeChallenge, challenge_id, populate_existing=True)
    if challenge is None or challenge.person_id is None or _refusal(desk, challenge):
        return None
    if factors.is_locked(desk, challenge.person_id):
        return None
    person = desk.session.get_one(Person, challenge.person_id)
    return ToSend(person.email, _code(desk, challenge))


def resend(desk: Desk, token: str, *, purpose: str) -> CodeSent | AccountsError:
    """Make a new code; the old one stops working. Returns the failure when there is one."""
    challenge = _find(desk, token, purpose)
    if challenge is None or challenge.used_at or challenge.created_at + PASSWORD_COUNTS <= desk.now:
        return ChallengeUnknown()
    renewed = (
        update(CodeChallenge)
        .where(CodeChallenge.id == challenge.id, CodeChallenge.sends <= RESENDS)
        .values(sends=CodeChallenge.sends + 1, tries=0, expires_at=desk.now + LIVES)
        .returning(CodeChallenge.sends)
    )
    sends = desk.session.scalar(renewed)
    if sends is None:
        return NoMoreCodes()
    return CodeSent(challenge.id, token, desk.now + LIVES, RESENDS + 1 - sends)


def check(desk: Desk, token: str, typed: str, *, purpose: str) -> CodeRight | AccountsError:
    """Is this the code? Returns the failure when it is not, so that the count of tries stays."""
    code = "".join(typed.split())
    if not re.fullmatch(f"[0-9]{{{DIGITS}}}", code):
        return CodeMalformed()
    challenge = _find(desk, token, purpose)
    if challenge is None:
        return ChallengeUnknown()
    return _refusal(desk, challenge) or _guess(desk, challenge, code)


def stop_all(desk: Desk, person: Person) -> None:
    """No code that this person was sent works any more, and none can be asked for in its place."""
    mine = update(CodeChallenge).where(CodeChallenge.person_id == person.id)
    desk.session.execute(mine.where(CodeChallenge.used_at.is_(None)).values(used_at=desk.now))


def _guess(desk: Desk, challenge: CodeChallenge, code: str) -> CodeRight | AccountsError:
    tries = _count_try(desk, challenge)
    if tries is None:
        return CodeWrong(tries_left=0)
    # The failure is counted before the code is compared: guesses in parallel cannot slip past the count.
    failures = factors.count_failure(desk, challenge.person_id)
    person = desk.session.get(Person, challenge.person_id) if challenge.person_id else None
    right = compare_digest(code, _code(desk, challenge))
    if right and failures and person and person.active:
        return _use(desk, challenge, person)
    if person and failures == factors.FAILURES:
        factors.lock(desk, person.id)
        return FactorLocked(TRIES - tries, person.id)
    return CodeWrong(TRIES - tries)


def _find(desk: Desk, token: str, purpose: str) -> CodeChallenge | None:
    wanted = select(CodeChallenge).where(
        CodeChallenge.token_hash == fingerprint(token), CodeChallenge.purpose == purpose
    )
    return desk.session.scalar(wanted.execution_options(populate_existing=True))


def _refusal(desk: Desk, challenge: CodeChallenge) -> AccountsError | None:
    if challenge.used_at:
        return CodeUsed()
    return CodeExpired() if challenge.expires_at <= desk.now else None


def _count_try(desk: Desk, challenge: CodeChallenge) -> int | None:
    """Which try of this code this is, counted by one statement; none when all are gone or it was replaced."""
    counted = (
        update(CodeChallenge)
        .where(CodeChallenge.id == challenge.id, CodeChallenge.sends == challenge.sends)
        .where(CodeChallenge.tries < TRIES)
        .values(tries=CodeChallenge.tries + 1)
        .returning(CodeChallenge.tries)
    )
    return desk.session.scalar(counted.execution_options(synchronize_session=False))


def _use(desk: Desk, challenge: CodeChallenge, person: Person) -> CodeRight | CodeUsed:
    used = (
        update(CodeChallenge)
        .where(CodeChallenge.id == challenge.id, CodeChallenge.used_at.is_(None))
        .values(used_at=desk.now)
        .returning(CodeChallenge.id)
    )
    factors.forgive(desk, person.id)
    return CodeRight(person) if desk.session.scalar(used) else CodeUsed()


def _code(desk: Desk, challenge: CodeChallenge) -> str:
    secret = derive(desk.key, "email-code", challenge.id, challenge.nonce)
    return pyotp.HOTP(s=b32encode(secret).decode("ascii"), digits=DIGITS).at(count=challenge.sends)
