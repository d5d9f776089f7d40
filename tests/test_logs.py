"""The log: one line an event, whatever is sent; no word of anybody, no token, no secret, no address of a person."""

import io
import json
import logging
import subprocess
import sys
import urllib.parse
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from cast import visitor
from chat_lines import ByPolling, ByWebSocket, connected
from material import SITE, Folder
from pages_server import Server

from askaside.core import logs

NASTY = "\r\n\x1b[31m\u202e\u2028\x85canary"
HOSTILE = ['42/chat,1["chat:start",7]', "42/chat,[]", "42/chat,{}", "42/chat,canary", '42/chat,["canary"]', "9canary", "451-canary", "40/canary,{}",
           '42/chat,2["chat:message",{"canary":"canary"}]', "43/chat,9[]"]


@pytest.fixture
def told():
    """A logger whose lines are gathered, and what gives them."""
    stream = io.StringIO()
    log = logging.Logger("askaside.test", logging.DEBUG)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs._Json())
    log.addHandler(handler)
    return log, lambda: stream.getvalue().splitlines()


def test_an_event_is_one_line_of_json_whatever_is_in_it(told):
    log, lines = told
    log.info("a file %s", NASTY)
    logs.tell(log, "INFO", "an event", name=NASTY, number=7)
    first, second = lines()
    assert all(line.isprintable() for line in (first, second))
    assert json.loads(first)["event"] == f"a file {NASTY}" and json.loads(first)["level"] == "info" and json.loads(first)["from"] == "askaside.test"
    assert (json.loads(second)["name"], json.loads(second)["number"]) == (NASTY, 7) and json.loads(second)["at"].endswith("Z")
    log.info("😀\U000e0001\ud800")
    assert json.loads(lines()[-1])["event"] == "😀\U000e0001\ud800"


def test_a_fault_says_where_and_not_what_was_written(told):
    log, lines = told
    try:
        try:
            raise ValueError("duplicate key\nDETAIL: Key (email)=(canary@acme.test) already exists.")
        except ValueError as wrong:
            raise RuntimeError("it failed") from wrong
    except RuntimeError:
        log.exception("a job failed")
    line, = lines()
    trace = json.loads(line)["trace"]
    assert trace.count("Traceback (most recent call last):") == 2 and "ValueError: duplicate key" in trace and trace.endswith("RuntimeError: it failed")
    assert "test_logs.py" in trace and "canary@acme" not in line.replace("raise ValueError", "").partition('\\nValueError')[2]


def test_what_is_long_is_cut(told):
    log, lines = told
    log.info("%s", "x" * 100_000)
    assert len(lines()[0]) < 3000


def test_what_strangers_can_cause_at_will_is_told_seldom(told, monkeypatch):
    log, lines = told
    now = [1000.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(logs, "_last", {})
    for _ in range(100):
        logs.seldom(log, "INFO", "a limit fired", limit="vote")
    logs.seldom(log, "INFO", "a limit fired", limit="file")
    now[0] += 11
    logs.seldom(log, "INFO", "a limit fired", limit="vote")
    assert [(json.loads(line)["limit"], json.loads(line)["times"]) for line in lines()] == [("vote", 1), ("file", 1), ("vote", 100)]
    for n in range(3000):
        logs.seldom(log, "INFO", "a limit fired", limit=f"{n}")
    assert len(logs._last) <= logs.MOST_KEYS


def test_on_a_terminal_it_is_for_eyes():
    record = logging.LogRecord("askaside", logging.INFO, "", 0, "hello %s", (NASTY,), None)
    record.told = {"mode": "eventlet"}
    told = logs._Plain().format(record)
    assert told.startswith("INFO askaside: hello \\r\\n\\x1b[31m\\u202e") and told.endswith("canary mode=eventlet") and told.isprintable()


@pytest.fixture(params=["eventlet", "threading"])
def server(request, tmp_path, monkeypatch):
    monkeypatch.setenv("ASKASIDE_LOG_LEVEL", "DEBUG")
    texts = Folder(tmp_path / "content")
    texts.site(SITE)
    made = Server(tmp_path, texts.path, command="serve", mode=request.param)
    yield made.start(ready="/healthz")
    made.stop()


def ask(server, path, body=None, kind="application/json", **headers):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(server.base + path, data, {"Content-Type": kind, **headers}), timeout=10) as answer:
            answer.read()
    except HTTPError as refused:
        refused.close()


def test_a_canary_in_every_field_is_in_no_line_at_the_finest_level(server):
    quoted, who = urllib.parse.quote(NASTY), visitor("alice")
    for path in (f"/{quoted}", f"/api/v1/{quoted}/help", f"/api/v1/acme/help?url={quoted}", f"/api/v1/acme/search?q={quoted}", f"/api/v1/acme/articles/{quoted}/{quoted}",
                 f"/desk/invitation/{quoted}", f"/help/acme/en/{quoted}", f"/socket.io/?EIO=4&transport=polling&sid={quoted}", f"/socket.io/?EIO={quoted}&transport={quoted}"):
        ask(server, path)
    for headers in ({"Authorization": "Bearer canary.canary.canary"}, {"Authorization": "Visitor canary"}, {"Cookie": "askaside_desk=canary"}, {"Origin": "https://canary.test"},
                    {"User-Agent": "canary"},
                    {"Idempotency-Key": "canary-canary"}, {"X-Forwarded-For": "canary"}, {"Referer": "https://canary.test/"}, {"If-None-Match": "canary"}, {"Accept-Language": "canary"}):
        ask(server, "/api/v1/acme/tickets", {"body": "canary", "locale": "en"}, **{**who, **headers})
    for body in ({"body": NASTY, "locale": "en", "email": "canary@acme.test", "name": NASTY}, {"body": NASTY, NASTY: NASTY}, [NASTY], NASTY, {"body": NASTY, "locale": NASTY}, {"files": [NASTY]}):
        ask(server, "/api/v1/acme/tickets", body, **who)
    part = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{"canary" * 3}\u202e.csv"\r\n\r\ncanary\r\n--b--\r\n'.encode()
    ask(server, "/api/v1/acme/files", part, "multipart/form-data; boundary=b", **who)
    ask(server, "/desk/sign-in", urllib.parse.urlencode({"email": "canary@acme.test", "password": NASTY}).encode(), "application/x-www-form-urlencoded")
    for auth in ({"site": "acme", "token": "canary.canary.canary"}, {"site": NASTY, "visitor": NASTY}):
        line = ByWebSocket(server)
        line.send(f"40/chat,{json.dumps(auth)}")
        assert line.read().startswith("44/chat,")
        line.close()
    for way in (ByWebSocket, ByPolling):
        for packet in [*HOSTILE, "42/chat,3" + json.dumps(["chat:start", {"client_id": "canary", "body": NASTY, "context": {"url": "/canary"}}])]:
            if packet == "9canary" and way is ByPolling:   # it is answered when somebody polls
                continue
            line = connected(way(server))
            line.send(packet)
            line.close()
    ask(server, "/healthz")
    server.stop()
    told = server.log.read_text("utf-8")
    rows = [json.loads(line) for line in told.split("\n")[:-1]]
    assert "canary" not in told.lower()
    assert all(line.isprintable() for line in told.split("\n")) and all({"at", "level", "from", "event"} <= set(row) for row in rows)
    assert not [row for row in rows if row["level"] in ("warning", "error", "critical")]
    events = [row["event"] for row in rows]
    assert events.count("request") >= 25 and "a token was refused" in events and "draining" in events and any(event.startswith("Askaside is at") for event in events)
    assert {row["route"] for row in rows if row["event"] == "request"} >= {"none", "/socket.io/", "/api/v1/<site>/tickets", "/healthz"}


def test_what_is_written_past_the_log_is_lines_of_it_too():
    done = subprocess.run([sys.executable, "-c", "import sys, threading\nfrom askaside.core import logs\nlogs.begin('INFO', sys.stderr)\n"
                                                 f"sys.stderr.write('past ' + {NASTY!r} + '\\n')\nprint('twice', file=sys.stderr)\n"
                                                 "thread = threading.Thread(target=lambda: 1 / 0)\nthread.start()\nthread.join()\n"], capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stderr.split("\n")[:-1]]
    assert rows[0]["event"] == "past \r" and rows[1]["event"] == NASTY.partition("\n")[2] and rows[2]["event"] == "twice"
    assert all(row["from"] == "stderr" and row["level"] == "warning" for row in rows) and rows[-1]["event"].startswith("ZeroDivisionError")
    assert "Traceback (most recent call last):" in [row["event"] for row in rows]


def test_what_a_failing_database_is_told_is_in_no_line(tmp_path):
    """Of a statement that fails, what was to be written is not told."""
    done = subprocess.run([sys.executable, "-c", "import logging, sys\nimport sqlalchemy as sa\nfrom askaside.core import db, logs\nlogs.begin('DEBUG', sys.stderr)\n"
                                                 "engine = sa.create_engine('sqlite://', **db.engine_options('sqlite://'))\n"
                                                 "try:\n    engine.connect().execute(sa.text('INSERT INTO nowhere VALUES (:a)'), {'a': 'can' + 'ary'})\n"
                                                 "except Exception:\n    logging.getLogger('askaside').exception('a job failed')\n"], capture_output=True, text=True, check=True)
    line, = done.stderr.splitlines()
    assert "no such table" in line and "canary" not in line
