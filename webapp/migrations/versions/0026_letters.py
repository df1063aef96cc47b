"""Letters: one notice to one reader"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

POINTS_AT = {
    "case_id": "case",
    "person_id": "person",
    "signed_by": "person",
    "proof_document_id": "document",
    "event_id": "legal_event",
    "withdrawn_by": "person",
}
INDEXES = (
    ["case_id", "state"],
    ["instance_id", "notice"],
    ["person_id"],
    ["signed_by"],
    ["withdrawn_by"],
    ["posting_instance_id"],
)


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("hold", sa.String(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("free", sa.JSON(), nullable=False),
        sa.Column("legal", sa.JSON(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("html_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=32), nullable=True),
        sa.Column("route", sa.String(length=16), nullable=False),
        sa.Column("posting_instance_id", sa.Integer(), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(length=32), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("proof_document_id", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_letter_{column}_{table}"))
            for column, table in POINTS_AT.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    for columns in INDEXES:
        op.create_index(op.f(f"ix_letter_{'_'.join(columns)}"), "letter", columns)


def downgrade() -> None:
    op.drop_table("letter")
