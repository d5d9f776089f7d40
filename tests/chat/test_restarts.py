"""The server is restarted under a person who writes: it says good-bye, nothing is lost or doubled, and they are back at once. The next server is started
before the former ends, as a service manager may do it, and waits for it."""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from itertools import count

import pytest
from cast import signed, visitor
from chat_lines import ORIGIN, ByPolling, ByWebSocket, ask, connected
from material import ONE_LANGUAGE, Folder
from pages_server import Server
from simple_websocket import ConnectionClosed

RESTARTS, BACK_SECONDS = 5, 3
CUT = (OSError, ConnectionClosed, TimeoutError, http.client.HTTPException, TypeError, AttributeError)   # the client's ways to say that the line ended


class Writer(threading.Thread):
    """Writes a line, waits until it is acknowledged, and writes the next; after a cut the same again."""

    def __init__(self, server, way):
        super().__init__()
        self.server, self.way, self.stop = server, way, threading.Event()
        self.sent, self.heard, self.gaps, self.farewells, self.conversation = [], [], [], 0, None

    def run(self):
        line, since = None, None
        for n in count(1):
            while True:
                if self.stop.is_set():
                    if line:
                        line.close()
                    return
                try:
                    line = line or self.connected()
                    event, told = ("chat:message", {"conversation": self.conversation}) if self.conversation else ("chat:start", {})
                    answer, pushed = ask(line, n, event, {**told, "client_id": f"line {n}", "body": f"line {n}"})
                except CUT:
                    line, since = None, since or time.monotonic()
                    time.sleep(random.uniform(0.2, 0.5))
                    continue
                self.heard += [one["n"] for name, one in pushed if name == "chat:message"]
                if any(name == "server:leaving" for name, _ in pushed):
                    self.farewells += 1
                if answer.get("error", {}).get("code") == "too_many":
                    time.sleep(answer["error"]["retry_after_seconds"])
                    continue
                assert "error" not in answer, answer
                if since:
                    self.gaps.append(time.monotonic() - since)
                    since = None
                self.conversation = self.conversation or answer["conversation"]
                self.sent.append((answer["n"], f"line {n}"))
                break
            time.sleep(0.21)   # the limit of a socket is five a second


    def connected(self):
        socket.create_connection(("127.0.0.1", self.server.port), timeout=10).close()   # the client would leave its own open where nobody listens
        return connected(self.way(self.server))


@pytest.fixture
def texts(tmp_path):
    made = Folder(tmp_path / "content")
    made.site(ONE_LANGUAGE)
    return made


def everything(server, conversation):
    """[(n, body)] as they are kept."""
    kept, after = [], "0"
    while after:
        asked = urllib.request.Request(f"{server.base}/api/v1/acme/conversations/{conversation}/messages?limit=100&after={after}", headers={**ORIGIN, **visitor("alice")})
        told = json.loads(urllib.request.urlopen(asked, timeout=10).read())
        kept, after = kept + [(row["n"], row["body"]) for row in told["messages"]], told["next"]
    return kept


def busy():
    """A processor that three want is three times as slow."""
    return max(1, os.getloadavg()[0] / os.cpu_count())


def until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("way, mode", [(ByWebSocket, "eventlet"), (ByPolling, "threading")])
def test_who_writes_during_restarts_loses_and_doubles_nothing_and_is_back_at_once(tmp_path, texts, way, mode):
    server = Server(tmp_path, texts.path, mode=mode).start(ready="/healthz")
    writer = Writer(server, way)
    writer.start()
    try:
        for n in range(1, RESTARTS + 1):
            until(lambda n=n: len(writer.sent) >= 5 * n)
            following = Server(tmp_path, texts.path, port=server.port, mode=mode).start(ready="/healthz")   # the former one answers
            until(lambda n=n, log=server.log: log.read_text().count("waiting: another server") == n)
            before = len(writer.gaps)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(40) == 0
            server = following
            until(lambda before=before: len(writer.gaps) > before)
    finally:
        writer.stop.set()
        writer.join()
        server.stop()
    told = server.log.read_text()
    assert "Traceback" not in told and told.count("stopped with 0 requests open") == RESTARTS + 1
    print(f"\n{mode}, {way.__name__}: {len(writer.sent)} lines, {RESTARTS} restarts, back after {', '.join(f'{gap:.2f}' for gap in writer.gaps)} s, {writer.farewells} farewells heard")
    assert max(writer.gaps) < BACK_SECONDS * busy()
    server.start(ready="/healthz")
    try:
        kept = everything(server, writer.conversation)
    finally:
        server.stop()
    assert kept[:len(writer.sent)] == writer.sent and len(kept) <= len(writer.sent) + 1   # one may have been on its way at the end


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
@pytest.mark.parametrize("way", [ByWebSocket, ByPolling])
def test_a_good_bye_is_said_and_the_answer_under_way_is_given(tmp_path, texts, way, mode):
    server = Server(tmp_path, texts.path, mode=mode).start(ready="/healthz")
    try:
        line = connected(way(server))
        line.send('42/chat,7["chat:start",{"client_id":"a","body":"Hello."}]')
        server.process.send_signal(signal.SIGTERM)
        seen = []
        while seen[-1:] != ["1"]:   # the connection is ended
            seen.append(line.read())
        line.close()
        assert server.process.wait(40) == 0
    finally:
        server.stop()
    assert [packet for packet in seen if packet.startswith("43/chat,7[{\"conversation\"")] and '42/chat,["server:leaving",{}]' in seen, seen
    assert "stopped with 0 requests open" in server.log.read_text()


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_secret_that_is_retired_cuts_who_came_with_it_within_three_seconds(tmp_path, texts, mode):
    def secret(*more):
        done = subprocess.run([sys.executable, "-c", "from askaside.cli import main; main()", "secret", "acme", *more], capture_output=True, text=True, check=True,
                              env={**os.environ, "ASKASIDE_DATA_DIR": str(tmp_path / "var"), "ASKASIDE_CONTENT_DIR": str(texts.path)})
        return re.findall(r"^(?:kid|secret)\s+(\S+)", done.stdout, re.M)

    server = Server(tmp_path, texts.path, mode=mode).start(ready="/healthz")
    try:
        kid, text = secret("--new")
        token = signed(kid, text, sub="alice")["Authorization"].split()[1]
        line = connected(ByWebSocket(server), {"site": "acme", "token": token})
        assert ask(line, 1, "chat:start", {"client_id": "a", "body": "Hello."})[0]["n"] == 1
        secret("--retire", kid)
        since = time.monotonic()
        while (packet := line.read()) == "2":   # are you there?
            line.send("3")
        assert packet == "41/chat," and time.monotonic() - since < 3 * busy()
        line.send(f"40/chat,{json.dumps({'site': 'acme', 'token': token})}")
        assert line.read() == '44/chat,{"message":"unsigned"}'
        line.close()
    finally:
        server.stop()
