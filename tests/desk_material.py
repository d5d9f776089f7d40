"""Who is at the desk: agents with a role, signed in with a browser of their own."""

import re
import secrets

from cast import visitor

from askaside.core.db import db, transaction
from askaside.core.live import socketio
from askaside.people import agents, queries, sessions
from askaside.people.models import DeskSession
from askaside.tickets.models import Ticket

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


TABLES = """
[[channels]]
kind = "ticket"
[calendars.office]
zone = "Asia/Jerusalem"
week = { sun-thu = ["09:00-17:00"] }
[[teams]]
key = "first"
mail = "first@acme.test"
[[teams]]
key = "money"
modules = ["invoices"]
[[teams]]
key = "second"
tier = 2
[sla.default]
hours = "office"
first_response = { question = "2h", minor = "4h", major = "1h", outage = "30m" }
next_response = { question = "1h" }
resolution = { question = "16h" }
"""


def opened(client, who="alice", **more):
    """The Ticket that a visitor opened."""
    answer = client.post("/api/v1/acme/tickets", json={"body": f"The printer of {who} sleeps.", "locale": "en", **more}, headers=visitor(who))
    assert answer.status_code == 201, answer.text
    return db.session.get(Ticket, answer.get_json()["id"])


class Desk:
    """An agent's browser that speaks JSON."""

    def __init__(self, app, email):
        self.client = browser(app, email)
        self.csrf = self.client.get("/api/v1/desk/session").get_json()["csrf"]

    def get(self, path, **query):
        return self.client.get(f"/api/v1/desk/{path}", query_string=query)

    def post(self, path, body, **headers):
        return self.client.post(f"/api/v1/desk/{path}", json=body, headers={"X-CSRF-Token": self.csrf, **headers})


class Bell:
    """An agent's browser with its socket."""

    def __init__(self, app, email, **auth):
        self.desk = Desk(app, email)
        self.socket = socketio.test_client(app, namespace="/desk", auth=auth or {"csrf": self.desk.csrf}, flask_test_client=self.desk.client)

    @property
    def connected(self):
        return self.socket.is_connected("/desk")

    def here(self, **told):
        return self.socket.emit("desk:here", told, namespace="/desk", callback=True)

    def heard(self, name="desk:changed"):
        return [one["args"][0] for one in self.socket.get_received("/desk") if one["name"] == name]
