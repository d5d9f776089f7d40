"""The first answer, given again: a write that is repeated with the same `Idempotency-Key` happens once.

After the IETF draft "The Idempotency-Key HTTP Header Field": scope (site, caller, key), kept 24 hours.
"""

import hashlib
from datetime import timedelta

import sqlalchemy as sa

from . import clock
from .db import UtcDateTime, db, insert, transaction
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
    with transaction() as session:
        ours = _claimed(scope, print_)
        first = session.get(FirstAnswer, scope, populate_existing=True)
        if first.fingerprint != print_:
            raise IdempotencyConflict("This Idempotency-Key was used for another request. Use a new key for a new request.")
        if ours:
            first.status, first.body = act()
        return first.status, first.body


def _claimed(scope, print_):
    """Is it the first time today? The key is taken before anything is done: the same one, sent again meanwhile, waits here for the answer."""
    now = clock.now()
    claim = {"fingerprint": print_, "status": 0, "body": "", "at": now}
    taken = insert(FirstAnswer).values(site=scope[0], caller=scope[1], key=scope[2], **claim)
    taken = taken.on_conflict_do_update(index_elements=["site", "caller", "key"], set_=claim, where=FirstAnswer.at < now - KEPT)
    return db.session.scalar(taken.returning(FirstAnswer.status)) is not None


def forget():
    """Drop answers older than a day."""
    with transaction() as session:
        session.execute(sa.delete(FirstAnswer).where(FirstAnswer.at < clock.now() - KEPT))
