"""What agents are told: letters to a team's mailbox and to who has the ticket, and the alarm of an outage."""

from datetime import timedelta

from ..core import http_out
from ..core.db import db
from ..mail.message import Link
from . import keys, letters, queries, routing, words
from .models import Ticket, TicketMessage
from .sla import ALARM


def opened(ticket, message):
    """A new ticket: the whole story to its team."""
    _tell(ticket, "team_opened", message, assignee=False)


def replied(ticket, message):
    """The requester wrote again: to who has it, else – or where they answer no more – to the team."""
    name = message.author_name or words.of(_locale(ticket))["nameless"]
    _tell(ticket, "team_replied", message, team=_assignee(ticket) is None, name=name)


def assigned(happened):
    """TicketAssigned: to the agent who has it now."""
    ticket = db.session.get(Ticket, happened.ticket_id)
    _tell(ticket, "team_assigned", _first(ticket), team=False)


def escalated(happened):
    """TicketEscalated: what was found out so far, to the team that has it now."""
    ticket, note = db.session.get(Ticket, happened.ticket_id), db.session.get(TicketMessage, happened.note_id)
    _tell(ticket, "team_escalated", _first(ticket), note.body, name=note.author_name or words.of(_locale(ticket))["team"])


def breached(happened):
    """SlaBreached: an answer is late."""
    ticket = db.session.get(Ticket, happened.ticket_id)
    _tell(ticket, f"team_breached_{happened.target}", _first(ticket))


def alarmed(happened):
    """OutageAlarmed: a letter each time; the first time there is that of the new ticket."""
    if happened.alarms == 1:
        return
    ticket = db.session.get(Ticket, happened.ticket_id)
    _tell(ticket, "team_alarm", _first(ticket), alarms=happened.alarms, minutes=ALARM // timedelta(minutes=1))


def rung(happened):
    """OutageAlarmed, after the commit: the site's on-call webhook. What fails is told by the next alarm."""
    ticket = db.session.get(Ticket, happened.ticket_id)
    site = queries.site_of(ticket)
    webhook = site.tables.get("outage")
    if not webhook:
        return
    team = _team(site, ticket)
    link = keys.address(ticket, keys.TEAM, team.key, site.default_locale) if team else None
    told = {"event": "outage", "site": site.key, "number": ticket.number, "subject": ticket.subject, "module": ticket.module, "alarms": happened.alarms,
            "opened_at": ticket.opened_at.isoformat(), "link": link}
    db.session.rollback()   # nothing of the database is held while another server takes its time
    http_out.post_json(webhook, told)


def not_sent_on(ticket, to, sender, body):
    """A letter to the reply address of `to` did not become an answer: they are told, or they would believe the person to be answered."""
    site = queries.site_of(ticket)
    address, holder = to
    _post(ticket, site, address, holder, words.of(site.default_locale)["team_not_sent_on"].format(sender=sender, mail=address), [body])


def overtaken(ticket, to, newer, body):
    """An agent answered by letter without having seen the messages `newer`: they are told those, and that their answer is a note."""
    site = queries.site_of(ticket)
    t, (address, holder) = words.of(site.default_locale), to
    new = [text for line in newer for text in (t["answered"].format(name=line.author_name or t["nameless"]), *letters.told(line, t))]
    _post(ticket, site, address, holder, t["team_overtaken"], [*new, t["team_your_answer"], body])


def _tell(ticket, head, message, *before, team=True, assignee=True, **places):
    """The letter with the head `head` (a key of the words) and the message to the ticket's team, and to its assignee. `before`: texts above it."""
    site = queries.site_of(ticket)
    group, person = _team(site, ticket), _assignee(ticket)
    to = [(group.mail, group.key)] if team and group and group.mail else []
    if assignee and person:
        to.append((person.email, keys.agent(person)))
    for address, holder in to:
        t = words.of(site.default_locale)
        _post(ticket, site, address, holder, t[head].format(**places), [*before, *letters.told(message, t)])


def _post(ticket, site, address, holder, head, paragraphs):
    locale, person, context = site.default_locale, ticket.requester, ticket.context
    t = words.of(locale)
    who = " · ".join(filter(None, [person.name or t["nameless"], person.email, t["proven" if person.key.startswith("sub:") else "unproven"]]))
    where = " · ".join(filter(None, [ticket.module, context.get("url"), context.get("browser")]))
    facts = "; ".join(f"{name}: {answer}" for name, answer in ticket.facts.items())
    due = ticket.first_response_due_at if ticket.first_responded_at is None else ticket.next_response_due_at
    lines = [t["from"].format(who=who), person.account and t["account"].format(account=person.account.name or person.account.key), where and t["where"].format(where=where),
             due and t["due"].format(due=f"{due:%Y-%m-%d %H:%M} UTC"), facts and t["facts"].format(facts=facts)]
    letters.post(ticket, address, f"[#{ticket.number}] {t[f'severity_{ticket.severity}']}: {ticket.subject}", locale,
                 [head, "\n".join(filter(None, lines)), *paragraphs, Link(t["team_open"], keys.address(ticket, keys.TEAM, holder, locale))], holder, marker=True)


def _first(ticket):
    return db.session.query(TicketMessage).filter_by(ticket_id=ticket.id, n=1).one()


def _assignee(ticket):
    """The Agent who has it, if they still answer, or None."""
    return ticket.assignee if ticket.assignee and not ticket.assignee.retired_at else None


def _team(site, ticket):
    return routing.team(site.tables.get("teams", ()), ticket.team)


def _locale(ticket):
    return queries.site_of(ticket).default_locale
