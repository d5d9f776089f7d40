"""Requests are found by the words of their lines. Those that are there already are cut into words, too."""

import sqlalchemy as sa
from alembic import op

from askaside.tickets.find import TABLES, statement, words_of

revision = "2026_11_23_find"
down_revision = "2026_11_23_changes"
AT_ONCE = 2000


def upgrade():
    connection = op.get_bind()
    for made in TABLES[connection.dialect.name]:
        op.execute(made)
    lines = sa.text("SELECT m.ticket_id, t.subject, r.name, m.author_name, m.body FROM ticket_messages m JOIN tickets t ON t.id = m.ticket_id "
                    "JOIN requesters r ON r.id = t.requester_id ORDER BY m.at, m.ticket_id, m.n")
    rows = connection.execute(lines, execution_options={"yield_per": AT_ONCE})
    keep = statement(connection.dialect.name)
    for some in rows.partitions(AT_ONCE):
        connection.execute(keep, [{"ticket": row[0], "words": words_of(connection.dialect.name, *row[1:])} for row in some])


def downgrade():
    op.execute("DROP TABLE ticket_words")
