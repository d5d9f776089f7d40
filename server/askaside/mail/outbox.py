"""Letters go out by way of the outbox: posted in the transaction of what they are about, delivered after it, tried for three days.

A letter is delivered at least once, and normally once: only a cut between the server's "250" and our commit sends it again.
"""

import logging
from datetime import timedelta

import sqlalchemy as sa

from ..core import clock
from ..core.db import db, hold, transaction
from .message import compose, mailbox
from .models import OutgoingLetter
from .transport import Later, Refused

log = logging.getLogger(__name__)
AT_ONCE = 50                      # letters in one round, so that other jobs have their turn
CLAIM = timedelta(minutes=8)      # who claims a letter has that long, more than the slowest mail server takes; then somebody else may try
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
GIVEN_UP = timedelta(hours=72)


def post(site, letter, about=None):
    """Put a Letter into the outbox, in the transaction that is open. `about`: what it belongs to, for who looks for it."""
    db.session.add(OutgoingLetter(site=site, recipient=letter.to, mailbox=mailbox(letter.to), about=about, message_id=letter.message_id, raw=compose(letter),
                                  posted_at=clock.now(), due_at=clock.now()))


def posted_since(site, recipient, moment):
    """How many letters went to the mailbox of `recipient` since `moment`. Until this transaction ends nobody else is told: they would count the same."""
    to = mailbox(recipient)
    hold("letters", site, to)
    found = sa.select(sa.func.count()).where(OutgoingLetter.site == site, OutgoingLetter.mailbox == to, OutgoingLetter.posted_at > moment)
    return db.session.scalar(found)


def deliver(smtp, sender):
    """Send what is due, one after the other. Returns how many went out. A letter that fails holds up no other."""
    sent = 0
    for id_ in _due():
        letter = _claimed(id_)
        if letter is None:
            continue   # somebody else was first
        try:
            smtp.send(sender, letter.recipient, letter.raw)
        except Refused as wrong:
            _tell(letter, trouble=str(wrong), failed_at=clock.now())
            log.error("the letter %s was refused for good: %s", letter.message_id, wrong)
        except Later as wrong:
            _put_off(letter, str(wrong))
        except Exception as fault:   # whatever it is, the letter must not be lost, nor the next ones wait
            log.exception("a letter could not be sent")
            _put_off(letter, repr(fault))
        else:
            _tell(letter, sent_at=clock.now(), trouble=None)
            sent += 1
    return sent


def bounced(message_id, trouble, for_good):
    """A letter of ours with this id came back, or is late (not `for_good`). Returns what it was about; None when we sent no such letter."""
    mine = OutgoingLetter.message_id == message_id
    told = {"trouble": trouble[:500], **({"failed_at": clock.now()} if for_good else {})}
    if db.session.execute(sa.update(OutgoingLetter).where(mine, OutgoingLetter.sent_at.is_not(None)).values(**told)).rowcount == 0:
        return None
    log.warning("the letter %s came back: %s", message_id, trouble)
    return db.session.scalar(sa.select(OutgoingLetter.about).where(mine))


def standing():
    """{waiting, oldest_seconds, failed}: how things stand, for `/metrics` and who watches."""
    waiting = sa.and_(OutgoingLetter.sent_at.is_(None), OutgoingLetter.failed_at.is_(None))
    count, oldest = db.session.execute(sa.select(sa.func.count(), sa.func.min(OutgoingLetter.posted_at)).where(waiting)).one()
    failed = db.session.scalar(sa.select(sa.func.count()).where(OutgoingLetter.failed_at.is_not(None)))
    return {"waiting": count, "oldest_seconds": int((clock.now() - oldest).total_seconds()) if oldest else 0, "failed": failed}


def _open():
    return OutgoingLetter.sent_at.is_(None), OutgoingLetter.failed_at.is_(None)


def _due():
    found = sa.select(OutgoingLetter.id).where(*_open(), OutgoingLetter.due_at <= clock.now()).order_by(OutgoingLetter.due_at).limit(AT_ONCE)
    ids = list(db.session.scalars(found))
    db.session.rollback()   # a read that stays open would keep the WAL from being cleaned up
    return ids


def _claimed(id_):
    """The letter, if it is still due: the count of changed rows tells whether another process was first."""
    now = clock.now()
    with transaction() as session:
        claim = sa.update(OutgoingLetter).where(OutgoingLetter.id == id_, *_open(), OutgoingLetter.due_at <= now)
        if session.execute(claim.values(due_at=now + CLAIM, tries=OutgoingLetter.tries + 1)).rowcount != 1:
            return None
    letter = db.session.get(OutgoingLetter, id_, populate_existing=True)
    db.session.expunge(letter)
    db.session.rollback()   # nothing of the database is held while a mail server takes its time
    return letter


def _put_off(letter, trouble):
    now = clock.now()
    if now - letter.posted_at >= GIVEN_UP:
        _tell(letter, trouble=trouble, failed_at=now)
        log.error("the letter %s was given up after three days: %s", letter.message_id, trouble)
        return
    _tell(letter, trouble=trouble, due_at=now + min(LONGEST, FIRST * 2 ** min(letter.tries - 1, 10)))
    log.warning("the letter %s is tried again later: %s", letter.message_id, trouble)


def _tell(letter, **told):
    with transaction() as session:
        session.execute(sa.update(OutgoingLetter).where(OutgoingLetter.id == letter.id).values(**told))
