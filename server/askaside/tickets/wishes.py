"""Changes that many wish for: the team shows one to everybody under a title of its own, and others say "me too". Nobody's words are shown to anybody else."""

import sqlalchemy as sa

from ..core import clock, ids
from ..core.db import db, record, transaction
from ..core.errors import Conflict, NotFound
from ..people import actions as people
from ..people.entitlements import entitlement
from . import actions, again, journal, status, words
from .events import WishShared
from .models import Ticket, TicketMessage
from .queries import IS_OPEN
from .severity import severity_of

TITLE = 120   # letters
CHANGE = "change"


def may_be_public(ticket):
    """Is it an open wish of its own? A question may be one, too: the form asks nobody what kind it is."""
    return ticket.kind in (CHANGE, "question") and ticket.status in status.OPEN and ticket.cause_id is None


def publish(ticket, by, title, seen=None):
    """Show the change `ticket` to everybody as `title`, words of the team's own; None: to nobody any more. A question is a change from then on.

    raises  Conflict for what is no open change, or waits for another one; Stale when there is a message newer than `seen`
    """
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        title = title and " ".join(title.split())
        if title and not may_be_public(ticket):
            raise Conflict("Only an open change can be shown to others, and none that waits for another one.", word="not_shown")
        if title and ticket.kind != CHANGE:
            journal.note(ticket, by, "kind", ticket.kind, CHANGE)
            ticket.kind = CHANGE
        journal.note(ticket, by, "published", ticket.public_title, title)
        ticket.public_title = title
    return ticket


def me_too(caller, site, id_, *, locale, body=None, email=None, name=None, files=(), key=None):
    """`caller` wishes for the public change `id_` of the Site `site`, too: the Ticket that waits for it, or the one that they have already.
    It is on hold, nothing is owed, and it is solved with the first one.

    `body`: what they add, a line of the Ticket that there is; `email` to `key`: as in `actions.open_`.

    raises  NotFound for what everybody is not shown now; else as `actions.open_`
    """
    now, sent_as = clock.now(), again.mark(caller, key, id_)
    line = "\n\n".join(filter(None, (words.of(locale)["me_too"], body)))
    with transaction() as session:
        if first := again.said(sent_as, line):
            return session.get(Ticket, first.ticket_id)
        wish = _public(site.key, id_)
        requester = people.keep(caller, locale=locale, name=name, email=email)
        if mine := _theirs(requester, wish):
            if body and not _said(mine, (line, body)):
                actions.reply(caller, mine.id, body, files=files, key=key)
            return mine
        entitled = entitlement(site.tables.get("plans", {}), (requester.account and requester.account.plan) or requester.plan)
        policy = actions.policy_of(site, entitled)   # for what is owed if they reopen it
        ticket = Ticket(id=ids.new(), site=site.key, number=ids.next_number(site.key, "ticket"), requester=requester, kind=CHANGE, severity=severity_of(CHANGE, {}),
                        status="on_hold", subject=wish.public_title, module=wish.module, locale=locale, team=wish.team, priority=entitled.priority,
                        policy=policy and policy.key, facts={}, context={}, cause_id=wish.id, opened_at=now, changed_at=now, paused_at=now, last_n=0)
        session.add(ticket)
        session.flush()
        journal.say(ticket, "requester", requester.name, line, files=files, by=caller.key, sent_as=sent_as)
        journal.note(ticket, caller.key, "opened", None, ticket.status)
        journal.note(ticket, caller.key, "linked", None, f"#{wish.number}")
        record(WishShared(ticket.id))
    return ticket


def _public(site, id_):
    """The Ticket that everybody is shown, locked: nobody solves it meanwhile. raises  NotFound"""
    found = sa.select(Ticket).where(Ticket.site == site, Ticket.id == id_, Ticket.public_title.is_not(None), IS_OPEN)
    wish = db.session.scalar(found.with_for_update().execution_options(populate_existing=True))
    if wish is None:
        raise NotFound("There is no such change.", word="no_wish")
    return wish


def _theirs(requester, wish):
    """Their own open Ticket of this wish, or None."""
    if wish.requester_id == requester.id:
        return wish
    return db.session.scalar(sa.select(Ticket).where(Ticket.cause_id == wish.id, Ticket.requester_id == requester.id, IS_OPEN).order_by(Ticket.number).limit(1))


def _said(ticket, lines):
    return db.session.scalar(sa.select(TicketMessage.id).where(TicketMessage.ticket_id == ticket.id, TicketMessage.body.in_(lines)).limit(1)) is not None
