"""The queue, the pace and the promises kept are read by indexes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_queue"
down_revision = "2026_11_22_clocks"


def upgrade():
    is_open = sa.text("status IN ('new', 'open', 'pending', 'on_hold')")
    op.create_index("ix_tickets_queue", "tickets", ["site", "due_at", "number", "team"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("ix_tickets_site_first_responded_at", "tickets", ["site", "first_responded_at", "status"])
    op.create_index("ix_tickets_site_promised_at", "tickets", ["site", "promised_at", "first_responded_at"])


def downgrade():
    for name in ("ix_tickets_site_promised_at", "ix_tickets_site_first_responded_at", "ix_tickets_queue"):
        op.drop_index(name, "tickets")
