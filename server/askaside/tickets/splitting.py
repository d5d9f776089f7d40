"""Two matters in one ticket: a line of the requester's becomes a ticket of its own. Nothing is taken out of the first one."""

import sqlalchemy as sa

from ..core import clock, uploads
from ..core.db import db, transaction
from ..core.errors import BadRequest, Conflict
from . import actions, attachments, journal, queries, words
from .models import TicketChange, TicketMessage
from .severity import severity_of


def split(ticket, n, by, seen=None, subject=None):
    """The new Ticket that the requester's message `n` of `ticket` became, with its files: its words are the first line, and its promise counts from now.

    The kind stays; how bad it is does not follow from the facts of the other matter. The person is told, and the team by a note.

    raises  BadRequest when there is no such line of the requester's; Conflict when it was split off before; Stale when there is a message newer than `seen`
    """
    with transaction():
        journal.lock(ticket)
        journal.fresh(ticket, seen)
        line = db.session.scalar(sa.select(TicketMessage).where(TicketMessage.ticket_id == ticket.id, TicketMessage.n == n, TicketMessage.author_kind == "requester"))
        if line is None:
            raise BadRequest(f"Message {n} is none of the requester's.", word="no_line", errors={"n": ["Choose a line of the person who asks."]})
        if before := db.session.scalar(sa.select(TicketChange.after).where(TicketChange.ticket_id == ticket.id, TicketChange.what == "split", TicketChange.before == str(n))):
            raise Conflict(f"Message {n} is request {before} already.", word="split", values={"number": before.removeprefix("#")})
        site, now = queries.site_of(ticket), clock.now()
        context = {name: value for name, value in ticket.context.items() if name != "trail"}   # what they tried was about the other matter
        new = actions.begin(site, ticket.requester, now, kind=ticket.kind, severity=severity_of(ticket.kind, {}), subject=subject or actions.subject_of(line.body),
                            module=ticket.module, locale=ticket.locale, facts={}, context=context)
        first = journal.say(new, "requester", line.author_name, line.body)
        for row in attachments.of([line]).get(line.id, ()):
            uploads.copy(row, first.id)
        journal.say(new, "system", "", words.of(new.locale)["split_off"].format(number=ticket.number))
        journal.say(ticket, "system", "", words.of(site.default_locale)["split_here"].format(n=n, number=new.number), note=True)
        journal.note(new, by, "opened", f"#{ticket.number}", "new")
        journal.note(ticket, by, "split", n, f"#{new.number}")
    return new
