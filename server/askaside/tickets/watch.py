"""The clock's door: what was missed is claimed once and told, an outage is alarmed until somebody confirms it, what stays solved is closed,
and of one solution many are told bit by bit."""

import logging
from datetime import timedelta

import sqlalchemy as sa

from ..core import clock
from ..core.db import db, record, transaction
from . import joining, journal, queries
from .events import OutageAlarmed, SlaBreached
from .models import Ticket
from .sla import ALARM, TARGETS

log = logging.getLogger(__name__)
SETTLED = timedelta(days=14)       # solved for so long, a request is closed
AT_ONCE = 200                      # of each kind in one round


def run(sites):
    """Do what is due in `sites` (their keys: those that are there). Returns how many tickets something was done about.

    One that fails holds up no other, and is tried again.
    """
    now = clock.now()
    rounds = [*((_late(target, now), _breach, target) for target in TARGETS), (_ringing(now), _alarm, None), (_settled(now), _close, None),
              ((Ticket.telling_after.is_not(None),), _tell, None)]
    return sum(_each((Ticket.site.in_(sites), *due), act, target, now) for due, act, target in rounds)


def _each(due, act, target, now):
    ids = list(db.session.scalars(sa.select(Ticket.id).where(*due).limit(AT_ONCE)))
    db.session.rollback()   # a read that stays open would keep the WAL from being cleaned up
    done = 0
    for id_ in ids:
        try:
            with transaction():
                won = act(id_, due, target, now)
        except Exception:
            log.exception("what is due of the request %s could not be done", id_)
        else:
            done += won
    return done


def _late(target, now):
    due, breached = getattr(Ticket, f"{target}_due_at"), getattr(Ticket, f"{target}_breached_at")
    owed = {"first_response": Ticket.first_responded_at.is_(None), "next_response": sa.true(), "resolution": Ticket.paused_at.is_(None)}[target]
    return queries.IS_OPEN, Ticket.due_at <= now, due <= now, breached.is_(None), owed   # `due_at`: the queue's index finds them


def _ringing(now):
    return queries.IS_OPEN, Ticket.alarm_at <= now


def _settled(now):
    return Ticket.status == "solved", Ticket.solved_at <= now - SETTLED


def _breach(id_, due, target, now):
    if not _claimed(id_, due, **{f"{target}_breached_at": now}):
        return False
    ticket = db.session.get(Ticket, id_, populate_existing=True)
    journal.note(ticket, "system", "breached", target, f"{getattr(ticket, f'{target}_due_at'):%Y-%m-%d %H:%M}")
    record(SlaBreached(id_, target))
    return True


def _alarm(id_, due, target, now):
    if not _claimed(id_, due, alarm_at=now + ALARM, alarms=Ticket.alarms + 1):
        return False
    ticket = db.session.get(Ticket, id_, populate_existing=True)
    journal.changed(ticket)
    record(OutageAlarmed(id_, ticket.alarms))
    return True


def _close(id_, due, target, now):
    if not _claimed(id_, due, status="closed", changed_at=now):
        return False
    journal.note(db.session.get(Ticket, id_, populate_existing=True), "system", "closed", "solved", "closed")
    return True


def _tell(id_, due, target, now):
    return joining.tell_more(id_)


def _claimed(id_, due, **told):
    """Is it ours? The count of changed rows tells whether another process was first."""
    return db.session.execute(sa.update(Ticket).where(Ticket.id == id_, *due).values(**told).execution_options(synchronize_session=False)).rowcount == 1
