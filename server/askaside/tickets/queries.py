"""What is read of tickets."""

import sqlalchemy as sa

from ..core.db import db
from . import access, promise
from .models import Ticket, TicketMessage
from .status import OPEN


def page(caller, limit, after):
    """([Ticket, …] of `caller`, the newest first, the `number` to go on after or None). `after`: a number, or None."""
    found = access.of_caller(caller).order_by(Ticket.number.desc()).limit(limit + 1)
    if after is not None:
        found = found.where(Ticket.number < after)
    rows = list(db.session.scalars(found))
    return rows[:limit], rows[limit - 1].number if len(rows) > limit else None


def opened_since(requester, moment):
    """How many requests `requester` (a row, or None) has opened since `moment`."""
    found = sa.select(sa.func.count()).where(Ticket.site == requester.site, Ticket.requester_id == requester.id, Ticket.opened_at > moment) if requester else None
    return 0 if found is None else db.session.scalar(found)


def messages(ticket, notes=False):
    """[TicketMessage] in order; what agents wrote among themselves only with `notes`."""
    found = sa.select(TicketMessage).where(TicketMessage.ticket_id == ticket.id).order_by(TicketMessage.n)
    return list(db.session.scalars(found if notes else found.where(TicketMessage.note.is_(False))))


def pace(site, now):
    """{waiting, best_day, answered} of `site`, as `promise.estimate` takes them."""
    waiting = sa.select(sa.func.count()).where(Ticket.site == site, Ticket.first_responded_at.is_(None), Ticket.status.in_(OPEN))
    day = sa.func.date(Ticket.first_responded_at)
    of_late = sa.select(sa.func.count().label("count")).where(Ticket.site == site, Ticket.first_responded_at > now - promise.SPAN).group_by(day).subquery()
    best, answered = db.session.execute(sa.select(sa.func.max(of_late.c.count), sa.func.sum(of_late.c.count))).one()
    return {"waiting": db.session.scalar(waiting), "best_day": best or 0, "answered": int(answered or 0)}


def kept(site, now):
    """(promises kept, promises due) of the last 30 days. One that is late and still without an answer is not kept."""
    due = sa.and_(Ticket.site == site, Ticket.promised_at > now - promise.SPAN, sa.or_(Ticket.promised_at <= now, Ticket.first_responded_at.is_not(None)))
    in_time = sa.func.sum(sa.case((Ticket.first_responded_at <= Ticket.promised_at, 1), else_=0))
    count, well = db.session.execute(sa.select(sa.func.count(), in_time).where(due)).one()
    return int(well or 0), count
