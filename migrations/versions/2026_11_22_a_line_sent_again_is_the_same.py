"""A line that is sent again is the same line, however late."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_again"
down_revision = "2026_11_22_unread"


def upgrade():
    op.add_column("ticket_messages", sa.Column("sent_as", sa.String(64)))
    op.create_index("ix_ticket_messages_sent_as", "ticket_messages", ["sent_as"], unique=True)


def downgrade():
    op.drop_index("ix_ticket_messages_sent_as", "ticket_messages")
    op.drop_column("ticket_messages", "sent_as")
