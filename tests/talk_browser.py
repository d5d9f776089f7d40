"""A person's browser with two tabs of the widget's own chat, in a process of Node's, and a second device; the server is the application.

Whatever they ask waits until somebody answers it, and how.
"""

import json
import re
import subprocess
from collections import deque
from itertools import count

from chat_material import Browser
from material import ROOT

from askaside.chat import access, queries, rows
from askaside.core import clock
from askaside.core.db import db
from askaside.people import identity
from askaside.people import queries as people

AWAY = {"status": 0, "code": "unavailable"}
NUMBERS = count(1)


class Tabs:
    """The process with the tabs: `tabs(view=…)` says a line to it, and gives its answer."""

    def __init__(self, widget):
        self.process = subprocess.Popen(["node", str(ROOT / "tests" / "talk_tabs.mjs"), str(widget / "panel" / "chat" / "talk.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, **said):
        self.process.stdin.write(json.dumps({"now": round(clock.now().timestamp() * 1000), **said}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


class TwoTabs:
    """`asked`: questions of the tabs that wait for an answer; `news[n]`: what tab n will hear, in this order; `ids`: the conversation that each began with;
    `owed`: names of tabs whose last question what there is got no answer; `leader`: the tab that has the `socket` (a Browser, or None where there is none)."""

    app = tabs = None

    def arrive(self):
        """Somebody new, who has never been here."""
        number = next(NUMBERS)
        self.person, self.storage = f"story {number}", f"storage {number}"
        self.device, self.socket, self.leader = Browser(self.app, self.person), None, 0
        self.caller = identity.caller(self.app.shelf.libraries["acme"].site, self.device.header["Authorization"])
        self.names, self.ids, self.news, self.asked, self.owed = ["", ""], ["", ""], [deque(), deque()], [], set()
        for n in (0, 1):
            self._open(n, "")
        self._call(0, "lead", True)
        self._connect()
        for n in (0, 1):
            self._hear(n)

    def _open(self, n, conversation):
        self.names[n], self.ids[n] = f"{self.person}.{n}.{next(NUMBERS)}".replace(" ", ""), conversation
        self.news[n].clear()
        self._say(begin=self.names[n], storage=self.storage, conversation=conversation)
        self._call(n, "lead", n == self.leader)
        if self.socket:
            self.news[n].append(("up", True))

    def _say(self, **said):
        """Tell the tabs, and keep what they ask and tell each other."""
        out = self.tabs(**said)
        assert "wrong" not in out, out
        self.asked += out["asks"]
        for one in out["told"]:
            if one["tab"] in self.names:
                self.news[1 - self.names.index(one["tab"])].append(("told", one["what"]))
        return out

    def _call(self, n, name, *given):
        self._say(tab=self.names[n], call=name, given=given)

    def _view(self, n):
        return self._say(view=self.names[n])["view"]

    def _answer(self, ask, how):
        """One of their questions goes to the server, and its answer back – or one of both does not."""
        told = None
        if how != "lost" and ("path" in ask or self.socket):
            told = self._asked(ask)
        if how == "well" and told is not None:
            self._say(answer=ask["id"], told=told)
        else:
            self._say(fail=ask["id"], problem=AWAY)
        if "path" in ask:
            (self.owed.discard if how == "well" else self.owed.add)(ask["tab"])

    def _asked(self, ask):
        if "event" in ask:
            told = self.socket.say(ask["event"], ask["payload"])
            self._listen()
            return told
        id_, after, limit = re.fullmatch(r"/conversations/(\w+)/messages\?after=(\d+)&limit=(\d+)", ask["path"]).groups()
        db.session.rollback()
        found = access.one(self.caller, id_)   # what the door does; through it it takes ten times as long
        lines = queries.after(found, int(after), int(limit) + 1)
        return {"conversation": rows.state(found), "messages": rows.lines(lines[:int(limit)]), "next": str(lines[int(limit) - 1].n) if len(lines) > int(limit) else None}

    def _listen(self):
        """What the socket hears comes to the tab that has it, sooner or later; from there to the other one."""
        self.news[self.leader] += [("push", one) for one in (self.socket.heard() if self.socket else [])]
        self.device.heard()

    def _hear(self, n, twice=False):
        what, told = self.news[n].popleft()
        if n == self.leader and what != "told":
            self.news[1 - n].append((what, told))
        if what == "up":
            self._call(n, "connected", told)
        elif what == "told":
            self._call(n, "told", told)
        else:
            for _ in range(1 + twice):
                self._call(n, "push", *told)

    def _cut(self, arrived):
        for ask in [one for one in self.asked if "event" in one]:
            self.asked.remove(ask)
            self._answer(ask, "unanswered" if arrived else "lost")
        self.news[self.leader] = deque(one for one in self.news[self.leader] if one[0] != "push")
        self.socket.socket.disconnect("/chat")
        self.socket = None
        self.news[self.leader].append(("up", False))

    def _connect(self):
        self.socket = Browser(self.app, self.person)
        self.news[self.leader].append(("up", True))

    def _close(self, n, arrived):
        """A tab is no more. Of what it asked last, some had `arrived`."""
        if n == self.leader and self.socket:
            self._cut(arrived)
        for ask in [one for one in self.asked if one["tab"] == self.names[n]]:
            self.asked.remove(ask)
            if arrived and "event" in ask and self.socket:
                self._asked(ask)
        self._say(end=self.names[n])

    # --- what is kept -----------------------------------------------------------------------------------------------

    def _all(self):
        """[Conversation] of the person's, the newest first."""
        db.session.rollback()
        return queries.page(self.caller, 100, None)[0] if people.requester(self.caller) else []

    def _newest(self):
        return next(iter(self._all()), None)

    def _fresh(self):
        """{conversation: what a fresh tab is told}, the oldest first."""
        return {one.id: {"conversation": rows.state(one), "messages": rows.lines(queries.after(one, 0))} for one in reversed(self._all())}

    @staticmethod
    def _bodies(fresh):
        return [one["body"] for lines in fresh.values() for one in lines["messages"]]
