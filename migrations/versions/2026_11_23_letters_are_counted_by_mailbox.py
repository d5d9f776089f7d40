"""Letters are counted by the mailbox that they go to: `A@x` and `a@x` are one. What was sent before keeps the address as it was written, in small letters."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_mailbox"
down_revision = "2026_11_23_reports"


def upgrade():
    op.add_column("outgoing_letters", sa.Column("mailbox", sa.String(320), nullable=False, server_default=""))
    op.execute("UPDATE outgoing_letters SET mailbox = lower(recipient)")
    op.drop_index("ix_outgoing_letters_site_recipient", "outgoing_letters")
    op.create_index("ix_outgoing_letters_site_mailbox", "outgoing_letters", ["site", "mailbox", "posted_at"])


def downgrade():
    op.drop_index("ix_outgoing_letters_site_mailbox", "outgoing_letters")
    op.create_index("ix_outgoing_letters_site_recipient", "outgoing_letters", ["site", "recipient", "posted_at"])
    op.drop_column("outgoing_letters", "mailbox")
