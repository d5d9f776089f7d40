"""What happens to agents' rows: who answers, in which teams and roles, and whose accounts they know; whom we invite to the desk."""

import secrets
from datetime import timedelta

from ..core import clock
from ..core.db import db, record, transaction
from ..core.errors import BadRequest, NotFound
from . import queries, sessions
from .address import is_address
from .events import AgentInvited
from .models import Agent, AgentRole, AgentTeam

INVITED = timedelta(hours=72)


def add(email, name, teams=(), roles=()):
    """The Agent `email`, called `name`, in `teams` ((site, key of a team), …) and `roles` ((site, role), …); one who is there already is
    changed to that. Who is in a team of a site, and has no other role there, is an agent of it.

    raises  BadRequest for what is no address
    """
    email = email.strip().lower()
    if not is_address(email):
        raise BadRequest(f"{email!r:.80} is no address.")
    with transaction():
        row = queries.agent(email)
        if row is None:
            db.session.add(row := Agent(email=email))
        row.name, row.retired_at = name, None
        row.teams = [AgentTeam(site=site, team=team) for site, team in teams]
        row.roles = [AgentRole(site=site, role=role) for site, role in {**{site: "agent" for site, _ in teams}, **dict(roles)}.items()]
    return row


def invite(email):
    """The token of a new invitation to the desk: it is good once, for three days, and takes the place of any before. raises  NotFound"""
    row = _one(email)
    if row.retired_at:
        raise NotFound(f"{row.email} answers no more. Add them again: askaside agent add.")
    token = secrets.token_urlsafe(32)
    with transaction():
        row.invitation_hash, row.invitation_until = sessions.digest(token), clock.now() + INVITED
        record(AgentInvited(row.id, token))
    return token


def retire(email):
    """Nothing goes to them any more, and they are signed out at once. raises  NotFound"""
    row = _one(email)
    with transaction():
        row.retired_at, row.invitation_hash = clock.now(), None
        sessions.end_all(row.id)
    return row


def manage(email, site, account):
    """Requests of the `account` of `site` go to this agent first. raises  NotFound"""
    row = _one(email)
    with transaction():
        found = queries.account(site, account)
        if found is None:
            raise NotFound(f"{site} has no account {account!r:.80} yet: it is there when somebody of it wrote or signed in.")
        found.manager = row
    return row


def _one(email):
    found = queries.agent(email)
    if found is None:
        raise NotFound(f"There is no agent {email!r:.80}.")
    return found
