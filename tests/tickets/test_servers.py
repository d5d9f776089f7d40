"""Two real servers on one real PostgreSQL: it is restarted, goes away, is slow; nothing that was acknowledged is lost, and nothing doubled."""

import hashlib
import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError

import psycopg
import pytest
from cast import visitor
from material import ROOT, SITE, Folder
from pages_server import Server
from ports import free_port
from postgres_server import PostgresServer

TICKETS = "/api/v1/acme/tickets"
MANY = 40
BESIDE = ("-P", str(ROOT / "tests" / "beside_server.py"))   # two are refused, until what they tell each other is built


@pytest.fixture(scope="module")
def store():
    made = PostgresServer(free_port()).start()
    made.make("help")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def servers(tmp_path_factory, store):
    """Two of them, with data folders of their own: as on two machines."""
    tmp, made = tmp_path_factory.mktemp("servers"), []
    folder = Folder(tmp / "content")
    folder.site(SITE)
    folder.article("invoices/send.en", "title: Send an invoice")
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("ASKASIDE_DATABASE_URL", store.url("help"))
        environ.setenv("ASKASIDE_SECRET_KEY", "the same thirty-two letters on both machines")
        environ.setenv("ASKASIDE_TRUSTED_PROXIES", "1")
        for name in ("one", "two"):
            (tmp / name).mkdir()
            made.append(Server(tmp / name, folder.path, free_port(), "serve", program=BESIDE).start(ready="/healthz"))
    yield made
    for server in made:
        server.stop()


def ask(server, path, who=None, body=None, key=None):
    """(status, what came). Each person has an address of their own: what one address may write is another test's."""
    address = "10.{}.{}.{}".format(*hashlib.sha256(str(who).encode()).digest())
    head = {"Content-Type": "application/json", "X-Forwarded-For": address, **(visitor(who) if who else {}), **({"Idempotency-Key": key} if key else {})}
    try:
        with urllib.request.urlopen(urllib.request.Request(server.base + path, body and json.dumps(body).encode(), head), timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read())


def write(server, who, body="I cannot issue an invoice.", key=None):
    return ask(server, TICKETS, who, {"body": body, "locale": "en"}, key)


def stored(store):
    """[(number, body)] of the first messages, in order."""
    with psycopg.connect(store.url("help")) as connection:
        return connection.execute("SELECT number, body FROM tickets JOIN ticket_messages ON ticket_id = tickets.id AND n = 1 ORDER BY number").fetchall()


def test_two_servers_count_as_one_and_a_key_is_good_on_both(servers, store):
    def send(n):
        return [write(server, f"visitor {n}", f"request {n}", f"the key of {n}") for server in (servers[n % 2], servers[1 - n % 2])]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(MANY)))
    assert all(first == second and first[0] == 201 for first, second in answers)
    rows = stored(store)
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
    assert sorted(body for _, body in rows) == sorted(f"request {n}" for n in range(MANY))


def test_a_restarted_database_loses_nothing_and_the_next_request_works(servers, store):
    server, before = servers[0], len(stored(store))
    status, told = write(server, "alice", "before the restart")
    assert status == 201
    store.restart()
    assert ask(server, f"{TICKETS}/{told['id']}", "alice")[1]["messages"][0]["body"] == "before the restart"
    store.restart()
    assert write(server, "alice", "after it")[0] == 201
    assert [body for _, body in stored(store)][before:] == ["before the restart", "after it"]


def test_restarted_while_many_write_each_is_kept_once_when_sent_again(servers, store):
    before = len(stored(store))

    def send(n):
        for _ in range(100):
            status, told = write(servers[n % 2], f"writer {n}", f"storm {n}", f"the key of storm {n}")
            if status == 201:
                return None
            assert (status, told["code"]) == (503, "unavailable"), told
            time.sleep(1)   # who is told to wait waits: ten tries at once would be too many
        return told

    with ThreadPoolExecutor(8) as pool:
        sent = pool.map(send, range(MANY))
        for _ in range(3):
            store.restart()
        assert set(sent) == {None}
    rows = stored(store)
    assert sorted(body for _, body in rows[before:]) == sorted(f"storm {n}" for n in range(MANY))
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))


def test_while_it_is_away_that_is_said_and_the_help_goes_on(servers, store):
    server = servers[0]
    assert server.get("/api/v1/acme/help")["articles"]
    store.away()
    try:
        for status, told in (write(server, "alice"), ask(server, TICKETS, "alice"), ask(server, "/readyz")):
            assert (status, told["code"], told["retry_after_seconds"]) == (503, "unavailable", 2)
            assert "database" in told["detail"] and "canary" not in told["detail"]
        assert ask(server, "/healthz")[0] == ask(server, "/api/v1/acme/help?url=/invoices")[0] == 200
    finally:
        store.start()
    assert write(server, "alice")[0] == 201
    log = server.log.read_text()
    assert "canary-password" not in log and "Traceback" not in log


def test_who_waits_for_the_database_keeps_nobody_else_waiting(servers, store):
    """psycopg's own waiting is in C and would stop the whole loop; `wsgi.py` chooses another."""
    with psycopg.connect(store.url("help")) as other, ThreadPoolExecutor(1) as pool:
        other.execute("SELECT value FROM counters WHERE site = 'acme' FOR UPDATE")
        waiting = pool.submit(write, servers[0], "bela")
        blocked = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        with psycopg.connect(store.url("help"), autocommit=True) as watch:
            while not watch.execute(blocked).fetchone()[0]:
                assert not waiting.done(), waiting.result()
        assert ask(servers[0], "/healthz")[0] == ask(servers[0], TICKETS, "alice")[0] == 200
        assert not waiting.done()
        other.rollback()
        assert waiting.result()[0] == 201


def test_a_server_that_finds_no_database_says_so_and_stops(tmp_path, monkeypatch):
    monkeypatch.setenv("ASKASIDE_DATABASE_URL", "postgresql://help:canary@127.0.0.1:9/help")
    with pytest.raises(RuntimeError, match="the database cannot be used: connection failed") as stopped:
        Server(tmp_path, command="serve").start()
    assert "canary" not in str(stopped.value) and "Traceback" not in str(stopped.value)
