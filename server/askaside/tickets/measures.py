"""What reports count: of stretches of time, by team and module. Tickets that were joined to another are left out: they are the other's."""

import sqlalchemy as sa

from ..core.db import db, period, seconds
from .models import Ticket, TicketChange
from .queries import IS_OPEN

# Written out, not bound: only so SQLite sees that the index of these changes holds them all.
_AGAIN = TicketChange.what.in_(sa.bindparam("again", ("asked", "breached", "reopened"), expanding=True, literal_execute=True))

# As an expression (and the site beside the audit, too): by an index of it SQLite would begin with nearly all tickets that there are.
_NOT_JOINED = sa.func.coalesce(Ticket.merged_into_id, "") == ""


def counted(site, bounds, now):
    """[(measure, place, team, module, how often)] of the site `site` (its key); `place`: in the stretches between the moments `bounds`.

    opened, solved, reopened      requests
    first_kept, first_missed      promises of a first answer: given in time, or given too late, or due until `now` and not there yet
    resolution_kept, …_missed     the same of solutions
    next_asked, next_missed       lines after which an answer was owed again; answers to such that were not there when they were due
    stars                         the sum of the stars, and `rated` how many gave any
    first_took, resolution_took   here the last is no count, but the seconds from the opening to the first answer, or the solution, of each
    """
    return [*_opened(site, bounds), *_answered(site, bounds), *_solved(site, bounds), *_owed(site, bounds, now), *_again(site, bounds)]


def _opened(site, bounds):
    same = _same(Ticket.opened_at, bounds)
    return [("opened", *row) for row in db.session.execute(sa.select(*same, sa.func.count()).where(*_within(site, Ticket.opened_at, bounds)).group_by(*same))]


def _answered(site, bounds):
    in_time = Ticket.first_responded_at <= Ticket.first_response_due_at   # null where nothing was promised
    found = sa.select(*_same(Ticket.first_responded_at, bounds), seconds(Ticket.first_responded_at, Ticket.opened_at), in_time).where(*_within(site, Ticket.first_responded_at, bounds))
    for *where, took, kept in db.session.execute(found):
        yield "first_took", *where, took
        if kept is not None:
            yield "first_kept" if kept else "first_missed", *where, 1


def _solved(site, bounds):
    in_time = sa.case((Ticket.resolution_breached_at.is_not(None), sa.false()), else_=Ticket.solved_at <= Ticket.resolution_due_at)
    found = sa.select(*_same(Ticket.solved_at, bounds), seconds(Ticket.solved_at, Ticket.opened_at), in_time, Ticket.stars).where(*_within(site, Ticket.solved_at, bounds))
    for *where, took, kept, stars in db.session.execute(found):
        yield "solved", *where, 1
        yield "resolution_took", *where, took
        if kept is not None:
            yield "resolution_kept" if kept else "resolution_missed", *where, 1
        if stars:
            yield "rated", *where, 1
            yield "stars", *where, stars


def _owed(site, bounds, now):
    """What is late and not there yet, by when it was due, or was noticed to be late."""
    for name, column, which in (("first_missed", Ticket.first_response_due_at, (Ticket.first_responded_at.is_(None), Ticket.first_response_due_at <= now)),
                                ("resolution_missed", Ticket.resolution_breached_at, (Ticket.solved_at.is_(None),))):   # its index knows them
        same = _same(column, bounds)
        found = sa.select(*same, sa.func.count()).where(IS_OPEN, *_within(site, column, bounds), *which).group_by(*same)
        yield from ((name, *row) for row in db.session.execute(found))


def unanswered(site, now, most):
    """(how many open requests of `site` have no first answer, how many of them are late at `now`, [Ticket] of those due first, at most so many)."""
    which = (Ticket.site == site, IS_OPEN, Ticket.first_responded_at.is_(None))
    count, late = db.session.execute(sa.select(sa.func.count(), _sum(Ticket.first_response_due_at <= now)).where(*which)).one()
    first = sa.select(Ticket).where(*which).order_by(Ticket.due_at.is_(None), Ticket.due_at, Ticket.number).limit(most)
    return count, int(late or 0), list(db.session.scalars(first))


def _again(site, bounds):
    """What came again: from the audit."""
    reopened = sa.or_(TicketChange.what == "reopened", sa.and_(TicketChange.what == "asked", TicketChange.before == "solved"))
    measures = {"reopened": _sum(reopened), "next_asked": _sum(sa.and_(TicketChange.what == "asked", TicketChange.before != "new")),
                "next_missed": _sum(sa.and_(TicketChange.what == "breached", TicketChange.before == "next_response"))}
    same = _same(TicketChange.at, bounds)
    found = sa.select(*same, *measures.values()).select_from(TicketChange).join(Ticket, Ticket.id == TicketChange.ticket_id)
    found = found.where(_AGAIN, TicketChange.at >= bounds[0], TicketChange.at < bounds[-1], sa.func.coalesce(Ticket.site, "") == site, _NOT_JOINED).group_by(*same)
    return [(name, *row[:3], int(count)) for row in db.session.execute(found) for name, count in zip(measures, row[3:], strict=True) if count]


def _same(column, bounds):
    return period(column, bounds).label("place"), Ticket.team, Ticket.module


def _within(site, column, bounds):
    return Ticket.site == site, column >= bounds[0], column < bounds[-1], _NOT_JOINED


def _sum(condition):
    return sa.func.sum(sa.case((condition, 1), else_=0))
