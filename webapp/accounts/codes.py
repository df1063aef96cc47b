"""The question for a second factor: asked of everybody in the same way, answered right only by the one it is meant for.

How an answer is judged is the kind's matter (`factors.Kind`); how often it may be given is counted here, before.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from webapp.accounts import factors
from webapp.accounts.desk import Desk
from webapp.accounts.errors import (
    AccountsError,
    ChallengeUnknown,
    CodeUsed,
    FactorLocked,
    NoMoreCodes,
)
from webapp.accounts.factors import Kind
from webapp.accounts.models import CodeChallenge, Person, new_id
from webapp.accounts.tokens import fingerprint, random_token

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
    """The right answer, in time, for the first time, in the browser that was asked."""

    person: Person


def issue(desk: Desk, person: Person | None, *, purpose: str) -> CodeSent:
    """Ask for a second factor. Without a person it looks like any other question, and no answer is ever right."""
    token = random_token()
    challenge = CodeChallenge(
        id=new_id(),
        purpose=purpose,
        person_id=person.id if person else None,
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


def resend(desk: Desk, token: str, *, purpose: str) -> CodeSent | AccountsError:
    """Make a new code; the old one stops working. Returns the failure when there is one."""
    challenge = waiting(desk, token, purpose=purpose)
    if challenge is None:
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


def check(desk: Desk, token: str, typed: str, kind: Kind, *, purpose: str) -> CodeRight | AccountsError:
    """Is this the answer? Returns the failure when it is not, so that the count of tries stays."""
    answer = kind.read(typed)
    if isinstance(answer, AccountsError):
        return answer
    challenge = _find(desk, token, purpose)
    if challenge is None:
        return ChallengeUnknown()
    if is_over(desk, challenge):
        return CodeUsed() if challenge.used_at else kind.late()
    return _guess(desk, challenge, kind, answer)


def waiting(desk: Desk, token: str, *, purpose: str) -> CodeChallenge | None:
    """The question that this browser has not answered, also when its code has run out; none after an hour."""
    challenge = _find(desk, token, purpose)
    if challenge is None or challenge.used_at or challenge.created_at + PASSWORD_COUNTS <= desk.now:
        return None
    return challenge


def six_digits(typed: str) -> str:
    """The digits of a code, which spaces may part; "" for anything else, also for digits of another script."""
    code = "".join(typed.split())
    return code if re.fullmatch(f"[0-9]{{{DIGITS}}}", code) else ""


def is_over(desk: Desk, challenge: CodeChallenge) -> bool:
    """Was it answered, or is it too late to?"""
    return challenge.used_at is not None or challenge.expires_at <= desk.now


def stop_all(desk: Desk, person: Person) -> None:
    """No code that this person was sent works any more, and none can be asked for in its place."""
    mine = update(CodeChallenge).where(CodeChallenge.person_id == person.id)
    desk.session.execute(mine.where(CodeChallenge.used_at.is_(None)).values(used_at=desk.now))


def _guess(desk: Desk, challenge: CodeChallenge, kind: Kind, answer: str) -> CodeRight | AccountsError:
    tries = _count_try(desk, challenge)
    if tries is None:
        return kind.wrong(tries_left=0)
    # The failure is counted before the answer is compared: guesses in parallel cannot slip past the count.
    failures = factors.count_failure(desk, challenge.person_id, kind.name)
    person = desk.session.get(Person, challenge.person_id) if challenge.person_id else None
    if failures and person and person.active and kind.proves(desk, challenge, person, answer):
        return _use(desk, challenge, kind, person)
    if person and failures == factors.FAILURES:
        factors.lock(desk, person.id, kind.name)
        return FactorLocked(kind.wrong(TRIES - tries), person.id)
    return kind.wrong(TRIES - tries)


def _find(desk: Desk, token: str, purpose: str) -> CodeChallenge | None:
    wanted = select(CodeChallenge).where(
        CodeChallenge.token_hash == fingerprint(token), CodeChallenge.purpose == purpose
    )
    return desk.session.scalar(wanted.execution_options(populate_existing=True))


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


def _use(desk: Desk, challenge: CodeChallenge, kind: Kind, person: Person) -> CodeRight | CodeUsed:
    used = (
        update(CodeChallenge)
        .where(CodeChallenge.id == challenge.id, CodeChallenge.used_at.is_(None))
        .values(used_at=desk.now)
        .returning(CodeChallenge.id)
    )
    factors.forgive(desk, person.id, kind.name)
    return CodeRight(person) if desk.session.scalar(used) else CodeUsed()
