"""What is read of tickets."""

import sqlalchemy as sa

from ..core.db import db
from ..people.models import Account, Requester
from . import access, promise
from .models import Ticket, TicketMessage
from .status import OPEN

# Written out, not bound: only so SQLite sees that the index of the open ones holds them all.
_IS_OPEN = Ticket.status.in_(sa.bindparam("open", OPEN, expanding=True, literal_execute=True))


def page(caller, limit, after):
    """([Ticket, …] of `caller`, the newest first, the `number` to go on after or None). `after`: a number, or None."""
    found = access.of_caller(caller).order_by(Ticket.number.desc()).limit(limit + 1)
    if after is not None:
        found = found.where(Ticket.number < after)
    rows = list(db.session.scalars(found))
    return rows[:limit], rows[limit - 1].number if len(rows) > limit else None


def messages(ticket, notes=False):
    """[TicketMessage] in order; what agents wrote among themselves only with `notes`."""
    found = sa.select(TicketMessage).where(TicketMessage.ticket_id == ticket.id).order_by(TicketMessage.n)
    return list(db.session.scalars(found if notes else found.where(TicketMessage.note.is_(False))))


def pace(site, now):
    """{waiting, best_day, answered} of `site`, as `promise.estimate` takes them."""
    waiting = sa.select(sa.func.count()).where(Ticket.site == site, Ticket.first_responded_at.is_(None), _IS_OPEN)
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


def queue(site, teams=None, limit=100):
    """Rows of the open tickets of `site` (its key): what is due first comes first, what is not promised at the end, the oldest first.

    teams    keys of the teams whose tickets are wanted; None for all
    returns  [row] with id, number, subject, kind, severity, status, module, team, opened_at, first_response_due_at, first_responded_at,
             requester, account (names, either may be empty or None), last_at and last_by (requester, agent, system) of the newest message
    """
    rows = _rows(site, teams, limit, Ticket.first_response_due_at.is_not(None), Ticket.first_response_due_at)
    return rows if len(rows) == limit else rows + _rows(site, teams, limit - len(rows), Ticket.first_response_due_at.is_(None))


def _rows(site, teams, limit, which, *first):
    found = sa.select(
        Ticket.id, Ticket.number, Ticket.subject, Ticket.kind, Ticket.severity, Ticket.status, Ticket.module, Ticket.team, Ticket.opened_at, Ticket.first_response_due_at,
        Ticket.first_responded_at, Requester.name.label("requester"), Account.name.label("account"), TicketMessage.at.label("last_at"), TicketMessage.author_kind.label("last_by"))
    found = found.join(Requester, Requester.id == Ticket.requester_id).outerjoin(Account, Account.id == Requester.account_id)
    found = found.join(TicketMessage, sa.and_(TicketMessage.ticket_id == Ticket.id, TicketMessage.n == Ticket.last_n))
    if teams is not None:
        found = found.where(Ticket.team.in_(teams))
    return list(db.session.execute(found.where(Ticket.site == site, _IS_OPEN, which).order_by(*first, Ticket.number).limit(limit)))
