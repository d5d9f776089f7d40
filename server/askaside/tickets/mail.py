"""What the requester is told by letter, within the transaction of what happened."""

from datetime import timedelta

from ..core import clock
from ..core.db import db
from ..hours.in_words import promised
from ..mail import outbox
from ..mail.message import Link
from . import keys, letters, queries, team_mail, words
from .models import Ticket, TicketMessage

RECEIPTS = timedelta(hours=1)   # one to an address that nobody confirmed


def opened(happened):
    """TicketOpened: to the person what was received, what we said to it, and when the answer comes; to the team the whole story."""
    ticket = db.session.get(Ticket, happened.ticket_id)
    first, *more = queries.messages(ticket)
    t = words.of(ticket.locale)
    _to_requester(ticket, [t["received"].format(number=ticket.number), *(line.body for line in more if line.author_kind != "requester"), *_promise(ticket, ticket.locale), t["yours"],
                           *(part for line in (first, *more) if line.author_kind == "requester" for part in letters.told(line, t))])
    team_mail.opened(ticket, first)


def awaited(happened):
    """WishShared: to the person that they will be told. The team knows of it, and is not."""
    ticket = db.session.get(Ticket, happened.ticket_id)
    first = db.session.query(TicketMessage).filter_by(ticket_id=ticket.id, n=1).one()
    t = words.of(ticket.locale)
    _to_requester(ticket, [t["received"].format(number=ticket.number), t["wish_kept"], t["yours"], *letters.told(first, t)])


def replied(happened):
    """TicketReplied: an agent's words to the person, the person's to the team."""
    ticket, message = db.session.get(Ticket, happened.ticket_id), db.session.get(TicketMessage, happened.message_id)
    if happened.told:
        return
    if happened.by == "agent":
        t = words.of(ticket.locale)
        head = t["answered"].format(name=message.author_name) if message.author_name else t["answered_nameless"]
        _to_requester(ticket, [head, *letters.told(message, t), *([t["solved"]] if ticket.status == "solved" else [])])
    else:
        team_mail.replied(ticket, message)


def told(happened):
    """TicketTold: a line of the system's to the person."""
    ticket, message = db.session.get(Ticket, happened.ticket_id), db.session.get(TicketMessage, happened.message_id)
    _to_requester(ticket, [message.body])


def _to_requester(ticket, paragraphs):
    """To a confirmed address the words; to any other one receipt an hour, without a byte that anybody wrote."""
    person = ticket.requester
    if not person.email:
        return
    t = words.of(ticket.locale)
    if person.email_confirmed_at:
        paragraphs = [*paragraphs, Link(t["read"], keys.address(ticket, keys.REQUESTER, person.id, ticket.locale))]
        letters.post(ticket, person.email, f"[#{ticket.number}] {ticket.subject}", ticket.locale, paragraphs, person.id, person.name)
    elif not outbox.posted_since(ticket.site, person.email, clock.now() - RECEIPTS):
        name = queries.site_of(ticket).name
        letters.post(ticket, person.email, t["receipt_subject"].format(site=name), ticket.locale,
              [t["receipt"].format(site=name), Link(t["confirm"], keys.address(ticket, keys.confirming(person.email), person.id, ticket.locale))])


def _promise(ticket, locale):
    """[sentence] of when the answer comes; [] where nothing is promised."""
    if ticket.promised_at is None:
        return []
    site = queries.site_of(ticket)
    policy = site.tables["sla"].get(ticket.policy) if ticket.policy else None
    calendar = policy and site.tables["calendars"].get(policy.calendar_for(ticket.severity))
    told = [promised(ticket.promised_at, clock.now(), locale, calendar)] if calendar else []
    return [*told, *filter(None, [words.notice(ticket)])]
