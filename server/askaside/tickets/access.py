"""The gate: every ticket is reached through here, by who may see it. Who may not, and what is not there, look the same."""

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotFound
from ..people import queries as people
from .models import Ticket


def of_caller(caller):
    """A select of the tickets of the Caller `caller`; of nobody's, while they never wrote."""
    requester = people.requester(caller)
    return sa.select(Ticket).where(Ticket.site == caller.site, Ticket.requester_id == (requester.id if requester else ""))


def signed(site, ticket_id):
    """The Ticket that a signed link named: its signature was the proof. raises  NotFound"""
    ticket = db.session.scalar(sa.select(Ticket).where(Ticket.site == site, Ticket.id == ticket_id))
    if ticket is None:
        raise NotFound("There is no such request.", word="no_request")
    return ticket


def numbered(site, number):
    """The Ticket `number` of `site`, for its agents. raises  NotFound"""
    ticket = db.session.scalar(sa.select(Ticket).where(Ticket.site == site, Ticket.number == number))
    if ticket is None:
        raise NotFound(f"There is no request #{number or '?'}.", word="no_number", values={"number": number or "?"})
    return ticket


def one(caller, ticket_id, lock=False):
    """The Ticket `ticket_id` of `caller`; `lock`: to be changed in this transaction. raises  NotFound"""
    found = of_caller(caller).where(Ticket.id == ticket_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    ticket = db.session.scalar(found)
    if ticket is None:
        raise NotFound("There is no such request.", word="no_request")
    return ticket
