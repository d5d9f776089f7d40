"""Who logs out, or is followed by somebody else, leaves nothing of their chat behind: not in this tab, not in another, not in storage, not on a socket, not in the cache of the browser."""

import os

import pytest
from chat_server import ChatServer
from chatting import bubbles, card, conversation, field, say, ways
from playwright.sync_api import expect
from test_chat_kept import DEVICE, go_offline
from test_known import host, sign_for  # noqa: F401
from test_script_interface import TAG

SWAPS = int(os.environ.get("SWAPS", 12))   # `make faults` has a hundred
# Whatever this browser keeps and shows of us.
ALL = """async () => {
    const kept = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.querySelector('ask-aside').shadowRoot.innerHTML, document.title]);
    if (!(await indexedDB.databases()).length) return kept();   // to open it would make it
    const base = await new Promise(done => { const asked = indexedDB.open('askaside:demo:'); asked.onsuccess = () => done(asked.result); });
    const has = base.objectStoreNames.contains('lines');
    const rows = has ? await new Promise(done => { const all = base.transaction('lines').objectStore('lines').getAll(); all.onsuccess = () => done(all.result); }) : [];
    base.close();
    return JSON.stringify(rows) + kept();
}"""


@pytest.fixture(scope="module")
def own(server, tmp_path_factory):
    made = ChatServer(tmp_path_factory.mktemp("reset")).after(server).start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def sign(own):
    return sign_for(own)


@pytest.fixture
def product(own, visit, host):  # noqa: F811
    """product(token, panel) → a Panel on a page of the product for who has the token, in a new browser or that of `panel`."""

    own.agent("free")

    def make(token, panel=None):
        panel = panel or visit(base=own.base, reduced_motion="reduce")
        return host(TAG.replace("data-site", f'data-token="{token}" data-site') if token else TAG, "", panel)

    return make


def chat(panel):
    panel.page.evaluate("Askaside.open('home')")
    card(panel).click()
    expect(field(panel)).to_be_visible()


def said(panel, text):
    say(panel, text)
    panel.until(lambda: ways(panel)[-1:] == ["Received"])


def tab(panel):
    return type(panel)(panel.page.context.new_page(), panel.base)


def clean(panel, *words):
    """Nothing of it is left."""
    panel.until(lambda: not any(word in panel.page.evaluate(ALL) for word in words))


def test_a_log_out_wipes_every_tab_and_cuts_the_socket(own, product, sign):
    panel, before = product(sign("vera")), own.agent("sockets")
    chat(panel)
    said(panel, "Veras secret")
    other = product(sign("vera"), tab(panel))
    other.page.evaluate("Askaside.open('home')")
    card(other).click()
    expect(bubbles(other)).to_have_count(1)
    own.agent("busy", seconds=100)
    say(panel, "Veras unsent secret")
    panel.until(lambda: "sends by itself" in ways(panel)[-1])
    panel.page.evaluate("Askaside.reset()")
    own.agent("busy", seconds=0)
    for one in (panel, other):
        clean(one, "Veras", "~vera")
    panel.until(lambda: own.agent("sockets") == before)
    own.agent("say", conversation=conversation(own, "Veras secret"), body="Veras answer")
    panel.page.wait_for_timeout(300)
    for one in (panel, other):
        clean(one, "Veras")
    assert own.lines("Veras unsent secret") == []


def test_somebody_else_who_signs_in_sees_and_sends_nothing_of_the_former(own, product, sign):
    panel = product(sign("wim"))
    chat(panel)
    said(panel, "Wims secret")
    own.agent("busy", seconds=100)
    say(panel, "Wims unsent secret")
    panel.until(lambda: "sends by itself" in ways(panel)[-1])
    panel.page.evaluate("token => Askaside.identify(token)", sign("xena"))
    clean(panel, "Wims")
    own.agent("busy", seconds=0)
    expect(field(panel)).to_be_visible()
    said(panel, "Of Xena")
    expect(bubbles(panel)).to_have_count(1)
    assert conversation(own, "Of Xena") != conversation(own, "Wims secret")
    assert own.lines("Wims unsent secret") == []


def test_what_was_begun_before_signing_in_goes_along(own, product, sign):
    panel = product("")
    chat(panel)
    go_offline(panel)
    say(panel, "Begun by nobody yet")
    panel.until(lambda: ways(panel) == [DEVICE])
    panel.page.context.set_offline(False)
    panel.page.evaluate("token => Askaside.identify(token)", sign("yara"))
    panel.until(lambda: len(own.lines("Begun by nobody yet")) == 1)


def test_a_page_that_comes_back_from_the_cache_shows_nothing_of_who_has_left(own, product, sign):
    panel = product(sign("zoe"))
    chat(panel)
    said(panel, "Zoes secret")
    panel.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert "Zoes secret" not in panel.page.evaluate(ALL)   # it sleeps without it
    other = product(sign("zoe"), tab(panel))
    other.page.evaluate("Askaside.reset()")
    panel.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    clean(panel, "Zoes", "~zoe")
    panel.until("!Askaside.debug().who")


def test_a_page_that_comes_back_from_the_cache_goes_on_for_who_is_still_here(own, product, sign):
    panel = product(sign("abel"))
    chat(panel)
    said(panel, "Abels line")
    panel.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    panel.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(bubbles(panel)).to_have_count(1)
    said(panel, "Abel goes on")
    assert len(own.lines("Abel goes on")) == 1


def test_swaps_of_two_people_leave_no_byte_of_the_other(own, product, sign):
    """Log in, chat, log out or be followed: after each the other's words are nowhere."""
    before = own.agent("sockets")   # of tests before, whose networks were dead when their pages were closed
    panel = product(sign("cara"))
    panel.page.evaluate("Askaside.open('home')")
    names = ("cara", "dino")
    for turn in range(SWAPS):
        me, other = names[turn % 2], names[1 - turn % 2]
        if turn % 3 == 2:
            panel.page.evaluate("Askaside.reset()")
        panel.page.evaluate("token => Askaside.identify(token)", sign(me))
        panel.until(f"Askaside.debug().person === '~{me}:'")
        panel.page.evaluate("Askaside.open('home')")
        if turn < 2:
            card(panel).click()
            expect(field(panel)).to_be_visible()
            said(panel, f"Only for {me}s eyes")
        else:
            card(panel).click()
            expect(bubbles(panel).first).to_contain_text(f"Only for {me}s eyes")
        text = panel.page.evaluate(ALL)
        assert f"for {me}s eyes" in text and f"for {other}s eyes" not in text and f"~{other}:" not in text, turn
    assert own.agent("sockets") <= before + 1
