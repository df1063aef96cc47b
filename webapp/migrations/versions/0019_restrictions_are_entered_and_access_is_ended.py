"""Restrictions are entered, access is ended, staff open with a reason, and who has looked is read by an index"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

READS = sa.text("kind = 'read'")


def upgrade() -> None:
    op.create_table(
        "restriction",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("order_kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(length=32), nullable=True),
        sa.Column("about_name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(length=32), nullable=True),
        sa.Column("only_for", sa.JSON(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_restriction_about_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_restriction_case_id_case")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_restriction_document_id_document")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_restriction_ended_by_person")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_restriction_entered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    for name in ("about_id", "case_id", "ended_by", "entered_by"):
        op.create_index(op.f(f"ix_restriction_{name}"), "restriction", [name], unique=False)
    op.create_table(
        "break_glass",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_break_glass_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_break_glass_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    op.create_index(op.f("ix_break_glass_case_id"), "break_glass", ["case_id"], unique=False)
    mine = op.f("ix_break_glass_person_id_case_id_ends_at")
    op.create_index(mine, "break_glass", ["person_id", "case_id", "ends_at"], unique=False)
    with op.batch_alter_table("party") as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("ended_because", sa.String(), nullable=False, server_default=""))
        batch_op.create_foreign_key(op.f("fk_party_ended_by_person"), "person", ["ended_by"], ["id"])
        batch_op.create_index(op.f("ix_party_ended_by"), ["ended_by"], unique=False)
    with op.batch_alter_table("party") as batch_op:
        batch_op.alter_column("ended_because", server_default=None)
    op.create_index(op.f("ix_membership_expires_at"), "membership", ["expires_at"], unique=False)
    op.create_index(
        "ix_history_event_read",
        "history_event",
        ["business_key", "sequence"],
        unique=False,
        sqlite_where=READS,
        postgresql_where=READS,
    )


def downgrade() -> None:
    op.drop_index("ix_history_event_read", table_name="history_event")
    op.drop_index(op.f("ix_membership_expires_at"), table_name="membership")
    with op.batch_alter_table("party") as batch_op:
        batch_op.drop_index(op.f("ix_party_ended_by"))
        batch_op.drop_constraint(op.f("fk_party_ended_by_person"), type_="foreignkey")
        batch_op.drop_column("ended_because")
        batch_op.drop_column("ended_by")
        batch_op.drop_column("ended_at")
    op.drop_table("break_glass")
    op.drop_table("restriction")
