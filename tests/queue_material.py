"""A desk with much to do: 10,000 open and 100,000 closed requests of 5,000 people."""

import random
from datetime import timedelta

import sqlalchemy as sa
from cast import visitor

from askaside.core import clock, ids
from askaside.core.db import db
from askaside.people.identity import caller
from askaside.people.models import Account, Requester
from askaside.tickets.models import Ticket, TicketMessage

OPEN, CLOSED, PEOPLE = 10_000, 100_000, 5_000
TABLES = """
[calendars.office]
zone = "Asia/Jerusalem"
week = { sun-thu = ["09:00-17:00"] }
[[teams]]
key = "first"
mail = "team@acme.test"
[[teams]]
key = "second"
tier = 2
mail = "second@acme.test"
[sla.default]
hours = "office"
first_response = { question = "2h", minor = "8h", major = "4h", outage = "1h" }
"""


def fill(app):
    """All of it into the database of `app`, within its context, for its site `acme`; Alice is one of the people."""
    rng, now = random.Random(1), clock.now()
    alice = caller(app.shelf.library("acme").site, visitor("alice")["Authorization"])
    accounts = [{"id": ids.new(), "site": "acme", "key": f"a{n}", "name": f"Account {n}"} for n in range(500)]
    people = [{"id": ids.new(), "site": "acme", "key": alice.key if n == 0 else f"sub:{n}", "name": f"Person {n}", "locale": "en", "email": f"p{n}@acme.test",
               "email_confirmed_at": now, "account_id": accounts[n % 500]["id"]} for n in range(PEOPLE)]
    tickets, messages = [], []
    for n in range(OPEN + CLOSED):
        is_open = rng.random() < OPEN / (OPEN + CLOSED)
        age = timedelta(minutes=rng.randrange(14 * 1440)) if is_open else timedelta(minutes=rng.randrange(14 * 1440, 730 * 1440))
        at, due = now - age, now - age + timedelta(hours=2)
        answered = at + timedelta(minutes=rng.randrange(10, 300)) if not is_open or rng.random() < 0.4 else None
        tickets.append({"id": ids.new(), "site": "acme", "number": n + 1, "requester_id": people[n % PEOPLE]["id"], "kind": "question", "severity": rng.choice(["question", "minor"]),
                        "status": rng.choice(["new", "open", "pending"]) if is_open else rng.choice(["solved", "closed"]), "subject": f"Request {n} about the invoice",
                        "module": "invoices", "locale": "en", "team": rng.choice(["first", "second"]), "policy": "default", "last_n": 3, "facts": {}, "context": {"url": "/invoices/5"},
                        "opened_at": at, "changed_at": at, "due_at": due if is_open else None, "first_response_due_at": due, "promised_at": due, "first_responded_at": answered,
                        "first_response_breached_at": due if due < now and answered is None else None,   # noticed already: the clock is not the point here
                        "solved_at": None if is_open else at + timedelta(days=1)})
        messages += [{"id": ids.new(), "ticket_id": tickets[-1]["id"], "n": k, "author_kind": "agent" if k == 2 else "requester", "author_name": "Somebody",
                      "note": False, "body": "I cannot issue an invoice since this morning. " * 5, "at": at + timedelta(minutes=k)} for k in (1, 2, 3)]
    for model, rows in ((Account, accounts), (Requester, people), (Ticket, tickets), (TicketMessage, messages)):
        for at in range(0, len(rows), 10_000):
            db.session.execute(sa.insert(model.__table__), rows[at:at + 10_000])
    db.session.execute(sa.text("INSERT INTO counters (site, name, value) VALUES ('acme', 'ticket', :last)"), {"last": OPEN + CLOSED})
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE"))
