"""Why each promise of a ticket falls due when it does, in words that a person can follow."""

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotFound
from ..hours.calendar import CalendarNeverOpens
from ..hours.explained import explain, explain_rest
from ..hours.in_words import in_words
from . import fair_use, queries
from .fair_use import Use
from .models import TicketChange, TicketMessage
from .sla import TARGETS
from .status import DONE, WAITING


def due_times(ticket, locale):
    """[{target, due_at, met_at, breached_at, paused, why}] of what was promised for `ticket`, in the order of TARGETS.

    `why`: sentences in the nearest language to `locale`, day by day, from when the clock ran again where it had stood still; [] where the site counts otherwise now.
    `met_at`: when it was kept or missed in the end, None while it is owed; `paused`: it stands still just now.
    """
    told = []
    for target in TARGETS:
        due_at = getattr(ticket, f"{target}_due_at")
        if due_at:
            met_at = {"first_response": ticket.first_responded_at, "resolution": ticket.solved_at}.get(target)
            told.append({"target": target, "due_at": due_at, "met_at": met_at, "breached_at": getattr(ticket, f"{target}_breached_at"),
                         "paused": target == "resolution" and ticket.paused_at is not None and met_at is None, "why": _why(ticket, target, due_at, locale)})
    return told


def _why(ticket, target, due_at, locale):
    try:
        tables = queries.site_of(ticket).tables
        policy = tables.get("sla", {}).get(ticket.policy)
        calendar = policy and tables["calendars"].get(policy.calendar_for(ticket.severity))
    except NotFound:
        return []
    within = policy and policy.within(target, ticket.severity)
    if not (calendar and within):
        return []
    try:
        steps = explain(calendar, _since(ticket, target), within * (_factor(ticket) if target == "first_response" else 1))
        if steps[-1].to_at != due_at and target == "resolution":
            steps = next(filter(None, (_rested(calendar, moment, due_at) for moment in _ran_again(ticket))), steps)
    except CalendarNeverOpens:
        return []
    return in_words(steps, locale, calendar) if steps[-1].to_at == due_at else []


def _rested(calendar, moment, due_at):
    """The steps from `moment`, when the clock ran again, to `due_at`; None when it was over by then, and was not moved."""
    return explain_rest(calendar, moment, calendar.working_time_between(moment, due_at)) if moment < due_at else None


def _ran_again(ticket):
    """The moments at which the resolution's clock ran again after it had stood still, the newest first."""
    still = sa.select(TicketChange.at).where(TicketChange.ticket_id == ticket.id, TicketChange.before.in_((*WAITING, *DONE)), TicketChange.after == "open")
    return db.session.scalars(still.order_by(TicketChange.id.desc()))


def _since(ticket, target):
    """The moment that the target is counted from: of the next answer, the first line that came after the last one of ours."""
    if target != "next_response":
        return ticket.opened_at
    lines = sa.select(TicketMessage.at).where(TicketMessage.ticket_id == ticket.id, TicketMessage.note.is_(False))
    ours = db.session.scalar(lines.where(TicketMessage.author_kind == "agent").order_by(TicketMessage.n.desc()).limit(1))
    theirs = lines.where(TicketMessage.author_kind == "requester", TicketMessage.at >= (ours or ticket.opened_at)).order_by(TicketMessage.n).limit(1)
    return db.session.scalar(theirs) or ticket.opened_at


def _factor(ticket):
    use = ticket.over_use
    return Use(use["asked"], use["included"], fair_use.unread(ticket.context.get("trail", ()))).factor(ticket.severity) if use else 1
