"""Letters about requests: to the person, to the team. Posted within the transaction of what they tell."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import current_app

from ..core import clock, ids
from ..core import locale as locales_
from ..core.db import db
from ..hours.in_words import promised
from ..mail import outbox
from ..mail.message import AddressRefused, Letter, Link, new_message_id
from ..mail.reply_address import make as reply_address
from . import attachments, keys
from .models import Ticket, TicketMessage

TEXTS = Path(__file__).with_name("letters.toml")
RECEIPTS = timedelta(hours=1)   # one to an address that nobody confirmed


def opened(happened):
    """TicketOpened: what was received and when the answer comes to the person, the whole story to the team."""
    ticket = db.session.get(Ticket, happened.ticket_id)
    first = db.session.query(TicketMessage).filter_by(ticket_id=ticket.id, n=1).one()
    t = _words(ticket.locale)
    _to_requester(ticket, [t["received"].format(number=ticket.number), *_promise(ticket, ticket.locale), t["yours"], *_told(first, t)])
    _to_team(ticket, _words(_site(ticket).default_locale)["team_opened"], first)


def replied(happened):
    """TicketReplied: an agent's words to the person, the person's to the team."""
    ticket, message = db.session.get(Ticket, happened.ticket_id), db.session.get(TicketMessage, happened.message_id)
    if happened.by == "agent":
        t = _words(ticket.locale)
        head = t["answered"].format(name=message.author_name) if message.author_name else t["answered_nameless"]
        _to_requester(ticket, [head, *_told(message, t), *([t["solved"]] if ticket.status == "solved" else [])])
    else:
        t = _words(_site(ticket).default_locale)
        _to_team(ticket, t["team_replied"].format(name=message.author_name or t["nameless"]), message)


def _to_requester(ticket, paragraphs):
    """To a confirmed address the words; to any other one receipt an hour, without a byte that anybody wrote."""
    person = ticket.requester
    if not person.email:
        return
    t = _words(ticket.locale)
    if person.email_confirmed_at:
        paragraphs = [*paragraphs, Link(t["read"], keys.address(ticket, keys.REQUESTER, person.id, ticket.locale))]
        _post(ticket, person.email, f"[#{ticket.number}] {ticket.subject}", ticket.locale, paragraphs, person.id, person.name)
    elif not outbox.posted_since(ticket.site, person.email, clock.now() - RECEIPTS):
        name = _site(ticket).name
        _post(ticket, person.email, t["receipt_subject"].format(site=name), ticket.locale,
              [t["receipt"].format(site=name), Link(t["confirm"], keys.address(ticket, keys.confirming(person.email), person.id, ticket.locale))])


def _to_team(ticket, head, message):
    site = _site(ticket)
    team = next((one for one in site.tables.get("teams", ()) if one.key == ticket.team), None)
    if team is None or not team.mail:
        return
    locale, person, context = site.default_locale, ticket.requester, ticket.context
    t = _words(locale)
    who = " · ".join(filter(None, [person.name or t["nameless"], person.email, t["proven" if person.key.startswith("sub:") else "unproven"]]))
    where = " · ".join(filter(None, [ticket.module, context.get("url"), context.get("browser")]))
    facts = "; ".join(f"{name}: {answer}" for name, answer in ticket.facts.items())
    lines = [t["from"].format(who=who), person.account and t["account"].format(account=person.account.name or person.account.key), where and t["where"].format(where=where),
             ticket.first_response_due_at and t["due"].format(due=f"{ticket.first_response_due_at:%Y-%m-%d %H:%M} UTC"), facts and t["facts"].format(facts=facts)]
    severity = t[f"severity_{ticket.severity}"]
    _post(ticket, team.mail, f"[#{ticket.number}] {severity}: {ticket.subject}", locale,
          [head, "\n".join(filter(None, lines)), *_told(message, t), Link(t["team_open"], keys.address(ticket, keys.TEAM, team.key, locale))])


def _told(message, t):
    """The paragraphs of a message: its words, and the names of its files, which are fetched by the link of the letter."""
    files = attachments.of([message]).get(message.id, ())
    return [message.body, *([t["files"] + "\n" + "\n".join(row.name for row in files)] if files else [])]


def _promise(ticket, locale):
    """[sentence] of when the answer comes; [] where nothing is promised."""
    if ticket.promised_at is None:
        return []
    site = _site(ticket)
    policy = site.tables["sla"].get(ticket.policy) if ticket.policy else None
    calendar = policy and site.tables["calendars"].get(policy.calendar_for(ticket.severity))
    return [promised(ticket.promised_at, clock.now(), locale, calendar)] if calendar else []


def _post(ticket, to, subject, locale, paragraphs, requester_id=None, to_name=""):
    mailbox = current_app.config["MAIL_FROM"]
    if not mailbox:
        return   # this server writes no letters
    site = _site(ticket)
    answer_to = reply_address(current_app.secret_key.encode(), mailbox, site.key, ticket.id, requester_id) if requester_id else ""
    try:
        outbox.post(site.key, Letter(
            to=to, to_name=to_name, subject=subject, locale=locale, paragraphs=tuple(paragraphs), from_name=site.name, from_address=mailbox, reply_to=answer_to,
            message_id=new_message_id(mailbox.partition("@")[2], f"{ticket.id}-{ids.new()}"), references=(_thread(ticket, mailbox),), date=clock.now(), automatic=True), ticket.id)
    except AddressRefused as wrong:
        current_app.logger.warning("no letter for request %s: %s", ticket.id, wrong)   # the request itself is kept all the same


def _thread(ticket, mailbox):
    """One lasting id that every letter about a request refers to: mail programs put them together by it."""
    return f"<askaside.{ticket.id}@{mailbox.partition('@')[2]}>"


def _site(ticket):
    return current_app.shelf.library(ticket.site).site


def _words(locale):
    texts = _texts()
    return texts[locales_.pick(locale, texts, "en") or "en"]


@cache
def _texts():
    return tomllib.loads(TEXTS.read_text("utf-8"))
