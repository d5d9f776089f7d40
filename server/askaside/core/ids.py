"""Names of what people own: unguessable ids, and numbers that a person can say aloud."""

import base64
import secrets

import sqlalchemy as sa

from .db import db

LENGTH = 26


def new():
    """128 random bits as 26 letters of base32 (a–z, 2–7)."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


class Counter(db.Model):
    __tablename__ = "counters"
    site = sa.Column(sa.String(64), primary_key=True)
    name = sa.Column(sa.String(32), primary_key=True)
    value = sa.Column(sa.Integer, nullable=False)


def next_number(site, name):
    """The next number of `name` within `site`, from 1; without gaps, for it is taken in the transaction that uses it."""
    taken = sa.update(Counter).where(Counter.site == site, Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    number = db.session.execute(taken).scalar()
    if number is None:
        # Two who begin at once: the second one's insert fails, and with it its transaction, which is tried again by its sender.
        db.session.add(Counter(site=site, name=name, value=1))
        db.session.flush()
        number = 1
    return number
