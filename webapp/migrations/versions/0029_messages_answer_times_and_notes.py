"""Messages between the family and the officers, by when we answer them, and officers’ notes"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_conversation_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_conversation_case_id_person_id")),
    )
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.create_index(batch_op.f("ix_conversation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_note_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note") as batch_op:
        batch_op.create_index(batch_op.f("ix_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "answer_time",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("late_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("not_needed_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_answer_time_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_answer_time_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_time")),
    )
    with op.batch_alter_table("answer_time") as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_time_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_answer_time_ended_at_due_on_id"), ["ended_at", "due_on", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_answer_time_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_time_look_on_due_on_id"), ["look_on", "due_on", "id"], unique=False)

    op.create_table(
        "conversation_message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_conversation_message_by_id_person")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_conversation_message_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_message")),
        sa.UniqueConstraint("conversation_id", "number", name=op.f("uq_conversation_message_conversation_id_number")),
    )
    with op.batch_alter_table("conversation_message") as batch_op:
        batch_op.create_index(batch_op.f("ix_conversation_message_by_id"), ["by_id"], unique=False)

    op.create_table(
        "note_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_note_version_by_id_person")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_version_note_id_note")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_version")),
        sa.UniqueConstraint("note_id", "number", name=op.f("uq_note_version_note_id_number")),
    )
    with op.batch_alter_table("note_version") as batch_op:
        batch_op.create_index(batch_op.f("ix_note_version_by_id"), ["by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("note_version") as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_version_by_id"))

    op.drop_table("note_version")
    with op.batch_alter_table("conversation_message") as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_message_by_id"))

    op.drop_table("conversation_message")
    with op.batch_alter_table("answer_time") as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_time_look_on_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_answer_time_ended_by"))
        batch_op.drop_index(batch_op.f("ix_answer_time_ended_at_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_answer_time_conversation_id"))

    op.drop_table("answer_time")
    with op.batch_alter_table("note") as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_case_id"))

    op.drop_table("note")
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_person_id"))

    op.drop_table("conversation")
