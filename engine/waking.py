"""How a worker learns of an effect: on SQLite it looks for due rows, on PostgreSQL Procrastinate wakes one.

Procrastinate is read only where it is needed: the demo on SQLite starts without it.
"""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection

if TYPE_CHECKING:
    from procrastinate import App

QUEUE = "effects"
HAND_OVER = "hand_over"  # Procrastinate's task for messages, signals and starts
PERFORM_EFFECT = "perform_effect"  # Procrastinate's task; its one argument is the effect's id


def wake(connection: Connection, effect_id: int, at: datetime | None = None) -> None:
    """Have the effect performed after the commit of this connection's transaction, or later at that moment."""
    if connection.dialect.name == "postgresql":
        driver = connection.connection.driver_connection
        task = _app().configure_task(PERFORM_EFFECT, queue=QUEUE, schedule_at=at, connection=driver)
        task.defer(effect=effect_id)


def wake_for_hand_overs(connection: Connection) -> None:
    """Have a worker look at what is to be handed over after the commit of this connection's transaction."""
    if connection.dialect.name == "postgresql":
        driver = connection.connection.driver_connection
        _app().configure_task(HAND_OVER, queue=QUEUE, connection=driver).defer()


def make_tables(_table: Table, connection: Connection, **_more: Any) -> None:
    """Procrastinate's own tables, unless they are there."""
    if connection.dialect.name != "postgresql" or _present(connection):
        return
    from procrastinate.schema import SchemaManager

    connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def _present(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar() is not None


@cache
def _app() -> "App":
    """Never opened: every job is deferred on a connection of ours."""
    from procrastinate import App, SyncPsycopgConnector

    return App(connector=SyncPsycopgConnector())
