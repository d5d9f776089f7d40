"""What was written lives a day; what was sent waits until it is delivered, and is sent once – whatever happens meanwhile."""

import json
import time

import pytest
from pages_server import Server
from playwright.sync_api import expect
from writing import TICKETS, body, count, form, kept, last_step, stored, write, written

DENY = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }})"

FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.fixture
def own(server, tmp_path):
    made = Server(tmp_path).after(server).start()
    yield made
    made.stop()


def posts(panel):
    """(key, body) of each request that is sent from now on."""
    sent = []
    panel.page.context.on("request", lambda request: request.method == "POST" and request.url.endswith("/tickets") and sent.append((request.headers["idempotency-key"], request.post_data)))
    return sent


def problem(status, code, **more):
    return {"status": status, "content_type": "application/problem+json", "body": json.dumps({"status": status, "code": code, "title": code, "detail": "Said by the server.", **more})}


def test_a_draft_is_there_after_a_reload_with_all_its_answers(visit):
    panel = visit()
    form(panel)
    last_step(panel, "Half a thought")
    panel.main.locator("[name=email]").fill("tamar@example.com")
    panel.goto("/demo/app/en/members")
    panel.page.evaluate("Askaside.open('home')")
    panel.sheet.locator("footer button.card").click()
    expect(body(panel)).to_have_value("Half a thought")
    last_step(panel, "Half a thought, and the rest")
    expect(panel.main.locator("[name=email]")).to_have_value("tamar@example.com")


@pytest.mark.parametrize("hours, there", [(23.9, True), (24.1, False)])
def test_a_draft_lives_a_day_from_its_first_letter(visit, hours, there):
    panel = visit()
    form(panel)
    body(panel).press_sequentially("Old")
    begun = kept(panel, "draft")[""]["at"]
    body(panel).press_sequentially(" words")
    assert kept(panel, "draft")[""]["at"] == begun   # the last letter does not make it younger
    panel.page.evaluate("ms => { const kept = JSON.parse(localStorage['askaside:demo:draft']); kept[''].at -= ms; localStorage['askaside:demo:draft'] = JSON.stringify(kept); }", hours * 3600_000)
    panel.goto("/demo/app/en/members")
    panel.page.evaluate("Askaside.open('home')")
    panel.sheet.locator("footer button.card").click()
    expect(body(panel)).to_have_value("Old words" if there else "")
    assert stored(panel) == (["draft"] if there else [])


def test_a_draft_grows_old_while_the_page_stays_open(visit):
    panel = visit()
    panel.page.clock.install()
    form(panel)
    body(panel).press_sequentially("Old words")
    panel.button("Back").click()
    panel.page.clock.fast_forward("25:00:00")
    panel.sheet.locator("footer button.card").click()
    expect(body(panel)).to_have_value("")


def test_sent_without_a_network_it_waits_through_a_reload_and_is_delivered_once(visit, server):
    panel = visit()
    form(panel)
    last_step(panel, "Offline one")
    sent = posts(panel)
    panel.page.route(TICKETS, lambda route: route.abort())
    panel.button("Send").click()
    expect(panel.title).to_have_text("Not sent yet")
    expect(panel.main).to_contain_text("nothing is lost if you close this page")
    assert panel.focused() == "Not sent yet"
    assert stored(panel) == ["outbox", "visitor"]
    panel.page.reload()
    expect(panel.title).to_have_text("Not sent yet")   # the sheet was open: it is open again
    assert count(server, "Offline one") == 0
    panel.page.unroute(TICKETS)
    panel.page.evaluate("dispatchEvent(new Event('online'))")
    written(panel)
    assert stored(panel) == ["visitor"]
    assert count(server, "Offline one") == 1
    assert len({key for key, _ in sent}) == 1 and len(sent) >= 2


def test_an_answer_that_got_lost_is_no_second_request(visit, server):
    panel = visit()
    form(panel)
    last_step(panel, "Lost answer")
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    panel.page.route(TICKETS, lose)
    panel.button("Send").click()
    expect(panel.title).to_have_text("Not sent yet")
    assert stored(panel) == ["outbox", "visitor"]   # until the answer is there
    panel.page.unroute(TICKETS)
    panel.button("Try again").click()
    number = written(panel)
    assert lost[0] == 201 and number
    assert count(server, "Lost answer") == 1


def test_a_server_that_dies_meanwhile_gets_it_when_it_is_back(visit, own):
    panel = visit(base=own.base)
    form(panel)
    last_step(panel, "Killed between")
    own.process.kill()
    own.process.wait(10)
    panel.button("Send").click()
    expect(panel.title).to_have_text("Not sent yet")
    own.start()
    expect(panel.title).to_contain_text("we have it", timeout=70_000)   # by itself
    assert count(own, "Killed between") == 1


def test_a_double_click_sends_one(visit, server):
    panel = visit()
    form(panel)
    last_step(panel, "Double click")
    sent = posts(panel)
    panel.button("Send").dblclick()
    written(panel)
    assert len(sent) == 1 and count(server, "Double click") == 1


def test_a_server_that_asks_to_wait_is_waited_for(visit):
    panel = visit()
    form(panel)
    last_step(panel, "Too many")
    sent, times = posts(panel), []

    def busy(route):
        times.append(time.monotonic())
        if len(times) == 1:
            route.fulfill(**problem(429, "too_many", retry_after_seconds=4), headers={"Retry-After": "4"})
        else:
            route.continue_()

    panel.page.route(TICKETS, busy)
    panel.button("Send").click()
    expect(panel.title).to_have_text("Not sent yet")
    expect(panel.title).to_contain_text("we have it", timeout=20_000)
    assert times[1] - times[0] >= 3.9 and len({key for key, _ in sent}) == 1


def test_what_was_refused_says_why_and_goes_back_into_the_form_whole(visit):
    panel = visit()
    form(panel)
    last_step(panel, "Refused words")
    panel.main.locator("[name=email]").fill("tamar@example.test")
    panel.page.route(TICKETS, lambda route: route.fulfill(**problem(400, "bad_request", errors={"email": ["Not a valid email address."]})))
    panel.button("Send").click()
    expect(panel.title).to_have_text("This was not taken")
    expect(panel.main).to_contain_text("Not a valid email address.")
    panel.page.wait_for_timeout(2500)
    assert stored(panel) == ["outbox", "visitor"]
    panel.button("Change and send again").click()
    email = panel.main.locator("[name=email]")
    expect(email).to_have_value("tamar@example.test")
    expect(email).to_be_focused()
    assert stored(panel) == ["draft", "visitor"]
    panel.page.unroute(TICKETS)
    email.fill("tamar@example.com")
    panel.button("Send").click()
    written(panel)


def test_a_second_tab_sends_the_same_one(visit, server):
    panel = visit()
    form(panel)
    last_step(panel, "Two tabs")
    panel.page.context.route(TICKETS, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    panel.button("Send").click()
    expect(panel.title).to_have_text("Not sent yet")
    other = panel.page.context.new_page()
    other.goto(panel.base + "/demo/app/en/members")
    other.click("#help")
    row = other.locator("ask-aside [data-row=mine]")
    expect(row).to_contain_text("Not sent yet")
    row.click()
    expect(other.locator("ask-aside .unsent")).to_contain_text("Two tabs")
    panel.page.context.unroute(TICKETS)
    for page in (panel.page, other):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(other.locator("ask-aside .mine .row")).to_contain_text("Two tabs")
    expect(other.locator("ask-aside .unsent")).to_have_count(0)
    expect(panel.main.locator(".unsent")).to_have_count(0)
    assert count(server, "Two tabs") == 1


def test_it_is_thrown_away_only_after_a_question(visit, server):
    panel = visit()
    form(panel)
    last_step(panel, "Thrown away")
    panel.page.route(TICKETS, lambda route: route.abort())
    panel.button("Send").click()
    panel.button("Discard").click()
    panel.button("Keep it").click()
    assert "outbox" in stored(panel)
    panel.button("Discard").click()
    panel.button("Yes, discard").click()
    expect(panel.title).to_have_text("Help")
    assert stored(panel) == ["visitor"]
    panel.page.unroute(TICKETS)
    panel.page.evaluate("dispatchEvent(new Event('online'))")
    panel.page.wait_for_timeout(500)
    assert count(server, "Thrown away") == 0


def test_where_storage_is_denied_it_is_written_and_sent_all_the_same(visit, server):
    panel = visit(script=DENY)
    write(panel, "Storage denied")
    written(panel)
    panel.button("Open the request").click()
    expect(panel.main.locator(".thread")).to_contain_text("Storage denied")
    assert count(server, "Storage denied") == 1


def test_a_full_storage_loses_nothing_while_the_page_lives(visit, server):
    panel = visit(script=FULL)
    write(panel, "Storage full")
    written(panel)
    assert count(server, "Storage full") == 1


@pytest.mark.parametrize("script", [None, DENY, FULL], ids=["kept", "denied", "full"])
def test_log_out_forgets_draft_outbox_and_secret(visit, server, script):
    panel = visit(script=script)
    panel.page.route(TICKETS, lambda route: route.abort())
    write(panel, "Log-out")
    expect(panel.title).to_have_text("Not sent yet")
    panel.page.evaluate("Askaside.reset()")
    assert script == DENY or stored(panel) == []
    panel.page.unroute(TICKETS)
    panel.page.evaluate("dispatchEvent(new Event('online'))")
    panel.page.click("#help")
    form(panel, path=None)
    expect(body(panel)).to_have_value("")
    panel.button("Back").click()
    expect(panel.main.locator("[data-row=mine]")).to_have_count(0)
    assert count(server, "Log-out") == 0


def test_what_is_damaged_takes_nothing_else_with_it(visit, server):
    panel = visit()
    form(panel)
    last_step(panel, "Whole words")
    panel.page.context.route(TICKETS, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    panel.button("Send").click()
    expect(panel.title).to_have_text("Not sent yet")
    panel.page.evaluate("""() => {
        const [whole] = JSON.parse(localStorage['askaside:demo:outbox']), { draft, body, key } = whole;
        localStorage['askaside:demo:outbox'] = JSON.stringify([null, 5, {...whole, key: 'ключ-ключ'}, {...whole, body: {}}, {...whole, draft: {...draft, files: 5}}, {key, body}, whole]);
        localStorage['askaside:demo:draft'] = JSON.stringify({'': null, x: 5, y: {at: Date.now()}, ['a'.repeat(26)]: {at: Date.now(), body: 'A reply'}});
    }""")
    panel.page.context.unroute(TICKETS)
    panel.page.reload()
    written(panel)
    assert count(server, "Whole words") == 1
    assert stored(panel) == ["draft", "visitor"] and list(kept(panel, "draft")) == ["a" * 26]
    assert [line for line in panel.noise if line.startswith("error") and "Failed to load" not in line] == []


def test_a_damaged_secret_is_another_one_and_stops_nobody(visit, server):
    panel = visit()
    panel.goto("/demo/app/en/invoices/2051")
    panel.page.evaluate("localStorage['askaside:demo:visitor'] = '\"abc\"'")
    panel.page.click("#help")
    write(panel, "New secret", path=None)
    written(panel)
    assert len(kept(panel, "visitor")) == 43 and count(server, "New secret") == 1


@pytest.mark.parametrize("wrong", ['"[1]"', "5", "{}", "[null]", '{"": {"at": 5, "body": 7}}', '[{"key": "k", "body": 5}]', '{"": null}', "{broken"])
def test_what_was_kept_in_another_shape_is_not_used(visit, wrong):
    panel = visit()
    panel.goto("/demo/app/en/invoices/2051")
    panel.page.evaluate("wrong => { for (const name of ['draft', 'outbox', 'visitor']) localStorage['askaside:demo:' + name] = wrong; }", wrong)
    panel.page.click("#help")
    form(panel, path=None)
    expect(body(panel)).to_have_value("")
    body(panel).fill("Works")
    assert kept(panel, "draft")[""]["body"] == "Works"
    assert [line for line in panel.noise if line.startswith("error") and "Failed to load" not in line] == []
