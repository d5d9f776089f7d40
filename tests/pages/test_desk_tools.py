"""What stands beside an answer at the live desk: prepared words, articles, files, another request, and the draft of an article."""

import re

from at_desk import Agent, ask
from playwright.sync_api import expect

QUESTION = "How do I correct an invoice that was sent?"


def test_prepared_words_are_filled_in_and_say_how_they_are_sent(server, at_desk):
    ticket = ask(server, "The bell rings by itself.", name="Noa")
    vera = at_desk("Vera").open(ticket)
    vera.page.evaluate("document.activeElement.blur()")
    vera.page.keyboard.press("#")
    first = vera.page.locator(".tools-of .row").first
    expect(first).to_be_focused()
    vera.page.keyboard.press("Enter")
    expect(vera.field).to_have_value(re.compile("Noa"))
    assert "{{" not in vera.field.input_value()


def test_articles_are_proposed_for_the_last_line_and_put_into_the_answer(server, at_desk):
    ticket = ask(server, QUESTION, "alice", context={"url": "/invoices", "module": "invoices", "trail": []})
    vera = at_desk("Vera").open(ticket)
    row = vera.page.locator("aside section .row").first
    title = row.locator("strong").inner_text()
    row.click()
    expect(vera.field).to_have_value(re.compile(re.escape(title) + r"\nhttp://\S+/help/demo/en/invoices/"))
    ask(server, "My colleague gets no mail from the program.", "alice", f"/api/v1/demo/tickets/{ticket['id']}/messages")
    expect(vera.page.locator("aside section .row strong").first).not_to_have_text(title)


def test_a_file_goes_along_waits_in_the_draft_and_is_sent_once(server, at_desk, tmp_path):
    ticket = ask(server, "Where is the manual?")
    vera = at_desk("Vera").open(ticket)
    (tmp_path / "note.txt").write_text("Page seven.")
    (tmp_path / "note.txt").chmod(0o644)
    vera.field.fill("See the file.")
    vera.page.locator("#desk\\.files").set_input_files({"name": "note.txt", "mimeType": "text/plain", "buffer": b"Page seven."})
    expect(vera.page.locator(".compose .files li")).to_contain_text("note.txt")
    vera.page.reload()
    expect(vera.page.locator(".compose .files li")).to_contain_text("note.txt")
    vera.page.locator("#desk\\.files").set_input_files({"name": "big.txt", "mimeType": "text/plain", "buffer": b"x" * 10_000_001})
    expect(vera.refusal).to_contain_text("10 MB")
    vera.button("reply").click()
    expect(vera.page.locator(".thread .files a")).to_have_text(["note.txt"])
    expect(vera.page.locator(".compose .files li")).to_have_count(0)
    told = vera.page.request.get(server.base + vera.page.locator(".thread .files a").get_attribute("href"))
    assert (told.text(), told.headers["content-disposition"].split(";")[0]) == ("Page seven.", "attachment")


def test_a_line_that_is_another_matter_becomes_a_request_of_its_own(server, at_desk):
    ticket = ask(server, "The roof leaks.", "dana")
    ask(server, "And may I pay by card?", "dana", f"/api/v1/demo/tickets/{ticket['id']}/messages")
    vera = at_desk("Vera").open(ticket)
    vera.page.locator(".thread summary").click()
    vera.page.get_by_role("button", name="Make it a request of its own").click()
    expect(vera.page.locator("a.row", has_text="And may I pay by card?").first).to_be_visible()
    expect(vera.thread).to_have_count(3)   # what was said stays, and a note says where it goes on


def test_requests_people_and_articles_are_found_together(server, at_desk):
    ticket = ask(server, "A marmot in the cellar", name="Ottilie Quandt", email="o@q.test")
    vera = at_desk("Vera").open()
    vera.page.keyboard.press("/")
    for words in ("marmot", "Ottilie", f"#{ticket['number']}"):
        vera.page.locator("#desk\\.find").fill(words)
        expect(vera.page.locator(".list .group .row", has_text="A marmot in the cellar").first).to_be_visible()
    vera.page.locator("#desk\\.find").fill("invoice")
    expect(vera.page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()
    vera.page.locator("#desk\\.find").fill("zzqqy")
    expect(vera.page.locator(".list .note")).to_have_text("Nothing found.")
    vera.page.keyboard.press("Escape")
    expect(vera.page.locator("a[data-row]").first).to_be_visible()


def test_an_answer_becomes_a_draft_and_once_it_is_published_readers_see_it(browser, editable):
    ticket = ask(editable, "How do I paint the gnome green?", "alice", context={"url": "/invoices", "module": "invoices", "trail": []})
    vera = Agent(browser, editable, "Vera").open(ticket)
    vera.field.fill("1. Open **Gnomes**.\n2. Choose green.")
    vera.button("solve").click()
    expect(vera.page.locator("header .tag").nth(1)).to_have_text("Solved")
    vera.page.locator("[data-tool=draft]").click()
    expect(vera.page.locator("#desk\\.tool")).to_be_focused()
    vera.page.locator("#desk\\.tool").fill("Paint the gnome")
    vera.page.get_by_role("button", name="Write a draft").click()
    expect(vera.page.get_by_role("status").filter(has_text="The draft is there")).to_be_visible()
    path, = (editable.content / "demo" / "invoices").glob("*gnome*.en.md")
    text = path.read_text()
    assert 'title: "Paint the gnome"' in text and "draft: true" in text and "How do I paint the gnome green?" in text and "Choose green." in text
    reader = browser.new_context().new_page()
    address = f"{editable.base}/help/demo/en/invoices/{path.name.removesuffix('.en.md')}"
    assert reader.goto(address).status == 404
    path.write_text(text.replace("draft: true\n", ""))
    for _ in range(100):
        if reader.goto(address).status == 200:
            break
        reader.wait_for_timeout(100)
    expect(reader.locator("h1")).to_have_text("Paint the gnome")
    reader.context.close()
    assert vera.noise == []
    vera.context.close()
