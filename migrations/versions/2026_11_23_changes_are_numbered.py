"""Every change of a ticket has a number within its site: who follows the site asks for what is newer than the last they saw."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_changes"
down_revision = "2026_11_22_sign_in"


def upgrade():
    op.add_column("tickets", sa.Column("rev", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("tickets") as tickets:
        tickets.alter_column("rev", server_default=None)
    op.create_index("ix_tickets_site_rev", "tickets", ["site", "rev"])


def downgrade():
    op.drop_index("ix_tickets_site_rev", "tickets")
    op.drop_column("tickets", "rev")
