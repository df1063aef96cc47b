"""Turns the counters of second factors into looking first and writing later, so that their tests are seen to fail."""

import time

import pytest
from sqlalchemy import select, update

from webapp.accounts import factors
from webapp.accounts.authenticator import AuthenticatorApp
from webapp.accounts.models import Authenticator, RecoveryCode, SecondFactor
from webapp.accounts.recovery_codes import RecoveryCodeKind

BETWEEN = 0.3  # seconds between looking and writing


def use_up_later(patch: pytest.MonkeyPatch) -> None:
    """A code is looked up, and used up by a second statement."""

    def shown_by_app(kind, desk, challenge, person, answer):
        row = desk.session.scalar(select(Authenticator).where(Authenticator.person_id == person.id))
        step = int(desk.now.timestamp()) // 30
        unused = row.last_step < step
        time.sleep(BETWEEN)
        desk.session.execute(update(Authenticator).where(Authenticator.id == row.id).values(last_step=step))
        return unused

    def kept_on_paper(kind, desk, challenge, person, answer):
        rows = desk.session.scalars(select(RecoveryCode).where(RecoveryCode.person_id == person.id)).all()
        unused = all(row.used_at is None for row in rows)
        time.sleep(BETWEEN)
        desk.session.execute(update(RecoveryCode).where(RecoveryCode.id == rows[0].id).values(used_at=desk.now))
        return unused

    patch.setattr(AuthenticatorApp, "proves", shown_by_app)
    patch.setattr(RecoveryCodeKind, "proves", kept_on_paper)


def count_later(patch: pytest.MonkeyPatch) -> None:
    """Failures are read, and written one higher by a second statement."""

    def count_failure(desk, person_id, kind):
        mine = (SecondFactor.person_id == person_id, SecondFactor.kind == kind)
        failures = desk.session.scalar(select(SecondFactor.failures).where(*mine)) + 1
        time.sleep(BETWEEN)
        desk.session.execute(update(SecondFactor).where(*mine).values(failures=failures))
        return failures

    patch.setattr(factors, "count_failure", count_failure)
