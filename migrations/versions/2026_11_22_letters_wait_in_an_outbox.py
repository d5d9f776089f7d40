"""Letters wait in an outbox until they are delivered."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_outbox"
down_revision = "2026_11_22_tickets"


def upgrade():
    op.create_table(
        "outgoing_letters",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("about", sa.String(64)),
        sa.Column("message_id", sa.String(400), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("failed_at", sa.DateTime()),
        sa.Column("trouble", sa.String(500)),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_letters"))
    waiting = sa.text("sent_at IS NULL AND failed_at IS NULL")
    op.create_index("ix_outgoing_letters_due_at", "outgoing_letters", ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_outgoing_letters_site_recipient", "outgoing_letters", ["site", "recipient", "posted_at"])


def downgrade():
    op.drop_table("outgoing_letters")
