"""The live desk: colleagues on one request, drafts, a network that fails, and no answer given blind."""

import json
import re
import secrets
import urllib.request

import pytest
from bad_network import BadNetwork
from cast import visitor
from desk_material import PASSWORD
from playwright.sync_api import expect
from test_desk import command

LINK = r"http://\S+/desk/invitation/\S+"
CUT, NOT_SENT = "Disconnected since", "Not sent"


def ask(server, body, who=None, path="/api/v1/demo/tickets", **more):
    """What a visitor sends, and the answer."""
    told = {"body": body, **({} if "messages" in path else {"locale": "en"}), **more}
    sent = urllib.request.Request(server.base + path, json.dumps(told).encode(), {"Content-Type": "application/json", **visitor(who or secrets.token_hex(8))})
    with urllib.request.urlopen(sent, timeout=20) as answer:
        return json.loads(answer.read())


class Agent:
    """An agent at the live desk, in a browser of their own."""

    def __init__(self, browser, server, name, state=None, base=None, **options):
        self.server, self.base = server, base or server.base
        self.context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=state, locale="en", extra_http_headers={"Accept-Language": "en"}, **options)
        self.noise = []
        self.page = self._page()
        if state is None:
            self.page.goto(re.search(LINK, command(server, "agent", "add", f"{name.lower()}@live.example.com", name, "--role", "demo/agent"))[0])
            self.page.fill("#password", PASSWORD)
            self.page.click("form.fields button")
            self.page.wait_for_url("**/desk/demo")

    def _page(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        return page

    def open(self, ticket=None):
        self.page.goto(f"{self.base}/desk/demo" + (f"/tickets/{ticket['id']}" if ticket else ""))
        expect(self.page.locator(".live .link:not(.off)")).to_be_attached()
        if ticket:
            expect(self.field).to_be_visible()
        return self

    def again(self):
        """The browser died and was begun anew."""
        self.page.close()
        self.page = self._page()
        return self

    @property
    def field(self):
        return self.page.locator("#desk\\.answer")

    @property
    def thread(self):
        return self.page.locator(".thread li .words")

    @property
    def refusal(self):
        return self.page.locator("#desk\\.refused")

    @property
    def present(self):
        return self.page.locator(".present")

    def button(self, name):
        return self.page.locator(f"[data-as={name}]")


@pytest.fixture(scope="module")
def states(browser, server):
    """{name: what their browser keeps after signing in}"""
    found = {}
    for name in ("Bela", "Carl"):
        agent = Agent(browser, server, name)
        found[name] = agent.context.storage_state()
        agent.context.close()
    return found


@pytest.fixture
def at_desk(browser, server, states):
    """`at_desk("Bela")` → an Agent who has signed in. Nothing may have gone wrong in their page."""
    made = []

    def make(name, base=None):
        state = states[name]
        made.append(Agent(browser, server, name, state, base))
        return made[-1]

    yield make
    for agent in made:
        agent.context.close()
    assert [line for agent in made for line in agent.noise] == []


def test_two_on_one_request_see_each_other_and_nobody_answers_blind(server, at_desk):
    ticket = ask(server, "The parrot is silent.", "alice")
    bela, carl = at_desk("Bela").open(ticket), at_desk("Carl").open(ticket)
    expect(bela.present).to_contain_text("Carl has this open, too")
    expect(carl.present).to_contain_text("Bela has this open, too")
    carl.field.fill("Give it a nut.")
    expect(bela.present).to_contain_text("Carl is writing")
    bela.field.fill("Have you asked it")
    carl.button("reply").click()
    expect(carl.field).to_have_value("")
    expect(bela.thread).to_have_text(["The parrot is silent.", "Give it a nut."])
    expect(bela.refusal).to_contain_text("A message came since you began to write.")
    bela.button("reply").click()
    expect(bela.refusal).to_contain_text("There is a newer message above.")
    expect(bela.field).to_have_value("Have you asked it")
    assert bela.thread.count() == 2
    bela.button("reply").click()
    expect(carl.thread).to_have_text(["The parrot is silent.", "Give it a nut.", "Have you asked it"])
    expect(bela.field).to_have_value("")
    carl.page.goto("about:blank")
    expect(bela.present).to_have_text("")


def test_what_the_requester_writes_appears_at_once_and_moves_the_queue(server, at_desk):
    bela = at_desk("Bela").open()
    ticket = ask(server, "The kettle sings off key.", "dana")
    expect(bela.page.locator("a.row", has_text="The kettle sings")).to_be_visible()
    bela.page.locator("a.row", has_text="The kettle sings").click()
    expect(bela.thread).to_have_text(["The kettle sings off key."])
    ask(server, "Now it whistles.", "dana", f"/api/v1/demo/tickets/{ticket['id']}/messages")
    expect(bela.thread).to_have_text(["The kettle sings off key.", "Now it whistles."])
    bela.field.fill("Take it off the fire.")
    bela.button("solve").click()
    expect(bela.page.locator("header .tag").nth(1)).to_have_text("Solved")
    expect(bela.page.locator("a.row", has_text="The kettle sings")).to_have_count(0)


def test_a_draft_lives_through_reload_and_crash_and_is_only_its_writers(server, at_desk):
    ticket, other = ask(server, "The lamp is shy."), ask(server, "The lamp is bold.")
    bela = at_desk("Bela").open(ticket)
    bela.field.fill("Have you tried\nanother room?")
    bela.page.reload()
    expect(bela.field).to_have_value("Have you tried\nanother room?")
    bela.again().open(ticket)
    expect(bela.field).to_have_value("Have you tried\nanother room?")
    bela.page.locator("a.row", has_text="The lamp is bold.").click()
    expect(bela.thread).to_have_text(["The lamp is bold."])
    expect(bela.field).to_have_value("")
    bela.page.go_back()
    expect(bela.field).to_have_value("Have you tried\nanother room?")
    assert other["id"] not in bela.page.evaluate("Object.keys(localStorage).join()")
    bela.button("reply").click()
    expect(bela.thread).to_have_count(2)
    bela.page.reload()
    expect(bela.field).to_have_value("")


@pytest.mark.parametrize("way", ["cut", "deaf"])
def test_a_network_that_is_gone_is_told_and_no_answer_goes_out_blind(server, at_desk, way):
    ticket = ask(server, f"The stairs creak, {way}.", "alice")
    with BadNetwork(server.port) as network:
        bela = at_desk("Bela", network.base).open(ticket)
        bela.field.fill("Which step")
        network.deaf = way == "deaf"
        network.away = way == "cut"
        if network.away:
            network.cut()
        expect(bela.page.locator(".link")).to_contain_text(CUT)
        ask(server, "The third one!", "alice", f"/api/v1/demo/tickets/{ticket['id']}/messages")
        bela.button("reply").click()
        expect(bela.refusal).to_contain_text(NOT_SENT)
        expect(bela.field).to_have_value("Which step")
        network.deaf = network.away = False
        if way == "deaf":
            network.cut()   # in the end somebody notices
        expect(bela.page.locator(".link:not(.off)")).to_be_attached(timeout=40_000)
        expect(bela.thread).to_have_text([re.compile("The stairs"), "The third one!"])
        expect(bela.field).to_have_value("Which step")


def test_the_queue_after_cuts_is_that_of_a_fresh_load(server, at_desk):
    cuts(server, at_desk, 8)


def cuts(server, at_desk, rounds):
    """The network fails `rounds` times while people write; each time the queue on the screen comes to be that of a fresh load."""
    names = [f"cut {secrets.token_hex(3)}" for _ in range(4)]
    tickets = {name: ask(server, f"It is about {name}.", name) for name in names}
    with BadNetwork(server.port) as network:
        bela = at_desk("Bela", network.base).open()
        for at in range(rounds):
            name = names[at % 4]
            network.away = bool(at % 2)
            if at % 3:
                network.cut()
            ask(server, f"Again, {at}.", name, f"/api/v1/demo/tickets/{tickets[name]['id']}/messages")
            network.cut()
            tickets[f"new {at}"] = ask(server, f"New at {at}: {secrets.token_hex(3)}.", f"new {at}")
            network.away = False
            same(bela)


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
    bela = at_desk("Bela").open()
    keys = bela.page.keyboard
    for _ in range(80):
        keys.press("j")
        if "The door sticks" in bela.page.locator(":focus").inner_text():
            break
    keys.press("Enter")
    expect(bela.page.locator("h1")).to_contain_text("The door sticks in autumn.")
    keys.press("n")
    keys.type("Ask Carl?")
    expect(bela.page.locator("label[for='desk.answer']")).to_have_text("Note for the team")
    keys.press("Control+Enter")
    expect(bela.page.locator(".thread .private .words")).to_have_text(["Ask Carl?"])
    bela.page.evaluate("document.activeElement.blur()")
    keys.press("@")
    expect(bela.page.locator("#desk\\.tool")).to_be_focused()
    keys.type("invoice")
    expect(bela.page.locator(".tools-of .row").first).to_be_visible()
    keys.press("Tab")
    keys.press("Enter")
    expect(bela.field).to_be_focused()
    expect(bela.field).to_have_value(re.compile(r"/help/demo/en/"))
    keys.press("Escape")
    while "Send as the solution" not in bela.page.locator(":focus").inner_text():
        keys.press("Tab")
    keys.press("Enter")
    expect(bela.page.locator("header .tag").nth(1)).to_have_text("Solved")
    keys.press("?")
    expect(bela.page.locator(".keys")).to_be_visible()
    keys.press("Escape")
    expect(bela.page.locator(".keys")).to_have_count(0)
    assert ticket["number"] == int(re.search(r"#(\d+)", bela.page.title())[1])


def test_single_keys_can_be_switched_off(server, at_desk):
    ask(server, "The key is stiff.")
    bela = at_desk("Bela").open()
    bela.page.get_by_role("button", name="Keys").click()
    bela.page.get_by_label("Single keys are on").uncheck()
    bela.page.reload()
    expect(bela.page.locator("a[data-row]").first).to_be_visible()
    bela.page.evaluate("document.activeElement.blur()")
    bela.page.keyboard.press("j")
    assert bela.page.evaluate("document.activeElement === document.body")
    bela.page.get_by_role("button", name="Keys").click()
    bela.page.get_by_label("Single keys are on").check()


def test_what_strangers_write_is_only_ever_text(server, at_desk):
    nasty = "<img src=x onerror=window.hit=1><script>window.hit=1</script>\"'><svg onload=window.hit=1>javascript:window.hit=1"
    step = {"kind": "searched", "text": nasty}
    ticket = ask(server, nasty, name=nasty, email="a@b.test", facts={"since": nasty}, context={"url": "/<img src=x onerror=window.hit=1>", "browser": nasty, "module": "invoices", "trail": [step]})
    bela = at_desk("Bela").open(ticket)
    expect(bela.thread).to_have_text([nasty])
    expect(bela.page.locator(".facts")).to_contain_text("<script>window.hit=1</script>")
    bela.page.wait_for_timeout(300)
    assert bela.page.evaluate("window.hit") is None and bela.page.locator("main img, main svg, main script").count() == 0
