"""Files go along with messages."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_files"
down_revision = "2026_11_22_incoming"


def upgrade():
    op.create_table(
        "files",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(220), nullable=False),
        sa.Column("message_id", sa.String(26)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"))
    op.create_index("ix_files_message_id", "files", ["message_id"])
    op.create_index("ix_files_waiting", "files", ["kept_at"], sqlite_where=sa.text("message_id IS NULL"), postgresql_where=sa.text("message_id IS NULL"))


def downgrade():
    op.drop_table("files")
