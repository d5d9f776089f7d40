"""The chat in a real browser: offered, started, answered, read, ended and gone on with."""

import re

import pytest
from chat_server import ChatServer
from chatting import bubbles, card, chat, conversation, field, say, ways
from playwright.sync_api import expect

HEARS = """told = [];
Askaside = (...call) => (Askaside.q = Askaside.q || []).push(call);
for (const name of ['message', 'unread', 'handoff']) Askaside('on', name, one => told.push([name, one]))"""


@pytest.fixture(scope="module")
def own(server, tmp_path_factory):
    made = ChatServer(tmp_path_factory.mktemp("chat")).after(server).start()
    yield made
    made.stop()


@pytest.fixture
def person(visit, own):
    """person(…) → a Panel on the server with the agent, who has room."""
    own.agent("free")
    return lambda **how: visit(base=own.base, reduced_motion="reduce", **how)


def started(panel, server, text):
    """A chat with a first line, that Bela has taken; its id."""
    chat(panel)
    say(panel, text)
    panel.until(lambda: ways(panel) == ["Received"])
    found = conversation(server, text)
    server.agent("take", conversation=found)
    expect(panel.title).to_have_text("Bela · Support")
    return found


def test_it_is_offered_while_somebody_is_there_and_costs_nothing_before(person):
    panel = person()
    panel.goto("/demo/app/en/invoices/2051")
    panel.page.click("#help")
    expect(card(panel)).to_contain_text("Chat")
    assert not [url for url in panel.asked if re.search("socket|chatting", url)]
    card(panel).click()
    expect(field(panel)).to_be_focused()
    assert not [url for url in panel.asked if "socket" in url]
    assert panel.page.evaluate("Object.keys(localStorage)") == []


def test_nobody_there_is_no_offer_and_it_comes_and_goes_while_the_panel_is_open(person, own):
    panel = person()
    own.agent("seat", status="away")
    try:
        panel.page.clock.install()
        panel.goto("/demo/app/en/invoices/2051")
        panel.page.click("#help")
        panel.page.clock.run_for(1000)
        expect(panel.sheet.locator("footer").get_by_role("button", name="Write to us")).to_be_visible()
        panel.until(lambda: any("/contact" in url for url in panel.asked))
        expect(card(panel)).to_have_count(0)
        own.agent("seat", status="available")
        panel.page.clock.run_for(21_000)
        expect(card(panel)).to_have_text("Chat")
        own.agent("seat", status="busy")
        panel.page.clock.run_for(21_000)
        expect(card(panel)).to_have_count(0)
    finally:
        own.agent("seat", status="available")


def test_it_is_offered_on_the_form_too_and_its_words_come_along(person):
    panel = person()
    panel.goto("/demo/app/en/invoices/2051")
    panel.page.click("#help")
    expect(card(panel)).to_be_visible()
    panel.sheet.locator("footer").get_by_role("button", name="Write to us").click()
    panel.main.locator("textarea[name=body]").fill("E42 when I press Issue")
    card(panel).click()
    expect(field(panel)).to_have_value("E42 when I press Issue")


def test_a_story(person, own):
    panel = person()
    panel.page.add_init_script(HEARS)
    found = started(panel, own, "I get E42 when I press Issue")
    expect(panel.sheet.locator("header")).to_contain_text("here now")
    assert field(panel).input_value() == ""
    own.agent("read", conversation=found)
    panel.until(lambda: ways(panel) == ["Read by Bela"])
    own.agent("typing", conversation=found)
    expect(panel.main.locator(".typing")).to_have_text("Bela is writing…")
    own.agent("say", conversation=found, body="Good **morning**! See https://example.com")
    expect(bubbles(panel).nth(1)).to_contain_text("Good morning!")
    expect(bubbles(panel).nth(1).locator("strong")).to_have_text("morning")
    expect(panel.main.locator(".typing")).to_have_text("")
    expect(panel.sheet.locator("[aria-live=polite]")).to_contain_text("Bela: Good **morning**!")
    panel.until("told.some(([name, one]) => name === 'message' && one.author.name === 'Bela' && one.n === 2)")
    say(panel, "Found it")
    panel.until(lambda: ways(panel) == ["Read by Bela", "Received"])
    own.agent("say", conversation=found, body="Gladly.")
    expect(bubbles(panel).nth(3)).to_contain_text("Gladly.")
    panel.button("End the chat").click()
    expect(panel.main).to_contain_text("The chat has ended")
    say(panel, "One more thing")
    panel.until(lambda: len(ways(panel)) == 3 and ways(panel)[2] == "Received")
    assert [(n, body) for id_, n, body, _ in own.lines() if id_ == found] == [(1, "I get E42 when I press Issue"), (2, "Good **morning**! See https://example.com"), (3, "Found it"), (4, "Gladly."),
                                                                             (5, "One more thing")]
    assert panel.noise == []


def test_nobody_can_answer_any_more_and_it_is_a_request_with_a_promise(person, own):
    panel = person()
    panel.page.add_init_script(HEARS)
    found = started(panel, own, "Will become a request")
    own.agent("away", conversation=found)
    expect(panel.main.locator(".promise")).to_contain_text(re.compile("Answer (today|tomorrow|by).*is a request now"))
    panel.until(f"told.filter(([name, one]) => name === 'handoff' && one.conversation === {found!r} && one.ticket).length === 1")
    say(panel, "And this belongs to it")
    panel.until(lambda: len(ways(panel)) == 2 and ways(panel)[1] == "Received")


def test_shift_and_enter_is_a_new_line_and_a_word_that_is_put_together_is_not_sent(person):
    panel = person()
    chat(panel)
    field(panel).press_sequentially("one")
    field(panel).press("Shift+Enter")
    field(panel).press_sequentially("two")
    field(panel).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(field(panel)).to_have_value("one\ntwo")
    field(panel).press("Enter")
    expect(bubbles(panel).first).to_contain_text("one")
    expect(field(panel)).to_have_value("")


def test_a_burst_is_said_once(person, own):
    panel = person()
    found = started(panel, own, "Tell me a lot")
    for body in ("one", "two", "three"):
        own.agent("say", conversation=found, body=body)
    expect(panel.sheet.locator("[aria-live=polite]")).to_have_text("3 new messages")
    assert panel.focused() == "Write a message"


def test_unread_lines_stand_on_the_button_and_in_the_title_of_a_hidden_page(person, own):
    panel = person()
    found = started(panel, own, "I go away for a moment")
    panel.button("Close help").click()
    title = panel.page.title()
    panel.page.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true}); window.away = true")
    own.agent("say", conversation=found, body="Are you there?")
    panel.until(lambda: panel.page.title() == "(1) " + title)
    panel.page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    panel.until(lambda: panel.page.title() == title)
    panel.page.click("#help")
    expect(bubbles(panel).nth(1)).to_contain_text("Are you there?")


def test_my_requests_lists_chats_and_one_that_is_a_request_once(person, own):
    panel = person()
    found = started(panel, own, "Listed as a chat")
    panel.button("Back").click()
    panel.main.locator("[data-row=mine]").click()
    rows = panel.main.locator(".mine .row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Listed as a chat")
    expect(rows.locator("small")).to_contain_text("Chat")
    rows.click()
    expect(bubbles(panel)).to_have_count(1)
    own.agent("away", conversation=found)
    panel.button("Back").click()
    expect(rows).to_have_count(1)
    expect(rows.locator("small")).to_contain_text("#")
