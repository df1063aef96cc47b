"""Families ask for more time"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None
INDEXED = ("answered_by", "case_id", "person_id")


def upgrade() -> None:
    op.create_table(
        "more_time",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_words", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_more_time_answered_by_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_more_time_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_more_time_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_more_time")),
        sa.UniqueConstraint("instance_id", name=op.f("uq_more_time_instance_id")),
    )
    with op.batch_alter_table("more_time") as batch_op:
        for column in INDEXED:
            batch_op.create_index(batch_op.f(f"ix_more_time_{column}"), [column], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("more_time") as batch_op:
        for column in INDEXED:
            batch_op.drop_index(batch_op.f(f"ix_more_time_{column}"))
    op.drop_table("more_time")
