"""A telephone number has a beginning, and what staff were called and how they were reached is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OWNER = "FROM person WHERE person.id = telephone.person_id"


def upgrade() -> None:
    op.add_column("telephone", sa.Column("since", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE telephone SET since = (SELECT coalesce(telephones_changed_at, created_at) {OWNER})")
    with op.batch_alter_table("telephone") as batch_op:
        batch_op.alter_column("since", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_table(
        "former_details",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("address_lines", sa.JSON(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_details_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_details")),
    )
    op.create_index(op.f("ix_former_details_person_id"), "former_details", ["person_id"])


def downgrade() -> None:
    op.drop_table("former_details")
    with op.batch_alter_table("telephone") as batch_op:
        batch_op.drop_column("since")
