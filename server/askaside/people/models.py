"""The rows of people: requesters, the accounts they belong to, who answers and where they are signed in, and the secrets that products sign with."""

import sqlalchemy as sa

from ..core import clock, ids
from ..core.db import UtcDateTime, db


class Account(db.Model):
    """A customer company of a site, as the product's token names it. `manager`: the Agent who knows it, to whom its requests go first."""

    __tablename__ = "accounts"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    site = sa.Column(sa.String(64), nullable=False)
    key = sa.Column(sa.String(200), nullable=False)
    name = sa.Column(sa.String(200), nullable=False, default="")
    plan = sa.Column(sa.String(64))
    manager_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"))
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    manager = db.relationship("Agent")
    __table_args__ = (sa.UniqueConstraint("site", "key", name="uq_accounts_site_key"),)


class Requester(db.Model):
    """A person who asks. `key`: "sub:…" of the product's token, or "visitor:" and the hash of a browser's secret.

    `email` of a token is the product's word; that of a visitor is anybody's until `email_confirmed_at`.
    """

    __tablename__ = "requesters"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    site = sa.Column(sa.String(64), nullable=False)
    key = sa.Column(sa.String(220), nullable=False)
    name = sa.Column(sa.String(200), nullable=False, default="")
    email = sa.Column(sa.String(254))
    email_confirmed_at = sa.Column(UtcDateTime)
    locale = sa.Column(sa.String(35), nullable=False)
    plan = sa.Column(sa.String(64))
    account_id = sa.Column(sa.String(26), sa.ForeignKey("accounts.id"))
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    seen_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    account = db.relationship("Account")
    __table_args__ = (sa.UniqueConstraint("site", "key", name="uq_requesters_site_key"), sa.Index("ix_requesters_site_email", "site", "email"))


class Agent(db.Model):
    """Somebody who answers. `retired_at`: nothing goes to them any more; what they did keeps their name.

    `password_hash`: argon2id, None until an invitation was taken; `invitation_hash`: of the newest invitation's token, good once and until
    `invitation_until`.
    """

    __tablename__ = "agents"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    email = sa.Column(sa.String(254), nullable=False, unique=True)
    name = sa.Column(sa.String(200), nullable=False)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    retired_at = sa.Column(UtcDateTime)
    password_hash = sa.Column(sa.String(200))
    invitation_hash = sa.Column(sa.String(64), index=True, unique=True)
    invitation_until = sa.Column(UtcDateTime)
    teams = db.relationship("AgentTeam", order_by="AgentTeam.site, AgentTeam.team", cascade="all, delete-orphan")
    roles = db.relationship("AgentRole", order_by="AgentRole.site", cascade="all, delete-orphan")


class AgentTeam(db.Model):
    """That an agent belongs to the team `team` of `site`."""

    __tablename__ = "agent_teams"
    agent_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"), primary_key=True)
    site = sa.Column(sa.String(64), primary_key=True)
    team = sa.Column(sa.String(64), primary_key=True)


class AgentRole(db.Model):
    """What an agent may do at the desk of `site`: a role of `roles.ROLES`."""

    __tablename__ = "agent_roles"
    agent_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"), primary_key=True)
    site = sa.Column(sa.String(64), primary_key=True)
    role = sa.Column(sa.String(16), nullable=False)


class DeskSession(db.Model):
    """A browser in which an agent is signed in. `hash`: of the token in its cookie; `seen_at`: of late, to some minutes."""

    __tablename__ = "desk_sessions"
    hash = sa.Column(sa.String(64), primary_key=True)
    agent_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"), nullable=False, index=True)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    seen_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    agent = db.relationship("Agent")


class SiteSecret(db.Model):
    """A secret that a site's product signs tokens with, sealed; `retired_at`: its tokens are refused."""

    __tablename__ = "site_secrets"
    site = sa.Column(sa.String(64), primary_key=True)
    kid = sa.Column(sa.String(16), primary_key=True)
    sealed = sa.Column(sa.Text, nullable=False)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    retired_at = sa.Column(UtcDateTime)
