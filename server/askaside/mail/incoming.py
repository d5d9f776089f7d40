"""Letters come in by way of these rows: stored as they came, understood afterwards, done in the same transaction as what became of them.

Where a mailbox was read to is told by (mailbox, UIDVALIDITY, UID), never by \\Seen, which any mail program sets. A letter is
known by its bytes, too: when the server numbers its letters anew, the rows follow them.
"""

import hashlib
import logging
import time
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from ..core import clock
from ..core.db import db, transaction
from ..core.errors import legible
from .imap import Refused, Trouble
from .models import IncomingLetter, Mailbox

log = logging.getLogger(__name__)
MOST_BYTES = 25 << 20
MOST_HEAD = 64 << 10             # bytes that are kept of a letter that is too large
AT_ONCE = 50                     # letters understood in one round
TRIES = 5                        # to understand a letter, or to fetch one before the others
OLD = timedelta(days=7)          # what lay there for so long when the mailbox was first read is nobody's news
LONGEST_WAIT = 300               # seconds, after failures in a row


class Reader:
    """Reads one mailbox; keeps its connection from one look to the next, and after failures waits longer each time: servers shut out who hammers."""

    def __init__(self, imap):
        self.imap, self._session, self._failures, self._not_before = imap, None, 0, 0.0

    def look(self):
        """Store what is new. Returns how many letters. raises  Trouble; what was stored until then stays"""
        if time.monotonic() < self._not_before:
            return 0
        try:
            self._session = self._session or self.imap.open()
            stored = _read(self._session, self.imap)
        except BaseException as wrong:
            self.close()
            self._not_before = time.monotonic() + min(LONGEST_WAIT, 5 * 2 ** min(self._failures, 10))
            self._failures += 1
            if isinstance(wrong, Trouble):
                _tell(self.imap.name, trouble=str(wrong))
            raise
        self._failures = 0
        _tell(self.imap.name, read_at=clock.now(), trouble=None)
        return stored

    def close(self):
        if self._session:
            self._session.close()
        self._session = None


def _read(session, imap):
    validity, count = session.examine(imap.mailbox)
    last, again = _begin(imap.name, validity)
    new = session.sizes(last + 1) if count else {}
    # What could not be fetched comes first, so that letters keep their order; what never can be must not stop the others.
    order = sorted([*((tries >= TRIES, uid, size) for uid, size, tries in again), *((False, uid, size) for uid, size in new.items())])
    stored = 0
    for _, uid, size in order:
        try:
            stored += _take(session, imap.name, validity, uid, size)
        except Trouble as wrong:
            _note(imap.name, validity, uid, size, str(wrong))
            if not isinstance(wrong, Refused):
                raise
    return stored


def _begin(mailbox, validity):
    """(the last UID that was seen, [(UID, size, tries)] of those that could not be fetched)."""
    with transaction() as session:
        if session.get(Mailbox, mailbox) is None:
            session.add(Mailbox(name=mailbox, first_read_at=clock.now()))
        mine = IncomingLetter.mailbox == mailbox
        # They are told under their new numbers.
        session.execute(sa.delete(IncomingLetter).where(mine, IncomingLetter.uidvalidity != validity, IncomingLetter.state == "unfetched"))
        here = sa.and_(mine, IncomingLetter.uidvalidity == validity)
        last = session.scalar(sa.select(sa.func.max(IncomingLetter.uid)).where(here)) or 0
        again = session.execute(sa.select(IncomingLetter.uid, IncomingLetter.size, IncomingLetter.tries).where(here, IncomingLetter.state == "unfetched")).all()
    return last, again


def _take(session, mailbox, validity, uid, size):
    """Fetch one letter, and store it. Returns 1 for a new one."""
    large = size > MOST_BYTES
    found = None if large else session.fetch(uid, MOST_BYTES + 1)
    if large or (found and len(found[0]) > MOST_BYTES):   # the size that was told may be wrong
        found = session.fetch(uid, MOST_HEAD, "HEADER")
        large = True
    if found is None:
        return _store(mailbox, validity, uid, size, None, None, "gone", "It was deleted from the mailbox before it could be fetched.")
    reason = f"It has {max(size, MOST_BYTES + 1) / (1 << 20):.0f} MB; the most is {MOST_BYTES >> 20}. Only its head is kept: the letter is in the mailbox." if large else None
    if large:
        log.warning("a letter of %d bytes is too large and only noted: UID %d of %s", size, uid, mailbox)
    return _store(mailbox, validity, uid, size, *found, "too_large" if large else "received", reason)


def _store(mailbox, validity, uid, size, raw, arrived_at, state, reason):
    digest = raw and hashlib.sha256(b"%d %s" % (size if state == "too_large" else 0, raw)).hexdigest()
    now = clock.now()
    with transaction() as session:
        session.get(Mailbox, mailbox, with_for_update=True)   # one at a time: two who read the same mailbox make one row
        row = _row(session, mailbox, validity, uid)
        if row is not None and row.state != "unfetched":
            return 0
        known = digest and session.scalar(sa.select(IncomingLetter).where(IncomingLetter.digest == digest).order_by(IncomingLetter.id).limit(1))
        if known and (known.mailbox, known.uidvalidity) != (mailbox, validity):
            if row is not None:
                session.delete(row)
                session.flush()
            known.mailbox, known.uidvalidity, known.uid = mailbox, validity, uid   # the same letter under another number
            return 0
        if row is None:
            session.add(row := IncomingLetter(mailbox=mailbox, uidvalidity=validity, uid=uid, received_at=now))
        row.size, row.arrived_at, row.digest, row.raw, row.state, row.reason, row.tries, row.due_at = size, arrived_at or now, digest, raw, state, reason, 0, now
        if known:
            row.state, row.reason, row.raw, row.digest = "double", f"It is letter {known.id} once more, byte by byte.", None, None
    return int(row.state == "received")


def _note(mailbox, validity, uid, size, trouble):
    """Remember a letter that could not be fetched: it is tried again."""
    with transaction() as session:
        row = _row(session, mailbox, validity, uid)
        if row is None:
            session.add(row := IncomingLetter(mailbox=mailbox, uidvalidity=validity, uid=uid, size=size, received_at=clock.now(), arrived_at=clock.now(), due_at=clock.now(),
                                              state="unfetched", tries=0))
        row.tries, row.reason = row.tries + 1, trouble


def _row(session, mailbox, validity, uid):
    return session.scalar(sa.select(IncomingLetter).where(IncomingLetter.mailbox == mailbox, IncomingLetter.uidvalidity == validity, IncomingLetter.uid == uid))


def _tell(mailbox, **told):
    with transaction() as session:
        session.execute(sa.update(Mailbox).where(Mailbox.name == mailbox).values(**told))


# --- for who understands them ------------------------------------------------------------------------------------------------

def waiting():
    """[id] of letters that are to be understood now, the oldest first."""
    found = sa.select(IncomingLetter.id).where(IncomingLetter.state == "received", IncomingLetter.due_at <= clock.now()).order_by(IncomingLetter.id).limit(AT_ONCE)
    ids = list(db.session.scalars(found))
    db.session.rollback()   # a read that stays open would keep the WAL from being cleaned up
    return ids


def opened(id_):
    """(the IncomingLetter, whether it had lain in its mailbox for a week when that was first read); nothing of the database stays open."""
    letter = db.session.get(IncomingLetter, id_, populate_existing=True, options=[undefer(IncomingLetter.raw)])
    first = db.session.scalar(sa.select(Mailbox.first_read_at).where(Mailbox.name == letter.mailbox))
    db.session.expunge(letter)
    db.session.rollback()
    return letter, letter.arrived_at < first - OLD


def claimed(id_, state="received"):
    """Whether the letter is ours to make something of, in the transaction that is open; another process may have been first."""
    claim = sa.update(IncomingLetter).where(IncomingLetter.id == id_, IncomingLetter.state == state)
    return db.session.execute(claim.values(state="done", done_at=clock.now())).rowcount == 1


def conclude(id_, state, reason, ticket_id, *, sender, message_id):
    """What became of a letter that was claimed, in the same transaction."""
    told = {"state": state, "reason": reason and reason[:500], "ticket_id": ticket_id, "sender": legible(sender, 320), "message_id": legible(message_id, 400)}
    db.session.execute(sa.update(IncomingLetter).where(IncomingLetter.id == id_).values(**told))


def set_aside():
    """[IncomingLetter] that wait for a person, the oldest first."""
    found = sa.select(IncomingLetter).where(IncomingLetter.state.in_(("quarantined", "too_large", "unfetched"))).order_by(IncomingLetter.id)
    return list(db.session.scalars(found))


def put_off(id_, fault):
    """It could not be understood: later once more, and in the end a person must look."""
    with transaction() as session:
        row = session.get(IncomingLetter, id_, with_for_update=True, populate_existing=True)
        row.tries += 1
        row.reason = f"It could not be understood: {fault}"[:500]
        row.due_at = clock.now() + timedelta(minutes=2 ** row.tries)
        if row.tries >= TRIES:
            row.state, row.done_at = "quarantined", clock.now()


def standing():
    """{waiting, oldest_seconds, quarantined, unfetched, too_large, read_seconds}: how things stand. `read_seconds`: since the mailbox
    was last read to its end; None when it never was."""
    counts = dict(db.session.execute(sa.select(IncomingLetter.state, sa.func.count()).group_by(IncomingLetter.state)).all())
    oldest = db.session.scalar(sa.select(sa.func.min(IncomingLetter.received_at)).where(IncomingLetter.state.in_(("received", "unfetched"))))
    read_at = db.session.scalar(sa.select(sa.func.max(Mailbox.read_at)))
    now = clock.now()
    return {"waiting": counts.get("received", 0), "oldest_seconds": int((now - oldest).total_seconds()) if oldest else 0, "quarantined": counts.get("quarantined", 0),
            "unfetched": counts.get("unfetched", 0), "too_large": counts.get("too_large", 0), "read_seconds": read_at and int((now - read_at).total_seconds())}
