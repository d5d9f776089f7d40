"""A change can be shown to everybody, under a title of the team's own; many are told of one solution bit by bit."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_public"
down_revision = "2026_11_23_mailbox"

IS_PUBLIC, IS_TELLING = sa.text("public_title IS NOT NULL"), sa.text("telling_after IS NOT NULL")


def upgrade():
    op.add_column("tickets", sa.Column("public_title", sa.String(120)))
    op.create_index("ix_tickets_public", "tickets", ["site"], sqlite_where=IS_PUBLIC, postgresql_where=IS_PUBLIC)
    op.add_column("tickets", sa.Column("telling_after", sa.Integer()))
    op.create_index("ix_tickets_telling", "tickets", ["site"], sqlite_where=IS_TELLING, postgresql_where=IS_TELLING)


def downgrade():
    for name, column in (("ix_tickets_telling", "telling_after"), ("ix_tickets_public", "public_title")):
        op.drop_index(name, "tickets")
        op.drop_column("tickets", column)
