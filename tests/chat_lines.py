"""A browser's line to the chat of a server process, packet by packet: by WebSocket and by polling."""

import http.client
import json
from contextlib import suppress

from cast import visitor
from simple_websocket import Client, ConnectionClosed

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

    def close(self):
        with suppress(ConnectionClosed):
            self.line.close()


class ByPolling:
    """Over two lasting connections, as a browser does it."""

    def __init__(self, server):
        self.path, self.waiting = "/socket.io/?EIO=4&transport=polling", []
        self.sends, self.reads = (http.client.HTTPConnection("127.0.0.1", server.port, timeout=10) for _ in range(2))
        self.path += f"&sid={json.loads(self.read()[1:])['sid']}"

    def send(self, packet):
        assert self._asked(self.sends, "POST", packet.encode()) == "OK"

    def read(self):
        while not self.waiting:
            self.waiting = self._asked(self.reads, "GET").split("\x1e")
        return self.waiting.pop(0)

    def _asked(self, line, method, body=None):
        try:
            line.request(method, self.path, body, {**ORIGIN, "Content-Type": "text/plain"})
            answer = line.getresponse()
            told = answer.read().decode()
            if answer.status != 200:
                raise ConnectionResetError(told)
            return told
        except BaseException:
            self.close()
            raise

    def close(self):
        self.sends.close()
        self.reads.close()


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


def connected(line, auth=AUTH):
    line.send(f"40/chat,{json.dumps(auth)}")
    assert line.read().startswith("40/chat,{")
    return line
