"""Letters are kept as bytes for as long as somebody may have to look at them. That one went, or came, and what became of it, stays."""

from datetime import timedelta

import sqlalchemy as sa

from ..core import clock
from ..core.db import transaction
from .models import IncomingLetter, OutgoingLetter

SENT = timedelta(days=30)           # after a letter was delivered
UNDERSTOOD = timedelta(days=180)    # after it came: should a quote have been cut wrongly, the whole of it is there
AT_ONCE = 500


def forget():
    """Drop the bytes of old letters; never of what waits, was given up, or lies in quarantine: a person has to look at those. Returns of how many."""
    now = clock.now()
    return _dropped(OutgoingLetter, b"", OutgoingLetter.sent_at < now - SENT, sa.func.length(OutgoingLetter.raw) > 0) + \
        _dropped(IncomingLetter, None, IncomingLetter.state == "done", IncomingLetter.received_at < now - UNDERSTOOD, IncomingLetter.raw.is_not(None))


def _dropped(model, nothing, *which):
    with transaction() as session:
        some = sa.select(model.id).where(*which).limit(AT_ONCE)
        return session.execute(sa.update(model).where(model.id.in_(some)).values(raw=nothing).execution_options(synchronize_session=False)).rowcount
