"""Others wish for this, too: while somebody writes they are asked, "me too" is one key, and they are told when it is there."""

import re

import pytest
from at_desk import Agent, ask
from playwright.sync_api import expect
from test_contact import SCREENS, axe
from writing import agent, body, form, kept, stored, written

TITLES = {"en": "A dark mode for the evening", "he": "מצב כהה לשעות הערב"}
SAID = {"en": "could there be dark modes for evenings?", "he": "אפשר להוסיף מצב כהה בשעות הערב?"}
ME_TOO = {"en": "Me too", "he": "גם אני"}
TOLD = {"en": "You will be told when it is there.", "he": "תישלח לך הודעה כשזה יהיה זמין."}
DOOR = "**/changes/*/me-too"


@pytest.fixture(params=["en", "he"])
def language(request):
    return request.param


@pytest.fixture
def wish(server, language):
    """The number of a change that everybody is shown."""
    found = agent(server, f"""from askaside.tickets import wishes; from askaside.people.identity import Caller; app.shelf.reread()
    t = actions.open_(Caller('demo', 'visitor:x'), app.shelf.libraries['demo'].site, body='canary', kind='change', locale='en')
    print(wishes.publish(t, 'agent:bela', {TITLES[language]!r}).number)""")
    yield int(found)
    solve(server, found)


def solve(server, wish):
    agent(server, f"app.shelf.reread(); handling.answer(ticket({wish}), 'agent:bela', 'Bela', 'canary-answer', solve=True)")   # its letters are of a site


def offered(panel, language, again=False):
    """The form with words that others have wished for; `again`: in the panel that is open."""
    if again:
        panel.page.evaluate("Askaside.open('home')")
    form(panel, None if again else f"/demo/app/{language}/invoices/2051")
    body(panel).fill(SAID[language])
    offer = panel.main.locator(".offer")
    expect(offer).to_contain_text(TITLES[language])
    return offer


def counted(server, wish):
    return agent(server, f"from askaside.tickets import queries; print(queries.others_wish(ticket({wish})))")


def test_by_keys_alone_from_the_words_to_the_news_that_it_is_there(visit, server, wish, language):
    panel = visit(reduced_motion="reduce")
    offer = offered(panel, language)
    expect(offer).to_contain_text({"en": "Others wish for this, too", "he": "גם אחרים מבקשים את זה"}[language])
    expect(offer).to_contain_text({"en": "1 person", "he": "אדם אחד"}[language])
    expect(body(panel)).to_be_focused()
    for _ in range(12):
        if panel.focused() == ME_TOO[language]:
            break
        panel.page.keyboard.press("Tab")
    assert panel.focused() == ME_TOO[language]
    panel.page.keyboard.press("Enter")
    expect(panel.main).to_contain_text(TOLD[language])
    number = int(re.search(r"#(\d+)", panel.title.inner_text())[1])
    assert str(number) in panel.focused() and "draft" not in stored(panel) and "outbox" not in stored(panel)
    told = agent(server, f"t = ticket({number}); print(t.status, t.cause_id == ticket({wish}).id, t.context, db.session.query(TicketMessage).filter_by(ticket_id=t.id).one().body)")
    assert told == f"on_hold True {{}} {ME_TOO[language]}.\n\n{SAID[language]}" and counted(server, wish) == "1"
    panel.main.locator("button.main").press("Enter")
    expect(panel.title).to_have_text(TITLES[language])
    expect(panel.main.locator(".promise")).to_contain_text(TOLD[language])
    expect(panel.main.locator(".thread li")).to_have_count(1)
    solve(server, wish)
    panel.page.reload()
    expect(panel.main.locator(".thread li").nth(1)).to_contain_text(TITLES[language])
    expect(panel.main).not_to_contain_text("canary")
    assert [line for line in panel.noise if "Failed to load resource" not in line] == []


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_without_a_network_it_waits_through_a_reload_and_is_sent_once(visit, server, wish, language):
    panel = visit()
    offer = offered(panel, language)
    panel.page.route(DOOR, lambda route: route.abort())
    offer.get_by_role("button", name="Me too").click()
    expect(panel.title).to_have_text("Not sent yet")
    assert [item["path"][:9] for item in kept(panel, "outbox")] == ["/changes/"]
    panel.page.unroute(DOOR)
    panel.page.reload()
    panel.until(lambda: counted(server, wish) == "1")
    panel.until(lambda: "outbox" not in stored(panel))
    panel.page.evaluate("Askaside.open('home')")
    panel.main.locator("[data-row=mine]").click()
    expect(panel.main.locator(".mine .row")).to_have_count(1)
    expect(panel.main.locator(".mine .row")).to_contain_text(TITLES["en"])
    offered(panel, language, again=True).get_by_role("button", name=re.compile("^Add to #")).click()   # who wished for it is not asked again
    expect(panel.main.locator("textarea[name=reply]")).to_have_value(SAID["en"])


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_what_is_no_longer_on_the_list_brings_the_words_back(visit, server, wish, language):
    panel = visit()
    offer = offered(panel, language)
    solve(server, wish)
    offer.get_by_role("button", name="Me too").click()
    expect(panel.title).to_have_text("This was not taken")
    panel.button("Change and send again").click()
    expect(body(panel)).to_have_value(SAID["en"])


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_a_wish_is_waved_away_and_of_a_fault_nobody_is_asked(visit, server, wish, language):
    panel = visit()
    offer = offered(panel, language)
    offer.get_by_role("button", name="No, mine is another").click()
    expect(offer).to_have_count(0)
    expect(body(panel)).to_be_focused()
    panel.button("Next").click()
    panel.button("Yes").click()   # it worked before
    panel.button("Back").click()
    panel.button("Back").click()
    asked = []
    panel.page.on("request", lambda request: asked.append(request.url.partition("/demo/")[2].partition("?")[0]))
    with panel.page.expect_request("**/search?*"):
        body(panel).fill(SAID["en"] + " It was there once.")
    panel.page.wait_for_timeout(300)
    assert "search" in asked and "changes" not in asked


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_an_address_and_a_file_that_the_form_has_go_along(visit, server, wish, language):
    panel = visit()
    form(panel)
    body(panel).fill("Something")
    panel.button("Next").click()
    for _ in range(2):
        panel.button("Skip").click()
    panel.main.locator("[name=email]").fill("tamar@example.com")
    for _ in range(3):
        panel.button("Back").click()
    panel.main.locator("input[type=file]").set_input_files([{"name": "sketch.txt", "mimeType": "text/plain", "buffer": b"a sketch"}])
    body(panel).fill(SAID["en"])
    panel.main.locator(".offer").get_by_role("button", name="Me too").click()
    number = written(panel)
    told = agent(server, f"""from askaside.tickets import attachments
    t = ticket({number}); print(t.requester.email, [row.name for rows in attachments.of(db.session.query(TicketMessage).filter_by(ticket_id=t.id).all()).values() for row in rows])""")
    assert told == "tamar@example.com ['sketch.txt']"


@pytest.mark.parametrize("width", [320, 1280])
def test_on_the_page_it_is_one_press_below_the_form(visit, server, wish, language, width):
    page = visit(width, 800).page

    def write(text):
        page.goto(f"{server.base}/help/demo/{language}/contact")
        page.locator("#body").fill(text)

    write("A request of my own")
    press = page.locator("button[name=wish]").filter(has_text=TITLES[language])
    expect(press).to_have_accessible_name(re.compile(f"^{ME_TOO[language]} ?: {TITLES[language]}$"))
    assert axe(page) == [] and page.evaluate("document.documentElement.scrollWidth <= innerWidth") and press.bounding_box()["height"] > 43.5
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"contact-wishes-{language}-{width}.png", full_page=True)
    page.locator("#email").press("Enter")   # of the form: it is no wish
    expect(page.get_by_role("heading", level=1)).to_have_text("A request of my own")
    write("In grey")
    press.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[language])
    expect(page.locator("main")).to_contain_text(TOLD[language])


def test_an_agent_shows_a_wish_at_the_live_desk_and_takes_it_back(browser, server):
    wilma, ticket = Agent(browser, server, "Wilma"), ask(server, "canary: the pages should smell of roses", kind="change")
    page, facts = wilma.open(ticket).page, wilma.page.locator(".case aside .facts")

    def shown():
        return [row["title"] for row in server.get("/api/v1/demo/changes")["changes"] if row["id"] == ticket["id"]]

    page.locator("[data-tool=wish]").click()
    field = page.locator("#desk\\.tool")
    expect(field).to_be_focused()
    field.press_sequentially("Smells of <b>roses</b>")
    ask(server, "news for the queue")   # what is typed stays while it comes in
    page.wait_for_timeout(1500)
    expect(field).to_have_value("Smells of <b>roses</b>")
    assert axe(page) == []
    page.screenshot(path=SCREENS / "desk-wish.png")
    field.press("Enter")
    expect(facts).to_contain_text("Smells of <b>roses</b>")
    assert shown() == ["Smells of <b>roses</b>"]
    page.locator("[data-tool=wish]").click()
    expect(field).to_have_value("Smells of <b>roses</b>")
    page.get_by_role("button", name="Take off the list").click()
    expect(facts).not_to_contain_text("roses")
    assert shown() == [] and wilma.noise == []
    wilma.open(ask(server, "It broke.", kind="fault"))
    expect(page.locator("[data-tool=wish]")).to_have_count(0)
    wilma.context.close()
