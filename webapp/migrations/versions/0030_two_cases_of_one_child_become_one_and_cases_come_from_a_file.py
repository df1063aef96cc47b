"""Two cases of one child become one, and cases come from a former system's file"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

READS = "kind = 'read'"
PERSON = sa.String(length=32)


def upgrade() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(op.f("fk_case_merged_into_id_case"), "case", ["merged_into_id"], ["id"])
        batch_op.create_index(op.f("ix_case_merged_into_id"), ["merged_into_id"])
        batch_op.alter_column("opened_by", existing_type=PERSON, nullable=True)
    with op.batch_alter_table("party") as batch_op:
        batch_op.alter_column("granted_by", existing_type=PERSON, nullable=True)
    _read_by("id")
    op.create_table(
        "case_merge",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("stays_id", sa.String(length=32), nullable=False),
        sa.Column("goes_id", sa.String(length=32), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", PERSON, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", PERSON, nullable=True),
        sa.Column("decided_because", sa.String(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undo_asked_by", PERSON, nullable=True),
        sa.Column("undo_because", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["stays_id"], ["case.id"], name=op.f("fk_case_merge_stays_id_case")),
        sa.ForeignKeyConstraint(["goes_id"], ["case.id"], name=op.f("fk_case_merge_goes_id_case")),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_case_merge_{column}_person"))
            for column in ("proposed_by", "decided_by", "undo_asked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_merge")),
    )
    for column in ("stays_id", "goes_id", "proposed_by", "decided_by", "undo_asked_by"):
        op.create_index(op.f(f"ix_case_merge_{column}"), "case_merge", [column])
    op.create_table(
        "imported_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_imported_case_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_case")),
        sa.UniqueConstraint("number", name=op.f("uq_imported_case_number")),
    )
    op.create_index(op.f("ix_imported_case_case_id"), "imported_case", ["case_id"])
    op.create_table(
        "expected_party",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("relationship_to_child", sa.String(), nullable=False),
        sa.Column("parental_responsibility", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", PERSON, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_expected_party_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expected_party_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_party")),
        sa.UniqueConstraint("case_id", "email", name=op.f("uq_expected_party_case_id_email")),
    )
    for column in ("case_id", "email", "person_id"):
        op.create_index(op.f(f"ix_expected_party_{column}"), "expected_party", [column])


def downgrade() -> None:
    for table in ("expected_party", "imported_case", "case_merge"):
        op.drop_table(table)
    _read_by("sequence")
    with op.batch_alter_table("party") as batch_op:
        batch_op.alter_column("granted_by", existing_type=PERSON, nullable=False)
    with op.batch_alter_table("case") as batch_op:
        batch_op.alter_column("opened_by", existing_type=PERSON, nullable=False)
        batch_op.drop_index(op.f("ix_case_merged_into_id"))
        batch_op.drop_constraint(op.f("fk_case_merged_into_id_case"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")


def _read_by(column: str) -> None:
    """Looks are listed across the histories of merged cases: by the event's id, not by its place in one chain."""
    op.drop_index("ix_history_event_read", table_name="history_event")
    op.create_index(
        "ix_history_event_read",
        "history_event",
        ["business_key", column],
        sqlite_where=sa.text(READS),
        postgresql_where=sa.text(READS),
    )
