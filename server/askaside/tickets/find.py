"""Requests by their number and by the words of their lines, notes among them.

Each line is kept a second time as its words, in the index that the database itself has: FTS5 in SQLite, a tsvector in PostgreSQL. What somebody
looks for never comes to the parser of either: it is cut into words of letters and digits, and those alone are asked for.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ..core.db import db
from ..search import languages
from .models import Ticket

MOST_WORDS = 8       # of a question
AT_ONCE, TURNS = 60, 10   # lines that are read at once, and how often: many of them may be of one request
TABLES = {"sqlite": ("CREATE VIRTUAL TABLE ticket_words USING fts5(ticket_id UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')",),
          "postgresql": ("CREATE TABLE ticket_words (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ticket_id varchar(26) NOT NULL, words tsvector NOT NULL)",
                         "CREATE INDEX ix_ticket_words_words ON ticket_words USING gin (words)")}
_KEEP = {"sqlite": sa.text("INSERT INTO ticket_words (ticket_id, words) VALUES (:ticket, :words)"),
         "postgresql": sa.text("INSERT INTO ticket_words (ticket_id, words) VALUES (:ticket, array_to_tsvector(:words))").bindparams(sa.bindparam("words", type_=ARRAY(sa.Text)))}
# The newest first: the index is walked from its end, and the walk stops when there is enough.
_FIND = {"sqlite": sa.text("SELECT w.rowid, w.ticket_id FROM ticket_words w CROSS JOIN tickets t ON t.id = w.ticket_id "
                           "WHERE ticket_words MATCH :words AND w.rowid < :before AND t.site = :site ORDER BY w.rowid DESC LIMIT :most"),
         "postgresql": sa.text("SELECT w.id, w.ticket_id FROM ticket_words w JOIN tickets t ON t.id = w.ticket_id "
                               "WHERE w.words @@ CAST(:words AS tsquery) AND w.id < :before AND t.site = :site ORDER BY w.id DESC LIMIT :most")}

_ASKED = {"sqlite": ('"{}"', "*", " "), "postgresql": ("'{}'", ":*", " & ")}   # a word, half typed, and another


def statement(dialect):
    """Keeps the `words` (of `words_of`) of a line of `ticket`."""
    return _KEEP[dialect]


def words_of(dialect, *texts):
    """The words of `texts` as `statement` takes them."""
    found = list(dict.fromkeys(_words(" ".join(texts))))
    return " ".join(found) if dialect == "sqlite" else found


def keep(ticket, message):
    """The TicketMessage `message` can be found from now on: by its words, its subject, and who asks."""
    dialect = db.session.get_bind().dialect.name
    db.session.execute(statement(dialect), {"ticket": ticket.id, "words": words_of(dialect, ticket.subject, ticket.requester.name, message.author_name, message.body)})


def numbered(text):
    """The number that `text` is, as "#123" or "123", or None."""
    number = text.strip().removeprefix("#")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None


def by_words(site, text, most):
    """[id] of the tickets of `site` (its key) that have a line with all words of `text`, each of which may be half typed; the newest line first."""
    words, dialect = _words(text)[:MOST_WORDS], db.session.get_bind().dialect.name
    if not words:
        return []
    form, half, joint = _ASKED[dialect]
    asked = joint.join(form.format(word) + (half if len(word) > 1 else "") for word in words)   # of one letter nearly everything begins
    found, before = {}, 1 << 62
    for _ in range(TURNS):
        rows = db.session.execute(_FIND[dialect], {"words": asked, "before": before, "site": site, "most": AT_ONCE}).all()
        found.update(dict.fromkeys(row[1] for row in rows))
        if len(found) >= most or len(rows) < AT_ONCE:
            break
        before = rows[-1][0]
    return list(found)[:most]


def tickets(site, text, people, most):
    """[Ticket] of `site` (its key), at most so many: the one of this number (no other, when it is written as #123), then by words and of `people` (Requesters), the newest first."""
    number = numbered(text)
    ids = [] if text.startswith("#") and number else by_words(site, text, most)
    theirs = sa.select(Ticket).where(Ticket.site == site, Ticket.requester_id.in_([one.id for one in people])).order_by(Ticket.number.desc()).limit(most)
    which = sa.or_(Ticket.id.in_(ids), Ticket.number == number) if number is not None else Ticket.id.in_(ids)
    found = {one.id: one for one in (*db.session.scalars(sa.select(Ticket).where(Ticket.site == site, which)), *(db.session.scalars(theirs) if people else ()))}
    return sorted(found.values(), key=lambda one: (one.number != number, -one.number))[:most]


def _words(text):
    """As the index knows them: without accents, and letters and digits only."""
    cut = ("".join(filter(str.isalnum, languages.bare(word.text))) for word in languages.cut(text))
    return [word for word in cut if word]
