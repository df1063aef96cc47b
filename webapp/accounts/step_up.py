"""Step-up: whoever is signed in shows a second factor anew before something sensitive."""

from dataclasses import dataclass
from datetime import timedelta

from webapp.accounts import codes, kinds, throttling
from webapp.accounts.codes import CodeRight, CodeSent
from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, ChallengeUnknown, TooManyAttempts
from webapp.accounts.factors import EMAIL
from webapp.accounts.models import WebSession
from webapp.accounts.sessions import Sessions
from webapp.accounts.throttling import Bucket

STEP_UP = "step_up"
TO_OPEN = timedelta(minutes=10)  # a page that is sensitive
TO_SEND = timedelta(minutes=30)  # what was typed on it: nobody loses it by typing slowly


@dataclass(frozen=True)
class Proved:
    """The second factor was shown in this session."""

    session_token: str  # for the session cookie: the old one no longer works


def ask(desk: Desk, session: WebSession) -> CodeSent | TooManyAttempts:
    """A code is due; a stolen session cannot fill the owner's mailbox."""
    if refusal := throttling.count(desk, [Bucket("step_up.account", session.person_id)]):
        return refusal
    return codes.issue(desk, session.person, purpose=STEP_UP)


def prove(desk: Desk, session: WebSession, token: str, code: str, *, kind: str = EMAIL) -> Proved | AccountsError:
    """Is it the answer? Returns the failure when there is one; FactorLocked means that a notice is due."""
    outcome = codes.check(desk, token, code, kinds.KINDS[kind], purpose=STEP_UP)
    if not isinstance(outcome, CodeRight):
        return outcome
    if outcome.person.id != session.person_id:
        return ChallengeUnknown()
    return Proved(Sessions(desk).prove(session))
