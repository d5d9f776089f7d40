"""The queue, the pace and the promises kept are read by indexes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_queue"
down_revision = "2026_11_22_outbox"

IS_OPEN = "status IN ('new', 'open', 'pending', 'on_hold')"


def _create(name, *columns, where):
    op.create_index(name, "tickets", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade():
    _create("ix_tickets_queue", "site", "first_response_due_at", "number", "team", where=IS_OPEN)
    _create("ix_tickets_waiting", "site", where=f"first_responded_at IS NULL AND {IS_OPEN}")
    op.create_index("ix_tickets_site_first_responded_at", "tickets", ["site", "first_responded_at"])
    op.create_index("ix_tickets_site_promised_at", "tickets", ["site", "promised_at", "first_responded_at"])


def downgrade():
    for name in ("ix_tickets_site_promised_at", "ix_tickets_site_first_responded_at", "ix_tickets_waiting", "ix_tickets_queue"):
        op.drop_index(name, "tickets")
