"""A line that is sent again is the same line, however late: a browser may keep what it could not send for days.

`core/idempotency` gives whole first answers, of every door, for a day; a line remembers its `Idempotency-Key` as long as it is there.
"""

import hashlib

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import IdempotencyConflict
from .models import TicketMessage


def mark(caller, key, to=""):
    """What a line of the Caller `caller` is known by that came with `key` (a text; None: with none), to the ticket `to` (its id), or as a new one. A hash, or None."""
    return key and hashlib.sha256("\0".join((caller.site, caller.key, to, key)).encode()).hexdigest()


def said(mark_, body):
    """The TicketMessage that came with this mark before; None: none did. raises  IdempotencyConflict where it was in other words"""
    found = mark_ and db.session.scalar(sa.select(TicketMessage).where(TicketMessage.sent_as == mark_))
    if found and found.body != body:
        raise IdempotencyConflict("This Idempotency-Key was used for other words. Use a new key for a new request.")
    return found
