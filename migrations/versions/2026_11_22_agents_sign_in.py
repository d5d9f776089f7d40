"""Agents have roles, passwords and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_sign_in"
down_revision = "2026_11_22_again"


def upgrade():
    for column in (sa.Column("password_hash", sa.String(200)), sa.Column("invitation_hash", sa.String(64)), sa.Column("invitation_until", sa.DateTime())):
        op.add_column("agents", column)
    op.create_index("ix_agents_invitation_hash", "agents", ["invitation_hash"], unique=True)
    op.create_table(
        "agent_roles",
        sa.Column("agent_id", sa.String(26), nullable=False),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_agent_roles_agent_id_agents"),
        sa.PrimaryKeyConstraint("agent_id", "site", name="pk_agent_roles"))
    op.execute("INSERT INTO agent_roles (agent_id, site, role) SELECT DISTINCT agent_id, site, 'agent' FROM agent_teams")
    op.create_table(
        "desk_sessions",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("agent_id", sa.String(26), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_desk_sessions_agent_id_agents"),
        sa.PrimaryKeyConstraint("hash", name="pk_desk_sessions"))
    op.create_index("ix_desk_sessions_agent_id", "desk_sessions", ["agent_id"])
    op.create_index("ix_tickets_merged_into_id", "tickets", ["merged_into_id"])   # each page of a request asks what was joined to it


def downgrade():
    op.drop_index("ix_tickets_merged_into_id", "tickets")
    op.drop_table("desk_sessions")
    op.drop_table("agent_roles")
    op.drop_index("ix_agents_invitation_hash", "agents")
    for name in ("password_hash", "invitation_hash", "invitation_until"):
        op.drop_column("agents", name)
