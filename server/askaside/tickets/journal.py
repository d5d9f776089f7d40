"""What every verb writes: a line of the thread, a change of the status, and who did it."""

from ..core import clock, ids
from ..core.db import db, record, recorded
from ..core.errors import Conflict, Stale
from . import attachments, find, queries, status
from .events import TicketChanged
from .models import TicketChange, TicketMessage


def lock(*tickets):
    """Tickets as they are now, to be changed in this transaction: somebody may have written since they were read."""
    for ticket in sorted(tickets, key=lambda one: one.id):   # always in one order: two who join crosswise do not wait for each other
        db.session.refresh(ticket, with_for_update=True)


def fresh(ticket, seen):
    """raises  Stale when there is a message that the writer did not see (`seen`: the newest that they did, or None: they cannot say)"""
    if seen is not None and seen < ticket.last_n:
        raise Stale("There is a newer message. Read it, then send again; what you wrote is kept.")


def say(ticket, kind, name, body, note=False, files=(), by=None, sent_as=None):
    """The next TicketMessage: by `kind` (requester, agent, system), called `name`; `note`: for agents only; `files`: ids of those that
    `by` (a key) has sent for it; `sent_as`: of `again.mark`. raises  BadRequest naming a file that is not there"""
    now = clock.now()
    ticket.last_n += 1
    ticket.changed_at = now
    if kind == "requester":
        ticket.read_n = ticket.last_n   # who answers has read
    message = TicketMessage(id=ids.new(), ticket_id=ticket.id, n=ticket.last_n, author_kind=kind, author_name=name, body=body, note=note, at=now, sent_as=sent_as)
    db.session.add(message)
    changed(ticket)
    find.keep(ticket, message)
    if files:
        attachments.attach(message, queries.site_of(ticket), by, files)
    return message


def become(ticket, what, by):
    """Change the status by what happened, with its line in the audit. raises  Conflict where it cannot happen"""
    now = status.after(ticket.status, what)
    if now is None:
        word, told = status.REFUSED.get(what, status.CLOSED)
        raise Conflict(told, word=word)
    note(ticket, by, what, ticket.status, now)
    ticket.status, ticket.changed_at = now, clock.now()


def note(ticket, by, what, before, after):
    """A line of the audit: `what` changed `by` whom (a key), from `before` to `after` (short texts, or None)."""
    db.session.add(TicketChange(ticket_id=ticket.id, by=by, what=what, before=before and str(before)[:200], after=after and str(after)[:200], at=clock.now()))
    changed(ticket)


def changed(ticket):
    """Who answers is told, once for everything that this transaction does to it."""
    happened = TicketChanged(ticket.id, ticket.site)
    if not recorded(happened):
        record(happened)
