"""History is append-only on PostgreSQL as well"""

from alembic import op

FUNCTION = """
CREATE FUNCTION history_event_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'history is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
VERBS = ("UPDATE", "DELETE", "TRUNCATE")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(FUNCTION)
    for verb in VERBS:
        op.execute(
            f"CREATE TRIGGER history_event_no_{verb.lower()} BEFORE {verb} ON history_event "
            f"EXECUTE FUNCTION history_event_never_changed()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for verb in VERBS:
        op.execute(f"DROP TRIGGER history_event_no_{verb.lower()} ON history_event")
    op.execute("DROP FUNCTION history_event_never_changed()")
