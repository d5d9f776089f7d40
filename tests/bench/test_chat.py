"""What a chat costs, beside a bare Flask-SocketIO echo and Node's socket.io server on the same machine in the same run: 5,000 who only listen, and 500 who write.

Ratios are printed; nothing is asserted of times. The peers are in the research folder beside the checkout; where that is not, this says so.
"""

import json
import os
import resource
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from cast import product, visitor
from chat_peers import LOAD, on_ours, on_peer, peer, stolen, sync_ms
from desk_material import TABLES, Desk
from material import ONE_LANGUAGE, Folder
from pages_server import Server

from askaside import cli
from askaside.app import create_app
from askaside.chat.models import ChatMessage, Conversation
from askaside.core import clock
from askaside.core.db import db, transaction
from askaside.people import actions, agents, identity
from askaside.settings import Settings

LISTENING, WRITING, SECONDS = 5000, 500, 15


@pytest.fixture(scope="module", autouse=True)
def files():
    """Each connection is an open file, and 1,024 is what a shell begins with."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert hard > LISTENING + 200, f"only {hard} open files are allowed here"
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(scope="module")
def peers():
    if not (LOAD / "sio_load.js").exists():
        pytest.skip(f"{LOAD} is not there: it is no part of the repository, and nothing is compared without it")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request, tmp_path, monkeypatch):
    """(server, file of the people, file of the desks): each person with a chat that Bela has, every other one signed in by the product."""
    folder = Folder(tmp_path / "content")
    folder.site(ONE_LANGUAGE + TABLES)
    folder.article("invoices/send.en", "title: Send an invoice")
    url = request.getfixturevalue("postgres").make("chat") if request.param == "postgresql" else None
    settings = Settings(content_dir=folder.path, data_dir=tmp_path / "var", database_url=url)
    app = create_app(settings)
    cli.upgrade_database(settings)
    with app.app_context():
        app.shelf.reread()
        write(tmp_path / "people.json", app.shelf.library("acme").site)
        desk = Desk(app, "bela@acme.test")
        (tmp_path / "desks.json").write_text(json.dumps([{"cookie": desk.client.get_cookie("askaside_desk").value, "csrf": desk.csrf}]))
        db.session.remove()
        db.engine.dispose()
    if url:
        monkeypatch.setenv("ASKASIDE_DATABASE_URL", url)
    monkeypatch.setenv("ASKASIDE_TRUSTED_PROXIES", "1")
    server = Server(tmp_path, folder.path, command="serve").start(ready="/healthz")
    print(f"\n{request.param}; the disk keeps 8 kB in {sync_ms(tmp_path):.2f} ms")
    yield server, tmp_path / "people.json", tmp_path / "desks.json"
    server.stop()
    assert "Traceback" not in server.log.read_text(), server.log.read_text()[-3000:]


def write(path, site):
    """LISTENING people with a conversation each."""
    sign, people, now = product(), [], clock.now()
    with transaction() as session:
        bela = agents.add("bela@acme.test", "Bela", [("acme", "first")], [("acme", "agent")])
        for number in range(LISTENING):
            header = sign(sub=f"p{number}", name=f"Person {number}", minutes=14) if number % 2 else visitor(f"p{number}")
            kind, secret = header["Authorization"].split()
            requester = actions.keep(identity.caller(site, header["Authorization"]), locale="en")
            chat = Conversation(site=site.key, requester=requester, locale="en", module="invoices", status="open", agent_id=bela.id, context={}, tried=[], last_n=0,
                                opened_at=now, last_at=now, assigned_at=now, touched_at=now)
            session.add(chat)
            session.flush()
            people.append({"auth": {"site": site.key, {"Bearer": "token", "Visitor": "visitor"}[kind]: secret}, "conversation": chat.id, "address": f"10.0.{number // 250}.{number % 250 + 1}"})
    path.write_text(json.dumps(people))


@contextmanager
def quiet():
    """Prints how much of the machine the host took meanwhile."""
    before = stolen()
    yield
    taken, all_ = (after - first for after, first in zip(stolen(), before, strict=True))
    print(f"(the host took {100 * taken / all_:.1f} % of the machine meanwhile)")


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_five_thousand_who_listen(office, peers):
    server, people, _ = office
    with quiet():
        ours = on_ours(server, people, "idle", seconds=5)
        with peer("bare Flask-SocketIO") as (port, pid):
            bare = on_peer(port, pid, "idle", conns=LISTENING, ramp=400, hold=5)
        with peer("Node socket.io") as (port, pid):
            node = on_peer(port, pid, "idle", conns=LISTENING, ramp=400, hold=5)
    print(f"{LISTENING} who listen: {ours['kib_each']} KiB each, {ours['kib_each'] / bare['kib_per_conn']:.2f} × bare Flask-SocketIO ({bare['kib_per_conn']}), "
          f"{ours['kib_each'] / node['kib_per_conn']:.2f} × Node ({node['kib_per_conn']}); {ours['opened']} opened in {ours['opened_in_s']} s, {ours['dropped']} dropped, "
          f"{ours['idle_cpu_percent']} % of a processor (bare {bare['idle_cpu_pct']} %)")
    assert (ours["opened"], ours["dropped"], ours["failures"]) == (LISTENING, 0, {})


def test_five_hundred_who_write(office, peers, tmp_path):
    server, people, desks = office
    people.write_text(json.dumps(json.loads(people.read_text())[:WRITING]))
    with quiet():
        ours = on_ours(server, people, "talk", desks=str(desks), seconds=SECONDS, told=str(tmp_path / "told"))
        with peer("bare Flask-SocketIO") as (port, pid):
            bare = on_peer(port, pid, "chat", conns=WRITING, rate=1, secs=SECONDS, bytes=160)
        with peer("Node socket.io") as (port, pid):
            node = on_peer(port, pid, "chat", conns=WRITING, rate=1, secs=SECONDS, bytes=160)
    done = ours["done_ms"]
    print(f"{ours['sent_per_s']} lines a second, stored, acknowledged, back and on the desk: p50 {done['p50']} ms, p95 {done['p95']}, p99 {done['p99']}, worst {done['max']}; "
          f"{ours['cpu_ms_a_line']} ms of a processor each, {ours['server_cpu_percent']} %")
    for name, row in (("bare Flask-SocketIO", bare), ("Node socket.io", node)):
        print(f"an echo of {name}: p50 {row['p50_ms']} ms, p95 {row['p95_ms']}, {row['server_cpu_pct']} %: ours takes {done['p50'] / row['p50_ms']:.1f} × at p50, "
              f"{done['p95'] / row['p95_ms']:.1f} × at p95, {ours['server_cpu_percent'] / max(1, row['server_cpu_pct']):.1f} × the processor")
    assert (ours["opened"], ours["dropped"], ours["refused"], ours["unanswered"]) == (WRITING, 0, {}, 0)
    told = [json.loads(line) for line in (tmp_path / "told").read_text().splitlines()]
    kept = in_database(server)
    assert len(told) >= ours["sent"] and sorted(map(tuple, told)) == kept


def in_database(server):
    """[(conversation, client_id, n, body)] of all lines, once its numbers were seen to have no gap."""
    url = os.environ.get("ASKASIDE_DATABASE_URL") or f"sqlite:///{server.folder / 'var' / 'askaside.db'}"
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        rows = sorted(tuple(row) for row in connection.execute(sa.select(ChatMessage.conversation_id, ChatMessage.client_id, ChatMessage.n, ChatMessage.body)))
        last = dict(tuple(row) for row in connection.execute(sa.select(Conversation.id, Conversation.last_n)))
    engine.dispose()
    numbers = {}
    for conversation, _, n, _ in rows:
        numbers.setdefault(conversation, []).append(n)
    assert all(sorted(found) == list(range(1, last[conversation] + 1)) for conversation, found in numbers.items())
    return rows
