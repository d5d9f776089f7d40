"""What is read of tickets."""

import sqlalchemy as sa

from ..core.db import db
from . import access
from .models import Ticket, TicketMessage


def page(caller, limit, after):
    """([Ticket, …] of `caller`, the newest first, the `number` to go on after or None). `after`: a number, or None."""
    found = access.of_caller(caller).order_by(Ticket.number.desc()).limit(limit + 1)
    if after is not None:
        found = found.where(Ticket.number < after)
    rows = list(db.session.scalars(found))
    return rows[:limit], rows[limit - 1].number if len(rows) > limit else None


def messages(ticket, notes=False):
    """[TicketMessage] in order; what agents wrote among themselves only with `notes`."""
    found = sa.select(TicketMessage).where(TicketMessage.ticket_id == ticket.id).order_by(TicketMessage.n)
    return list(db.session.scalars(found if notes else found.where(TicketMessage.note.is_(False))))
