"""The code by email: the second factor that everybody starts with."""

from base64 import b32encode
from hmac import compare_digest

import pyotp

from webapp.accounts import codes, factors
from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, CodeExpired, CodeMalformed, CodeWrong
from webapp.accounts.factors import EMAIL, Kind
from webapp.accounts.links import ToSend
from webapp.accounts.models import CodeChallenge, Person
from webapp.accounts.tokens import derive


class EmailedCode(Kind):
    """HOTP on a secret of its own for each challenge; the count of sends is the counter, so a new code ends the old."""

    name = EMAIL
    late = CodeExpired

    def read(self, typed: str) -> str | AccountsError:
        return codes.six_digits(typed) or CodeMalformed()

    def proves(self, desk: Desk, challenge: CodeChallenge, person: Person, answer: str) -> bool:
        return compare_digest(answer, _code(desk, challenge))

    def wrong(self, tries_left: int) -> CodeWrong:
        return CodeWrong(tries_left)


def code_to_send(desk: Desk, challenge_id: str) -> ToSend | None:
    """The code and its reader, for the mail being written; none: nobody to send it to, or too late."""
    challenge = desk.session.get(CodeChallenge, challenge_id, populate_existing=True)
    if challenge is None or challenge.person_id is None or codes.is_over(desk, challenge):
        return None
    if not factors.is_open(desk, challenge.person_id, EMAIL):
        return None
    person = desk.session.get_one(Person, challenge.person_id)
    return ToSend(person.email, _code(desk, challenge))


def _code(desk: Desk, challenge: CodeChallenge) -> str:
    secret = derive(desk.key, "email-code", challenge.id, challenge.nonce)
    return pyotp.HOTP(s=b32encode(secret).decode("ascii"), digits=codes.DIGITS).at(count=challenge.sends)
