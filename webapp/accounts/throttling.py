"""How often something may be tried: rows counted by one atomic statement, for known and unknown alike."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.accounts.desk import Desk
from webapp.accounts.details import username
from webapp.accounts.errors import TooManyAttempts
from webapp.accounts.models import Person, Throttle, new_id
from webapp.accounts.tokens import derive

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Limit:
    """So many tries within one window of time."""

    tries: int
    within: timedelta


QUARTER, HOUR, MINUTE = timedelta(minutes=15), timedelta(hours=1), timedelta(minutes=1)
LIMITS = {
    "records.person": Limit(60, MINUTE),  # of children, and files: nobody reads one a second
    "upload.owner": Limit(200, HOUR),  # files of 50 MB: anybody may register, and a disk is full some day
    "message.author": Limit(30, HOUR),  # officers read each
    "records.told": Limit(1, MINUTE),
    "sign_in.account": Limit(10, QUARTER),
    "sign_in.device": Limit(10, QUARTER),
    "sign_in.address": Limit(100, QUARTER),  # a library or a school sits behind one address
    "sign_in.everybody": Limit(1000, MINUTE),
    "register.account": Limit(5, HOUR),
    "register.address": Limit(60, HOUR),
    "register.everybody": Limit(300, MINUTE),
    "resend.account": Limit(5, HOUR),
    "resend.address": Limit(60, HOUR),
    "resend.everybody": Limit(300, MINUTE),
    "step_up.account": Limit(10, HOUR),
    "passkey.account": Limit(20, QUARTER),  # questions of one sign-in or one session
    "passkey.address": Limit(200, QUARTER),
    "passkey.everybody": Limit(1000, MINUTE),
    "search.account": Limit(120, HOUR),  # records that one officer looks for
    "lost_factor.account": Limit(3, timedelta(days=1)),  # counted where nobody sees it
    "lost_factor.address": Limit(20, HOUR),
    "lost_factor.everybody": Limit(300, MINUTE),
    "reset.account": Limit(3, HOUR),
    "reset.address": Limit(60, HOUR),
    "reset.everybody": Limit(300, MINUTE),
    "details.account": Limit(60, HOUR),
    "details.address": Limit(600, HOUR),
    "details.everybody": Limit(600, MINUTE),
    "email_change.account": Limit(5, HOUR),
    "email_change.mailbox": Limit(3, HOUR),  # mails to one address, whoever asks for them
    "email_change.address": Limit(60, HOUR),
    "email_change.everybody": Limit(300, MINUTE),
    "password.account": Limit(10, QUARTER),
    "password.address": Limit(100, QUARTER),
    "password.everybody": Limit(300, MINUTE),
    "complaint.mailbox": Limit(3, HOUR),  # mails to one address, whoever complains with it
    "complaint.address": Limit(20, HOUR),
    "complaint.everybody": Limit(300, HOUR),  # officers read each
    "calendar.address": Limit(600, HOUR),  # programs of many people behind one address read a few times a day
    "calendar.everybody": Limit(3000, MINUTE),
    "invite.account": Limit(5, HOUR),
    "invite.person": Limit(60, HOUR),  # by one who invites
    "keep.invitation": Limit(10, timedelta(days=1)),  # mails to addresses that readers of one ticket give
}


@dataclass(frozen=True)
class Bucket:
    """What is counted: a scope of LIMITS and whom it is about."""

    scope: str
    subject: str


def account(verb: str, email: str) -> Bucket:
    """Tries about one address, however it is spelled and whether it is known or not."""
    return Bucket(f"{verb}.account", username(email))


def owner(verb: str, person: Person) -> Bucket:
    """Tries of somebody who has signed in, in whichever browser."""
    return Bucket(f"{verb}.account", person.id)


def source(verb: str, address: str) -> tuple[Bucket, Bucket]:
    """Tries from one place, and from everywhere together."""
    return Bucket(f"{verb}.address", _household(address)), Bucket(f"{verb}.everybody", "")


def full(desk: Desk, buckets: Sequence[Bucket]) -> TooManyAttempts | None:
    """Is one of them over its limit already? A first look that locks nothing; `count` decides."""
    tries = {bucket: desk.session.scalar(select(Throttle.count).where(*_row(desk, bucket))) for bucket in buckets}
    return _refusal(desk, [bucket for bucket in buckets if (tries[bucket] or 0) >= LIMITS[bucket.scope].tries])


def count(desk: Desk, buckets: Sequence[Bucket], *, by: int = 1) -> TooManyAttempts | None:
    """Count a try in every bucket; the refusal when one of them was full before.

    By 0, a try that was right uses nothing up, with the same statements as one that was wrong."""
    return _refusal(desk, [bucket for bucket in buckets if _count_one(desk, bucket, by)])


def _count_one(desk: Desk, bucket: Bucket, by: int) -> bool:
    """Was it full before this try? Counted and answered by one statement."""
    starts_at, ends_at = _window(desk, bucket)
    insert = INSERT[desk.session.get_bind().dialect.name](Throttle).values(
        id=new_id(),
        scope=bucket.scope,
        subject=_subject(desk, bucket),
        starts_at=starts_at,
        expires_at=ends_at,
        count=by,
    )
    counted = insert.on_conflict_do_update(
        index_elements=["scope", "subject", "starts_at"], set_={"count": Throttle.count + by}
    ).returning(Throttle.count)
    tries: int = desk.session.execute(counted).scalar_one()
    return tries - by >= LIMITS[bucket.scope].tries


def _row(desk: Desk, bucket: Bucket) -> tuple[ColumnElement[bool], ...]:
    return (
        Throttle.scope == bucket.scope,
        Throttle.subject == _subject(desk, bucket),
        Throttle.starts_at == _window(desk, bucket)[0],
    )


def _window(desk: Desk, bucket: Bucket) -> tuple[datetime, datetime]:
    """From when to when this try is counted together with others."""
    within = LIMITS[bucket.scope].within
    seconds = int(within.total_seconds())
    starts_at = datetime.fromtimestamp(int(desk.now.timestamp()) // seconds * seconds, UTC)
    return starts_at, starts_at + within


def _household(address: str) -> str:
    """An IPv6 address stands for its /64 network: one household has that many."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def _subject(desk: Desk, bucket: Bucket) -> str:
    return derive(desk.key, "throttle", bucket.scope, bucket.subject).hex()


def _refusal(desk: Desk, over: list[Bucket]) -> TooManyAttempts | None:
    waits = [_window(desk, bucket)[1] - desk.now for bucket in over]
    return TooManyAttempts(minutes=-int(-max(waits).total_seconds() // 60)) if waits else None
