"""A person with two tabs, an agent and a second device, on a network that loses questions and answers, keeps them back, and says things twice.

The tabs are the widget's own code in a process of Node's; the server is the application. After each story, what a tab knows is what a fresh one is told, and every
line that was said is there once.
"""

import contextlib
from collections import Counter
from datetime import timedelta
from itertools import count

import sqlalchemy as sa
from chat_material import arrives, leaves, takes_chats
from desk_material import TABLES
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from material import ROOT, SITE
from talk_browser import NUMBERS, Tabs, TwoTabs

from askaside.chat import answering, watch
from askaside.chat.models import Conversation
from askaside.core import clock
from askaside.core.db import db
from askaside.core.errors import AskasideError
from askaside.tickets.models import Ticket

STEPS, SEED = 50, 7
TABS = st.integers(0, 1)
HOWS = st.sampled_from(["well"] * 4 + ["lost", "unanswered"])   # a question that is lost was never asked; of one that is unanswered only the answer is lost
SAME = ("status", "agent", "ticket", "next", "answer_by_at", "position", "subject")


class Story(TwoTabs, RuleBasedStateMachine):
    """`said`: the words, in their order; `unsure`: those that were unsent when the storage was emptied."""

    bela = begin_at = names = None

    @initialize(there=st.booleans())
    def begin(self, there):
        clock.at(self.begin_at)
        self.said, self.unsure, self.says = [], set(), count(1)
        (arrives if there else leaves)(self.app, self.bela)
        self.arrive()

    @rule(n=TABS)
    def say(self, n):
        body = f"line {next(self.says)} of {self.names[n]}"
        self.said.append(body)
        self._call(n, "say", {"body": body})

    @precondition(lambda self: self.asked)
    @rule(at=st.integers(0, 5), how=HOWS)
    def answer(self, at, how):
        self._answer(self.asked.pop(at % len(self.asked)), how)

    @precondition(lambda self: any(self.news))
    @rule(n=TABS, many=st.integers(1, 6), twice=st.booleans())
    def hear(self, n, many, twice):
        for _ in range(min(many, len(self.news[n]))):
            self._hear(n, twice)

    @rule(arrived=st.booleans())
    def network(self, arrived):
        """The socket dies: what was on its way is lost, in one direction or in both. Or it comes back."""
        if self.socket:
            self._cut(arrived)
        else:
            self._connect()

    @rule(n=TABS, arrived=st.booleans(), forgets=st.sampled_from([False] * 5 + [True]))
    def reload(self, n, arrived, forgets):
        """Or a crash: nothing is said to anybody. Another tab leads then. Or the browser is closed, and forgets what it kept."""
        if forgets:
            return self._forget(arrived)
        id_ = self._view(n)["id"]
        self._close(n, arrived)
        if n == self.leader:
            self.leader = 1 - n
            self._call(self.leader, "lead", True)
        self._open(n, id_ or getattr(self._newest(), "id", ""))

    def _forget(self, arrived):
        for n in (0, 1):
            self._close(n, arrived)
        self.unsure |= set(self.said) - set(self._bodies(self._fresh()))
        self._say(clear=self.storage)
        for n in (0, 1):
            self._open(n, getattr(self._newest(), "id", ""))

    @rule(n=TABS, what=st.sampled_from(["catchUp", "seen", "end"]))
    def does(self, n, what):
        if what != "end" or self._view(n)["id"]:
            self._call(n, what)

    # --- everybody else ---------------------------------------------------------------------------------------------

    @precondition(lambda self: self.said)
    @rule(what=st.sampled_from(["answer", "answer", "take", "read", "end", "give", "make it a request", "close its request", "come", "go", "another device"]))
    def elsewhere(self, what):
        """Something is done by the agent, or said on another device."""
        conversation = self._newest()
        if what in ("come", "go"):
            (arrives if what == "come" else leaves)(self.app, self.bela)
        elif conversation and what == "another device":
            assert "n" in self.device.post(conversation.id, f"elsewhere {next(NUMBERS)}")
        elif conversation:
            self._answered(conversation, what)
        self._listen()

    def _answered(self, conversation, what):
        site, id_, bela = self.app.shelf.libraries["acme"].site, conversation.id, self.bela
        ways = {"answer": lambda: answering.post(site, id_, bela, "agent:bela", client_id=f"b{next(NUMBERS)}", body="Have you tried another one?"),
                "take": lambda: answering.take(site, id_, bela), "read": lambda: answering.read(site, id_, bela, conversation.last_n), "end": lambda: answering.end(site, id_, bela),
                "give": lambda: answering.give(site, id_, bela, None), "make it a request": lambda: answering.to_request(site, id_, bela)}
        if what in ways:
            with contextlib.suppress(AskasideError):   # not as it stands; the agent is told
                ways[what]()
        elif conversation.ticket_id:
            db.session.get(Ticket, conversation.ticket_id).status = "closed"
            db.session.commit()

    @rule(minutes=st.sampled_from([0, 0.2, 3, 40, 1800]))
    def wait(self, minutes):
        """0, and before a day: until all is calm. (What was not sent for a day waits for a word of who wrote it: `widget/chatting.test.js`.)"""
        if not minutes or minutes > 1000:
            self.come_to_rest()
        clock.at(clock.now() + timedelta(minutes=minutes))
        self._say()
        watch.run()
        self._listen()

    # --- what holds -------------------------------------------------------------------------------------------------

    def come_to_rest(self):
        """The network is whole, and time goes on: everything is sent, and everybody knows everything, without being asked to look."""
        if not self.socket:
            self._connect()
        for _ in range(80):
            for n in (0, 1):
                while self.news[n]:
                    self._hear(n)
            for ask in self.asked[:]:
                self.asked.remove(ask)
                self._answer(ask, "well")
            clock.at(clock.now() + timedelta(seconds=1))
            self._say()
            if not self.asked and not any(self.news):
                views = [self._view(n) for n in (0, 1)]
                late = [n for n in (0, 1) if self.names[n] in self.owed]
                for n in late:   # it looked, and got no answer: it looks again in twenty seconds
                    self._call(n, "catchUp")
                if not late and not any(view["waiting"] for view in views):
                    break
        else:
            raise AssertionError(("it does not come to rest", [self._view(n) for n in (0, 1)], self.asked, self.news))
        self._check(views)

    def _check(self, views):
        fresh = self._fresh()
        for view, begun in zip(views, self.ids, strict=True):
            assert not view["pending"], view["pending"]
            first = begun or (view["lines"][0]["conversation"] if view["lines"] else "")
            chain = []
            while first:
                chain.append(first)
                first = fresh[first]["conversation"]["next"]
            shown, kept = ([(one["conversation"], one["n"], one["body"]) for one in lines] for lines in (view["lines"], [one for id_ in chain for one in fresh[id_]["messages"]]))
            assert shown == kept, (shown, kept, begun, self.said)
            if chain:
                told = fresh[chain[-1]]["conversation"]
                assert view["id"] == chain[-1] and view["read"] == told["read"]
                alone = sum(one["conversation"]["status"] == "queued" for one in fresh.values()) < 2   # else their own other chat may stand before this one; it is told at the next look
                same = [name for name in SAME if alone or name != "position"]
                assert {name: view["standing"][name] for name in same} == {name: told[name] for name in same}, (view["standing"], told)
        bodies = self._bodies(fresh)
        there = Counter(bodies)
        for body in self.said:
            assert there[body] == 1 or (body in self.unsure and there[body] == 0), (body, there[body])
        if not self.unsure:
            for lines in fresh.values():
                for name in {body.partition(" of ")[2] for body in self.said}:   # those of two tabs may pass each other
                    mine = [one["body"] for one in lines["messages"] if one["body"].endswith(f" of {name}")]
                    assert mine == [body for body in self.said if body in mine]

    def teardown(self):
        if self.names:
            try:
                self.come_to_rest()
            finally:
                for name in self.names:
                    self.tabs(end=name)
                for one in filter(None, (self.socket, self.device)):
                    one.socket.disconnect("/chat")   # of one address only so many may be connected
                db.session.rollback()
                db.session.query(Conversation).update({"status": "closed", "closed_at": clock.now()})
                db.session.commit()


def tell(app, folder, time, stories, widget=ROOT / "widget" / "src"):
    """Tell so many stories, the same ones each time. `widget`: the folder of its code."""
    print(f"\n{stories} stories of {STEPS} steps, seed {SEED}")
    folder.site(SITE + TABLES)
    app.shelf.reread()
    time.at("2026-11-22T10:00+02:00")
    app.limits.spend = lambda *_: None
    db.session.execute(sa.text("PRAGMA synchronous=OFF"))   # nothing loses its power here
    db.session.rollback()
    tabs = Tabs(widget)
    try:
        told = type("Told", (Story,), {"app": app, "tabs": tabs, "bela": takes_chats(app), "begin_at": clock.now()})
        run_state_machine_as_test(seed(SEED)(told), settings=settings(max_examples=stories, stateful_step_count=STEPS, database=None, deadline=None, phases=[Phase.generate],
                                                          suppress_health_check=list(HealthCheck), print_blob=True))
    finally:
        tabs.close()
