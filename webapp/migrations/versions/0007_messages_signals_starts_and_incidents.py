"""Messages know their sender and what became of them; signals, start events, incidents one for each fault"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text("resolved_at IS NULL")


def upgrade() -> None:
    _signals()
    _start_events()
    with op.batch_alter_table("process_instance") as batch_op:
        batch_op.alter_column("start_id", existing_type=sa.String(length=80), type_=sa.String(length=260))
    with op.batch_alter_table("message_subscription") as batch_op:
        batch_op.alter_column(
            "group_id", existing_type=sa.String(length=60), type_=sa.String(length=400), existing_nullable=False
        )
    _messages()
    _incidents()


def _signals() -> None:
    op.create_table(
        "signal_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_signal_subscription_instance_id_process_instance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_subscription")),
    )
    with op.batch_alter_table("signal_subscription") as batch_op:
        batch_op.create_index(batch_op.f("ix_signal_subscription_instance_id"), ["instance_id"])
        batch_op.create_index(batch_op.f("ix_signal_subscription_name"), ["name"])
    op.create_table(
        "signal_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("signal_id", sa.String(length=140), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("business_key", sa.String(length=40), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.String(length=100), nullable=False),
        sa.Column("element_id", sa.String(length=100), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_signal_delivery_instance_id_process_instance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_delivery")),
    )
    with op.batch_alter_table("signal_delivery") as batch_op:
        batch_op.create_index("ix_signal_delivery_state", ["state", "sent_at", "id"])


def _start_events() -> None:
    op.create_table(
        "start_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.String(length=100), nullable=False),
        sa.Column("element_id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("group_id", sa.String(length=400), nullable=False),
        sa.Column("action_label", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_start_event_deployment_id_deployment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_event")),
        sa.UniqueConstraint("process_id", "element_id", name=op.f("uq_start_event_process_id_element_id")),
    )
    with op.batch_alter_table("start_event") as batch_op:
        batch_op.create_index("ix_start_event_name", ["kind", "name"])
        batch_op.create_index("ix_start_event_due", ["due_at"])


def _messages() -> None:
    with op.batch_alter_table("message") as batch_op:
        batch_op.alter_column(
            "message_id", existing_type=sa.String(length=120), type_=sa.String(length=140), existing_nullable=False
        )
        batch_op.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="kept"))
        batch_op.add_column(sa.Column("business_key", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("thrown_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("element_id", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("must_arrive", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("hops", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        sa.text("UPDATE message SET state = 'delivered' WHERE delivered = :yes").bindparams(
            sa.bindparam("yes", True, sa.Boolean)
        )
    )
    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_column("delivered")
        for name in ("state", "business_key", "element_id", "must_arrive", "hops"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_foreign_key(
            batch_op.f("fk_message_thrown_by_process_instance"), "process_instance", ["thrown_by"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_message_business_key"), ["business_key"])
        batch_op.create_index("ix_message_state", ["state", "received_at", "id"])


def _incidents() -> None:
    with op.batch_alter_table("incident") as batch_op:
        batch_op.alter_column("instance_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("process_id", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("fault", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("times", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE incident SET fault = 'incident:' || CAST(id AS VARCHAR(20))")
    with op.batch_alter_table("incident") as batch_op:
        for name in ("process_id", "fault", "times"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_index(
            "uq_incident_open_fault", ["fault"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )


def downgrade() -> None:
    op.execute("DELETE FROM incident WHERE instance_id IS NULL")
    with op.batch_alter_table("incident") as batch_op:
        batch_op.drop_index("uq_incident_open_fault")
        for name in ("process_id", "fault", "times"):
            batch_op.drop_column(name)
        batch_op.alter_column("instance_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("message") as batch_op:
        batch_op.add_column(sa.Column("delivered", sa.Boolean(), nullable=False, server_default=sa.false()))
    delivered = sa.text("UPDATE message SET delivered = :yes WHERE state NOT IN ('kept', 'under_way')")
    op.execute(delivered.bindparams(sa.bindparam("yes", True, sa.Boolean)))
    with op.batch_alter_table("message") as batch_op:
        batch_op.alter_column("delivered", server_default=None)
        batch_op.drop_index("ix_message_state")
        batch_op.drop_index(batch_op.f("ix_message_business_key"))
        batch_op.drop_constraint(batch_op.f("fk_message_thrown_by_process_instance"), type_="foreignkey")
        for name in ("state", "business_key", "thrown_by", "element_id", "must_arrive", "hops"):
            batch_op.drop_column(name)
    for name in ("start_event", "signal_delivery", "signal_subscription"):
        op.drop_table(name)
