"""The queue of who answers: outages that nobody confirmed, then what is due first; within that, mine before my teams', and theirs before others'."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ..core.db import UtcDateTime, db
from ..core.errors import BadRequest
from ..people.models import Account, Agent, Requester
from .models import Ticket, TicketMessage
from .queries import IS_OPEN
from .status import WAITING

GROUPS = ("outage", "late", "next", "today", "later", "waiting")
NEXT = timedelta(hours=1)   # what is due within is next
WHOSE = ("mine", "team", "nobody", "all")
MINE = ("mine", "team", "others")
FAR = datetime(9000, 1, 1, tzinfo=UTC)   # stands for no due time: behind all that have one


@dataclass(frozen=True)
class View:
    """Whose queue it is, and what of it. `agent`: an Agent's id; `teams`: the keys of theirs; `zone`: IANA name of the clock that ends the day.

    whose   mine; team (mine, and what their teams have); nobody (has no assignee); all
    """

    site: str
    agent: str
    teams: tuple = ()
    zone: str = "UTC"
    whose: str = "all"
    status: str | None = None
    severity: str | None = None
    module: str | None = None
    group: str | None = None


def page(view, now, limit, after=None):
    """([row], next, now) of the queue of the View `view` as it stands at `now`; the same `now` on every further page of it.

    after    the `next` of the page before, or None. raises  BadRequest for what is none
    returns  rows with id, number, subject, kind, severity, status, module, team, opened_at, due_at, priority, requester, account, assignee (names, or
             None), last_at, last_by (requester, agent, system), last_n, group (of GROUPS) and whose (of MINE)
    """
    mark = None
    if after is not None:
        now, mark = _read(after)
    group, whose = _group(now, view.zone), _whose(view)
    due = sa.func.coalesce(Ticket.due_at, sa.literal(FAR, UtcDateTime), type_=UtcDateTime)
    order = (group, whose, due, -Ticket.priority, Ticket.number)
    found = sa.select(Ticket.id, *(column.label(f"k{at}") for at, column in enumerate(order))).where(Ticket.site == view.site, IS_OPEN, *_filters(view, group))
    if mark:
        found = found.where(sa.tuple_(*order) > sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(mark, order, strict=True))))
    first = db.session.execute(found.order_by(*order).limit(limit + 1)).all()
    keys = {row.id: row for row in first[:limit]}
    rows = {row.id: row for row in db.session.execute(_details().where(Ticket.id.in_(keys)))}
    told = [{**rows[id_]._mapping, "group": GROUPS[key.k0], "whose": MINE[key.k1]} for id_, key in keys.items()]
    return told, _written(now, first[limit - 1]) if len(first) > limit else None, now


def _group(now, zone):
    """The place of a ticket's group in GROUPS."""
    local = now.astimezone(ZoneInfo(zone))
    midnight = datetime.combine(local.date() + timedelta(1), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    at = {name: place for place, name in enumerate(GROUPS)}
    return sa.case((Ticket.alarm_at.is_not(None), at["outage"]), (sa.and_(Ticket.due_at.is_(None), Ticket.status.in_(WAITING)), at["waiting"]),
                   (Ticket.due_at <= now, at["late"]), (Ticket.due_at <= now + NEXT, at["next"]), (Ticket.due_at < midnight, at["today"]), else_=at["later"])


def _whose(view):
    """The place in MINE: what a team has and an agent of it took is still the team's."""
    return sa.case((Ticket.assignee_id == view.agent, 0), (Ticket.team.in_(view.teams), 1), else_=2)


def _filters(view, group):
    if view.whose in ("mine", "team"):
        yield sa.or_(Ticket.assignee_id == view.agent, *([Ticket.team.in_(view.teams)] if view.whose == "team" else []))
    if view.whose == "nobody":
        yield Ticket.assignee_id.is_(None)
    for name in ("status", "severity", "module"):
        if getattr(view, name) is not None:
            yield getattr(Ticket, name) == getattr(view, name)
    if view.group is not None:
        yield group == GROUPS.index(view.group)


def _details():
    found = sa.select(
        Ticket.id, Ticket.number, Ticket.subject, Ticket.kind, Ticket.severity, Ticket.status, Ticket.module, Ticket.team, Ticket.opened_at, Ticket.due_at, Ticket.priority, Ticket.last_n,
        Requester.name.label("requester"), Account.name.label("account"), Agent.name.label("assignee"), TicketMessage.at.label("last_at"), TicketMessage.author_kind.label("last_by"))
    found = found.join(Requester, Requester.id == Ticket.requester_id).outerjoin(Account, Account.id == Requester.account_id).outerjoin(Agent, Agent.id == Ticket.assignee_id)
    return found.join(TicketMessage, sa.and_(TicketMessage.ticket_id == Ticket.id, TicketMessage.n == Ticket.last_n))


def _written(now, row):
    told = json.dumps([now.isoformat(), row.k0, row.k1, row.k2.isoformat(), row.k3, row.k4])
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _read(after):
    """(now, the place in the order) of a `next`."""
    try:
        now, group, whose, due, priority, number = json.loads(base64.b64decode(after.encode() + b"=" * (-len(after) % 4), b"-_", validate=True))
        now, due = (datetime.fromisoformat(text).astimezone(UTC) for text in (now, due))
        now + NEXT, now - NEXT * 48
        if not all(type(n) is int and abs(n) < 2**31 for n in (group, whose, priority, number)):
            raise ValueError(after)
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        raise BadRequest("`after` is not a `next` of ours.", word="no_page") from None
    return now, (group, whose, due, priority, number)
