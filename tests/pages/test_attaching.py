"""Files in the help: picked, dropped or pasted, sent at once, and on the request for who asked and who answers."""

import re

from files_material import CANARY, PDF, drawn, telling
from playwright.sync_api import expect
from writing import agent, body, form, kept, last_step, words, written

FILES = "**/api/v1/demo/files"
# A file as the clipboard or a drag carries it, given to an element of the panel.
GIVE = """(target, [kind, name, type, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, {type}));
    const event = kind === 'paste' ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true, composed: true})
        : new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true, composed: true});
    return target.dispatchEvent(event);
}"""


def pick(panel, *files):
    """Choose (name, bytes) in the field; the type is a lie."""
    panel.main.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/html", "buffer": data} for name, data in files])


def listed(panel):
    return panel.main.locator(".files li")


def there(panel, *names):
    """The files are listed and none is on its way."""
    expect(listed(panel).locator(".row-text > bdi")).to_have_text(list(names))
    expect(panel.main.locator(".files progress")).to_have_count(0)


def attached(server, number):
    """[name, sha256] of each file of request `number`, as its team's page lists them."""
    return agent(server, f"""from askaside.tickets import attachments, queries
    print(*(f'{{one.name}} {{one.sha256}}' for rows in attachments.of(queries.messages(ticket({number}))).values() for one in rows), sep=';')""")


def team_page(server, number):
    return agent(server, f"""from askaside.tickets import keys
    with app.test_request_context(): print(keys.address(ticket({number}), keys.TEAM, 'first', 'en').partition('/help/')[2])""")


def test_picked_and_pasted_they_are_on_the_page_of_who_answers_byte_by_byte(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel)
    body(panel).fill("See the scan and the screen.")
    pick(panel, ("scan.pdf", PDF), ("photo.jpg", telling("JPEG")))
    there(panel, "scan.pdf", "photo.jpg")
    assert not body(panel).evaluate(GIVE, ["paste", "log.txt", "text/plain", "pasted"])   # taken, so not put into the words
    assert not panel.main.locator("form").evaluate(GIVE, ["dragover", "dropped.csv", "text/csv", "a;b"])
    assert not panel.main.locator("form").evaluate(GIVE, ["drop", "dropped.csv", "text/csv", "a;b"])
    there(panel, "scan.pdf", "photo.jpg", "log.txt", "dropped.csv")
    panel.button("Remove photo.jpg").click()
    pick(panel, ("again.png", drawn()))
    there(panel, "scan.pdf", "log.txt", "dropped.csv", "again.png")
    last_step(panel, "See the scan and the screen.")
    there(panel, "scan.pdf", "log.txt", "dropped.csv", "again.png")
    panel.button("Send").click()
    number = written(panel)
    assert kept(panel, "files") is None
    team = panel.page.context.new_page()
    team.goto(f"{server.base}/help/{team_page(server, number)}")
    expect(team.locator(".files a")).to_have_text(["scan.pdf", "log.txt", "dropped.csv", "again.png"])
    with team.expect_download() as saved:
        team.get_by_role("link", name="scan.pdf").click()
    assert saved.value.suggested_filename == "scan.pdf" and saved.value.path().read_bytes() == PDF
    assert [line for line in panel.noise if "Failed to load resource" not in line] == []


def test_who_asked_fetches_an_answers_file_and_replies_with_one(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel)
    last_step(panel, "How do I do it?")
    panel.button("Send").click()
    number = written(panel)
    agent(server, f"""from askaside.tickets import attachments; app.shelf.reread(); site = app.shelf.libraries['demo'].site
    one = attachments.keep(site, 'agent:bela', 'how <to>.pdf', {PDF!r}); handling.answer(ticket({number}), 'agent:bela', 'Bela', 'Like this.', files=[one.id])""")
    panel.button("Read it here").or_(panel.main.locator("button.main")).first.click()
    with panel.page.expect_download() as saved:
        panel.button("Fetch how _to_.pdf").click()
    assert saved.value.suggested_filename == "how _to_.pdf" and saved.value.path().read_bytes() == PDF
    pick(panel, ("mine.csv", b"a;b\n"))
    there(panel, "mine.csv")
    panel.main.locator("[name=reply]").fill("It does not work.")
    panel.button("Send").click()
    expect(panel.main.locator(".thread .own .given")).to_have_text("Fetch mine.csv")
    expect(listed(panel)).to_have_count(0)
    assert attached(server, number).count(";") == 1
    panel.page.route(f"{FILES}/*", lambda route: route.abort())
    panel.button("Fetch mine.csv").click()
    expect(panel.main.get_by_role("alert")).to_have_text("The file could not be fetched. Please try again.")


def test_what_is_not_taken_is_said_beside_its_name_and_holds_send_until_it_is_removed(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel)
    pick(panel, ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>"), ("half.png", drawn()[:70]), ("good.pdf", PDF))
    expect(listed(panel).nth(0)).to_contain_text("This kind of file is not taken.")
    expect(listed(panel).nth(1)).to_contain_text("This file is damaged")
    last_step(panel, "Three files")
    send = panel.button("Send")
    send.click()
    expect(panel.main.locator(".files .soft")).to_have_text("It is sent as soon as the files are there.")
    expect(panel.title).to_have_text("Where should the answer go?")
    panel.button("Remove page.pdf").click()
    panel.button("Remove half.png").click()   # what waited for them goes now
    number = written(panel)
    assert attached(server, number).startswith("good.pdf ")


def test_what_the_site_does_not_take_is_said_with_its_limit_and_is_never_sent(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel)
    sent = []
    panel.page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/demo/files") else None)
    pick(panel, ("long.txt", b"x" * 10_000_001))
    expect(listed(panel)).to_contain_text("This file is too large. A file has at most 10 MB.")
    pick(panel, *((f"{n}.txt", b"%d" % n) for n in range(11)))
    expect(listed(panel).nth(11)).to_contain_text("At most 10 files go with one message.")
    expect(panel.main.locator(".files progress")).to_have_count(0)
    assert len(sent) == 10 and panel.main.locator(".files .wrong").count() == 2
    panel.button("Remove 0.txt").click()   # there is room for the last one now
    expect(panel.main.locator(".files .wrong")).to_have_count(1)
    panel.button("Remove long.txt").click()
    there(panel, *(f"{n}.txt" for n in range(1, 11)))
    assert len(sent) == 11
    last_step(panel, "Ten files")
    panel.button("Send").click()
    assert attached(server, written(panel)).count(";") == 9


def test_a_site_that_takes_no_files_offers_none(visit, server):
    panel = visit(reduced_motion="reduce")

    def none(route):
        told = route.fetch()
        route.fulfill(response=told, json={**told.json(), "attachments": {"max_bytes": 10_000_000, "max_files": 0}})

    panel.page.route("**/api/v1/demo/contact*", none)
    with panel.page.expect_response("**/api/v1/demo/contact*"):
        form(panel)
    panel.page.wait_for_load_state("networkidle")
    expect(panel.main.locator(".pick, [data-row=picture]")).to_have_count(0)
    assert body(panel).evaluate(GIVE, ["paste", "log.txt", "text/plain", "pasted"])   # not taken, so the browser may do with it what it does
    expect(listed(panel)).to_have_count(0)


def test_without_a_network_send_waits_and_the_file_goes_when_it_is_back(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel)
    away = []
    panel.page.route(FILES, lambda route: route.abort() if away.append(1) is None and len(away) < 2 else route.continue_())
    pick(panel, ("scan.pdf", PDF))
    last_step(panel, "Sent from a train")
    panel.button("Send").click()
    expect(panel.main.locator(".files progress")).to_be_visible()
    number = written(panel)
    assert len(away) == 2 and attached(server, number).startswith("scan.pdf ")


def test_a_draft_keeps_its_files_over_a_reload_and_a_log_out_forgets_them(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel)
    body(panel).fill("A draft with a file")
    pick(panel, ("scan.pdf", PDF))
    there(panel, "scan.pdf")
    panel.page.reload()
    expect(body(panel)).to_have_value("A draft with a file")
    there(panel, "scan.pdf")
    last_step(panel, "A draft with a file")
    panel.page.evaluate("Askaside.reset()")
    panel.page.evaluate("Askaside.open('home')")
    form(panel, path=None)
    expect(listed(panel)).to_have_count(0)
    assert kept(panel, "files") is None


def test_files_that_the_server_forgot_come_back_with_the_words_and_say_so(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel)
    pick(panel, ("scan.pdf", PDF))
    there(panel, "scan.pdf")
    agent(server, "from askaside.core.uploads import KeptFile; db.session.query(KeptFile).filter_by(message_id=None).delete(); db.session.commit()")
    last_step(panel, "A day later")
    panel.button("Send").click()
    expect(panel.main.locator(".problem")).to_be_visible()
    panel.main.locator(".unsent .main").click()
    expect(body(panel)).to_have_value("A day later")
    expect(listed(panel)).to_contain_text("It was not taken with the message.")
    panel.button("Remove scan.pdf").click()
    last_step(panel, "A day later")
    panel.button("Send").click()
    written(panel)


def test_by_keyboard_alone_in_hebrew_on_a_telephone(visit, server):
    panel = visit(reduced_motion="reduce", width=360, height=640)
    form(panel, "/demo/app/he/invoices/2051")
    panel.page.wait_for_load_state("networkidle")   # what comes later is drawn around the field
    body(panel).focus()
    field = panel.main.locator("input[type=file]")
    panel.until(lambda: panel.page.keyboard.press("Tab") or field.evaluate("node => node.getRootNode().activeElement === node"))
    expect(field).to_have_accessible_name("צירוף קבצים")
    label = panel.main.locator(".pick")
    assert label.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    with panel.page.expect_file_chooser() as chooser:
        panel.page.keyboard.press("Enter")
    chooser.value.set_files([{"name": "חשבונית.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    there(panel, "חשבונית.pdf")
    expect(panel.main.get_by_role("status").filter(has_text="צורף")).to_have_text("חשבונית.pdf צורף.")
    assert label.evaluate("node => node.getBoundingClientRect().height") >= 44
    last_step(panel, "מצורפת חשבונית")
    panel.button(words(panel)["send"]).click()
    expect(panel.title).to_contain_text(re.compile(r"#\d+"))
    assert CANARY not in PDF
