"""The first answer, given again: a write that is repeated with the same `Idempotency-Key` happens once.

After the IETF draft "The Idempotency-Key HTTP Header Field": scope (site, caller, key), kept 24 hours.
"""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from . import clock
from .db import UtcDateTime, db, transaction
from .errors import IdempotencyConflict

KEPT = timedelta(hours=24)


class FirstAnswer(db.Model):
    __tablename__ = "first_answers"
    site = sa.Column(sa.String(64), primary_key=True)
    caller = sa.Column(sa.String(64), primary_key=True)
    key = sa.Column(sa.String(128), primary_key=True)
    fingerprint = sa.Column(sa.String(64), nullable=False)
    status = sa.Column(sa.Integer, nullable=False)
    body = sa.Column(sa.Text, nullable=False)
    at = sa.Column(UtcDateTime, nullable=False, index=True)


def fingerprint(*parts):
    """What the same request looks like: a hash of its path and body."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def once(scope, print_, act):
    """`act()` → (status, body), done once for `scope` = (site, caller, key); then its first answer again.

    raises  IdempotencyConflict when the key came before with another request
    """
    try:
        with transaction() as session:
            first = session.get(FirstAnswer, scope)
            if first is None or first.at < clock.now() - KEPT:
                status, body = act()
                session.merge(FirstAnswer(site=scope[0], caller=scope[1], key=scope[2], fingerprint=print_,
                                          status=status, body=body, at=clock.now()))
                return status, body
    except IntegrityError:
        # The same key arrived twice at once, and the other one was stored first.
        first = db.session.get(FirstAnswer, scope)
        if first is None:
            raise
    if first.fingerprint != print_:
        raise IdempotencyConflict("This Idempotency-Key was used for another request. Use a new key for a new request.")
    return first.status, first.body


def forget():
    """Drop answers older than a day."""
    with transaction() as session:
        session.execute(sa.delete(FirstAnswer).where(FirstAnswer.at < clock.now() - KEPT))
