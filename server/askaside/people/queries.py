"""Who is known."""

import sqlalchemy as sa

from ..core.db import db
from .models import Account, Agent, AgentRole, AgentTeam, Requester
from .roles import ANSWER, ROLES


def requester(caller, lock=False):
    """The Requester row of `caller`, or None: a visitor is nobody before the first write. `lock`: to be changed in this transaction."""
    return _one(sa.select(Requester).where(Requester.site == caller.site, Requester.key == caller.key), lock)


def account(site, key, lock=False):
    """The Account `key` of `site`, or None; `lock` as above."""
    return _one(sa.select(Account).where(Account.site == site, Account.key == key), lock)


def agent(email):
    """The Agent with this address, or None."""
    return db.session.scalar(sa.select(Agent).where(Agent.email == email.strip().lower()))


def agents():
    """[Agent], by name."""
    return list(db.session.scalars(sa.select(Agent).order_by(Agent.name, Agent.email)))


def agents_of(site):
    """[Agent] of the teams of `site`, those too who answer no more."""
    return list(db.session.scalars(sa.select(Agent).where(Agent.id.in_(sa.select(AgentTeam.agent_id).where(AgentTeam.site == site)))))


def answerers(site):
    """[Agent] who may answer at the desk of `site`, by name."""
    answering = [role for role, rights in ROLES.items() if ANSWER in rights]
    mine = sa.select(AgentRole.agent_id).where(AgentRole.site == site, AgentRole.role.in_(answering))
    return list(db.session.scalars(sa.select(Agent).where(Agent.id.in_(mine), Agent.retired_at.is_(None)).order_by(Agent.name, Agent.email)))


def like(site, text, most):
    """[Requester] of `site` (its key) whose name, address or account holds `text`, at most so many, the last seen first."""
    held = [Requester.name, Requester.email, Account.name, Account.key]
    # SQLite knows no large and small letters but those of English: the ways in which a name may be written are asked for.
    written = {text} if text.isascii() else {form(text) for form in (str, str.lower, str.upper, str.title, str.capitalize)}
    found = sa.select(Requester).outerjoin(Account, Account.id == Requester.account_id).where(Requester.site == site)
    found = found.where(sa.or_(*(column.icontains(one, autoescape=True) for column in held for one in written)))
    return list(db.session.scalars(found.order_by(Requester.seen_at.desc(), Requester.id).limit(most)))


def _one(found, lock):
    if lock:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalar(found)
