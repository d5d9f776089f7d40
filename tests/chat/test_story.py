"""Whatever a person does in two tabs, what a tab knows from what it heard is what a fresh one is told."""

import random
from datetime import timedelta

import pytest
from chat_material import Browser

from askaside.core import clock

SEQUENCES, STEPS = 30, 8
pytestmark = pytest.mark.usefixtures("office", "unlimited")


class Story:
    """One person, two tabs; `acked`: [(conversation, n, body)] of everything that was acknowledged."""

    def __init__(self, app, seed):
        self.dice, self.person = random.Random(seed), f"person {seed}"
        self.tabs = [Browser(app, self.person), Browser(app, self.person)]
        self.app, self.acked, self.sent, self.conversation = app, [], [], None
        self.count = 0

    def step(self):
        choices = ["start"] if self.conversation is None else ["send"] * 4 + ["resend"] * 2 + ["cut", "reload", "read", "end", "end", "wait", "start"]
        getattr(self, self.dice.choice(choices))(self.dice.choice(self.tabs))

    def start(self, tab):
        self._say(tab, None)

    def send(self, tab):
        self._say(tab, self.conversation)

    def _say(self, tab, conversation):
        if not tab.connected:
            return
        self.count += 1
        client_id, body = f"c{self.count}", f"line {self.count}"
        told = tab.post(conversation, body, client_id) if conversation else tab.start(body, client_id)
        self.sent.append((conversation, client_id, body, told))
        self.conversation = told.get("conversation", conversation)
        self.acked.append((self.conversation, told["n"], body))

    def resend(self, tab):
        conversation, client_id, body, told = self.dice.choice(self.sent)
        if tab.connected and conversation:   # what is answered to a start says how it stands, too
            assert tab.post(conversation, body, client_id) == told

    def cut(self, tab):
        if tab.connected:
            tab.socket.disconnect("/chat")

    def reload(self, tab):
        """A tab that comes back keeps what it knew, or not."""
        tab.connect()
        if self.dice.random() < 0.5:
            tab.known = {}
        self._catch_up(tab)

    def _catch_up(self, tab):
        for conversation in {conversation for conversation, _, _ in self.acked}:
            tab.catch_up(conversation)

    def read(self, tab):
        if tab.connected:
            assert tab.say("chat:read", {"conversation": self.conversation, "n": self.dice.randint(0, 5)}) == {}

    def end(self, tab):
        if tab.connected:
            assert tab.say("chat:end", {"conversation": self.conversation}) == {}

    def wait(self, tab):
        clock.at(clock.now() + timedelta(hours=self.dice.choice([1, 30])))

    def check(self):
        fresh = Browser(self.app, self.person)
        self._catch_up(fresh)
        for conversation, one in fresh.known.items():
            assert sorted(one["lines"]) == list(range(1, one["state"]["last_n"] + 1))
            assert sorted((n, line["body"]) for n, line in one["lines"].items()) == sorted((n, body) for id_, n, body in self.acked if id_ == conversation)
        for tab in self.tabs:
            if not tab.connected:
                self.reload(tab)
            tab.hear()
            assert tab.known == fresh.known


def test_what_a_tab_knows_is_what_is_kept(app, time):
    for seed in range(SEQUENCES):
        time.at("2026-11-22T10:00+02:00")
        story = Story(app, seed)
        try:
            for _ in range(STEPS):
                story.step()
                for tab in story.tabs:
                    if tab.connected:
                        tab.hear()
            story.check()
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed}: {wrong}") from wrong
