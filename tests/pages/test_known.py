"""Who is known: signed in by the host, or a visitor who wrote before. What is unread, what waits, and whose it is."""

import json
import time

import jwt
import pytest
from playwright.sync_api import expect
from test_script_interface import HOST, TAG
from writing import agent, answer, body, count, last_step, write, written

from askaside import settings
from askaside.app import create_app
from askaside.people import secrets

HEARD = '<script>told = []; Askaside("on", "unread", ({ count }) => told.push(count));</script>'


@pytest.fixture(scope="module")
def sign(server):
    """sign(sub, minutes=10) → a token of the demo's product."""
    return sign_for(server)


def sign_for(server):
    """As above, of that server's; `more`: other claims."""
    app = create_app(settings.read({"ASKASIDE_CONTENT_DIR": str(server.content), "ASKASIDE_DATA_DIR": str(server.folder / "var")}))
    with app.app_context():
        kid, secret = secrets.make("demo")

    def made(sub, begins=0, minutes=10, **more):
        now = int(time.time()) + begins
        return jwt.encode({"aud": "demo", "sub": sub, "iat": now, "exp": now + minutes * 60, **more}, secret, "HS256", headers={"kid": kid})

    return made


@pytest.fixture
def host(visit):
    """host(tag, body, panel) → a Panel on a page of the product's."""

    def make(tag=TAG, text="", panel=None):
        panel = panel or visit()
        panel.page.unroute("**/host")
        panel.page.route("**/host", lambda route: route.fulfill(body=HOST.replace("{body}", text).replace("{tag}", tag), content_type="text/html; charset=utf-8"))
        panel.goto("/host")
        return panel

    return make


def form(panel):
    panel.page.evaluate("Askaside.open()")
    panel.sheet.locator("footer button.card").first.click()
    expect(body(panel)).to_be_visible()


def storage(panel):
    return panel.page.evaluate("Object.keys(localStorage).sort()")


def test_a_stranger_costs_no_request_and_who_wrote_sees_how_much_is_unread(visit, server):
    panel = visit()
    write(panel, "An answer that waits")
    number = written(panel)
    answer(server, number, "Here it is.")
    panel.page.evaluate("Askaside.close()")
    panel.asked.clear()
    panel.goto("/demo/plain/en")
    mark = panel.page.locator("ask-aside button.q .n")
    expect(mark).to_have_text("1")
    expect(panel.page.get_by_role("button", name="Help (Unread: 1)")).to_be_visible()
    assert [url.partition("/api/v1/")[2] for url in panel.asked if "/api/" in url] == ["demo/unread"]   # and nothing else of ours was asked
    panel.page.locator("ask-aside button.q").click()
    panel.main.locator("[data-row=mine]").click()
    row = panel.main.locator(".rows.mine .row").first
    expect(row).to_contain_text("1 new message")
    row.click()
    expect(panel.main.locator(".thread li")).to_have_count(2)
    panel.button("Back").click()
    expect(row).not_to_contain_text("new message")
    expect(mark).to_be_hidden()
    expect(panel.page.locator("ask-aside button.q")).to_have_attribute("aria-label", "Help")


def test_a_product_with_a_button_of_its_own_hears_the_number(host, server, sign):
    tag = TAG.replace("data-site", f'data-token="{sign("clara")}" data-site')
    panel = host(tag, HEARD)
    form(panel)
    last_step(panel, "Of Clara")
    panel.button("Send").click()
    number = written(panel)
    answer(server, number, "To Clara.")
    panel = host(tag, HEARD, panel=panel)
    panel.until("told.length === 1 && told[0] === 1")


def test_who_is_signed_in_writes_as_themselves_on_every_browser(host, visit, server, sign):
    panel = host(text=f'<script>Askaside("identify", {sign("dana")!r})</script>')
    form(panel)
    last_step(panel, "Of Dana, signed in")
    panel.button("Send").click()
    number = written(panel)
    assert not [key for key in storage(panel) if "visitor" in key]
    other = host(text=f'<script>Askaside("identify", async () => {sign("dana")!r})</script>', panel=visit())
    other.page.evaluate("Askaside.open()")
    other.main.locator("[data-row=mine]").click()
    expect(other.main.locator(".rows.mine .row").first).to_contain_text(f"#{number}")


def test_a_draft_of_one_is_not_shown_to_another_and_what_was_begun_before_signing_in_goes_along(host, sign):
    panel = host()
    form(panel)
    body(panel).fill("Begun by nobody yet")
    panel.page.evaluate("token => Askaside.identify(token)", sign("edna"))
    panel.until("!!localStorage['askaside:demo:~edna:draft']")
    expect(body(panel)).to_have_value("Begun by nobody yet")
    body(panel).fill("Edna's words")
    panel.page.evaluate("token => Askaside.identify(token)", sign("frida"))
    expect(body(panel)).to_have_value("")
    panel.page.evaluate("token => Askaside.identify(token)", sign("edna"))
    expect(body(panel)).to_have_value("Edna's words")
    panel.page.evaluate("Askaside.reset()")
    panel.until("!Object.keys(localStorage).some(key => key.includes('draft'))")


def test_a_token_that_ended_is_renewed_and_nothing_goes_as_somebody_else(host, server, sign):
    panel = host(text="<script>tokens = []; given = 0; Askaside('identify', async () => tokens[Math.min(given++, tokens.length - 1)])</script>")
    panel.page.evaluate("all => { tokens.push(...all); }", [sign("greta", begins=-3000), sign("greta")])   # the first one ended long ago
    form(panel)
    last_step(panel, "With the second token")
    panel.button("Send").click()
    written(panel)
    assert panel.page.evaluate("given") >= 2


def test_without_a_token_words_are_kept_and_a_reload_is_asked_for(host, server, sign):
    panel = host(text="<script>token = null; Askaside('identify', async () => token)</script>")
    form(panel)
    last_step(panel, "Kept until Hanna is back")
    panel.button("Send").click()
    expect(panel.title).to_contain_text("This was not taken")
    expect(panel.main).to_contain_text("Sign in")
    assert count(server, "Kept until Hanna") == 0
    panel = host(text=f"<script>Askaside('identify', async () => {sign('hanna')!r})</script>", panel=panel)
    panel.until("!Object.keys(localStorage).some(key => key.endsWith('outbox'))")   # nobody has opened anything
    assert count(server, "Kept until Hanna") == 1


def test_what_could_not_be_sent_goes_out_at_the_next_visit_by_itself(visit, server):
    panel = visit()
    write(panel, "To be known first")
    written(panel)
    panel.page.route("**/api/v1/demo/tickets", lambda route: route.abort())
    panel.page.evaluate("Askaside.close()")
    write(panel, "While the network is away")
    expect(panel.title).to_contain_text("Not sent yet")
    panel.page.unroute("**/api/v1/demo/tickets")
    panel.page.evaluate("Askaside.close()")
    panel.goto("/demo/plain/en")
    panel.until("!Object.keys(localStorage).some(key => key.endsWith('outbox'))")
    assert count(server, "While the network is away") == 1
    expect(panel.sheet).to_be_hidden()


def test_a_reply_that_cannot_be_sent_waits_and_goes_out_at_the_next_visit(visit, server):
    panel = visit()
    write(panel, "To be replied to")
    number = written(panel)
    panel.button("Open the request").click()
    panel.page.route("**/messages", lambda route: route.abort())
    panel.main.get_by_label("Your reply").fill("From the train")
    panel.button("Send").click()
    expect(panel.main.locator(".unsent")).to_contain_text("From the train")
    panel.page.unroute("**/messages")
    panel.page.evaluate("Askaside.close()")
    panel.goto("/demo/plain/en")
    panel.until("!Object.keys(localStorage).some(key => key.endsWith('outbox'))")
    lines = f"db.session.query(TicketMessage).filter_by(ticket_id=ticket({number}).id).order_by(TicketMessage.n)"
    assert json.loads(agent(server, f"import json; print(json.dumps([line.body for line in {lines}]))")) == ["To be replied to", "From the train"]


def test_ask_opens_the_form_with_words_and_keeps_those_that_were_there(host):
    panel = host()
    panel.page.evaluate("Askaside.ask({ subject: 'Import stopped', body: 'At row 118.', fields: { file: 'a.csv' } })")
    expect(body(panel)).to_have_value("Import stopped\n\nAt row 118.")
    body(panel).fill("My own words")
    panel.page.evaluate("Askaside.open('home')")
    panel.page.evaluate("Askaside.ask({ body: 'At row 119.' })")
    expect(body(panel)).to_have_value("My own words\n\nAt row 119.")
    assert panel.page.evaluate("JSON.parse(localStorage['askaside:demo:draft'])['']")["facts"]["file"] == "a.csv"
