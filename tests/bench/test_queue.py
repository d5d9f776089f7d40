"""What tickets cost with 10,000 open and 100,000 closed ones, on SQLite and PostgreSQL: today's reads and opening one more, beside the bare
statements that they send, through the driver alone, for the same rows. Ratios are printed, no time is asserted."""

import gc
import shutil
import statistics
import time

import pytest
import sqlalchemy as sa
from cast import visitor
from material import SITE, Folder
from queue_material import CLOSED, OPEN, TABLES, fill

from askaside import cli
from askaside.app import create_app
from askaside.core import clock
from askaside.core.db import db
from askaside.core.idempotency import FirstAnswer
from askaside.mail.models import OutgoingLetter
from askaside.people.identity import caller
from askaside.settings import Settings
from askaside.tickets import access, queries
from askaside.tickets.models import Ticket, TicketChange, TicketMessage

ROUNDS = 200
TICKETS = "/api/v1/acme/tickets"


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
        fill(app)
        gc.collect()
        gc.freeze()   # as the server does
        print(f"\n{request.param}: {OPEN:,} open and {CLOSED:,} closed tickets")
        yield app
        db.session.remove()
        db.engine.dispose()
    gc.unfreeze()
    shutil.rmtree(tmp)


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
