"""What a requester does with a ticket. Each runs in a transaction, writes who changed what, and records what happened."""

from ..core import clock, ids
from ..core.db import db, record, transaction
from ..core.errors import Conflict
from ..people import actions as people
from ..people.entitlements import entitlement
from . import access, again, clocks, fair_use, journal, promise, queries, routing, sla, status
from .events import TicketAssigned, TicketOpened, TicketReopened, TicketReplied
from .fair_use import Use
from .models import Ticket
from .severity import kind_of, severity_of
from .site_tables import DEFAULT

SUBJECT = 80   # letters of the body that stand for a subject where none was given


def open_(caller, site, *, body, locale, subject=None, kind=None, facts=None, email=None, name=None, context=None, outage=False, files=(), key=None):
    """A new Ticket of `caller` within the Site `site`: its severity from the facts, its team by module, its promise by the policy.

    `files`: ids of attachments that the caller has sent; `key`: with the same one again it is the Ticket that there is.

    raises  BadRequest for a file that is not there; IdempotencyConflict for other words with the same key
    """
    now, context = clock.now(), context or {}
    facts = {**(facts or {}), **({"anyone_can_work": "no"} if outage else {})}   # it is a fact like the others, said in other words
    kind = kind_of(kind, facts)
    severity, trail = severity_of(kind, facts), context.get("trail", ())
    module, sent_as = module_of(site, context), again.mark(caller, key)
    with transaction() as session:
        if first := again.said(sent_as, body):
            return session.get(Ticket, first.ticket_id)
        requester = people.keep(caller, locale=locale, name=name, email=email)
        entitled = entitled_to(site, requester)
        use = Use(queries.asked(requester, now - fair_use.SPAN) + 1, entitled.fair_use, fair_use.unread(trail, queries.with_steps(site, locale, trail)))
        ticket = begin(site, requester, now, use, kind=kind, severity=severity, subject=subject or subject_of(body), module=module, locale=locale, facts=facts, context=context)
        journal.say(ticket, "requester", requester.name, body, files=files, by=caller.key, sent_as=sent_as)
        journal.note(ticket, caller.key, "opened", None, "new")
        if use.factor(severity) > 1:
            ticket.over_use = {"asked": use.asked, "included": use.included}
            journal.note(ticket, "system", "fair_use", f"{use.asked} of {use.included} in 30 days, {use.unread} unread", f"{use.factor(severity):.2f} times the wait")
    return ticket


def begin(site, requester, now, use=None, *, severity, module, **told):
    """A new Ticket of the Requester `requester` within the Site `site`, opened at `now`, without a line yet: its number, promise, team, and who is told.

    `use`: the Use that its promise counts with, or None; `told`: further columns. Within a transaction.
    """
    entitled = entitled_to(site, requester)
    policy, due, promised_at = promised(site, entitled, severity, now, use)
    team, manager = _first_hands(site, requester, module)
    ticket = Ticket(id=ids.new(), site=site.key, number=ids.next_number(site.key, "ticket"), requester=requester, severity=severity, status="new", module=module,
                    team=team and team.key, assignee=manager, priority=entitled.priority, policy=policy and policy.key, opened_at=now, changed_at=now, last_n=0,
                    first_response_due_at=due.first_response_at, promised_at=promised_at, resolution_due_at=due.resolution_at, alarm_at=now if severity == "outage" else None, **told)
    clocks.owe(ticket)
    db.session.add(ticket)
    db.session.flush()
    record(TicketOpened(ticket.id))
    if manager:
        record(TicketAssigned(ticket.id))
    return ticket


def entitled_to(site, requester):
    """The Entitlement of the Requester `requester`."""
    return entitlement(site.tables.get("plans", {}), (requester.account and requester.account.plan) or requester.plan)


def reply(caller, ticket_id, body, seen=None, files=(), key=None):
    """A line of the requester's. `seen`: the number of the newest message they saw; `files`, `key`: as in `open_`.

    raises  NotFound; Stale when there is a newer one; Conflict when the ticket is closed; BadRequest and IdempotencyConflict as in `open_`
    """
    sent_as = again.mark(caller, key, ticket_id)
    with transaction():
        ticket = access.one(caller, ticket_id, lock=True)
        if first := again.said(sent_as, body):
            return first
        if ticket.merged_into_id:
            ticket, seen = access.one(caller, ticket.merged_into_id, lock=True), None
        journal.fresh(ticket, seen)
        journal.become(ticket, "asked", caller.key)
        ticket.solved_at = None
        clocks.asked(ticket, clock.now())
        message = journal.say(ticket, "requester", ticket.requester.name, body, files=files, by=caller.key, sent_as=sent_as)
        record(TicketReplied(ticket.id, message.id, "requester"))
    return message


def read(caller, ticket_id, n):
    """The requester has read up to message `n`; an earlier one changes nothing. raises  NotFound"""
    with transaction():
        ticket = access.one(caller, ticket_id, lock=True)
        ticket.read_n = max(ticket.read_n, min(n, ticket.last_n))


def reopen(caller, ticket_id):
    """The requester is not helped yet. raises  NotFound; Conflict when the ticket is not solved"""
    with transaction():
        ticket = access.one(caller, ticket_id, lock=True)
        if ticket.merged_into_id:
            raise Conflict("This request was joined to another one of yours: write there.", word="joined")
        journal.become(ticket, "reopened", caller.key)
        ticket.solved_at = None
        clocks.asked(ticket, clock.now())
        record(TicketReopened(ticket.id))
    return ticket


def rate(caller, ticket_id, stars, text=None):
    """How it was, 1 to 5; a later word takes the place of an earlier one. raises  NotFound; Conflict before it is solved"""
    with transaction():
        ticket = access.one(caller, ticket_id, lock=True)
        if ticket.status not in status.DONE:
            raise Conflict("A request can be rated when it is solved.", word="rate_solved")
        journal.note(ticket, caller.key, "rated", ticket.stars, stars)
        ticket.stars, ticket.rating_text = stars, text
    return ticket


def promised(site, entitled, severity, now, use=None):
    """(SlaPolicy, DueTimes, the moment that is told) for what comes at `now`: by the policy of the Entitlement, else the default one, and
    by the Use. (None, empty, None) where the Site promises nothing."""
    policy = policy_of(site, entitled)
    if policy is None:
        return None, sla.DueTimes(), None
    calendar = site.tables["calendars"][policy.calendar_for(severity)]
    due = sla.due_times(policy, calendar, severity, now, use.factor(severity) if use else 1)
    return policy, due, promise.answer_by(due.first_response_at, due.first_response_at and promise.estimate(calendar, now, **queries.pace(site.key, now)))


def policy_of(site, entitled):
    """The SlaPolicy of the Entitlement within the Site, else its default one; None where it promises nothing."""
    policies = site.tables.get("sla", {})
    return policies.get(entitled.sla or entitled.plan) or policies.get(DEFAULT)


def _first_hands(site, requester, module):
    """(Team or None, Agent or None): the account's own agent, who knows it, else the team that knows the module."""
    teams = site.tables.get("teams", ())
    manager = requester.account and requester.account.manager
    if manager and not manager.retired_at:
        own = routing.own_team(teams, {row.team for row in manager.teams if row.site == site.key}, module)
        if own:
            return own, manager
    return routing.team_for(teams, module), None


def module_of(site, context):
    """The key of the module that the request came from, or None."""
    if site.module(context.get("module")):
        return context["module"]
    found = site.module_of(site.within(context["url"])) if context.get("url") else None
    return found and found.key


def subject_of(body):
    line = " ".join(body.split())
    return line if len(line) <= SUBJECT else line[:SUBJECT - 1].rstrip() + "…"
