"""The live desk: colleagues on one request, drafts, a network that fails, and no answer given blind."""

import json
import re
import secrets
import urllib.request

import pytest
from at_desk import Agent, ask, command
from bad_network import BadNetwork
from cast import visitor
from playwright.sync_api import expect

CUT, NOT_SENT = "Disconnected since", "Not sent"


def test_two_on_one_request_see_each_other_and_nobody_answers_blind(server, at_desk):
    ticket = ask(server, "The parrot is silent.", "alice")
    vera, milo = at_desk("Vera").open(ticket), at_desk("Milo").open(ticket)
    expect(vera.present).to_contain_text("Milo has this open, too")
    expect(milo.present).to_contain_text("Vera has this open, too")
    milo.field.fill("Give it a nut.")
    expect(vera.present).to_contain_text("Milo is writing")
    vera.field.fill("Have you asked it")
    milo.button("reply").click()
    expect(milo.field).to_have_value("")
    expect(vera.thread).to_have_text(["The parrot is silent.", "Give it a nut."])
    expect(vera.refusal).to_contain_text("A message came since you began to write.")
    vera.button("reply").click()
    expect(vera.refusal).to_contain_text("There is a newer message above.")
    expect(vera.field).to_have_value("Have you asked it")
    assert vera.thread.count() == 2
    vera.button("reply").click()
    expect(milo.thread).to_have_text(["The parrot is silent.", "Give it a nut.", "Have you asked it"])
    expect(vera.field).to_have_value("")
    milo.page.goto("about:blank")
    expect(vera.present).to_have_text("")


def test_what_the_requester_writes_appears_at_once_and_moves_the_queue(server, at_desk):
    vera = at_desk("Vera").open()
    ticket = ask(server, "The kettle sings off key.", "dana")
    expect(vera.page.locator("a.row", has_text="The kettle sings")).to_be_visible()
    vera.page.locator("a.row", has_text="The kettle sings").click()
    expect(vera.thread).to_have_text(["The kettle sings off key."])
    ask(server, "Now it whistles.", "dana", f"/api/v1/demo/tickets/{ticket['id']}/messages")
    expect(vera.thread).to_have_text(["The kettle sings off key.", "Now it whistles."])
    vera.field.fill("Take it off the fire.")
    vera.button("solve").click()
    expect(vera.page.locator("header .tag").nth(1)).to_have_text("Solved")
    expect(vera.page.locator("a.row", has_text="The kettle sings")).to_have_count(0)


def test_a_draft_lives_through_reload_and_crash_and_is_only_its_writers(server, at_desk):
    ticket, other = ask(server, "The lamp is shy."), ask(server, "The lamp is bold.")
    vera = at_desk("Vera").open(ticket)
    vera.field.fill("Have you tried\nanother room?")
    vera.page.reload()
    expect(vera.field).to_have_value("Have you tried\nanother room?")
    vera.again().open(ticket)
    expect(vera.field).to_have_value("Have you tried\nanother room?")
    vera.page.locator("a.row", has_text="The lamp is bold.").click()
    expect(vera.thread).to_have_text(["The lamp is bold."])
    expect(vera.field).to_have_value("")
    vera.page.go_back()
    expect(vera.field).to_have_value("Have you tried\nanother room?")
    assert other["id"] not in vera.page.evaluate("Object.keys(localStorage).join()")
    vera.button("reply").click()
    expect(vera.thread).to_have_count(2)
    vera.page.reload()
    expect(vera.field).to_have_value("")


@pytest.mark.parametrize("leaves", [False, True], ids=["stays", "leaves"])
def test_what_is_written_while_an_answer_is_on_its_way_is_of_the_next_line(server, at_desk, leaves):
    ticket = ask(server, f"The gate swings, {leaves}.")
    ask(server, f"The gate sings, {leaves}.")
    vera = at_desk("Vera").open(ticket)
    held = []
    vera.page.route("**/messages", lambda route: held.append(route))
    vera.field.fill("Oil it.")
    vera.button("reply").click()
    expect(vera.button("reply")).to_have_text("Sending …")
    vera.field.press("End")
    vera.field.press_sequentially(" And then?")
    if leaves:
        vera.page.locator("a.row", has_text=f"The gate sings, {leaves}.").click()
        expect(vera.thread).to_have_text([f"The gate sings, {leaves}."])
        vera.field.fill("To the other.")
    held[0].continue_()
    if leaves:
        vera.page.wait_for_timeout(700)
        expect(vera.field).to_have_value("To the other.")
        vera.open(ticket)
    expect(vera.thread).to_have_text([f"The gate swings, {leaves}.", "Oil it."])
    expect(vera.field).to_have_value("And then?")
    vera.page.reload()
    expect(vera.field).to_have_value("And then?")


@pytest.mark.parametrize("way", ["cut", "deaf"])
def test_a_network_that_is_gone_is_told_and_no_answer_goes_out_blind(server, at_desk, way):
    ticket = ask(server, f"The stairs creak, {way}.", "alice")
    with BadNetwork(server.port) as network:
        vera = at_desk("Vera", network.base).open(ticket)
        vera.field.fill("Which step")
        network.deaf = way == "deaf"
        network.away = way == "cut"
        if network.away:
            network.cut()
        expect(vera.page.locator(".link")).to_contain_text(CUT)
        ask(server, "The third one!", "alice", f"/api/v1/demo/tickets/{ticket['id']}/messages")
        vera.button("reply").click()
        expect(vera.refusal).to_contain_text(NOT_SENT)
        expect(vera.field).to_have_value("Which step")
        network.deaf = network.away = False
        if way == "deaf":
            network.cut()   # in the end somebody notices
        expect(vera.page.locator(".link:not(.off)")).to_be_attached(timeout=40_000)
        expect(vera.thread).to_have_text([re.compile("The stairs"), "The third one!"])
        expect(vera.field).to_have_value("Which step")


def test_the_queue_after_cuts_is_that_of_a_fresh_load(server, at_desk):
    cuts(server, at_desk, 8)


def cuts(server, at_desk, rounds):
    """The network fails `rounds` times while people write; each time the queue on the screen comes to be that of a fresh load."""
    names = [f"cut {secrets.token_hex(3)}" for _ in range(4)]
    tickets = {name: ask(server, f"It is about {name}.", name) for name in names}
    with BadNetwork(server.port) as network:
        vera = at_desk("Vera", network.base).open()
        for at in range(rounds):
            name = names[at % 4]
            network.away = bool(at % 2)
            if at % 3:
                network.cut()
            ask(server, f"Again, {at}.", name, f"/api/v1/demo/tickets/{tickets[name]['id']}/messages")
            network.cut()
            tickets[f"new {at}"] = ask(server, f"New at {at}: {secrets.token_hex(3)}.", f"new {at}")
            network.away = False
            same(vera)


def same(agent):
    """The queue on the screen comes to be what a fresh load shows."""
    for _ in range(400):
        shown = agent.page.locator("a[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
        fresh = agent.page.evaluate("fetch('/api/v1/desk/demo/queue?limit=50').then(answer => answer.json()).then(told => told.tickets.map(one => one.id)).catch(() => null)")
        if shown == fresh and agent.page.locator(".link:not(.off)").count():
            return
        agent.page.wait_for_timeout(100)
    raise AssertionError(f"{len(shown)} shown, {fresh and len(fresh)} fresh: {set(shown) ^ set(fresh or [])}")


def test_who_is_signed_out_elsewhere_is_told_and_keeps_the_text(browser, server, at_desk):
    ticket = ask(server, "The clock runs backwards.")
    agent = Agent(browser, server, "Egon").open(ticket)
    agent.field.fill("Turn it round.")
    command(server, "agent", "retire", "egon@live.example.com")
    expect(agent.page.locator(".link")).to_contain_text("You are signed out.")
    agent.button("reply").click()
    expect(agent.refusal).to_be_visible()
    expect(agent.field).to_have_value("Turn it round.")
    assert agent.noise == []
    agent.context.close()


def test_from_the_queue_to_the_solution_by_keys_alone(server, at_desk):
    ticket = ask(server, "The door sticks in autumn.", facts={"anyone_can_work": "no"})
    vera = at_desk("Vera").open()
    keys = vera.page.keyboard
    for _ in range(80):
        keys.press("j")
        if "The door sticks" in vera.page.locator(":focus").inner_text():
            break
    keys.press("Enter")
    expect(vera.page.locator("h1")).to_contain_text("The door sticks in autumn.")
    keys.press("n")
    keys.type("Ask Milo?")
    expect(vera.page.locator("label[for='desk.answer']")).to_have_text("Note for the team")
    keys.press("Control+Enter")
    expect(vera.page.locator(".thread .private .words")).to_have_text(["Ask Milo?"])
    vera.page.evaluate("document.activeElement.blur()")
    keys.press("@")
    expect(vera.page.locator("#desk\\.tool")).to_be_focused()
    keys.type("invoice")
    expect(vera.page.locator(".tools-of .row").first).to_be_visible()
    keys.press("Tab")
    keys.press("Enter")
    expect(vera.field).to_be_focused()
    expect(vera.field).to_have_value(re.compile(r"/help/demo/en/"))
    keys.press("Escape")
    while "Send as the solution" not in vera.page.locator(":focus").inner_text():
        keys.press("Tab")
    keys.press("Enter")
    expect(vera.page.locator("header .tag").nth(1)).to_have_text("Solved")
    keys.press("?")
    expect(vera.page.locator(".keys")).to_be_visible()
    keys.press("Escape")
    expect(vera.page.locator(".keys")).to_have_count(0)
    assert ticket["number"] == int(re.search(r"#(\d+)", vera.page.title())[1])


def test_single_keys_can_be_switched_off(server, at_desk):
    ask(server, "The key is stiff.")
    vera = at_desk("Vera").open()
    vera.page.get_by_role("button", name="Keys").click()
    vera.page.get_by_label("Single keys are on").uncheck()
    for _ in range(2):
        vera.page.reload()
        expect(vera.page.locator("a[data-row]").first).to_be_visible()
    vera.page.evaluate("document.activeElement.blur()")
    vera.page.keyboard.press("j")
    assert vera.page.evaluate("document.activeElement === document.body")
    vera.page.get_by_role("button", name="Keys").click()
    vera.page.get_by_label("Single keys are on").check()


def test_what_strangers_write_is_only_ever_text(server, at_desk):
    nasty = "<img src=x onerror=window.hit=1><script>window.hit=1</script>\"'><svg onload=window.hit=1>javascript:window.hit=1"
    name = "<img src=x onerror=window.hit=1>.txt"
    step = {"kind": "searched", "text": nasty}
    form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n'
    kept = urllib.request.Request(server.base + "/api/v1/demo/files", form, {"Content-Type": "multipart/form-data; boundary=b", **visitor("mallory")})
    with urllib.request.urlopen(kept, timeout=20) as answer:
        file = json.loads(answer.read())["id"]
    context = {"url": "/<img src=x onerror=window.hit=1>", "browser": nasty, "module": "invoices", "keys": [nasty[:60]], "errors": [nasty], "trail": [step]}
    ticket = ask(server, nasty, "mallory", name=nasty, email="a@b.test", facts={"since": nasty}, files=[file], context=context)
    vera = at_desk("Vera").open(ticket)
    expect(vera.thread).to_have_text([nasty])
    expect(vera.page.locator(".facts")).to_contain_text("<script>window.hit=1</script>")
    expect(vera.page.locator(".thread .files")).to_contain_text("_img src=x")
    vera.field.fill(nasty)
    vera.button("solve").click()
    expect(vera.thread).to_have_text([nasty, nasty])
    sent = json.dumps({"stars": 1, "text": nasty}).encode()
    rate = urllib.request.Request(f"{server.base}/api/v1/demo/tickets/{ticket['id']}/rating", sent, {"Content-Type": "application/json", **visitor("mallory")})
    urllib.request.urlopen(rate, timeout=20).close()
    expect(vera.page.locator("aside")).to_contain_text("Rated with 1 star")
    vera.page.locator("#desk\\.find").fill("window hit")
    expect(vera.page.locator(".list .row", has_text="<script>").first).to_be_visible()
    for path in ("", "/reports", "/gaps"):
        vera.page.goto(f"{server.base}/desk/demo{path}")
        vera.page.wait_for_timeout(200)
        assert vera.page.evaluate("window.hit") is None and vera.page.locator("main img, main svg, main script").count() == 0, path


# Stands in for the sound card and the system's notices, of which a browser in a test has none.
RECORDER = """window.rung = 0; window.notices = [];
window.AudioContext = class { currentTime = 0; destination = {}; createGain() { return {gain: {setValueAtTime() {}, exponentialRampToValueAtTime() {}}, connect: it => it}; }
  createOscillator() { return {frequency: {}, connect: it => it, start() { window.rung += 1; }, stop() {}}; } };
window.Notification = class { static permission = 'granted'; constructor(title, more) { window.notices.push([title, more.body]); } };
Object.defineProperty(document, 'hidden', {get: () => !!window.away});"""


def test_it_rings_by_choice_for_who_waits_for_me_and_shows_a_notice_where_nobody_looks(browser, server):
    ursa = Agent(browser, server, "Ursa", team="demo/first")
    ursa.context.add_init_script(RECORDER)
    ursa.open().page.goto(f"{ursa.base}/desk/demo?module=members")   # whatever else others have asked here
    expect(ursa.page.locator(".live .link:not(.off)")).to_be_attached()
    ask(server, "The first bell.", context={"module": "members", "url": "/members", "trail": []})
    expect(ursa.page.locator("a.row", has_text="The first bell.")).to_be_visible()
    assert ursa.page.evaluate("[rung, notices]") == [0, []]   # nobody asked for it
    ursa.page.get_by_role("button", name="Sound and notices").click()
    assert ursa.page.evaluate("rung") == 1   # so sounds it
    ursa.page.reload()
    expect(ursa.page.get_by_role("button", name="Sound and notices")).to_have_attribute("aria-pressed", "true")
    ursa.page.evaluate("window.away = true")
    expect(ursa.page.locator(".live .link:not(.off)")).to_be_attached()
    ask(server, "The second bell.", context={"module": "members", "url": "/members", "trail": []})
    expect(ursa.page.locator("a.row", has_text="The second bell.")).to_be_visible()
    assert ursa.page.evaluate("[rung, notices]") == [1, [["Somebody wrote", "The second bell."]]]
    ursa.context.close()
