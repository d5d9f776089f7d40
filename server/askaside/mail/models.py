"""The rows of letters that go out."""

import sqlalchemy as sa

from ..core import clock, ids
from ..core.db import UtcDateTime, db


class OutgoingLetter(db.Model):
    """A letter in the outbox, as the bytes that go over the wire. `due_at`: the next try; `failed_at`: given up, somebody must look."""

    __tablename__ = "outgoing_letters"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    site = sa.Column(sa.String(64), nullable=False)
    recipient = sa.Column(sa.String(320), nullable=False)
    about = sa.Column(sa.String(64))
    message_id = sa.Column(sa.String(400), nullable=False)
    raw = sa.Column(sa.LargeBinary, nullable=False)
    posted_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    due_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    tries = sa.Column(sa.Integer, nullable=False, default=0)
    sent_at = sa.Column(UtcDateTime)
    failed_at = sa.Column(UtcDateTime)
    trouble = sa.Column(sa.String(500))
    __table_args__ = (sa.Index("ix_outgoing_letters_due_at", "due_at", sqlite_where=sa.text("sent_at IS NULL AND failed_at IS NULL"),
                               postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL")),
                      sa.Index("ix_outgoing_letters_site_recipient", "site", "recipient", "posted_at"))
