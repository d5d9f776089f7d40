"""The clocks of a ticket: what starts, stops and pauses them. They count working time of the policy's calendar.

first response   from the opening to the first answer
next response    from each line that a requester adds after an answer, to the next answer
resolution       from the opening to the solution; it stands still while the requester, or somebody else, has to do something
"""

from ..core.errors import NotFound
from . import queries, sla, status


def owe(ticket):
    """Set `due_at` to the first moment that is owed; what is done was answered, and stands still."""
    first = ticket.first_response_due_at if ticket.first_responded_at is None else None
    last = ticket.resolution_due_at if ticket.paused_at is None else None
    ticket.due_at = min(filter(None, (first, ticket.next_response_due_at, last)), default=None)


def asked(ticket, now):
    """The requester wrote: what waited for them runs again, and an answer is owed."""
    if ticket.status not in status.WAITING:
        runs_again(ticket, now)
    if ticket.first_responded_at and ticket.next_response_due_at is None:
        ticket.next_response_breached_at = None
        ticket.next_response_due_at = _due(ticket, "next_response", now)
    owe(ticket)


def answered(ticket, now):
    """An agent wrote: nothing is owed until the requester does."""
    ticket.first_responded_at = ticket.first_responded_at or now
    ticket.next_response_due_at = None
    owe(ticket)


def stands_still(ticket, now):
    """Somebody else has to do something first, or it is done."""
    ticket.paused_at = ticket.paused_at or now
    owe(ticket)


def runs_again(ticket, now):
    """The working time that was left when it stopped is left now."""
    since, due = ticket.paused_at, ticket.resolution_due_at
    ticket.paused_at = None
    if since and due and due > since:   # else it did not stand still, or its time was over before
        _, calendar = _promise(ticket)
        ticket.resolution_due_at = calendar.add_working_time(now, calendar.working_time_between(since, due)) if calendar else due + (now - since)
    owe(ticket)


def _due(ticket, target, now):
    policy, calendar = _promise(ticket)
    return policy and sla.due_at(policy, calendar, target, ticket.severity, now)


def _promise(ticket):
    """(SlaPolicy, BusinessCalendar) that the ticket was opened under; (None, None) where its site has them no longer."""
    try:
        tables = queries.site_of(ticket).tables
        policy = tables.get("sla", {}).get(ticket.policy)
        calendar = policy and tables["calendars"].get(policy.calendar_for(ticket.severity))
    except NotFound:
        return None, None
    return (policy, calendar) if calendar else (None, None)
