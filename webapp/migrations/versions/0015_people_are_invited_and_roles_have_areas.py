"""People are invited, and roles have areas"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("candidate_groups", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("business_key", sa.String(length=16), nullable=True),
        sa.Column("by_ticket", sa.Boolean(), nullable=False),
        sa.Column("invited_by", sa.String(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_from", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by_person")),
        sa.ForeignKeyConstraint(["kept_from"], ["invitation.id"], name=op.f("fk_invitation_kept_from_invitation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("reference", name=op.f("uq_invitation_reference")),
    )
    for column in ("business_key", "email", "invited_by", "person_id"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])
    with op.batch_alter_table("ticket") as batch_op:
        batch_op.add_column(sa.Column("invitation_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(op.f("fk_ticket_invitation_id_invitation"), "invitation", ["invitation_id"], ["id"])
        batch_op.create_index(op.f("ix_ticket_invitation_id"), ["invitation_id"])
    _add("ticket", sa.Column("holder", sa.String(), nullable=False, server_default=""))
    _add("membership", sa.Column("areas", sa.JSON(), nullable=False, server_default="[]"))
    _add("web_session", sa.Column("to_be_renewed", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table in ("access_request", "case"):
        _add(table, sa.Column("area", sa.String(), nullable=False, server_default=""))


def _add(table: str, column: "sa.Column[object]") -> None:
    """The default fills the rows that are there, and goes."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(column)
    with op.batch_alter_table(table) as batch_op:
        batch_op.alter_column(column.name, server_default=None)


def downgrade() -> None:
    for table, column in (
        ("case", "area"),
        ("access_request", "area"),
        ("web_session", "to_be_renewed"),
        ("membership", "areas"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
    with op.batch_alter_table("ticket") as batch_op:
        batch_op.drop_constraint(op.f("fk_ticket_invitation_id_invitation"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_ticket_invitation_id"))
        batch_op.drop_column("holder")
        batch_op.drop_column("invitation_id")
    op.drop_table("invitation")
