"""Procrastinate wakes workers on PostgreSQL

Its tables and ours have one history. The comment on its table names the newest of its own migrations that is in its
schema already: a later step of ours, for a newer Procrastinate, plays what comes after that.
"""

from pathlib import Path

from alembic import op

AWAY = """
DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT tablename AS name FROM pg_tables
    WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate%'
  LOOP EXECUTE format('DROP TABLE %I CASCADE', found.name); END LOOP;
  FOR found IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'procrastinate%'
  LOOP EXECUTE format('DROP FUNCTION %s CASCADE', found.name); END LOOP;
  FOR found IN SELECT typname AS name FROM pg_type
    WHERE typnamespace = current_schema()::regnamespace AND typname LIKE 'procrastinate%' AND typtype IN ('e', 'c')
  LOOP EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', found.name); END LOOP;
END $$
"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    from procrastinate.schema import SchemaManager  # is not read where SQLite starts

    newest = max(step.name for step in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    _play(SchemaManager.get_schema())
    _play(f"COMMENT ON TABLE procrastinate_jobs IS '{newest}'")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _play(AWAY)


def _play(text: str) -> None:
    op.get_bind().exec_driver_sql(text.replace("%", "%%"))
