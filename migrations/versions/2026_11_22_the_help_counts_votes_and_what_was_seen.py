"""The help counts votes and what was seen; a repeated write gets its first answer."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_help"
down_revision = None


def upgrade():
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("article", sa.String(130), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(16)),
        sa.Column("text", sa.String(2000)),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_votes"))
    op.create_index("ix_votes_site_article", "votes", ["site", "article"])
    op.create_table(
        "seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("page", sa.String(500), nullable=False),
        sa.Column("module", sa.String(64)),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("article", sa.String(130)),
        sa.Column("text", sa.String(200)),
        sa.Column("found", sa.Boolean()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seen"))
    op.create_index("ix_seen_site_at", "seen", ["site", "at"])
    op.create_table(
        "first_answers",
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("caller", sa.String(64), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("site", "caller", "key", name="pk_first_answers"))
    op.create_index("ix_first_answers_at", "first_answers", ["at"])


def downgrade():
    op.drop_table("first_answers")
    op.drop_table("seen")
    op.drop_table("votes")
