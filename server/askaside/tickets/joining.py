"""Several tickets on one problem: the same person's are joined into one; those of others share a cause, and all are told when it is solved."""

import sqlalchemy as sa

from ..core import clock
from ..core.db import db, record, transaction
from ..core.errors import Conflict
from . import clocks, journal, status, words
from .events import TicketTold
from .models import Ticket

AT_ONCE = 200   # that are told in one transaction: what others write at that moment waits a second for it, not a minute


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
        if ticket.public_title:
            raise Conflict(f"Others see #{ticket.number}: join the other one to it, or take it off their list first.", word="join_shown", values={"number": ticket.number})
        journal.become(ticket, "merged", by)
        journal.note(into, by, "joined", None, f"#{ticket.number}")
        ticket.merged_into_id = into.id
        ticket.solved_at = ticket.solved_at or clock.now()
        for earlier in db.session.scalars(sa.select(Ticket).where(Ticket.merged_into_id == ticket.id)):
            earlier.merged_into_id = into.id   # one step leads to where it goes on
        if into.cause_id == ticket.id:
            into.cause_id = None
        for other in _caused(ticket):
            other.cause_id = into.cause_id or into.id   # what is closed here is solved there
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
        if ticket.id == cause.id or ticket.site != cause.site or cause.cause_id or ticket.public_title or _caused(ticket):
            raise Conflict("A cause is a request that has no other cause; and what others are linked to is linked to none.", word="one_cause")
        if ticket.status in status.DONE or cause.status in status.DONE:
            raise Conflict("Only open requests can share a cause.", word="open_cause")
        journal.note(ticket, by, "linked", None, f"#{cause.number}")
        ticket.cause_id = cause.id
    return ticket


def solve_caused(happened):
    """TicketSolved: whoever has a request of the same cause is told, in their own language, and it is solved.

    Of a wish it is said that it is there while everybody is shown it; a team that does not fulfil it takes it off their list first.
    """
    _tell(db.session.get(Ticket, happened.ticket_id))


def tell_more(cause_id):
    """The next of those that wait to be told of the solution of the ticket `cause_id`. False: another process has told them."""
    with transaction():
        cause = db.session.get(Ticket, cause_id)
        journal.lock(cause)
        if cause.telling_after is None:
            return False
        _tell(cause)
        return True


def _tell(cause):
    """The first that are not told yet, in the order of their numbers; the clock comes for the others. What was reopened meanwhile is told to nobody."""
    waiting = _caused(cause, cause.telling_after or 0, AT_ONCE) if cause.status in status.DONE else []
    for ticket in waiting:
        now = clock.now()
        journal.become(ticket, "solved", "system")
        clocks.answered(ticket, now)
        clocks.stands_still(ticket, now)
        ticket.solved_at, ticket.alarm_at = now, None
        told = "cause_solved" if ticket.kind != "change" else "wish_done" if cause.public_title else "wish_closed"
        line = journal.say(ticket, "system", "", words.of(ticket.locale)[told].format(title=ticket.subject))
        record(TicketTold(ticket.id, line.id))
    cause.telling_after = waiting[-1].number if len(waiting) == AT_ONCE else None


def _caused(ticket, after=0, most=None):
    """The open tickets that are linked to `ticket`, in order; at most `most` of those behind the number `after`."""
    found = sa.select(Ticket).where(Ticket.cause_id == ticket.id, Ticket.status.in_(status.OPEN), Ticket.number > after)
    return list(db.session.scalars(found.order_by(Ticket.number).limit(most).with_for_update()))
