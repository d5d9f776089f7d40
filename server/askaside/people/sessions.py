"""Signing in: an agent's browser gets a random token, of which only the hash is kept here. What ends it takes effect with the next request."""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from ..core import clock
from ..core.db import db, transaction
from ..core.errors import BadRequest, NotFound, Unsigned
from . import passwords, queries
from .models import Agent, DeskSession

IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)
NOTED = timedelta(minutes=5)   # how exactly it is written down when a browser was here last
WRONG = "This e-mail and password do not go together."


def sign_in(email, password):
    """The token of a new session.

    raises  Unsigned, the same and after the same time for a wrong password, a name that nobody has, and one who answers no more
    """
    row = queries.agent(email)
    id_, kept = (row.id, row.password_hash) if row and row.retired_at is None else (None, None)
    db.session.rollback()   # nothing of the database is held while it is hashed
    fits = passwords.fits(kept or passwords.NOBODYS, password)
    if not (kept and fits):
        raise Unsigned(WRONG, word="password")
    renewed = passwords.hashed(password) if passwords.outdated(kept) else kept
    with transaction() as session:
        row = session.get(Agent, id_, populate_existing=True, with_for_update=True)
        if row.password_hash != kept or row.retired_at:   # changed or retired meanwhile
            raise Unsigned(WRONG, word="password")
        row.password_hash = renewed
        return _begin(row)


def current(token, noted=True):
    """The DeskSession of a cookie's `token` (a text, or None), or None: there is none, it has ended, or its agent is retired.

    `noted`: a person was here; what a browser does by itself is no sign of that.
    """
    row = db.session.get(DeskSession, digest(token)) if token else None
    now = clock.now()
    if row is None or row.agent.retired_at or now - row.seen_at >= IDLE or now - row.created_at >= LONGEST:
        return None
    if noted and now - row.seen_at >= NOTED:
        with transaction() as session:
            session.execute(sa.update(DeskSession).where(DeskSession.hash == row.hash).values(seen_at=now))
    return row


def lasting(hashes):
    """{hash} of those of `hashes` whose DeskSession has not ended; nothing is noted of who was here."""
    now = clock.now()
    found = sa.select(DeskSession.hash).join(Agent, Agent.id == DeskSession.agent_id)
    return set(db.session.scalars(found.where(DeskSession.hash.in_(hashes), Agent.retired_at.is_(None), DeskSession.seen_at > now - IDLE, DeskSession.created_at > now - LONGEST)))


def end(session):
    """Sign out: the DeskSession `session` is there no longer."""
    with transaction():
        db.session.execute(sa.delete(DeskSession).where(DeskSession.hash == session.hash))


def invited(token):
    """The Agent whom the invitation `token` is for, while it is good. raises  NotFound"""
    row = db.session.scalar(sa.select(Agent).where(*_open(token)))
    if row is None:
        raise NotFound("This invitation was used already, or it is too old. Ask for a new one.", word="invitation")
    return row


def accept(token, password):
    """Set the password of whom the invitation is for, once: the token of a session; every other one of theirs ends. raises  NotFound as `invited`"""
    agent = invited(token)
    return _set(agent.id, password, *_open(token))


def change(agent, old, new):
    """Another password for the Agent `agent`: the token of a session; every other one of theirs ends. raises  BadRequest when `old` is not theirs"""
    id_, kept = agent.id, agent.password_hash
    db.session.rollback()
    if not passwords.fits(kept or passwords.NOBODYS, old):
        raise BadRequest("This is not your password.", word="old_password")
    return _set(id_, new, Agent.id == id_, Agent.password_hash == kept, Agent.retired_at.is_(None))


def end_all(agent_id):
    """Sign an agent out everywhere, within a transaction."""
    db.session.execute(sa.delete(DeskSession).where(DeskSession.agent_id == agent_id))


def forget():
    """Drop what has ended by itself."""
    now = clock.now()
    with transaction() as session:
        session.execute(sa.delete(DeskSession).where(sa.or_(DeskSession.seen_at <= now - IDLE, DeskSession.created_at <= now - LONGEST)))


def digest(token):
    """What is kept of a token. It is 32 random bytes, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _open(token):
    return Agent.invitation_hash == digest(token), Agent.invitation_until > clock.now(), Agent.retired_at.is_(None)


def _set(id_, password, *still):
    db.session.rollback()
    kept = passwords.hashed(password)
    with transaction() as session:
        # Two may come with the same link: the count of changed rows tells who was first.
        told = sa.update(Agent).where(*still).values(password_hash=kept, invitation_hash=None, invitation_until=None)
        if session.execute(told.execution_options(synchronize_session=False)).rowcount != 1:
            raise NotFound("This was done already. Sign in.", word="done")
        end_all(id_)
        return _begin(session.get(Agent, id_, populate_existing=True))


def _begin(agent):
    token = secrets.token_urlsafe(32)
    db.session.add(DeskSession(hash=digest(token), agent_id=agent.id, created_at=clock.now(), seen_at=clock.now()))
    return token
