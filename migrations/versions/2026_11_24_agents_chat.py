"""Agents chat: who takes chats, whom a conversation was offered to and since when it waits, and what agents say among themselves."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_agents_chat"
down_revision = "2026_11_23_chat"
IS_ON = sa.text("status IN ('queued', 'open')")


def upgrade():
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("subject", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("tried", sa.JSON(), nullable=False, server_default="[]"))
        for name in ("last_at", "waiting_since", "assigned_at", "touched_at", "first_answered_at"):
            table.add_column(sa.Column(name, sa.DateTime()))
    op.execute("UPDATE conversations SET last_at = opened_at")
    op.create_index("ix_conversations_on", "conversations", ["site", "status"], sqlite_where=IS_ON, postgresql_where=IS_ON)
    op.create_index("ix_conversations_agent_id", "conversations", ["agent_id", "status"])
    op.create_index("ix_conversations_site_first_answered_at", "conversations", ["site", "first_answered_at"])
    with op.batch_alter_table("chat_messages") as table:
        table.add_column(sa.Column("ticket_message_id", sa.String(26)))
    op.create_index("ix_chat_messages_ticket_message_id", "chat_messages", ["ticket_message_id"])
    op.create_table(
        "chat_seats", sa.Column("agent_id", sa.String(26), nullable=False), sa.Column("status", sa.String(16), nullable=False), sa.Column("most", sa.Integer()),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_chat_seats_agent_id_agents"), sa.PrimaryKeyConstraint("agent_id", name="pk_chat_seats"))
    op.create_table(
        "chat_notes", sa.Column("id", sa.String(26), nullable=False), sa.Column("conversation_id", sa.String(26), nullable=False), sa.Column("after_n", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False), sa.Column("body", sa.Text(), nullable=False), sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_chat_notes_conversation_id_conversations"), sa.PrimaryKeyConstraint("id", name="pk_chat_notes"))
    op.create_index("ix_chat_notes_conversation_id", "chat_notes", ["conversation_id"])


def downgrade():
    op.drop_table("chat_notes")
    op.drop_table("chat_seats")
    op.drop_index("ix_chat_messages_ticket_message_id", "chat_messages")
    with op.batch_alter_table("chat_messages") as table:
        table.drop_column("ticket_message_id")
    for name in ("ix_conversations_site_first_answered_at", "ix_conversations_agent_id", "ix_conversations_on"):
        op.drop_index(name, "conversations")
    with op.batch_alter_table("conversations") as table:
        for name in ("first_answered_at", "touched_at", "assigned_at", "waiting_since", "last_at", "tried", "subject"):
            table.drop_column(name)
