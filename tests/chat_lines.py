"""A browser's line to the chat of a server process, packet by packet: by WebSocket and by polling."""

import json
import urllib.request

from cast import visitor
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
