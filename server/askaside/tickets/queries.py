"""What is read of tickets."""

import sqlalchemy as sa
from flask import current_app

from ..core.db import db
from ..people.models import Account, Requester
from . import access, promise
from .models import Ticket, TicketMessage
from .status import OPEN

# Written out, not bound: only so SQLite sees that the index of the open ones holds them all.
IS_OPEN = Ticket.status.in_(sa.bindparam("open", OPEN, expanding=True, literal_execute=True))


# What is on hold waits for somebody else: it keeps nobody from answering the next one.
OURS = Ticket.status.in_(sa.bindparam("ours", ("new", "open", "pending"), expanding=True, literal_execute=True))
_UNREAD = (TicketMessage.n > Ticket.read_n, TicketMessage.note.is_(False), TicketMessage.author_kind != "requester")


def page(caller, limit, after):
    """([Ticket, …] of `caller`, the newest first, the `number` to go on after or None). `after`: a number, or None."""
    found = access.of_caller(caller).order_by(Ticket.number.desc()).limit(limit + 1)
    if after is not None:
        found = found.where(Ticket.number < after)
    rows = list(db.session.scalars(found))
    return rows[:limit], rows[limit - 1].number if len(rows) > limit else None


def site_of(ticket):
    """The Site of `ticket` as its folder is now. raises  NotFound when it is there no longer"""
    return current_app.shelf.library(ticket.site).site


def with_steps(site, locale, trail):
    """{id} of the articles that `trail` ([{article?, …}]) names and whose answer, as it stands now in `locale`, is made of steps: a browser is not asked."""
    articles = current_app.shelf.library(site.key).view(locale).articles
    named = {step.get("article") for step in trail}
    return {id_ for id_ in named if id_ in articles and articles[id_].has_steps}


def owed_at(ticket):
    """The moment by which an answer was said to be there, while one is owed; else None."""
    if ticket.status not in OPEN:
        return None
    return ticket.promised_at if ticket.first_responded_at is None else ticket.next_response_due_at


def messages(ticket, notes=False):
    """[TicketMessage] in order; what agents wrote among themselves only with `notes`."""
    found = sa.select(TicketMessage).where(TicketMessage.ticket_id == ticket.id).order_by(TicketMessage.n)
    return list(db.session.scalars(found if notes else found.where(TicketMessage.note.is_(False))))


def newer(ticket, n, name):
    """[TicketMessage] of `ticket` behind number `n` that an agent called `name` has to know before an answer: the requester's words and those of
    other agents to them. With `n` None nobody can say: []"""
    found = sa.select(TicketMessage).where(TicketMessage.ticket_id == ticket.id, TicketMessage.n > (ticket.last_n if n is None else n), TicketMessage.note.is_(False))
    others = sa.or_(TicketMessage.author_kind == "requester", sa.and_(TicketMessage.author_kind == "agent", TicketMessage.author_name != name))
    return list(db.session.scalars(found.where(others).order_by(TicketMessage.n)))


def unread(tickets):
    """{id: count} of the lines of others that the requesters of `tickets` have not read yet; those without any are left out."""
    found = sa.select(Ticket.id, sa.func.count()).where(Ticket.id.in_([ticket.id for ticket in tickets]), *_UNREAD).group_by(Ticket.id)
    return dict(db.session.execute(found.join(TicketMessage, TicketMessage.ticket_id == Ticket.id)).all())


def unread_of(caller):
    """How many lines `caller` has not read yet, over all their requests."""
    mine = access.of_caller(caller).with_only_columns(Ticket.id)
    found = sa.select(sa.func.count()).select_from(Ticket).join(TicketMessage, TicketMessage.ticket_id == Ticket.id)
    return db.session.scalar(found.where(Ticket.id.in_(mine), Ticket.merged_into_id.is_(None), *_UNREAD))


def earlier(ticket, most=5):
    """[Ticket] of the same requester that came before `ticket`, the newest first: so that nobody explains themselves twice."""
    found = sa.select(Ticket).where(Ticket.requester_id == ticket.requester_id, Ticket.number < ticket.number, Ticket.site == ticket.site)
    return list(db.session.scalars(found.order_by(Ticket.number.desc()).limit(most)))


def newest(requester, most=5):
    """[Ticket] of the Requester, the newest first."""
    return list(db.session.scalars(sa.select(Ticket).where(Ticket.requester_id == requester.id, Ticket.site == requester.site).order_by(Ticket.number.desc()).limit(most)))


def joined(ticket):
    """[(Ticket, [TicketMessage, …]), …] that were joined to `ticket`, in order."""
    found = db.session.scalars(sa.select(Ticket).where(Ticket.merged_into_id == ticket.id).order_by(Ticket.number))
    return [(one, messages(one, notes=True)) for one in found]


def caused(ticket, most=100):
    """[Ticket] that have the same cause as `ticket` and are linked to it, in order."""
    return list(db.session.scalars(sa.select(Ticket).where(Ticket.cause_id == ticket.id).order_by(Ticket.number).limit(most)))


def others_wish(ticket):
    """How many people wish for the change `ticket` beside its requester; 0 for what is none."""
    return db.session.scalar(sa.select(_others_of(sa.literal(ticket.id), sa.literal(ticket.requester_id)))) if ticket.kind == "change" else 0


def changes(site, requester=None, module=None, most=200):
    """[{id, title, count, mine}] of the open changes that everybody is shown in `site` (its key), the most wished for first.

    requester  the row of who asks, or None: is it `mine`, their own wish or one that they share?
    module     only those of the module of this key, and of none; None: all
    """
    me, other = requester.id if requester else "", sa.orm.aliased(Ticket)
    count = (1 + _others_of(Ticket.id, Ticket.requester_id)).label("count")
    shared = sa.exists().where(other.cause_id == Ticket.id, other.requester_id == me, other.status.in_(OPEN))
    found = sa.select(Ticket.id, Ticket.public_title.label("title"), count, sa.or_(Ticket.requester_id == me, shared).label("mine"))
    found = found.where(Ticket.site == site, Ticket.public_title.is_not(None), IS_OPEN)
    if module is not None:
        found = found.where(sa.or_(Ticket.module == module, Ticket.module.is_(None)))
    return [{**row, "mine": bool(row["mine"])} for row in db.session.execute(found.order_by(count.desc(), Ticket.number).limit(most)).mappings()]


def _others_of(id_, requester_id):
    """The people whose open requests wait for that of `id_`, but for its own requester: a number to select."""
    other = sa.orm.aliased(Ticket)
    return sa.select(sa.func.count(other.requester_id.distinct())).where(other.cause_id == id_, other.status.in_(OPEN), other.requester_id != requester_id).scalar_subquery()


def asked(requester, since):
    """How many requests `requester` (a row, or None) opened since the moment `since`; those that were joined to another do not count,
    nor do wishes that they share with others."""
    found = sa.select(sa.func.count()).where(Ticket.requester_id == (requester.id if requester else ""), Ticket.opened_at > since, Ticket.merged_into_id.is_(None))
    return db.session.scalar(found.where(sa.or_(Ticket.kind != "change", Ticket.cause_id.is_(None))))


def pace(site, now):
    """{waiting, best_day, answered} of `site`, as `promise.estimate` takes them."""
    waiting = sa.select(sa.func.count()).where(Ticket.site == site, Ticket.first_responded_at.is_(None), OURS)
    day = sa.func.date(Ticket.first_responded_at)
    of_late = sa.select(sa.func.count().label("count")).where(Ticket.site == site, Ticket.first_responded_at > now - promise.SPAN).group_by(day).subquery()
    best, answered = db.session.execute(sa.select(sa.func.max(of_late.c.count), sa.func.sum(of_late.c.count))).one()
    return {"waiting": db.session.scalar(waiting), "best_day": best or 0, "answered": int(answered or 0)}


def kept(site, now):
    """(promises kept, promises due) of the last 30 days. One that is late and still without an answer is not kept."""
    due = sa.and_(Ticket.site == site, Ticket.merged_into_id.is_(None), Ticket.promised_at > now - promise.SPAN, sa.or_(Ticket.promised_at <= now, Ticket.first_responded_at.is_not(None)))
    in_time = sa.func.sum(sa.case((Ticket.first_responded_at <= Ticket.promised_at, 1), else_=0))
    count, well = db.session.execute(sa.select(sa.func.count(), in_time).where(due)).one()
    return int(well or 0), count


def standing():
    """{open: {(site, status): count}, late: {(site, target): count}, unconfirmed: {site: count}} of all sites, for who watches the server."""
    grouped = sa.select(Ticket.site, Ticket.status, sa.func.count()).where(IS_OPEN).group_by(Ticket.site, Ticket.status)
    late = {}
    for target, owed in (("first_response", Ticket.first_responded_at.is_(None)), ("next_response", Ticket.next_response_due_at.is_not(None)), ("resolution", sa.true())):
        found = sa.select(Ticket.site, sa.func.count()).where(IS_OPEN, owed, getattr(Ticket, f"{target}_breached_at").is_not(None)).group_by(Ticket.site)
        late |= {(site, target): count for site, count in db.session.execute(found)}
    ringing = sa.select(Ticket.site, sa.func.count()).where(IS_OPEN, Ticket.alarm_at.is_not(None)).group_by(Ticket.site)
    return {"open": {(site, status): count for site, status, count in db.session.execute(grouped)}, "late": late, "unconfirmed": {site: count for site, count in db.session.execute(ringing)}}


def queue(site, teams=None, limit=100):
    """Rows of the open tickets of `site` (its key): what is due first comes first, of those due at once the higher
    priority; what is not promised at the end, the oldest first.

    teams    keys of the teams whose tickets are wanted; None for all
    returns  [row] with id, number, subject, kind, severity, status, module, team, opened_at, due_at, first_responded_at, priority,
             requester, account (names, either may be empty or None), last_at and last_by (requester, agent, system) of the newest message
    """
    rows = _rows(site, teams, limit, Ticket.due_at.is_not(None), Ticket.due_at, Ticket.priority.desc())
    return rows if len(rows) == limit else rows + _rows(site, teams, limit - len(rows), Ticket.due_at.is_(None))


def _rows(site, teams, limit, which, *first):
    found = sa.select(
        Ticket.id, Ticket.number, Ticket.subject, Ticket.kind, Ticket.severity, Ticket.status, Ticket.module, Ticket.team, Ticket.opened_at, Ticket.due_at,
        Ticket.first_responded_at, Ticket.priority, Requester.name.label("requester"), Account.name.label("account"), TicketMessage.at.label("last_at"), TicketMessage.author_kind.label("last_by"))
    found = found.join(Requester, Requester.id == Ticket.requester_id).outerjoin(Account, Account.id == Requester.account_id)
    found = found.join(TicketMessage, sa.and_(TicketMessage.ticket_id == Ticket.id, TicketMessage.n == Ticket.last_n))
    if teams is not None:
        found = found.where(Ticket.team.in_(teams))
    return list(db.session.execute(found.where(Ticket.site == site, IS_OPEN, which).order_by(*first, Ticket.number).limit(limit)))
