"""What happens to agents' rows: who answers, in which teams, and whose accounts they know."""

from ..core import clock
from ..core.db import db, transaction
from ..core.errors import BadRequest, NotFound
from . import queries
from .address import is_address
from .models import Agent, AgentTeam


def add(email, name, teams):
    """The Agent `email`, called `name`, in `teams` ((site, key of a team), …); one who is there already is changed to that.

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
    return row


def retire(email):
    """Nothing goes to them any more. raises  NotFound"""
    row = _one(email)
    with transaction():
        row.retired_at = clock.now()
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
