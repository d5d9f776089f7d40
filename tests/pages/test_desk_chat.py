"""Chats at the live desk, with a real server and visitors: offered, answered three at once, handed over, ended, made a request, by keys alone."""

import re

from playwright.sync_api import expect
from test_desk_live import RECORDER


def test_a_chat_is_offered_taken_by_looking_and_answered(talkers, asks):
    vera = talkers("Vera")
    alice = asks("Where is my receipt?")
    row = vera.row("Where is my receipt?")
    expect(row).to_contain_text("offered to you")
    expect(row).to_contain_text(re.compile(r"waiting \d:\d\d"))
    expect(vera.page.locator(".bar")).to_contain_text("1 unanswered")
    expect(vera.page.locator(".bar .seat")).to_contain_text("Vera available · 1 of 4 chats")
    row.click()
    expect(vera.page.locator("h1")).to_contain_text("Where is my receipt?")
    expect(vera.row("Where is my receipt?")).to_contain_text("you")
    alice.until(lambda: any(name == "chat:changed" and told["agent"] == "Vera" for name, told in alice.heard))
    vera.say("Under **Payments**:\n- open it\n- https://example.com/a")
    alice.hears("Under **Payments**:\n- open it\n- https://example.com/a")
    expect(vera.page.locator("#desk\\.log .agent strong", has_text="Payments")).to_be_visible()
    expect(vera.page.locator("#desk\\.log .agent li")).to_have_count(2)
    expect(vera.page.locator("#desk\\.log .agent .mark")).to_have_text("received")
    expect(vera.page.locator(".bar")).to_contain_text("0 unanswered")
    alice.read(2)
    expect(vera.page.locator("#desk\\.log .agent .mark")).to_contain_text(re.compile(r"read by Visitor \d\d:\d\d"))
    alice.typing()
    expect(vera.page.locator(".types")).to_contain_text("is writing")
    alice.write("Thank you!")
    expect(vera.page.locator(".types")).to_have_text("")
    expect(vera.said).to_have_text(["Where is my receipt?", re.compile("Payments"), "Thank you!"])
    assert [kind for kind, _ in alice.kept()] == ["requester", "agent", "requester"]


def test_who_waits_is_told_each_second_without_laying_out_the_page(talkers, asks):
    vera = talkers("Vera")
    asks("Tick tock.")
    clock = vera.row("Tick tock.").locator("[data-since]")
    expect(vera.page.locator(".seat")).to_contain_text("1 of 4 chats")
    vera.page.wait_for_timeout(1000)   # whatever else comes with a new chat has come
    first = clock.inner_text()
    vera.page.evaluate("""() => { window.touched = []; new MutationObserver(told => touched.push(...told.map(one => one.target.parentElement?.className || one.target.className)))
        .observe(document.querySelector('main'), {subtree: true, childList: true, characterData: true, attributes: true}); }""")
    expect(clock).not_to_have_text(first)
    expect(clock).not_to_have_text(clock.inner_text())
    assert set(vera.page.evaluate("touched")) == {"clock"}


def test_three_chats_at_once_each_with_its_own_draft(talkers, asks):
    vera = talkers("Vera")
    visitors = {name: asks(f"This is {name}.", name) for name in ("one", "two", "three")}
    expect(vera.page.locator(".chats [data-whose=mine]")).to_have_count(3)
    for name in visitors:
        vera.row(f"This is {name}.").click()
        expect(vera.said).to_have_text([f"This is {name}."])
        vera.field.fill(f"For {name}")
    for name, who in reversed(visitors.items()):
        vera.row(f"This is {name}.").click()
        expect(vera.field).to_have_value(f"For {name}")
        vera.field.press("Control+Enter")
        who.hears(f"For {name}")
        expect(vera.field).to_have_value("")
    visitors["one"].write("And this?")
    expect(vera.page.locator(".chats a.row").first).to_contain_text("And this?")   # who waits comes first
    expect(vera.said).to_have_text(["This is one.", "For one", "And this?"])


def test_enter_sends_by_choice_and_the_choice_is_kept(talkers, asks):
    vera = talkers("Vera")
    alice = asks("Quick?")
    vera.talk(alice.id)
    vera.field.fill("a")
    vera.field.press("Enter")
    vera.field.press_sequentially("b")
    vera.page.get_by_label("Enter sends").check()
    vera.field.press("Shift+Enter")
    vera.field.press_sequentially("c")
    vera.field.press("Enter")
    alice.hears("a\nb\nc")
    vera.page.reload()
    expect(vera.page.get_by_label("Enter sends")).to_be_checked()
    vera.page.get_by_label("Enter sends").uncheck()


def test_a_chat_is_handed_over_with_a_note_that_only_we_see(talkers, asks):
    vera = talkers("Vera")
    alice = asks("My card was charged twice.")
    milo = talkers("Milo")
    vera.talk(alice.id).say("Let me ask a colleague.")
    vera.page.locator("[data-tool=hand]").click()
    expect(vera.page.locator(".choices .choice", has_text="Milo")).to_contain_text("available · 0 of 4 chats")
    vera.page.get_by_label(re.compile("Milo")).check()
    vera.page.locator("#desk\\.handNote").fill("Twice on the 3rd, same card.")
    vera.button("hand-over").click()
    milo.page.locator(".chats [data-whose=mine] a").click()
    expect(milo.page.locator("#desk\\.log .private")).to_contain_text("Twice on the 3rd, same card.")
    expect(vera.page.locator(".chat header")).to_contain_text("Milo")
    milo.say("Refunded.")
    alice.hears("Let me ask a colleague.", "Refunded.")
    assert not any("same card" in body for _, body in alice.kept())
    expect(vera.said.last).to_have_text("Refunded.")
    vera.button("take").click()
    expect(milo.page.locator(".chat header")).to_contain_text("Vera")
    vera.page.keyboard.press("Escape")
    vera.page.locator("[data-mean=note]").click()
    vera.say("Done, thank you.")
    expect(milo.page.locator("#desk\\.log .private").last).to_contain_text("Done, thank you.")


def test_a_chat_is_ended_and_a_word_of_theirs_opens_it_again(talkers, asks):
    vera = talkers("Vera")
    alice = asks("Is it fixed?")
    vera.talk(alice.id).say("Yes.")
    alice.hears("Yes.")
    vera.button("end").click()
    expect(vera.page.locator(".chat header .tag").first).to_have_text("Ended")
    expect(vera.page.locator(".chats [data-whose=mine]")).to_have_count(0)
    alice.until(lambda: any(name == "chat:changed" and told["status"] == "closed" for name, told in alice.heard))
    alice.write("Not quite.")
    expect(vera.page.locator(".chats [data-whose=mine]")).to_contain_text("Not quite.")
    expect(vera.said.last).to_have_text("Not quite.")


def test_a_chat_becomes_a_request_with_its_thread(talkers, asks):
    vera = talkers("Vera")
    alice = asks("It takes days.")
    vera.talk(alice.id).say("I will look into it.")
    alice.hears("I will look into it.")
    vera.button("ticket").click()
    link = vera.page.locator(".chat header a", has_text="The request it became")
    link.click()
    expect(vera.thread).to_have_text(["It takes days.", "I will look into it."])


def test_a_line_that_is_refused_says_why_and_goes_back_into_the_field(talkers, asks):
    vera = talkers("Vera")
    alice = asks("Long?")
    vera.talk(alice.id)
    vera.field.fill("ש" * 2100)
    vera.field.press("Control+Enter")
    expect(vera.refusal).to_contain_text("too long")
    assert [kind for kind, _ in alice.kept()] == ["requester"]


def test_a_proposal_comes_in_by_one_key_and_becomes_a_card(talkers, asks):
    vera = talkers("Vera")
    alice = asks("How do I send an invoice?")
    vera.talk(alice.id)
    expect(vera.page.locator("aside .row-text strong").first).to_be_visible()
    vera.field.focus()
    vera.page.keyboard.press("@")
    expect(vera.field).to_have_value(re.compile(r"/help/demo/en/"))
    vera.page.keyboard.press("Control+Enter")
    expect(vera.page.locator("#desk\\.log .card")).to_be_visible()
    vera.page.keyboard.press("#")
    expect(vera.page.locator(".tools-of [data-first]")).to_be_focused()
    vera.page.keyboard.press("Enter")
    expect(vera.field).not_to_have_value("")


def test_by_keys_alone_from_the_queue_to_the_end(talkers, asks):
    vera = talkers("Vera")
    first, second = asks("Key one."), asks("Key two.")
    expect(vera.page.locator(".chats [data-whose=mine]")).to_have_count(2)
    keys = vera.page.keyboard

    def go(words):
        for _ in range(40):   # to the first row, however many there are
            keys.press("k")
        for _ in range(9):
            if words in vera.page.locator(":focus").inner_text():
                break
            keys.press("j")
        keys.press("Enter")
        expect(vera.page.locator("h1")).to_contain_text(words)

    go("Key one.")
    keys.press("r")
    keys.type("To the first.")
    keys.press("Control+Enter")
    first.hears("To the first.")
    keys.press("Escape")   # out of the field, to its row
    go("Key two.")
    keys.press("t")
    keys.press("n")
    keys.type("A word for us.")
    keys.press("Control+Enter")
    expect(vera.page.locator("#desk\\.log .private")).to_contain_text("A word for us.")
    keys.press("Escape")
    keys.press("a")
    expect(vera.page.locator(".choices input:focus")).to_be_attached()
    keys.press("Escape")
    expect(vera.page.locator("[data-tool=hand]")).to_be_focused()
    for _ in range(40):
        if vera.page.locator(":focus").inner_text() == "End the chat":
            break
        keys.press("Shift+Tab")
    keys.press("Enter")
    expect(vera.page.locator(".chat header .tag").first).to_have_text("Ended")
    assert "agent" not in [kind for kind, _ in second.kept()]


def test_my_seat_is_chosen_by_keys_and_holds(talkers, asks):
    vera = talkers("Vera")
    expect(vera.page.locator(".seat > button")).to_contain_text("Vera available · 0 of 4 chats")
    vera.page.locator(".seat > button").focus()
    keys = vera.page.keyboard
    keys.press("Enter")
    expect(vera.page.locator(".seat input:focus")).to_be_attached()
    keys.press("ArrowDown")
    expect(vera.page.locator(".seat > button")).to_contain_text("busy")
    keys.press("Tab")
    keys.press("ArrowUp")
    keys.press("Tab")   # it counts when it is left
    expect(vera.page.locator(".seat > button")).to_contain_text("of 5 chats")
    vera.page.locator("#desk\\.most").focus()
    keys.press("Escape")
    expect(vera.page.locator(".seat > button")).to_be_focused()
    vera.page.reload()
    expect(vera.page.locator(".seat > button")).to_contain_text("Vera busy · 0 of 5 chats")


def test_it_rings_for_a_chat_that_nobody_looks_at(talkers, asks):
    vera = talkers("Vera", script=RECORDER)
    vera.page.get_by_role("button", name="Sound and notices").click()
    vera.page.evaluate("window.away = true; rung = 0")
    alice = asks("Ring once.")
    expect(vera.row("Ring once.")).to_be_visible()
    assert vera.page.evaluate("[rung, notices]") == [1, [["Somebody wrote", "Ring once."]]]
    vera.page.evaluate("window.away = false")
    vera.row("Ring once.").click()
    vera.say("Here.")
    alice.hears("Here.")
    vera.page.evaluate("rung = 0")
    alice.write("I see.")
    expect(vera.said).to_have_count(3)
    assert vera.page.evaluate("rung") == 0   # it is looked at
    vera.page.get_by_role("button", name="Sound and notices").click()


def test_a_file_goes_along_and_comes_back(talkers, asks):
    vera = talkers("Vera")
    alice = asks("Send me the list.")
    vera.talk(alice.id)
    vera.page.locator("#desk\\.files").set_input_files({"name": "list.txt", "mimeType": "text/plain", "buffer": b"one\ntwo\n"})
    expect(vera.page.locator(".compose .files li")).to_contain_text("list.txt")
    vera.button("send").click()
    with vera.page.expect_download() as coming:
        vera.page.locator("#desk\\.log .files a", has_text="list.txt").click()
    assert coming.value.suggested_filename == "list.txt"
    alice.until(lambda: any(row["files"] for row in alice.lines.values()))


def test_an_answer_becomes_the_draft_of_an_article(talkers, asks):
    vera = talkers("Vera")
    alice = asks("How do I fold the flyers?")
    vera.talk(alice.id)
    expect(vera.page.locator("[data-tool=draft]")).to_have_count(0)   # there is no answer yet
    vera.say("In three, with the address outside.")
    alice.hears("In three, with the address outside.")
    vera.page.locator("[data-tool=draft]").click()
    expect(vera.page.locator("#desk\\.tool")).to_be_focused()
    expect(vera.page.locator("#desk\\.body")).to_have_value(re.compile("In three"))
    expect(vera.page.locator("#desk\\.asks")).to_have_value(re.compile("fold the flyers"))
