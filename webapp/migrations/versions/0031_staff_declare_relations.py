"""Staff declare that they are related or close to somebody in a request or case"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declared_relation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("business_key", sa.String(length=16), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_declared_relation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_relation")),
        sa.UniqueConstraint("person_id", "business_key", name=op.f("uq_declared_relation_person_id_business_key")),
    )
    with op.batch_alter_table("declared_relation") as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_relation_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("declared_relation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_relation_person_id"))

    op.drop_table("declared_relation")
