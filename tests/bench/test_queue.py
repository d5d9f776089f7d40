"""What tickets cost with 10,000 open and 100,000 closed ones, on SQLite and PostgreSQL: today's reads and opening one more, beside the bare
statements that they send, through the driver alone, for the same rows. Ratios are printed, no time is asserted."""

import gc
import random
import shutil
import statistics
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from cast import visitor
from material import SITE, Folder

from askaside import cli
from askaside.app import create_app
from askaside.core import clock, ids
from askaside.core.db import db
from askaside.core.idempotency import FirstAnswer
from askaside.mail.models import OutgoingLetter
from askaside.people.identity import caller
from askaside.people.models import Account, Requester
from askaside.settings import Settings
from askaside.tickets import access, queries
from askaside.tickets.models import Ticket, TicketChange, TicketMessage

OPEN, CLOSED, PEOPLE, ROUNDS = 10_000, 100_000, 5_000, 200
TICKETS = "/api/v1/acme/tickets"
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


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bench(request, tmp_path_factory):
    tmp = tmp_path_factory.mktemp("queue")
    folder = Folder(tmp / "content")
    folder.site(SITE + TABLES)
    folder.article("invoices/send.en", "title: Send an invoice")
    url = request.getfixturevalue("postgres").make("bench") if request.param == "postgresql" else None
    settings = Settings(content_dir=folder.path, data_dir=tmp / "var", database_url=url, mail_from="help@acme.test")
    app = create_app(settings)
    cli.upgrade_database(settings)
    with app.app_context():
        app.shelf.reread()
        app.limits.spend = lambda *_: None
        _fill(app)
        gc.collect()
        gc.freeze()   # as the server does
        print(f"\n{request.param}: {OPEN:,} open and {CLOSED:,} closed tickets")
        yield app
        db.session.remove()
        db.engine.dispose()
    gc.unfreeze()
    shutil.rmtree(tmp)


def _fill(app):
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


class Sent:
    """The statements that SQLAlchemy sends while it is open."""

    def __enter__(self):
        self.statements = []
        sa.event.listen(db.engine, "before_cursor_execute", self._heard)
        return self

    def __exit__(self, *_):
        sa.event.remove(db.engine, "before_cursor_execute", self._heard)

    def _heard(self, connection, cursor, statement, parameters, context, executemany):
        self.statements.append((statement, parameters))

    def again(self, bare):
        """The same by the driver alone, and every row fetched; committed."""
        cursor = bare.cursor()
        for statement, parameters in self.statements:
            (cursor.executemany if isinstance(parameters, list) else cursor.execute)(statement, parameters)
            if cursor.description:
                cursor.fetchall()
        bare.commit()
        cursor.close()


def compare(name, act, undo=lambda: None):
    """Prints what `act()` takes beside its bare statements, in turn. `undo()` takes back what either has written."""
    ours, plain = [], []
    bare = db.engine.raw_connection()
    try:
        for n in range(ROUNDS):
            with Sent() as sent:
                begun = time.perf_counter()
                act()
                db.session.remove()
                took = time.perf_counter() - begun
            undo()
            begun = time.perf_counter()
            sent.again(bare)
            if n >= ROUNDS // 10:   # the first ones find nothing in memory
                ours.append(took * 1000)
                plain.append((time.perf_counter() - begun) * 1000)
            undo()
    finally:
        bare.close()
    p95 = [statistics.quantiles(times, n=20)[-1] for times in (ours, plain)]
    print(f"{name:36} p50 {statistics.median(ours):6.2f} ms  p95 {p95[0]:6.2f} ms   bare p50 {statistics.median(plain):6.2f}  p95 {p95[1]:6.2f}   "
          f"{statistics.median(ours) / statistics.median(plain):5.1f} ×, at p95 {p95[0] / p95[1]:4.1f} ×   {len(sent.statements)} statements")


def test_reads(bench):
    client, now = bench.test_client(), clock.now()
    who = caller(bench.shelf.library("acme").site, visitor("alice")["Authorization"])
    mine = db.session.scalars(access.of_caller(who)).first().id

    def get(path):
        answer = client.get(TICKETS + path, headers=visitor("alice"))
        assert answer.status_code == 200

    print()
    assert len(queries.queue("acme")) == 100
    for name, act in (("the queue, 100 rows", lambda: queries.queue("acme")), ("the queue of a team, 100 rows", lambda: queries.queue("acme", ["second"])),
                      ("the pace of late", lambda: queries.pace("acme", now)), ("promises kept in 30 days", lambda: queries.kept("acme", now)),
                      ("GET a requester's list, 20 rows", lambda: get("")), ("GET one with its messages", lambda: get(f"/{mine}"))):
        compare(name, act)


def test_opening_one_more(bench):
    client = bench.test_client()

    def write():
        answer = client.post(TICKETS, json={"body": "I cannot issue an invoice. " * 10, "locale": "en", "context": {"url": "/invoices/5"}},
                             headers={**visitor("alice"), "Idempotency-Key": "the key of the bench"})
        assert answer.status_code == 201

    def undo():
        new = sa.select(Ticket.id).where(Ticket.number > OPEN + CLOSED)
        for model in (TicketMessage, TicketChange):
            db.session.execute(sa.delete(model).where(model.ticket_id.in_(new)).execution_options(synchronize_session=False))
        for model in (OutgoingLetter, FirstAnswer, Ticket):
            db.session.execute(sa.delete(model).where(*([model.number > OPEN + CLOSED] if model is Ticket else [])).execution_options(synchronize_session=False))
        db.session.commit()
        db.session.remove()

    print()
    compare("POST a request, two letters with it", write, undo)


def test_the_reads_go_by_their_indexes(bench):
    """Else they would take as long as there are tickets."""
    explain = "EXPLAIN " if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    for index, read in (("ix_tickets_queue", lambda: queries.queue("acme")), ("ix_tickets_queue", lambda: queries.queue("acme", ["second"])),
                        ("ix_tickets_site_first_responded_at", lambda: queries.pace("acme", clock.now())),
                        ("ix_tickets_site_promised_at", lambda: queries.kept("acme", clock.now()))):
        with Sent() as sent:
            read()
        with db.engine.connect() as connection:
            plans = [str(connection.exec_driver_sql(explain + statement, parameters).all()) for statement, parameters in sent.statements]
        assert all(index in plan for plan in plans), "\n".join(plans)
