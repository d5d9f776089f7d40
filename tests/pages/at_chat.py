"""Agents who take chats at the live desk, and visitors who begin them."""

import pytest
from at_desk import Agent
from chatter import Chatter
from playwright.sync_api import expect


class Talker(Agent):
    """An agent who takes chats."""

    def sit(self, **wish):
        """Says so over HTTP, as the menu does."""
        told = self.page.evaluate("""wish => fetch('/api/v1/desk/demo/seat', {method: 'POST', body: JSON.stringify(wish), headers: {'Content-Type': 'application/json',
            'X-CSRF-Token': JSON.parse(document.getElementById('desk.data').textContent).csrf}}).then(answer => answer.status)""", wish)
        assert told == 200
        return self

    def row(self, who):
        return self.page.locator(".chats a.row", has_text=who)

    def talk(self, chat):
        self.page.goto(f"{self.base}/desk/demo/chats/{chat}")
        expect(self.field).to_be_visible()
        expect(self.page.locator(".live .link:not(.off)")).to_be_attached()
        return self

    def say(self, text):
        self.field.fill(text)
        self.field.press("Control+Enter")

    @property
    def said(self):
        return self.page.locator("#desk\\.log .words")


@pytest.fixture
def talkers(browser, server, states):
    """`talkers("Vera")` → a Talker who is available. Afterwards nobody is."""
    made = []

    def make(name, base=None, script=None, **options):
        made.append(Talker(browser, server, name, states[name], base, **options))
        if script:
            made[-1].context.add_init_script(script)
        return made[-1].open().sit(status="available", most=4)

    yield make
    for one in made:
        page = one.context.new_page()   # theirs may be anywhere
        one.page = page
        page.goto(f"{server.base}/desk/demo")
        one.sit(status="away")
        one.context.close()
    assert [line for one in made for line in one.noise] == []


@pytest.fixture
def asks(server):
    """`asks("Where is it?")` → a Chatter who has begun a chat."""
    made = []

    def begin(body, who="alice", locale="en", **context):
        made.append(Chatter(server, who, locale, **context))
        return made[-1].start(body)

    yield begin
    for one in made:
        one.__exit__()
