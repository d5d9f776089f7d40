"""What agents do with a ticket. Each runs in a transaction, writes who changed what (`by`, a key for the audit), and records what happened."""

from datetime import timedelta

from ..core import clock
from ..core.db import db, record, transaction
from ..core.errors import Conflict
from . import clocks, journal, queries, routing, status, words
from .events import TicketAssigned, TicketEscalated, TicketReplied, TicketSolved
from .models import Ticket
from .sla import ALARM


def answer(ticket, by, name, body, seen=None, solve=False, wait=False, note=False, files=(), told=False):
    """A line of an agent's, called `name`. `solve`: it is the solution; `wait`: the requester has to do something first; `note`: for agents only;
    `files`: ids of attachments that `by` has sent; `told`: the requester has it before them already, and gets no letter.

    raises  Stale when there is a message newer than `seen`; Conflict when the ticket is closed; BadRequest naming a file that is not there
    """
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        if note:
            return journal.say(ticket, "agent", name, body, True, files, by)
        journal.become(ticket, "solved" if solve else "asked_back" if wait else "answered", by)
        now = clock.now()
        clocks.answered(ticket, now)
        if solve or wait:
            clocks.stands_still(ticket, now)
        elif ticket.status == "open":
            clocks.runs_again(ticket, now)
        message = journal.say(ticket, "agent", name, body, False, files, by)
        _confirmed(ticket, by)
        record(TicketReplied(ticket.id, message.id, "agent", told))
        if solve:
            ticket.solved_at = ticket.solved_at or now
            record(TicketSolved(ticket.id))
    return message


def take(ticket, by, agent=None, seen=None):
    """Somebody is on it: an outage is confirmed by that. `agent`: the Agent who has it from now on, or None where only a team is known.

    raises  Stale as in `answer`, here and below; Conflict when the ticket is closed
    """
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        journal.become(ticket, "taken", by)
        _confirmed(ticket, by)
        if agent:
            _assign(ticket, by, agent)
    return ticket


def assign(ticket, by, agent, seen=None):
    """Give it to the Agent `agent`, who is told; None: to nobody in the team. An outage is confirmed by who gives it to themselves only."""
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        if ticket.status == "closed":
            raise Conflict("The request is closed.", word="closed")
        _assign(ticket, by, agent)
        if agent and by == f"agent:{agent.email}":
            _confirmed(ticket, by)
        else:   # a colleague who has it is told by letter, and alarmed when they do nothing; nobody is told by nothing else
            _rings(ticket, by, clock.now() + (ALARM if agent else timedelta(0)))
        if agent:
            record(TicketAssigned(ticket.id))
    return ticket


def hold(ticket, by, reason, seen=None):
    """Somebody else has to do something first: why, for the team. The resolution's clock stands still."""
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        journal.become(ticket, "held", by)
        clocks.stands_still(ticket, clock.now())
        journal.say(ticket, "agent", "", reason, note=True)
        _confirmed(ticket, by)
    return ticket


def release(ticket, by, seen=None):
    """Nobody else has to do anything any more."""
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        journal.become(ticket, "released", by)
        clocks.runs_again(ticket, clock.now())
    return ticket


def escalate(ticket, by, name, summary, seen=None):
    """Hand it over to the next tier, with a `summary` of what is known and was tried: nobody begins anew.

    raises  Conflict where there is no higher tier, or the ticket is done; Stale as in `answer`
    """
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        if ticket.status in status.DONE:
            raise Conflict("The request is solved.", word="solved")
        team = routing.next_tier(queries.site_of(ticket).tables.get("teams", ()), ticket.team, ticket.module)
        if team is None:
            raise Conflict("There is no team of a higher tier: write a note, or assign it to somebody.", word="highest")
        journal.note(ticket, by, "escalated", ticket.team, team.key)
        ticket.team, ticket.assignee = team.key, None
        _rings(ticket, by, clock.now())
        line = journal.say(ticket, "agent", name, summary, note=True)
        record(TicketEscalated(ticket.id, line.id))
    return ticket


def hand_over_late(happened):
    """SlaBreached: whoever has it does not come to it, so the next tier gets it; where there is none, it stays."""
    ticket = db.session.get(Ticket, happened.ticket_id)
    site = queries.site_of(ticket)
    if routing.next_tier(site.tables.get("teams", ()), ticket.team, ticket.module):
        t = words.of(site.default_locale)
        escalate(ticket, "system", "", t["team_escalated_late"].format(what=t[f"team_breached_{happened.target}"]))


def _assign(ticket, by, agent):
    journal.note(ticket, by, "assigned", ticket.assignee and ticket.assignee.email, agent and agent.email)
    ticket.assignee = agent


def _rings(ticket, by, at):
    """Whoever has it now has not confirmed an outage, whatever others did before: it rings from the moment `at` on, until they take, answer or hold it."""
    if ticket.severity == "outage" and ticket.status in status.OPEN:
        if ticket.alarm_at is None:
            journal.note(ticket, by, "unconfirmed", None, None)
        ticket.alarm_at = min(at, ticket.alarm_at or at)


def _confirmed(ticket, by):
    """Whoever takes, answers or holds an outage has heard of it."""
    if ticket.alarm_at:
        journal.note(ticket, by, "confirmed", ticket.alarms, None)
        ticket.alarm_at = None
