"""Chats while the server is killed and the network fails; then the account: acknowledged = kept, once, in order, and everybody's list is the database's.

As Jepsen does it: what was acknowledged must be there once, what nobody answered may be there or not, what was refused must not be.
"""

import json
import random
import sqlite3
import subprocess
import threading
import time
import urllib.request
from bisect import bisect_left
from collections import Counter, defaultdict
from contextlib import closing
from urllib.error import HTTPError

from bad_network import BadNetwork
from cast import visitor
from forked import Forked
from material import ONE_LANGUAGE, ROOT, Folder, share_dictionaries

ORIGIN, SITE_KEY = "https://app.acme.test", "acme"
KILL_SECONDS = (0.3, 1.5)
ACT_SECONDS = (0.05, 0.25)   # between two acts of the network
ACTS = ["cut"] * 10 + ["reset"] * 4 + ["deaf", "deaf up", "deaf down", "late", "split", "split", "repeat", "repeat", "repeat", "black hole"]


def at(values, share):
    """The value that so large a share of `values` does not pass; 0 where there are none."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0


class ChatStorm:
    """A server process, a network, and `people` with so many `tabs` each, in a process of Node's. `every`: ms between two lines of a tab; `most` lines in all; `agent`: somebody has the chats."""

    def __init__(self, tmp, transport, mode="eventlet", seed=7, people=4, tabs=3, every=700, most=10**9, mutant=None, agent=False, **environ):
        texts = Folder(tmp / "content")
        texts.site(ONE_LANGUAGE)
        share_dictionaries(tmp / "var")
        self.seed, self.tmp, self.cell = seed, tmp, {"mode": mode, "transport": transport, "seed": seed, "people": people, "tabs": tabs, "agent": agent}
        self.server = Forked(tmp, {"ASKASIDE_CONTENT_DIR": str(texts.path), "ASKASIDE_DATA_DIR": str(tmp / "var"), "ASKASIDE_ASYNC_MODE": mode, **environ})
        self.network = BadNetwork(self.server.port).__enter__()
        self.secrets = [visitor(f"storm {n}")["Authorization"].removeprefix("Visitor ") for n in range(people)]
        self.up, self.heard, self.hushed, self.lists, self.stop = [], [], threading.Event(), None, threading.Event()
        self.noise = open(tmp / "tabs.log", "w+")   # noqa: SIM115
        self.tabs = subprocess.Popen(["node", str(ROOT / "tests" / "chat_tabs.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.noise, text=True)
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()
        self._live()
        if agent:
            self._sits()
        self._say({"base": self.network.base, "origin": ORIGIN, "site": SITE_KEY, "seed": seed, "transport": transport, "every": every, "most": most, "mutant": mutant,
                   "people": [{"secret": secret, "tabs": tabs} for secret in self.secrets]})

    # --- what happens -----------------------------------------------------------------------------------------------

    def blow(self, enough, patience=90):
        """Kill and spoil until `enough(storm)`; then let everything be whole, and everybody come to rest within so many seconds."""
        dice, begun = random.Random(self.seed), time.monotonic()
        spoiler = threading.Thread(target=self._spoil, args=(random.Random(self.seed + 1),))
        spoiler.start()
        try:
            while not enough(self):
                time.sleep(dice.uniform(*KILL_SECONDS))
                self.server.kill()
                self.up[-1][1] = time.time()
                self._live()
        finally:
            self.stop.set()
            spoiler.join()
        self.network.how = None
        self.network.cut()
        self.cell["seconds"] = round(time.monotonic() - begun)
        self._say({"do": "hush"})
        if not self.hushed.wait(patience):
            self.heard.append({"wrong": "they do not come to rest"})
        self._say({"do": "tell"})
        self.tabs.wait(20)
        self.listener.join(20)

    @property
    def kills(self):
        return len(self.up) - 1

    @property
    def cuts(self):
        return self.network.told["cut"] + self.network.told["reset"]

    def _sits(self):
        """An agent who takes chats. Each server lives shorter than it waits for somebody's browser to come back, so that they are there for it."""
        with closing(sqlite3.connect(self.tmp / "var" / "askaside.db", timeout=20)) as database, database:
            database.execute("INSERT INTO agents (id, email, name, created_at) VALUES ('bela', 'bela@acme.test', 'Bela', '2026-01-01 00:00:00')")
            database.execute("INSERT INTO agent_roles (agent_id, site, role) VALUES ('bela', ?, 'agent')", [SITE_KEY])
            database.execute("INSERT INTO chat_seats (agent_id, status, most) VALUES ('bela', 'available', 10000)")

    def _live(self):
        self.server.live()
        self.up.append([time.time(), None])

    def _spoil(self, dice):
        while not self.stop.wait(dice.uniform(*ACT_SECONDS)):
            act = dice.choice(ACTS)
            if act in ("cut", "reset"):
                self.network.cut(dice.randint(1, 3), dice, reset=act == "reset")
            elif act == "black hole":   # who comes now is let in and never hears a word
                self.network.how = "deaf"
                self.stop.wait(0.5)
                self.network.how = None
            else:
                self.network.spoil(act, dice.randint(1, 3), dice)
                self.network.how = act if act in ("late", "split", "repeat") and dice.random() < 0.5 else None

    def _say(self, told):
        self.tabs.stdin.write(json.dumps(told) + "\n")
        self.tabs.stdin.flush()

    def _listen(self):
        for line in self.tabs.stdout:
            told = json.loads(line)
            if "hushed" in told:
                self.hushed.set()
            elif "lists" in told:
                self.lists, self.written = told["lists"], told["written"]
            else:
                self.heard.append(told)

    # --- the account ------------------------------------------------------------------------------------------------

    def account(self):
        """({what: how often} is wrong, the figures as one dict)"""
        with closing(sqlite3.connect(self.tmp / "var" / "askaside.db", timeout=20)) as database:
            rows = database.execute("SELECT conversation_id, n, client_id, body, author_kind FROM chat_messages ORDER BY conversation_id, n").fetchall()
            in_requests = Counter(database.execute("SELECT body FROM ticket_messages WHERE author_kind = 'requester'").fetchall())
            handed_over = {one for one, in database.execute("SELECT id FROM conversations WHERE ticket_id IS NOT NULL")}
            clean = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and not database.execute("PRAGMA foreign_key_check").fetchall()
        kept = defaultdict(list)
        for conversation, n, client_id, body, _ in rows:
            kept[conversation].append([n, client_id, body])
        rows = [row[:4] for row in rows if row[4] == "requester"]   # the system says something, too
        where = {client_id: (conversation, n) for conversation, n, client_id, _ in rows}
        acked = [one for one in self.heard if "ok" in one]
        first = {one["ok"]: (one["conversation"], one["n"]) for one in acked if not one["again"]}
        refused, unsure = [one["refused"] for one in self.heard if "refused" in one], {one["unsure"] for one in self.heard if "unsure" in one}
        bodies, ids = Counter(body for _, _, _, body in rows), Counter(client_id for _, _, client_id, _ in rows)
        waits, lag = [one["ms"] for one in acked if not one["again"]], self._lags()
        wrong = {
            "lost": sum(id_ not in where for id_ in first),
            "another number": sum(where.get(one["ok"], place) != place for one in acked for place in [(one["conversation"], one["n"])]),
            "doubled": sum(n > 1 for n in bodies.values()) + sum(n > 1 for n in ids.values()),
            "out of order": self._disorder(acked),
            "with a gap": sum([n for n, _, _ in lines] != list(range(1, len(lines) + 1)) for lines in kept.values()),
            "kept though refused": sum(id_ in where for id_ in refused) + sum(body.startswith("other words") for body in bodies),
            "kept and never said": len(set(where) - set(first) - unsure),
            "not answered in the end": self.written - len(first) - len(unsure) - sum(" " not in id_ for id_ in refused),
            "lists unlike the database's": self._others(kept),
            # Nobody left makes one line of all that was said until then; only those who were alone from the beginning have each of theirs in the request.
            "lines unlike those of the request": sum(in_requests[body,] != 1 for conversation, _, _, body in rows if conversation in handed_over and not self.cell["agent"]),
            "damaged": int(not clean), "told to be wrong": sum("wrong" in one for one in self.heard),
            "faults in the log": (log := self.server.log.read_text()).count("Traceback"), "faults of the tabs": len(self.tmp.joinpath("tabs.log").read_text().splitlines())}
        return wrong, {**self.cell, "kills": self.kills, "cuts": self.cuts, "network": dict(self.network.told), "written": self.written, "acknowledged": len(first),
                       "sent again after that": len(acked) - len(first), "unsure": len(unsure), "of them kept": len(unsure & set(where)), "refused": len(refused), "rows": len(rows),
                       "conversations": len(kept), "lists": len(self.lists), "ack ms p50, p99": [at(waits, 0.5), at(waits, 0.99)],
                       "caught up s p50, p95, max": [round(at(lag, share), 2) for share in (0.5, 0.95, 1)], "of": len(lag), "wrong": [one["wrong"] for one in self.heard if "wrong" in one][:5],
                       "the last fault": log[log.rfind("Traceback"):][:4000] * ("Traceback" in log)}

    @staticmethod
    def _disorder(acked):
        """How often a tab's line has a lower number than one that the tab had said before."""
        last, found = {}, 0
        for one in acked:
            if not one["again"]:
                found += one["n"] <= last.get((one["tab"], one["conversation"]), 0)
                last[one["tab"], one["conversation"]] = one["n"]
        return found

    def _others(self, kept):
        """How many lists of conversations in the tabs, and of a fresh browser, are not as in the database."""
        mine = defaultdict(set)
        for tab, lists in self.lists.items():
            mine[tab.partition(".")[0]] |= set(lists)
        everybodys = [(lines, kept[conversation]) for lists in self.lists.values() for conversation, lines in lists.items()]
        unseen = sum(set(lists) != mine[tab.partition(".")[0]] for tab, lists in self.lists.items()) + len(set(kept).difference(*mine.values()))
        fresh = [(self._asked(self.secrets[int(person)], conversation), kept[conversation]) for person, found in mine.items() for conversation in found]
        return sum(one != other for one, other in everybodys + fresh) + unseen

    def _asked(self, secret, conversation):
        """[[n, client_id, body]] as a browser gets it that was never here."""
        lines, after = [], 0
        while after is not None:
            asked = urllib.request.Request(f"{self.server.base}/api/v1/{SITE_KEY}/conversations/{conversation}/messages?after={after}&limit=100", headers={"Authorization": f"Visitor {secret}"})
            try:
                with urllib.request.urlopen(asked, timeout=20) as answer:
                    told = json.load(answer)
            except HTTPError as refused:
                refused.close()
                return [refused.code]
            lines += [[one["n"], one["client_id"], one["body"]] for one in told["messages"]]
            after = told["next"]
        return lines

    def _lags(self):
        """[seconds] for each tab and each return of the server until it was connected and had caught up. Time in which it was away again does not count."""
        ups = [(up, down or time.time()) for up, down in self.up]
        caught = defaultdict(list)
        for one in self.heard:
            if "caught" in one:
                caught[one["caught"]].append((one["connected"] / 1000, one["at"] / 1000))
        found = []
        for times in caught.values():
            times.sort()
            for back, (_, down) in enumerate(ups[:-1], 1):
                place = bisect_left(times, (down, 0))
                if place < len(times):
                    done = min(at for _, at in times[place:])
                    found.append(sum(max(0, min(until, done) - begun) for begun, until in ups[back:]))
        return found

    def close(self):
        self.stop.set()
        self.tabs.kill()
        self.tabs.wait(20)
        self.listener.join(20)
        self.tabs.stdin.close()
        self.tabs.stdout.close()
        self.noise.close()
        self.server.close()
        self.network.__exit__()
