"""Alembic runs this: migrations of the engine's and the portal's tables on one connection, in one history."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from webapp.schema import METADATA

PLAIN: dict[str, str] = {"Instant": "sa.DateTime(timezone=True)", "Json": "sa.Text()"}


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Migrations stand on their own: our column types are written as the plain ones under them."""
    return PLAIN.get(type(item).__name__, False) if kind == "type" else False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=False, render_item=plain_type
)
with context.begin_transaction():
    context.run_migrations()
