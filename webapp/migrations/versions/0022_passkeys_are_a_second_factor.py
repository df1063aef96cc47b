"""Passkeys are a second factor, and each question knows the site that asks it"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM passkey_challenge")  # each lives for five minutes
    with op.batch_alter_table("passkey_challenge", recreate="always") as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(), nullable=False))
    op.execute(
        "INSERT INTO second_factor (id, person_id, kind, failures, created_at, turned_on_at) "
        "SELECT MIN(id), person_id, 'passkey', 0, MIN(created_at), MIN(created_at) FROM passkey GROUP BY person_id"
    )


def downgrade() -> None:
    op.execute("DELETE FROM second_factor WHERE kind = 'passkey'")
    with op.batch_alter_table("passkey_challenge") as batch_op:
        batch_op.drop_column("origin")
