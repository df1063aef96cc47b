"""History seals names as well as payloads, so that both may be erased

Each chain is looked at by the old rule before it is written by the new one: a changed one stops the migration.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

HASHED = ("business_key", "sequence", "at", "actor", "kind", "instance_id", "element_id")  # before: the name, too
KEPT = ("id", *HASHED, "payload_digest", "digest")
NEVER = "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
FUNCTION = "EXECUTE FUNCTION history_event_never_changed()"
SALT = sa.String(length=32)
Row = Any  # a mapping
Rule = Callable[[Row, str], tuple[str, str, str]]  # an event and the digest before it -> salt and both digests

event = sa.table(
    "history_event",
    *(sa.column(name) for name in ("id", *HASHED, "actor_name", "salt", "payload_digest", "digest") if name != "at"),
    sa.column("at", sa.DateTime(timezone=True)),
)
payload = sa.table("history_payload", *(sa.column(name) for name in ("event_id", "salt", "payload")))


class HistoryChanged(Exception):
    """A history was changed behind the portal's back: find out by whom before anything is built on it."""


def upgrade() -> None:
    _let_change()
    op.add_column("history_event", sa.Column("salt", SALT, nullable=False, server_default=""))
    salt = sa.select(payload.c.salt).where(payload.c.event_id == event.c.id).scalar_subquery()
    op.execute(sa.update(event).values(salt=sa.func.coalesce(salt, "")))
    _write_anew(_old, _new)
    op.drop_column("history_payload", "salt")
    _refuse(emptied=("actor_name", "salt"))


def downgrade() -> None:
    _let_change()
    _write_anew(_new, _old)
    op.add_column("history_payload", sa.Column("salt", SALT, nullable=False, server_default=""))
    salt = sa.select(event.c.salt).where(event.c.id == payload.c.event_id).scalar_subquery()
    op.execute(sa.update(payload).values(salt=salt))
    op.drop_column("history_event", "salt")
    _refuse()


def _write_anew(before: Rule, after: Rule) -> None:
    """Every chain by another rule."""
    connection, key, was, tip = op.get_bind(), None, "", ""
    changes: list[dict[str, Any]] = []
    query = sa.select(*event.c, payload.c.payload).select_from(
        event.outerjoin(payload, event.c.id == payload.c.event_id)
    )
    for row in connection.execute(query.order_by(event.c.business_key, event.c.sequence)).mappings():
        if row["business_key"] != key:
            key, was, tip = row["business_key"], "", ""
        if before(row, was)[1:] != (row["payload_digest"], row["digest"]):
            raise HistoryChanged(f"{HistoryChanged.__doc__} It is that of {key}, at event {row['sequence']}.")
        salt, sealed, digest = after(row, tip)
        was, tip = row["digest"], digest
        changes.append({"which": row["id"], "new_salt": salt, "sealed": sealed, "linked": digest})
    one = sa.update(event).where(event.c.id == sa.bindparam("which"))
    values: dict[str, Any] = {
        "salt": sa.bindparam("new_salt"),
        "payload_digest": sa.bindparam("sealed"),
        "digest": sa.bindparam("linked"),
    }
    if changes:
        connection.execute(one.values(values), changes)


def _old(row: Row, previous: str) -> tuple[str, str, str]:
    """Of an event without a payload the salt was not kept: its digest stood for itself."""
    sealed = row["payload_digest"] if row["payload"] is None else _sha256(row["salt"], orjson.loads(row["payload"]))
    return row["salt"], sealed, _linked(row, previous, sealed, actor_name=row["actor_name"])


def _new(row: Row, previous: str) -> tuple[str, str, str]:
    salt, said = row["salt"], orjson.loads(row["payload"] or "{}")
    if not salt and row["actor_name"]:
        salt = secrets.token_hex(16)
    sealed = _sha256(salt, [row["actor_name"], said]) if salt else row["payload_digest"]  # without: it was erased
    return salt, sealed, _linked(row, previous, sealed)


def _sha256(salt: str, said: Any) -> str:
    return hashlib.sha256(salt.encode() + orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _linked(row: Row, previous: str, sealed: str, **more: str) -> str:
    values = {**{name: row[name] for name in HASHED}, "at": _moment(row["at"]), **more}
    body = orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_OMIT_MICROSECONDS)
    return hashlib.sha256(previous.encode() + body + sealed.encode()).hexdigest()


def _moment(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _let_change() -> None:
    on = " ON history_event" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER history_event_no_update{on}")


def _refuse(emptied: tuple[str, ...] = ()) -> None:
    """From now on no event is changed, but that these columns of it are emptied together."""
    remote = op.get_bind().dialect.name == "postgresql"
    same, refusal = ("IS NOT DISTINCT FROM", FUNCTION) if remote else ("IS", NEVER)
    kept = [f"NEW.{name} = ''" for name in emptied] + [f"NEW.{name} {same} OLD.{name}" for name in KEPT]
    when = f"{'FOR EACH ROW ' if remote else ''}WHEN (NOT ({' AND '.join(kept)})) " if emptied else ""
    op.execute(f"CREATE TRIGGER history_event_no_update BEFORE UPDATE ON history_event {when}{refusal}")
