"""Tickets have clocks that are watched, an agent who has them, and a common cause."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_clocks"
down_revision = "2026_11_22_outbox"

MOMENTS = ("due_at", "first_response_breached_at", "next_response_due_at", "next_response_breached_at", "resolution_breached_at", "paused_at", "alarm_at")
OTHERS = {"assignee_id": "agents", "merged_into_id": "tickets", "cause_id": "tickets"}


def upgrade():
    op.create_table(
        "agents", sa.Column("id", sa.String(26), nullable=False), sa.Column("email", sa.String(254), nullable=False), sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False), sa.Column("retired_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_agents"), sa.UniqueConstraint("email", name="uq_agents_email"))
    op.create_table(
        "agent_teams", sa.Column("agent_id", sa.String(26), nullable=False), sa.Column("site", sa.String(64), nullable=False), sa.Column("team", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_agent_teams_agent_id_agents"), sa.PrimaryKeyConstraint("agent_id", "site", "team", name="pk_agent_teams"))
    with op.batch_alter_table("accounts") as table:
        table.add_column(sa.Column("manager_id", sa.String(26)))
        table.create_foreign_key("fk_accounts_manager_id_agents", "agents", ["manager_id"], ["id"])
    with op.batch_alter_table("tickets") as table:
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime()))
        for name in ("alarms", "priority"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("over_use", sa.JSON()))
        for name, other in OTHERS.items():
            table.add_column(sa.Column(name, sa.String(26)))
            table.create_foreign_key(f"fk_tickets_{name}_{other}", other, [name], ["id"])
        table.create_index("ix_tickets_cause_id", ["cause_id"])


def downgrade():
    with op.batch_alter_table("tickets") as table:
        table.drop_index("ix_tickets_cause_id")
        for name, other in OTHERS.items():
            table.drop_constraint(f"fk_tickets_{name}_{other}", type_="foreignkey")
            table.drop_column(name)
        for name in (*MOMENTS, "alarms", "priority", "over_use"):
            table.drop_column(name)
    with op.batch_alter_table("accounts") as table:
        table.drop_constraint("fk_accounts_manager_id_agents", type_="foreignkey")
        table.drop_column("manager_id")
    op.drop_table("agent_teams")
    op.drop_table("agents")
