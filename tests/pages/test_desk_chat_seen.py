"""Who may see what of a chat at the desk, and that what strangers write there is only ever text."""

from at_chat import Talker
from playwright.sync_api import expect


def test_who_may_only_read_reads(browser, server, talkers, asks):
    vera = talkers("Vera")
    alice = asks("May I watch?")
    olga = Talker(browser, server, "Olga", role="demo/observer")
    olga.page.goto(f"{server.base}/desk/demo/chats/{alice.id}")
    expect(olga.said).to_have_text(["May I watch?"])
    expect(olga.page.locator(".story .note")).to_contain_text("You may read")
    assert olga.page.locator(".compose, .seat, .tools-of, [data-as]").count() == 0
    expect(vera.row("May I watch?")).to_contain_text("offered to you")   # being read by others is no answer
    vera.talk(alice.id).say("You may.")
    expect(olga.said.last).to_have_text("You may.")
    olga.context.close()
    assert olga.noise == []


def test_what_strangers_write_in_a_chat_is_only_ever_text(talkers, asks):
    nasty = "<img src=x onerror=window.hit=1><script>window.hit=1</script> [x](javascript:window.hit=1) **b** `<svg onload=window.hit=1>`"
    vera = talkers("Vera")
    alice = asks(nasty, keys=["<img src=x onerror=window.hit=1>"], trail=[{"kind": "searched", "text": nasty}])
    vera.talk(alice.id).say(nasty)
    alice.hears(nasty)
    expect(vera.said).to_have_count(2)
    expect(vera.said.first).to_contain_text("<script>window.hit=1</script>")
    assert vera.page.evaluate("window.hit") is None and vera.page.locator("main img, main svg, main script, main a[href^=javascript]").count() == 0


def test_without_javascript_the_page_says_so(browser, server, states, asks):
    context = browser.new_context(storage_state=states["Vera"], java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.base}/desk/demo/chats/{asks('No script here.').id}")
    expect(page.locator("main")).to_contain_text("Chats need JavaScript")
    page.locator("main a", has_text="Requests").click()
    expect(page.locator("h1")).to_have_text("Requests")
    context.close()
