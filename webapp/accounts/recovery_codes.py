"""Ten recovery codes for the day on which phone and mailbox are out of reach; each opens once."""

import re
import secrets

from sqlalchemy import delete, func, select, update

from webapp.accounts import factors
from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, ChallengeUnknown, RecoveryCodeMalformed, RecoveryCodeWrong
from webapp.accounts.factors import Kind
from webapp.accounts.models import CodeChallenge, Person, RecoveryCode
from webapp.accounts.tokens import READABLE, derive

NAME = "recovery_code"
MANY, GROUPS, LONG = 10, 3, 4  # codes; groups of a code; characters of a group: 57 bits
CODE = re.compile(f"[{READABLE}]{{{GROUPS * LONG}}}")


class RecoveryCodeKind(Kind):
    """Right once: the row of the code is used up by the statement that finds it."""

    name = NAME
    late = ChallengeUnknown

    def read(self, typed: str) -> str | AccountsError:
        code = re.sub(r"[\s-]", "", typed).upper()
        return code if CODE.fullmatch(code) else RecoveryCodeMalformed()

    def proves(self, desk: Desk, challenge: CodeChallenge, person: Person, answer: str) -> bool:
        unused = update(RecoveryCode).where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == _hash(desk, person, answer),
            RecoveryCode.used_at.is_(None),
        )
        used = unused.values(used_at=desk.now).returning(RecoveryCode.id)
        return desk.session.scalar(used.execution_options(synchronize_session=False)) is not None

    def wrong(self, tries_left: int) -> RecoveryCodeWrong:
        return RecoveryCodeWrong(tries_left)


class RecoveryCodes:
    """The sets of codes that people have."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def make(self, person: Person) -> list[str]:
        """Ten new codes, to be shown once: only their hashes are kept. Older ones no longer work."""
        made = [_code() for _ in range(MANY)]
        self.forget(person)
        rows = [RecoveryCode(person_id=person.id, code_hash=_hash(self.desk, person, code)) for code in made]
        self.desk.session.add_all(rows)
        self.desk.session.flush()
        factors.add(self.desk, person, NAME)
        return ["-".join(code[at : at + LONG] for at in range(0, len(code), LONG)) for code in made]

    def forget(self, person: Person) -> None:
        """None of them works any more."""
        self.desk.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))

    def left(self, person: Person) -> int:
        """How many of them still work."""
        mine = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
        return self.desk.session.scalar(mine) or 0


def _code() -> str:
    return "".join(secrets.choice(READABLE) for _ in range(GROUPS * LONG))


def _hash(desk: Desk, person: Person, code: str) -> str:
    return derive(desk.key, "recovery-code", person.id, code).hex()
