"""Instances go on on another version of their process"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "migration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("from_deployment_id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("waits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_deployment_id"], ["deployment.id"], name=op.f("fk_migration_from_deployment_id_deployment")
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_migration_instance_id_process_instance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration")),
    )
    op.create_index(op.f("ix_migration_instance_id"), "migration", ["instance_id"])
    op.create_index("ix_process_instance_version", "process_instance", ["deployment_id", "status", "id"])
    # Of timers that wait already, the beginning was not kept: it is taken to be now.
    with op.batch_alter_table("timer") as batch_op:
        batch_op.add_column(
            sa.Column(
                "began_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.current_timestamp()
            )
        )
    with op.batch_alter_table("timer") as batch_op:
        batch_op.alter_column("began_at", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("timer") as batch_op:
        batch_op.drop_column("began_at")
    op.drop_index("ix_process_instance_version", table_name="process_instance")
    op.drop_index(op.f("ix_migration_instance_id"), table_name="migration")
    op.drop_table("migration")
