"""The rows of letters that go out, and of those that come in."""

import sqlalchemy as sa
from sqlalchemy.orm import deferred

from ..core import clock, ids
from ..core.db import UtcDateTime, db


class OutgoingLetter(db.Model):
    """A letter in the outbox, as the bytes that go over the wire. `recipient`: as it was written; `mailbox`: what that counts as
    (`message.mailbox`); `due_at`: the next try; `failed_at`: given up, somebody must look."""

    __tablename__ = "outgoing_letters"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    site = sa.Column(sa.String(64), nullable=False)
    recipient = sa.Column(sa.String(320), nullable=False)
    mailbox = sa.Column(sa.String(320), nullable=False, server_default="")
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
                      sa.Index("ix_outgoing_letters_site_mailbox", "site", "mailbox", "posted_at"))


class Mailbox(db.Model):
    """A mailbox that letters are fetched from. `read_at`: when it was last read to its end; `trouble`: why it cannot be now."""

    __tablename__ = "mailboxes"
    name = sa.Column(sa.String(400), primary_key=True)
    first_read_at = sa.Column(UtcDateTime, nullable=False)
    read_at = sa.Column(UtcDateTime)
    trouble = sa.Column(sa.String(500))


class IncomingLetter(db.Model):
    """A letter as it came, and what became of it: `state` with its `reason`, and the ticket that it made or went to.

    state   received (waits to be understood), done, quarantined (a person must look), unfetched (tried again), too_large (only its
            head is in `raw`), double (the same bytes once more), gone (deleted before it could be fetched)
    """

    __tablename__ = "incoming_letters"
    id = sa.Column(sa.Integer, primary_key=True)
    mailbox = sa.Column(sa.String(400), nullable=False)
    uidvalidity = sa.Column(sa.BigInteger, nullable=False)
    uid = sa.Column(sa.BigInteger, nullable=False)
    size = sa.Column(sa.BigInteger, nullable=False)
    digest = sa.Column(sa.String(64), index=True)
    raw = deferred(sa.Column(sa.LargeBinary))
    arrived_at = sa.Column(UtcDateTime, nullable=False)
    received_at = sa.Column(UtcDateTime, nullable=False)
    due_at = sa.Column(UtcDateTime, nullable=False)
    tries = sa.Column(sa.Integer, nullable=False, default=0)
    state = sa.Column(sa.String(16), nullable=False)
    reason = sa.Column(sa.String(500))
    sender = sa.Column(sa.String(320), nullable=False, default="")
    message_id = sa.Column(sa.String(400), nullable=False, default="")
    ticket_id = sa.Column(sa.String(26))
    done_at = sa.Column(UtcDateTime)
    __table_args__ = (sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name="uq_incoming_letters_mailbox_uid"),
                      sa.Index("ix_incoming_letters_due_at", "due_at", sqlite_where=sa.text("state = 'received'"), postgresql_where=sa.text("state = 'received'")))
