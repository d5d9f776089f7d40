"""What a requester has not read yet. What was there before counts as read: nobody is told of a hundred old answers."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_unread"
down_revision = "2026_11_22_files"


def upgrade():
    op.add_column("tickets", sa.Column("read_n", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE tickets SET read_n = last_n")
    with op.batch_alter_table("tickets") as tickets:
        tickets.alter_column("read_n", server_default=None)


def downgrade():
    op.drop_column("tickets", "read_n")
