"""What changed in a site, by number: without gaps, since each is taken in the transaction that it belongs to."""

import sqlalchemy as sa

from ..core import ids
from ..core.db import db
from .models import Ticket

MOST = 200   # that are named; who missed more reads everything anew


def number(happened):
    """TicketChanged: the next number of its site is its."""
    db.session.get(Ticket, happened.ticket_id).rev = ids.next_number(happened.site, "change")


def newest(site):
    """The number of the last change in `site` (its key); 0 before there is any."""
    return db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Ticket.rev), 0)).where(Ticket.site == site))


def since(site, after):
    """[id] of the tickets of `site` that changed after the number `after`, the last first; at most MOST + 1."""
    return list(db.session.scalars(sa.select(Ticket.id).where(Ticket.site == site, Ticket.rev > after).order_by(Ticket.rev.desc()).limit(MOST + 1)))
