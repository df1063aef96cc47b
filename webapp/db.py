"""The portal's database: one place that connects, one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, MetaData, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
IMMEDIATE = "begin_immediate"


class Base(DeclarativeBase):
    """The portal's own records: accounts and cases."""

    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone: it is added again on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: give an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # PostgreSQL gives the zone of its session: one moment, but another text where it is hashed or shown.
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Database:
    """Connections to one database; `transaction()` is the only code of the project that commits."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.name

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work stands or falls as one; commits at the end, rolls back on any exception.

        It joins a transaction of its connection: whoever does not use the session's objects does not pay for them.
        """
        # With a plain BEGIN, concurrent writers on SQLite fail at the upgrade of their lock.
        with self.engine.connect().execution_options(**{IMMEDIATE: True}) as connection, connection.begin() as whole:
            with Session(connection, expire_on_commit=False) as session:
                yield session
                session.flush()
            whole.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking only: the database itself refuses a change.

        It ends with the commit of nothing: after a rollback psycopg forgets the connection's prepared statements.
        """
        fresh = self.engine.connect().execution_options(postgresql_readonly=True)  # BEGIN READ ONLY, in one round trip
        with (
            fresh as connection,
            _query_only(connection),
            connection.begin(),
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session
            session.flush()  # a change that was only in memory is refused as well

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


@contextmanager
def _query_only(connection: Connection) -> Iterator[None]:
    """SQLite has no transaction that only reads: the connection refuses instead, as long as this lasts."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection  # beside the transaction, which may have failed
    driver.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        driver.execute("PRAGMA query_only = OFF")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
