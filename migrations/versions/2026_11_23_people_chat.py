"""People chat: conversations, and their lines by gapless number."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_chat"
down_revision = "2026_11_23_public"


def upgrade():
    op.create_table(
        "conversations", sa.Column("id", sa.String(26), nullable=False), sa.Column("site", sa.String(64), nullable=False), sa.Column("requester_id", sa.String(26), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False), sa.Column("module", sa.String(64)), sa.Column("status", sa.String(16), nullable=False), sa.Column("context", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("last_n", "requester_read_n", "agent_read_n")),
        sa.Column("opened_at", sa.DateTime(), nullable=False), sa.Column("closed_at", sa.DateTime()), sa.Column("answer_by_at", sa.DateTime()),
        *(sa.Column(name, sa.String(26)) for name in ("agent_id", "ticket_id", "next_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["requesters.id"], name="fk_conversations_requester_id_requesters"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_conversations_agent_id_agents"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_conversations_ticket_id_tickets"),
        sa.ForeignKeyConstraint(["next_id"], ["conversations.id"], name="fk_conversations_next_id_conversations"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"))
    op.create_index("ix_conversations_site_requester", "conversations", ["site", "requester_id", "opened_at"])
    op.create_index("ix_conversations_ticket_id", "conversations", ["ticket_id"])
    op.create_table(
        "chat_messages", sa.Column("id", sa.String(26), nullable=False), sa.Column("conversation_id", sa.String(26), nullable=False), sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(64)), sa.Column("author_kind", sa.String(16), nullable=False), sa.Column("author_id", sa.String(26)), sa.Column("author_name", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False), sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_chat_messages_conversation_id_conversations"),
        sa.PrimaryKeyConstraint("id", name="pk_chat_messages"), sa.UniqueConstraint("conversation_id", "n", name="uq_chat_messages_conversation_n"),
        sa.UniqueConstraint("author_id", "client_id", name="uq_chat_messages_author_client"))


def downgrade():
    op.drop_table("chat_messages")
    op.drop_table("conversations")
