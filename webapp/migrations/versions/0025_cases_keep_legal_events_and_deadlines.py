"""Cases keep what has happened in law, and the deadlines that count from it"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("route", sa.String(length=16), nullable=False),
        sa.Column("deemed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_by_name", sa.String(), nullable=False),
        sa.Column("corrects_id", sa.String(length=32), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("doubtful_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_legal_event_case_id_case")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["legal_event.id"], name=op.f("fk_legal_event_corrects_id_legal_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_event")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_legal_event_corrects_id")),
    )
    op.create_index(op.f("ix_legal_event_case_id"), "legal_event", ["case_id"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("limit_name", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("exempt_ground", sa.String(), nullable=False),
        sa.Column("exempt_evidence", sa.String(), nullable=False),
        sa.Column("exempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exempt_by", sa.String(), nullable=False),
        sa.Column("exempt_by_name", sa.String(), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_deadline_case_id_case")),
        sa.ForeignKeyConstraint(["event_id"], ["legal_event.id"], name=op.f("fk_deadline_event_id_legal_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    for name in ("case_id", "event_id"):
        op.create_index(op.f(f"ix_deadline_{name}"), "deadline", [name], unique=False)
    op.create_index(op.f("ix_deadline_look_on_due_on_id"), "deadline", ["look_on", "due_on", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("deadline")
    op.drop_table("legal_event")
