"""A tab that never reads what it is sent: the server keeps a bounded heap for it, ends it, and everybody else has every line."""

import json
import re
import threading
import time

import pytest
from cast import visitor
from chat_office import memory_mib
from material import ONE_LANGUAGE, Folder
from pages_server import Server
from simple_websocket import Client, ConnectionClosed
from sockets import deaf

AUTH = {"site": "acme", "visitor": visitor("alice")["Authorization"].split()[1]}
TABS, AT_ONCE, EACH, BODY = 6, 45, 135, "&" * 4096   # each line is 25 kB as it is told; so many at once, then four a second: who writes stays below the limit


class Tab(threading.Thread):
    """One that reads: `heard` holds the numbers of the lines that it was told, `answers` {what it said: what it was answered}."""

    def __init__(self, server):
        super().__init__()
        self.line, self.heard, self.answers, self.ready = Client(f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"), set(), {}, threading.Event()
        self.start()
        self.line.send(f"40/chat,{json.dumps(AUTH)}")
        assert self.ready.wait(10)

    def run(self):
        while True:
            try:
                packet = self.line.receive()
            except ConnectionClosed:
                return
            if packet == "2":
                self.line.send("3")
            elif packet.startswith("40/chat"):
                self.ready.set()
            elif packet.startswith('42/chat,["chat:message"'):
                self.heard.add(json.loads(packet[8:])[1]["n"])
            elif found := re.match(r"43/chat,(\d+)", packet):
                self.answers[int(found[1])] = json.loads(packet[found.end():])[0]

    def say(self, number, event, **told):
        self.line.send(f"42/chat,{number}{json.dumps([event, told])}")


def wait(true, patience=40):
    until = time.monotonic() + patience
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return true()


@pytest.fixture
def server(tmp_path):
    texts = Folder(tmp_path / "content")
    texts.site(ONE_LANGUAGE)
    made = Server(tmp_path, texts.path).start(ready="/healthz")
    yield made
    made.stop()


def test_who_does_not_read_fills_no_memory_and_holds_up_nobody(server):
    tabs = [Tab(server) for _ in range(TABS)]
    tabs[0].say(0, "chat:start", client_id="first", body="Hello.")
    assert wait(lambda: tabs[0].answers)
    conversation = tabs[0].answers[0]["conversation"]
    slow = [deaf(server.port, "alice") for _ in range(3)]
    before = memory_mib(server)

    def say(tab, at):
        tab.say(at, "chat:message", conversation=conversation, client_id=f"{tab.name}-{at}", body=BODY)

    for at in range(1, EACH + 1):
        time.sleep(0.25 if at > AT_ONCE else 0)
        for tab in tabs:
            say(tab, at)
    for tab in tabs:   # what was said too fast is said again, as a browser does
        assert wait(lambda tab=tab: len([at for at in tab.answers if at]) == EACH)
        for at in [at for at, answer in tab.answers.items() if "error" in answer]:
            time.sleep(0.25)
            say(tab, at)
    every = set(range(2, TABS * EACH + 2))
    assert wait(lambda: all(every <= tab.heard for tab in tabs)), [(len(tab.heard), sorted(every - tab.heard)[:9]) for tab in tabs]
    grown = memory_mib(server) - before
    print(f"\n{TABS * EACH} lines of 25 kB to 3 who read nothing: {grown:.0f} MiB more")
    assert server.log.read_text().count("nobody reads") == len(slow)
    assert grown < 40
    for tab in tabs:
        tab.line.close()
    for line in slow:
        line.close()
