"""Names of what people own: unguessable ids, and numbers that a person can say aloud."""

import base64
import secrets

import sqlalchemy as sa

from .db import db, insert

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
    first = insert(Counter).values(site=site, name=name, value=1)
    taken = first.on_conflict_do_update(index_elements=[Counter.site, Counter.name], set_={"value": Counter.value + 1})
    return db.session.scalar(taken.returning(Counter.value))   # others wait here until we are done
