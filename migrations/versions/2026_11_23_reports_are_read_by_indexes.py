"""Reports are read by indexes: what was opened and solved in a stretch of time, and what happened again."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_reports"
down_revision = "2026_11_23_find"


def upgrade():
    again = sa.text("what IN ('asked', 'breached', 'reopened')")
    op.create_index("ix_tickets_site_opened_at", "tickets", ["site", "opened_at", "merged_into_id", "team", "module"])
    op.create_index("ix_tickets_site_solved_at", "tickets", ["site", "solved_at"])
    op.create_index("ix_ticket_changes_again", "ticket_changes", ["at", "what", "before", "ticket_id"], sqlite_where=again, postgresql_where=again)
    op.drop_index("ix_seen_site_at", "seen")
    op.create_index("ix_seen_site_at", "seen", ["site", "at", "module", "kind"])


def downgrade():
    op.drop_index("ix_seen_site_at", "seen")
    op.create_index("ix_seen_site_at", "seen", ["site", "at"])
    op.drop_index("ix_ticket_changes_again", "ticket_changes")
    for name in ("ix_tickets_site_solved_at", "ix_tickets_site_opened_at"):
        op.drop_index(name, "tickets")
