"""“Did this help?” – kept one by one, folded into the library's order at most every ten minutes."""

import sqlalchemy as sa

from ..core import clock
from ..core.db import UtcDateTime, db, transaction

REASONS = ("unclear", "wrong", "incomplete", "other")
MOST_TEXT = 2000


class Vote(db.Model):
    __tablename__ = "votes"
    id = sa.Column(sa.Integer, primary_key=True)
    site = sa.Column(sa.String(64), nullable=False)
    article = sa.Column(sa.String(130), nullable=False)
    locale = sa.Column(sa.String(35), nullable=False)
    helpful = sa.Column(sa.Boolean, nullable=False)
    reason = sa.Column(sa.String(16))
    text = sa.Column(sa.String(MOST_TEXT))
    at = sa.Column(UtcDateTime, nullable=False)
    __table_args__ = (sa.Index("ix_votes_site_article", "site", "article"),)


def cast(article, site, helpful, reason=None, text=None):
    """Keep one vote on `article` (as it was shown, so with its locale). No person is kept with it."""
    with transaction() as session:
        session.add(Vote(site=site, article=article.id, locale=article.locale, helpful=helpful, reason=reason,
                         text=text or None, at=clock.now()))


def scores():
    """{site: {id: share of "this helped"}}, smoothed: (yes + 1) / (all + 2), rounded to 1 %."""
    yes = sa.func.sum(sa.cast(Vote.helpful, sa.Integer))
    rows = db.session.execute(sa.select(Vote.site, Vote.article, yes, sa.func.count()).group_by(Vote.site, Vote.article))
    found = {}
    for site, article, helped, total in rows:
        found.setdefault(site, {})[article] = round((helped + 1) / (total + 2), 2)
    db.session.rollback()   # a read that stays open would keep the WAL from being cleaned up
    return found


def fold(shelf):
    """Let the votes so far count in the order of the shelf's libraries (at its next reread)."""
    shelf.scores = scores()
