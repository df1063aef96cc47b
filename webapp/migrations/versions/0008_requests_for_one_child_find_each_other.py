"""Requests for one child find each other; what is to be kept from whom is read where it was said"""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("child_born_on", "child_upn", "child_nhs_number")


def upgrade() -> None:
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("child_born_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("child_upn", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("child_nhs_number", sa.String(), nullable=True))
    _fill()
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.alter_column(name, nullable=False)
            batch_op.create_index(batch_op.f(f"ix_access_request_{name}"), [name], unique=False)
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_column("restrictions")
        batch_op.drop_column("address_hidden")


def downgrade() -> None:
    """The two columns of a party come back without their words: the answers still hold them."""
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("restrictions", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.drop_index(batch_op.f(f"ix_access_request_{name}"))
            batch_op.drop_column(name)


def _fill() -> None:
    """From the answers: the submission stands under the request's reference."""
    requests = sa.table("access_request", sa.column("reference"), *(sa.column(name) for name in COLUMNS))
    answered = sa.table("submission", sa.column("business_key"), sa.column("form"), sa.column("answers"))
    asked = sa.select(answered.c.business_key, answered.c.answers).where(answered.c.form == "request_authentication")
    for row in op.get_bind().execute(asked).all():
        answers = json.loads(row.answers)
        values = {
            "child_born_on": date.fromisoformat(answers["child_dob"]),
            "child_upn": _code(answers.get("child_upn")),
            "child_nhs_number": _code(answers.get("child_nhs_number")),
        }
        op.get_bind().execute(sa.update(requests).where(requests.c.reference == row.business_key).values(values))


def _code(text: str | None) -> str:
    return "".join(character for character in (text or "").upper() if character.isascii() and character.isalnum())
