"""What was said in a chat is not lost and not doubled: networks that die, pages that are reloaded or crash, storage that is denied or full, tokens that end, and several tabs."""

import re

import pytest
from chat_server import ChatServer
from chatting import bubbles, card, chat, conversation, field, look, say, ways
from playwright.sync_api import expect
from test_known import host, sign_for  # noqa: F401
from test_script_interface import TAG
from test_write_kept import DENY

DEVICE = "On this device – sends when you are back online"
CLOSED = "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('denied', 'SecurityError'); }})"


@pytest.fixture(scope="module")
def own(server, tmp_path_factory):
    made = ChatServer(tmp_path_factory.mktemp("kept")).after(server).start()
    yield made
    made.stop()


@pytest.fixture
def person(visit, own):
    """person(…) → a Panel on the server with the agent, who has room."""
    own.agent("free")
    return lambda **how: visit(base=own.base, reduced_motion="reduce", **how)


def another(panel, path="/demo/app/en/members"):
    """A second tab of the same browser, with the help open."""
    page = panel.page.context.new_page()
    made = type(panel)(page, panel.base)
    made.goto(path)
    page.evaluate("Askaside.open('home')")
    return made


def received(panel, *texts):
    """These lines of ours are there, each received."""
    panel.until(lambda: ways(panel)[-len(texts):] == ["Received"] * len(texts))
    expect(panel.main.locator(".talk > .own > .words")).to_have_text(list(texts))


def go_offline(panel):
    panel.page.context.set_offline(True)
    panel.page.evaluate("dispatchEvent(new Event('offline'))")


def test_offline_it_is_on_this_device_and_goes_out_once_when_the_network_is_back(person, own):
    panel = person()
    chat(panel)
    say(panel, "Before the tunnel")
    received(panel, "Before the tunnel")
    go_offline(panel)
    say(panel, "In the tunnel")
    say(panel, "Still in it")
    panel.until(lambda: ways(panel) == ["Received", DEVICE, DEVICE])
    assert own.lines("In the tunnel") == []
    panel.page.context.set_offline(False)
    received(panel, "Before the tunnel", "In the tunnel", "Still in it")
    assert [len(own.lines(text)) for text in ("Before the tunnel", "In the tunnel", "Still in it")] == [1, 1, 1]


def test_a_first_line_without_a_network_waits_through_a_reload(person, own):
    panel = person()
    chat(panel)
    panel.page.route("**/socket*.js", lambda route: route.abort())   # not even the socket's own code has come
    go_offline(panel)
    say(panel, "Never was online")
    say(panel, "and this belongs to it")
    panel.until(lambda: ways(panel) == [DEVICE, DEVICE])
    panel.page.unroute("**/socket*.js")
    panel.page.context.set_offline(False)
    panel.page.reload()
    received(panel, "Never was online", "and this belongs to it")
    assert len({one[0] for text in ("Never was online", "and this belongs to it") for one in own.lines(text)}) == 1
    panel.page.reload()
    received(panel, "Never was online", "and this belongs to it")
    assert len(own.lines("Never was online")) == 1


def test_a_crash_takes_neither_what_waits_nor_what_is_being_written(person, own):
    panel = person()
    chat(panel)
    say(panel, "All is well")
    received(panel, "All is well")
    go_offline(panel)
    say(panel, "Then it crashed")
    panel.until(lambda: ways(panel) == ["Received", DEVICE])
    field(panel).press_sequentially("Half a thou")
    panel.until("Object.keys(localStorage).some(key => key.endsWith('draft'))")
    page = panel.page
    after = type(panel)(page.context.new_page(), panel.base)
    page.evaluate("setTimeout(() => { while (true); })")   # it hangs, and is put out of its misery: no event of it is heard
    page.close(run_before_unload=False)
    after.page.context.set_offline(False)
    after.goto("/demo/app/en/invoices/2051")
    after.until(lambda: len(own.lines("Then it crashed")) == 1)   # nobody has opened anything
    after.page.click("#help")
    card(after).click()
    received(after, "All is well", "Then it crashed")
    expect(field(after)).to_have_value("Half a thou")


def test_a_running_chat_goes_on_after_a_reload_and_news_is_told_without_opening_anything(person, own):
    panel = person()
    chat(panel)
    say(panel, "I go to the next page")
    received(panel, "I go to the next page")
    panel.button("Close help").click()
    panel.goto("/demo/plain/en")
    panel.until(lambda: own.agent("sockets") >= 1)
    own.agent("say", conversation=conversation(own, "I go to the next page"), body="Here I am.")
    mark = panel.page.locator("ask-aside button.q .n")
    expect(mark).to_have_text("1")
    panel.page.locator("ask-aside button.q").click()
    expect(card(panel)).to_contain_text("Go on with the chat")
    expect(card(panel)).to_contain_text("1 new message")
    card(panel).click()
    expect(bubbles(panel).nth(1)).to_contain_text("Here I am.")
    expect(mark).to_be_hidden()


def test_a_server_that_leaves_or_dies_is_come_back_to(person, own):
    panel = person()
    chat(panel)
    say(panel, "Before it left")
    received(panel, "Before it left")
    own.agent("leave")
    panel.until(lambda: own.agent("sockets") == 0)
    say(panel, "While it left")
    received(panel, "Before it left", "While it left")
    own.process.kill()
    own.process.wait(10)
    say(panel, "While it was dead")
    panel.until(lambda: ways(panel)[2] == DEVICE)
    own.start()
    received(panel, "Before it left", "While it left", "While it was dead")
    assert len(own.lines("While it was dead")) == 1


def test_too_many_at_once_are_kept_and_when_they_go_is_said(person, own):
    panel = person()
    chat(panel)
    say(panel, "At first")
    received(panel, "At first")
    own.agent("busy", seconds=6)
    say(panel, "One too many")
    say(panel, "and one more")
    expect(panel.main).to_contain_text(re.compile(r"sends by itself at \d+:\d\d:\d\d"))
    assert own.lines("One too many") == []
    received(panel, "At first", "One too many", "and one more")
    assert [len(own.lines(text)) for text in ("One too many", "and one more")] == [1, 1]


def test_what_is_older_than_a_day_asks_before_it_goes(person, own):
    panel = person()
    chat(panel)
    go_offline(panel)
    say(panel, "Old words")
    panel.until(lambda: ways(panel) == [DEVICE])
    aged = """() => new Promise(done => { const asked = indexedDB.open('askaside:demo:', 1); asked.onsuccess = () => {
        const store = asked.result.transaction('lines', 'readwrite').objectStore('lines'), all = store.getAll();
        all.onsuccess = () => { for (const one of all.result) store.put({ ...one, at: one.at - 864e5 - 1000 }); };
        store.transaction.oncomplete = () => { asked.result.close(); done(); };
    }; })"""
    panel.page.evaluate("Askaside.destroy()")
    panel.page.evaluate(aged)
    panel.page.context.set_offline(False)
    panel.page.reload()
    panel.page.click("#help")
    card(panel).click()
    expect(panel.main).to_contain_text("never sent. Send it still?")
    assert own.lines("Old words") == []
    panel.main.get_by_role("button", name="Send now").click()
    received(panel, "Old words")


@pytest.mark.parametrize("script, kept", [(DENY + ";" + CLOSED, False), ("", True)], ids=["denied", "allowed"])
def test_where_nothing_may_be_stored_it_works_for_the_life_of_the_page_and_says_so(person, own, script, kept):
    panel = person(script=script)
    chat(panel)
    text = f"Storage {'allowed' if kept else 'denied'}"
    say(panel, text)
    received(panel, text)
    expect(panel.main.get_by_text("only as long as this page is open")).to_have_count(0 if kept else 1)
    go_offline(panel)
    say(panel, text + " offline")
    panel.until(lambda: ways(panel) == ["Received", DEVICE])
    panel.page.context.set_offline(False)
    received(panel, text, text + " offline")


def test_two_tabs_have_one_socket_and_the_same_lines(person, own):
    panel = person()
    before = own.agent("sockets")
    chat(panel)
    say(panel, "In the first tab")
    received(panel, "In the first tab")
    other = another(panel)
    card(other).click()
    received(other, "In the first tab")
    say(other, "In the second tab")
    received(other, "In the first tab", "In the second tab")
    received(panel, "In the first tab", "In the second tab")
    found = conversation(own, "In the first tab")
    own.agent("say", conversation=found, body="To both")
    for one in (panel, other):
        expect(bubbles(one).nth(2)).to_contain_text("To both")
    assert own.agent("sockets") == before + 1
    assert len(own.lines("In the second tab")) == 1
    panel.page.close()   # the one that led
    say(other, "It goes on without it")
    other.until(lambda: ways(other) == ["Read by Bela", "Read by Bela", "Received"])
    other.until(lambda: own.agent("sockets") == before + 1)


@pytest.mark.parametrize("missing", ["Object.defineProperty(navigator, 'locks', {value: undefined})", "delete window.BroadcastChannel"], ids=["locks", "channel"])
def test_without_the_means_to_act_as_one_each_tab_is_right_for_itself(person, own, missing):
    panel = person(script=missing)
    chat(panel)
    say(panel, "Alone " + missing[:6])
    received(panel, "Alone " + missing[:6])
    other = another(panel)
    card(other).click()
    say(other, "Second " + missing[:6])
    received(other, "Alone " + missing[:6], "Second " + missing[:6])
    received(panel, "Alone " + missing[:6], "Second " + missing[:6])
    assert len(own.lines("Second " + missing[:6])) == 1


def test_a_token_that_ends_is_renewed_and_one_that_cannot_be_keeps_the_words(own, visit, host):  # noqa: F811
    sign = sign_for(own)
    panel = visit(base=own.base, reduced_motion="reduce")
    give = "Askaside('identify', async () => { calls += 1; if (!tokens.length) throw new Error('signed out'); return tokens[0]; })"
    host(TAG, f"<script>window.tokens = [{sign('uma')!r}]; window.calls = 0; {give}</script>", panel)
    panel.page.evaluate("Askaside.open()")
    card(panel).click()
    say(panel, "Of Uma")
    received(panel, "Of Uma")
    calls = panel.page.evaluate("calls")
    panel.page.evaluate("token => { tokens = [token]; }", sign("uma", begins=-20 * 60))   # ended
    go_offline(panel)
    say(panel, "Kept")
    panel.page.context.set_offline(False)
    panel.page.evaluate("tokens = []")
    panel.page.wait_for_timeout(500)
    panel.page.evaluate("token => { tokens = [token]; }", sign("uma"))
    look(panel)
    received(panel, "Of Uma", "Kept")
    assert panel.page.evaluate("calls") >= calls


def test_who_is_signed_out_keeps_the_words_and_is_asked_to_load_the_page_again(own, visit, host):  # noqa: F811
    sign = sign_for(own)
    panel = visit(base=own.base, reduced_motion="reduce")
    host(TAG.replace("data-site", f'data-token="{sign("vito", begins=-30 * 60)}" data-site'), "", panel)
    panel.page.evaluate("Askaside.open()")
    card(panel).click()
    say(panel, "Written too late")
    expect(panel.main).to_contain_text("sign in to the product and reload the page")
    assert ways(panel) == ["On this device, not sent yet"]
    host(TAG.replace("data-site", f'data-token="{sign("vito")}" data-site'), "", panel)
    panel.until(lambda: len(own.lines("Written too late")) == 1)
