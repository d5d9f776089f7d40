"""Who is at the desk: agents with a role, signed in with a browser of their own."""

import re
import secrets

from askaside.core.db import db, transaction
from askaside.people import agents, queries, sessions
from askaside.people.models import DeskSession

PASSWORD = "correct horse battery"


def with_password(email="bela@acme.test", name="Bela", roles=(("acme", "agent"),), teams=()):
    """The Agent, who has taken their invitation with PASSWORD."""
    agents.add(email, name, teams, roles)
    sessions.accept(agents.invite(email), PASSWORD)
    return queries.agent(email)


def browser(app, email):
    """A client in which the agent is signed in, without the work of a password."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.add(DeskSession(hash=sessions.digest(token), agent_id=queries.agent(email).id))
    client = app.test_client()
    client.set_cookie("askaside_desk", token)
    return client


def hidden(page):
    """{name: value} of the hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def fresh():
    """What is asked next is read anew, as by another process."""
    db.session.rollback()
    db.session.expire_all()
