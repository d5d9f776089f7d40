"""A visitor who chats with a real server, over a WebSocket of their own: what they say, and what they have been told."""

import contextlib
import json
import secrets
import threading
import time
import urllib.request
from itertools import count

from cast import visitor
from simple_websocket import Client, ConnectionClosed


class Chatter:
    """`with Chatter(server, "alice") as alice:` `lines`: {n: row} of the conversation they are in, from what was pushed."""

    def __init__(self, server, who, locale="en", **context):
        self.server, self.header, self.context = server, visitor(f"{who} {secrets.token_hex(4)}"), {"url": "/invoices", "module": "invoices", "locale": locale, **context}
        self.id, self.lines, self.heard, self._numbers, self._answers = None, {}, [], count(1), {}
        self._said = threading.Condition()
        self.connect()

    def connect(self):
        """By a connection of their own; once more, by another one."""
        self._line = Client(f"ws://127.0.0.1:{self.server.port}/socket.io/?EIO=4&transport=websocket", headers={"Origin": "http://127.0.0.1:8000"})   # a page of the product
        self._line.send(f"40/chat,{json.dumps({'site': 'demo', 'visitor': self.header['Authorization'].split()[1]})}")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.id:
            self.say("chat:end", conversation=self.id)   # nobody has to answer it any more
        self.leave()

    def leave(self):
        with contextlib.suppress(ConnectionClosed):
            self._line.close()
        self._reader.join(10)

    def say(self, event, **told):
        """The answer to an event."""
        number = next(self._numbers)
        self._line.send(f"42/chat,{number}{json.dumps([event, told])}")
        with self._said:
            assert self._said.wait_for(lambda: number in self._answers, 15), event
        answer = self._answers.pop(number)
        assert "error" not in answer, answer
        return answer

    def start(self, body, **more):
        self.id = self.say("chat:start", client_id=secrets.token_hex(8), body=body, context=self.context, **more)["conversation"]
        return self

    def write(self, body, **more):
        return self.say("chat:message", conversation=self.id, client_id=secrets.token_hex(8), body=body, **more)

    def typing(self):
        self.say("chat:typing", conversation=self.id)

    def read(self, n):
        self.say("chat:read", conversation=self.id, n=n)

    def kept(self):
        """[(kind, body)] as the server keeps them."""
        asked = urllib.request.Request(f"{self.server.base}/api/v1/demo/conversations/{self.id}/messages?limit=100", headers=self.header)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            rows = json.loads(answer.read())["messages"]
        assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))
        return [(row["author"]["kind"], row["body"]) for row in rows]

    def said_to_me(self):
        """[body] of the agents' lines, as they were pushed."""
        with self._said:
            return [row["body"] for _, row in sorted(self.lines.items()) if row["author"]["kind"] == "agent"]

    def until(self, true, patience=40):
        """Waits until something is so, as far as was heard."""
        with self._said:
            assert self._said.wait_for(true, patience), (self.lines, self.heard[-5:])

    def hears(self, *bodies):
        """Comes to hear these lines of agents, and no other."""
        end = time.monotonic() + 40
        while self.said_to_me() != list(bodies) and time.monotonic() < end:
            time.sleep(0.02)
        assert self.said_to_me() == list(bodies), (self.said_to_me(), self.lines, self.heard[-5:])

    def _read(self):
        with contextlib.suppress(ConnectionClosed):
            while True:
                packet = self._line.receive()
                if packet == "2":
                    self._line.send("3")
                elif packet.startswith("43/chat,"):
                    number, _, told = packet.removeprefix("43/chat,").partition("[")
                    self._told(lambda number=number, told=told: self._answers.update({int(number): json.loads("[" + told)[0]}))
                elif packet.startswith("42/chat,"):
                    name, told = json.loads(packet.removeprefix("42/chat,"))
                    self._told(lambda name=name, told=told: self._pushed(name, told))

    def _told(self, keep):
        with self._said:
            keep()
            self._said.notify_all()

    def _pushed(self, name, told):
        self.heard.append((name, told))
        if name == "chat:message" and told["conversation"] == (self.id or told["conversation"]):
            self.lines[told["n"]] = told
