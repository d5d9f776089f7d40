"""A chat with the program as it is served, from a page of a product: by WebSocket and by polling, a kill and a start between a line and the next."""

import json
import urllib.request

import pytest
from cast import visitor
from material import ONE_LANGUAGE, Folder
from pages_server import Server
from simple_websocket import Client

ORIGIN = {"Origin": "https://app.acme.test"}
AUTH = {"site": "acme", "visitor": visitor("alice")["Authorization"].split()[1]}


class ByWebSocket:
    def __init__(self, server):
        self.line = Client(f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket", headers=ORIGIN)

    def send(self, packet):
        self.line.send(packet)

    def read(self):
        packet = self.line.receive(timeout=10)
        return self.read() if packet.startswith("0") else packet   # of the handshake: where it comes with the head, this client gives it with what comes next only


class ByPolling:
    def __init__(self, server):
        self.address, self.waiting = f"{server.base}/socket.io/?EIO=4&transport=polling", []
        self.address += f"&sid={json.loads(self.read()[1:])['sid']}"

    def send(self, packet):
        assert urllib.request.urlopen(urllib.request.Request(self.address, packet.encode(), {**ORIGIN, "Content-Type": "text/plain"}), timeout=10).read() == b"OK"

    def read(self):
        while not self.waiting:
            self.waiting = urllib.request.urlopen(urllib.request.Request(self.address, headers=ORIGIN), timeout=10).read().decode().split("\x1e")
        return self.waiting.pop(0)


def ask(line, number, event, told):
    """(its answer, [(name, argument)] of what was pushed before it)"""
    line.send(f"42/chat,{number}{json.dumps([event, told])}")
    pushed = []
    while True:
        packet = line.read()
        if packet.startswith(f"43/chat,{number}["):
            return json.loads(packet.removeprefix(f"43/chat,{number}"))[0], pushed
        if packet.startswith("42/chat,"):
            pushed.append(tuple(json.loads(packet.removeprefix("42/chat,"))))


def connected(line):
    line.send(f"40/chat,{json.dumps(AUTH)}")
    assert line.read().startswith("40/chat,{")
    return line


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
@pytest.mark.parametrize("way", [ByWebSocket, ByPolling])
def test_what_is_acknowledged_is_there_after_a_kill(tmp_path, way, mode):
    texts = Folder(tmp_path / "content")
    texts.site(ONE_LANGUAGE)
    server = Server(tmp_path, texts.path, mode=mode).start(ready="/healthz")
    try:
        line = connected(way(server))
        begun, pushed = ask(line, 1, "chat:start", {"client_id": "a1", "body": "Hello."})
        assert (begun["n"], begun["status"]) == (1, "away") and [name for name, _ in pushed] == ["chat:changed", "chat:message", "chat:changed"]
        server.process.kill()
        server.process.wait()
        server.start(ready="/healthz")
        line = connected(way(server))
        assert ask(line, 1, "chat:start", {"client_id": "a1", "body": "Hello."}) == (begun, [])
        told, pushed = ask(line, 2, "chat:message", {"conversation": begun["conversation"], "client_id": "a2", "body": "Still there?"})
        assert told["n"] == 2 and pushed[0][1]["n"] == 2
        asked = urllib.request.Request(f"{server.base}/api/v1/acme/conversations/{begun['conversation']}/messages?after=1", headers={**ORIGIN, **visitor("alice")})
        assert [one["body"] for one in json.loads(urllib.request.urlopen(asked, timeout=10).read())["messages"]] == ["Still there?"]
    finally:
        server.stop()
    assert "Traceback" not in server.log.read_text()
