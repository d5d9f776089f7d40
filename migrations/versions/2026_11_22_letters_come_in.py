"""Letters that come in are stored as they came, and say what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_incoming"
down_revision = "2026_11_22_queue"


def upgrade():
    op.create_table(
        "mailboxes",
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("first_read_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime()),
        sa.Column("trouble", sa.String(500)),
        sa.PrimaryKeyConstraint("name", name="pk_mailboxes"))
    op.create_table(
        "incoming_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(400), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64)),
        sa.Column("raw", sa.LargeBinary()),
        sa.Column("arrived_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(500)),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("message_id", sa.String(400), nullable=False),
        sa.Column("ticket_id", sa.String(26)),
        sa.Column("done_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_letters"),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name="uq_incoming_letters_mailbox_uid"))
    waiting = sa.text("state = 'received'")
    op.create_index("ix_incoming_letters_digest", "incoming_letters", ["digest"])
    op.create_index("ix_incoming_letters_due_at", "incoming_letters", ["due_at"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade():
    op.drop_table("incoming_letters")
    op.drop_table("mailboxes")
