"""A report that is used again is given to a case without the answers of a form"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.alter_column("submission_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute(
        "DELETE FROM contribution_share WHERE contribution_id IN (SELECT id FROM contribution WHERE submission_id IS NULL)"
    )
    op.execute("DELETE FROM contribution WHERE submission_id IS NULL")
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.alter_column("submission_id", existing_type=sa.Integer(), nullable=False)
