"""A safeguarding hold on a case: what it hides and since when"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safeguarding_hold",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_safeguarding_hold_case_id_case")),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_safeguarding_hold_begun_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_safeguarding_hold_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_hold")),
    )
    with op.batch_alter_table("safeguarding_hold") as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_hold_begun_by"), ["begun_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_safeguarding_hold_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safeguarding_hold_ended_by"), ["ended_by"], unique=False)
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_column("held_at")
    with op.batch_alter_table("safeguarding_hold") as batch_op:
        batch_op.drop_index(batch_op.f("ix_safeguarding_hold_ended_by"))
        batch_op.drop_index(batch_op.f("ix_safeguarding_hold_case_id"))
        batch_op.drop_index(batch_op.f("ix_safeguarding_hold_begun_by"))
    op.drop_table("safeguarding_hold")
