"""Several tickets on one problem: the same person's are joined into one; those of others share a cause, and all are told when it is solved."""

import sqlalchemy as sa

from ..core import clock
from ..core.db import db, record, transaction
from ..core.errors import Conflict
from . import clocks, journal, status, words
from .events import TicketTold
from .models import Ticket


def merge(ticket, into, by, seen=None):
    """Join `ticket` to the ticket `into` of the same requester: it is closed, and what they write to it goes there.

    raises  Conflict where they are not two open ones of one person: words of one would be shown to the other; Stale when there is a
            message of `ticket` newer than `seen`
    """
    with transaction():
        journal.lock(ticket, into)
        journal.fresh(ticket, seen)
        if ticket.id == into.id or (ticket.site, ticket.requester_id) != (into.site, into.requester_id):
            raise Conflict("Only two requests of the same person can be joined. Those of others can share a cause.", word="two_people")
        if into.status in status.DONE:
            raise Conflict(f"#{into.number} is not open: join them the other way round.", word="join_open", values={"number": into.number})
        journal.become(ticket, "merged", by)
        journal.note(into, by, "joined", None, f"#{ticket.number}")
        ticket.merged_into_id = into.id
        ticket.solved_at = ticket.solved_at or clock.now()
        for earlier in db.session.scalars(sa.select(Ticket).where(Ticket.merged_into_id == ticket.id)):
            earlier.merged_into_id = into.id   # one step leads to where it goes on
        journal.say(into, "system", "", words.of(into.locale)["joined_here"].format(number=ticket.number))
        line = journal.say(ticket, "system", "", words.of(ticket.locale)["joined"].format(number=into.number))
        record(TicketTold(ticket.id, line.id))
    return into


def link(ticket, cause, by, seen=None):
    """Say that `ticket` has the same cause as the ticket `cause`, of whomever: its solution is this one's, too. None of their words is shown.

    raises  Conflict where that makes no sense; Stale as in `merge`
    """
    with transaction():
        journal.lock(ticket, cause)
        journal.fresh(ticket, seen)
        if ticket.id == cause.id or ticket.site != cause.site or cause.cause_id or _caused(ticket):
            raise Conflict("A cause is a request that has no other cause; and what others are linked to is linked to none.", word="one_cause")
        if ticket.status in status.DONE or cause.status in status.DONE:
            raise Conflict("Only open requests can share a cause.", word="open_cause")
        journal.note(ticket, by, "linked", None, f"#{cause.number}")
        ticket.cause_id = cause.id
    return ticket


def solve_caused(happened):
    """TicketSolved: whoever has a request of the same cause is told, in their own language, and it is solved."""
    for ticket in _caused(db.session.get(Ticket, happened.ticket_id)):
        now = clock.now()
        journal.become(ticket, "solved", "system")
        clocks.answered(ticket, now)
        clocks.stands_still(ticket, now)
        ticket.solved_at, ticket.alarm_at = now, None
        line = journal.say(ticket, "system", "", words.of(ticket.locale)["cause_solved"])
        record(TicketTold(ticket.id, line.id))


def _caused(ticket):
    """The open tickets that are linked to `ticket`."""
    return list(db.session.scalars(sa.select(Ticket).where(Ticket.cause_id == ticket.id, Ticket.status.in_(status.OPEN)).with_for_update()))
