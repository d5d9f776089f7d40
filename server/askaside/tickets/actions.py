"""What can be done with a ticket. Each runs in a transaction, writes who changed what, and records what happened."""

from ..core import clock, ids
from ..core.db import db, record, transaction
from ..core.errors import Conflict, Stale
from ..people import actions as people
from . import access, attachments, promise, queries, sla, status
from .events import TicketOpened, TicketReopened, TicketReplied, TicketSolved
from .models import Ticket, TicketChange, TicketMessage
from .routing import team_for
from .severity import kind_of, severity_of
from .site_tables import DEFAULT

SUBJECT = 80   # letters of the body that stand for a subject where none was given


def open_(caller, site, *, body, locale, subject=None, kind=None, facts=None, email=None, name=None, context=None, outage=False, files=()):
    """A new Ticket of `caller` within the Site `site`: its severity from the facts, its team by module, its promise by the policy.

    `files`: ids of attachments that the caller has sent. raises  BadRequest for one that is not there
    """
    now, context = clock.now(), context or {}
    facts = {**(facts or {}), **({"anyone_can_work": "no"} if outage else {})}   # it is a fact like the others, said in other words
    kind = kind_of(kind, facts)
    severity = severity_of(kind, facts)
    module = _module(site, context)
    with transaction() as session:
        requester = people.keep(caller, locale=locale, name=name, email=email)
        policy, due, promised_at = promised(site, (requester.account and requester.account.plan) or requester.plan, severity, now)
        team = team_for(site.tables.get("teams", ()), module)
        ticket = Ticket(id=ids.new(), site=site.key, number=ids.next_number(site.key, "ticket"), requester=requester, kind=kind, severity=severity,
                        status="new", subject=subject or _subject(body), module=module, locale=locale, team=team and team.key,
                        policy=policy and policy.key, facts=facts,
                        context=context, opened_at=now, changed_at=now, last_n=0,
                        first_response_due_at=due.first_response_at, promised_at=promised_at, resolution_due_at=due.resolution_at)
        session.add(ticket)
        session.flush()
        _say(ticket, "requester", requester.name, body, files=files, by=caller.key)
        _note(ticket, caller.key, "opened", None, "new")
        record(TicketOpened(ticket.id))
    return ticket


def reply(caller, ticket_id, body, seen=None, files=()):
    """A line of the requester's. `seen`: the number of the newest message they saw; `files`: as in `open_`.

    raises  NotFound; Stale when there is a newer one; Conflict when the ticket is closed; BadRequest for a file that is not there
    """
    with transaction():
        ticket = access.one(caller, ticket_id, lock=True)
        _fresh(ticket, seen)
        _become(ticket, "asked", caller.key, "The request is closed. Reopen it, or write a new one.")
        message = _say(ticket, "requester", ticket.requester.name, body, files=files, by=caller.key)
        record(TicketReplied(ticket.id, message.id, "requester"))
    return message


def answer(ticket, by, name, body, seen=None, solve=False, note=False, files=()):
    """A line of an agent's on `ticket`, `by` (a key for the audit) called `name`; `solve`: it is the solution; `note`: for agents only.

    `files`: ids of attachments that `by` has sent. raises  Stale, Conflict, BadRequest as in `reply`
    """
    with transaction():
        db.session.refresh(ticket, with_for_update=True)   # somebody may have written since it was read
        _fresh(ticket, seen)
        message = _say(ticket, "agent", name, body, note, files, by)
        if not note:
            ticket.first_responded_at = ticket.first_responded_at or clock.now()
            _become(ticket, "solved" if solve else "answered", by, "The request is closed.")
            record(TicketReplied(ticket.id, message.id, "agent"))
            if solve:
                ticket.solved_at = clock.now()
                record(TicketSolved(ticket.id))
    return message


def reopen(caller, ticket_id):
    """The requester is not helped yet. raises  NotFound; Conflict when the ticket is not solved"""
    with transaction():
        ticket = access.one(caller, ticket_id, lock=True)
        _become(ticket, "reopened", caller.key, "The request is still open.")
        ticket.solved_at = None
        record(TicketReopened(ticket.id))
    return ticket


def rate(caller, ticket_id, stars, text=None):
    """How it was, 1 to 5; a later word takes the place of an earlier one. raises  NotFound; Conflict before it is solved"""
    with transaction():
        ticket = access.one(caller, ticket_id, lock=True)
        if ticket.status not in status.DONE:
            raise Conflict("A request can be rated when it is solved.")
        _note(ticket, caller.key, "rated", ticket.stars, stars)
        ticket.stars, ticket.rating_text = stars, text
    return ticket


def promised(site, plan, severity, now):
    """(SlaPolicy, DueTimes, the moment that is told) for what comes at `now`: by the policy of `plan`, else the default one. (None, empty, None)
    where the Site promises nothing."""
    policies = site.tables.get("sla", {})
    policy = policies.get(plan) or policies.get(DEFAULT)
    if policy is None:
        return None, sla.DueTimes(), None
    calendar = site.tables["calendars"][policy.calendar_for(severity)]
    due = sla.due_times(policy, calendar, severity, now)
    return policy, due, promise.answer_by(due.first_response_at, due.first_response_at and promise.estimate(calendar, now, **queries.pace(site.key, now)))


def _module(site, context):
    """The key of the module that the request came from, or None."""
    if site.module(context.get("module")):
        return context["module"]
    found = site.module_of(site.within(context["url"])) if context.get("url") else None
    return found and found.key


def _subject(body):
    line = " ".join(body.split())
    return line if len(line) <= SUBJECT else line[:SUBJECT - 1].rstrip() + "…"


def _fresh(ticket, seen):
    if seen is not None and seen < ticket.last_n:
        raise Stale("There is a newer message. Read it, then send again; what you wrote is kept.")


def _say(ticket, kind, name, body, note=False, files=(), by=None):
    now = clock.now()
    ticket.last_n += 1
    ticket.changed_at = now
    message = TicketMessage(id=ids.new(), ticket_id=ticket.id, n=ticket.last_n, author_kind=kind, author_name=name or "", body=body, note=note, at=now)
    db.session.add(message)
    if files:
        attachments.attach(message, attachments.site_of(ticket), by, files)
    return message


def _become(ticket, what, by, refusal):
    """Change the status by what happened, with its line in the audit. raises  Conflict(refusal) where it cannot happen"""
    now = status.after(ticket.status, what)
    if now is None:
        raise Conflict(refusal)
    _note(ticket, by, what, ticket.status, now)
    ticket.status, ticket.changed_at = now, clock.now()


def _note(ticket, by, what, before, after):
    db.session.add(TicketChange(ticket_id=ticket.id, by=by, what=what, before=before and str(before), after=after and str(after), at=clock.now()))
