"""How the agents of a site take chats, read together: what they chose, who is there, and how much they have."""

import sqlalchemy as sa
from flask import current_app

from ..core import clock
from ..core.db import db
from ..people import queries as people
from ..tickets import routing
from . import presence, queries
from .models import ChatSeat, Conversation
from .presence import Seat
from .site_tables import rules


def of(site):
    """[Seat] of everybody who may answer at the Site `site`, by name."""
    agents = people.answerers(site.key)
    ids = [one.id for one in agents]
    rows = {row.agent_id: row for row in db.session.scalars(sa.select(ChatSeat).where(ChatSeat.agent_id.in_(ids)))}
    has = {row[0]: row[1:] for row in db.session.execute(sa.select(Conversation.agent_id, sa.func.count(), sa.func.max(Conversation.assigned_at)).where(
        Conversation.agent_id.in_(ids), queries.IS_ON).group_by(Conversation.agent_id))}
    return [_seat(site, one, rows.get(one.id), *has.get(one.id, (0, None))) for one in agents]


def one(site, agent):
    """The Seat of the Agent `agent`, who may answer at the Site `site`."""
    return next(seat for seat in of(site) if seat.agent == agent.id)


def offer(site, module):
    """(may a chat about `module` be begun at the Site `site` now, its place in the line or None, seconds until somebody answers or None: nobody knows)."""
    seats = of(site)
    queued, offered = queries.waiting(site.key)
    may, room = presence.offered(seats, module, queued - offered)
    position = queued + 1 if may and not room else None
    usual = queries.usual_wait(site.key, clock.now()) if may else None
    return may, position, usual and _seconds(usual, position or 1, sum(seat.answers for seat in seats))


def line(site):
    """{id of a Conversation that nobody of us is in yet: (its place from 1, seconds until somebody answers from how long it took of late, or None)} of the Site `site`."""
    seats, now = of(site), clock.now()
    usual, answering = queries.usual_wait(site.key, now), sum(seat.answers for seat in seats)
    return {id_: (at, usual and max(0, _seconds(usual, at, answering) - int((now - since).total_seconds()))) for at, (id_, since) in enumerate(queries.queued(site.key), 1)}


def _seconds(usual, position, answering):
    """So many answer at once; who is behind them waits as often."""
    return usual * max(1, -(-position // max(1, answering)))


def gone(agent_id):
    """Since when no browser of theirs is connected: a timedelta, None while one is."""
    return current_app.present.gone(agent_id, clock.now())


def _seat(site, agent, row, has, since):
    teams = site.tables.get("teams", ())
    mine = tuple(team for team in (routing.team(teams, one.team) for one in agent.teams if one.site == site.key) if team)
    return Seat(agent.id, agent.name, row.status if row else presence.AWAY, current_app.present.there(agent.id, clock.now()), (row and row.most) or rules(site).most, has, since, mine)
