"""Who is known."""

import sqlalchemy as sa

from ..core.db import db
from .models import Account, Agent, Requester


def requester(caller):
    """The Requester row of `caller`, or None: a visitor is nobody before the first write."""
    return db.session.scalar(sa.select(Requester).where(Requester.site == caller.site, Requester.key == caller.key))


def account(site, key):
    """The Account `key` of `site`, or None."""
    return db.session.scalar(sa.select(Account).where(Account.site == site, Account.key == key))


def agent(email):
    """The Agent with this address, or None."""
    return db.session.scalar(sa.select(Agent).where(Agent.email == email.strip().lower()))


def agents():
    """[Agent], by name."""
    return list(db.session.scalars(sa.select(Agent).order_by(Agent.name, Agent.email)))
