"""The story at the desk: from a person who is stuck to an answer that the next one finds, by two tiers, in real browsers."""

import re

from at_desk import Agent, ask
from cast import visitor
from material import ROOT
from playwright.sync_api import expect
from writing import body

SCREENS = ROOT / "var" / "screens"


def look(panel):
    """The beat of 20 seconds, now."""
    panel.page.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")


def test_from_a_request_to_an_answer_for_everybody(visit, browser, editable):
    SCREENS.mkdir(parents=True, exist_ok=True)

    def shot(name, page):
        page.screenshot(path=SCREENS / f"desk-story-{name}.png")

    # Alice, in Hebrew: she reads an answer, which does not help, and writes, with a picture of the page.
    alice = visit(base=editable.base, reduced_motion="reduce")
    alice.goto("/demo/app/he/invoices/2051")
    alice.page.click("#help")
    expect(alice.rows.first).to_be_visible()
    title = alice.titles()[0]
    alice.rows.first.click()
    expect(alice.main.locator(".article")).to_be_visible()
    alice.button("חזרה").click()
    alice.sheet.locator("footer button.card").click()
    body(alice).fill("אי אפשר להפיק חשבונית מאז אתמול, נגמרו המספרים")
    alice.button("צילום של הדף").click()
    alice.button("שימוש בצילום הזה").click()
    expect(alice.main.locator(".files")).to_contain_text("screenshot.")
    expect(alice.main.locator(".files progress")).to_have_count(0)
    alice.button("המשך").click()
    for _ in range(2):
        alice.button("דילוג").click()
    alice.main.locator("[name=name]").fill("נועה")
    alice.button("שליחה").click()
    expect(alice.main.locator(".promise")).to_be_visible()
    number = int(re.search(r"#(\d+)", alice.title.inner_text())[1])

    # Tier 1 sees it come, sees what she read and where she was, and asks.
    vera, milo = (Agent(browser, editable, name, team=f"demo/{team}") for name, team in (("Vera", "first"), ("Milo", "money")))
    vera.open()
    milo.open()
    vera.page.locator("a.row", has_text="נגמרו המספרים").click()
    about = vera.page.locator("aside")
    expect(about.locator(".facts")).to_contain_text("/invoices/2051")
    assert title and about.locator(".facts dt", has_text=re.compile("^Read$")).count() == 1
    expect(vera.page.locator(".thread .files a")).to_contain_text("screenshot.")
    shot("1-tier-one", vera.page)
    vera.field.fill("איזו הודעה מופיעה?")
    vera.button("wait").click()
    expect(vera.page.locator("header .tag").nth(1)).to_have_text("Waiting for the person")

    # She answers, and nobody has to reload.
    alice.button("לפתיחת הפנייה").click()
    expect(alice.main.locator(".thread > li")).to_have_count(2)
    alice.main.locator("textarea").fill("E42")
    alice.button("שליחה").click()
    expect(vera.thread.nth(2)).to_have_text("E42")

    # Tier 1 hands it over with a summary; tier 2 has it, and a second one of the same cause.
    vera.field.fill("The range of numbers is used up: E42 on /invoices/2051.")
    vera.button("escalate").click()
    expect(vera.page.locator(".thread .private")).to_contain_text("The range of numbers is used up")
    dana = ask(editable, "Invoices stopped at 2050, too", "dana", context={"url": "/invoices", "module": "invoices", "trail": []})
    milo.page.get_by_role("link", name="Mine and my teams’").click()
    expect(milo.page.locator("a.row", has_text="נגמרו המספרים")).to_be_visible()
    milo.page.get_by_role("link", name="All", exact=True).click()
    milo.page.locator("a.row", has_text="Invoices stopped").click()
    milo.page.locator("[data-tool=other]").click()
    milo.page.locator("#desk\\.tool").fill(str(number))
    milo.page.get_by_role("button", name="It has the same cause").click()
    expect(milo.page.get_by_role("heading", name="Has the same cause as")).to_be_visible()
    milo.page.locator("aside a.row", has_text="נגמרו המספרים").click()
    expect(milo.thread.last).to_have_text("The range of numbers is used up: E42 on /invoices/2051.")
    expect(milo.page.get_by_role("heading", name="Solved with this one")).to_be_visible()
    shot("2-tier-two", milo.page)

    # Solved with prepared words and an article.
    milo.page.locator("[data-tool=macro]").click()
    milo.page.locator(".tools-of .row", has_text="A new number range is open").click()
    expect(milo.field).to_have_value(re.compile("שלום נועה"))
    milo.page.locator("[data-tool=article]").click()
    milo.page.locator("#desk\\.tool").fill("חשבונית")
    milo.page.locator(".tools-of ul .row").first.click()
    expect(milo.field).to_have_value(re.compile(r"/help/demo/he/"))
    milo.field.press("Control+Enter")
    expect(milo.page.locator("header .tag").nth(1)).to_have_text("Solved")

    # Both are told; Alice rates it.
    look(alice)
    expect(alice.main.locator(".thread > li").last).to_contain_text("פתחנו טווח חדש")
    alice.main.get_by_role("radio").last.check()
    alice.button("שליחת הדירוג").click()
    expect(milo.page.locator("aside")).to_contain_text("Rated with 5 stars", timeout=30_000)
    told = alice.page.request.get(f"{editable.base}/api/v1/demo/tickets/{dana['id']}", headers=visitor("dana")).json()
    assert (told["status"], told["messages"][-1]["author"]["kind"]) == ("solved", "system")
    shot("3-rated", alice.page)

    # The answer becomes a draft; the editor publishes it by saving the file; the page where she was stuck shows it.
    milo.page.locator("[data-tool=draft]").click()
    milo.page.locator("#desk\\.tool").fill("טווח המספרים נגמר")
    shot("4-a-draft", milo.page)
    milo.page.get_by_role("button", name="Write a draft").click()
    expect(milo.page.get_by_role("status").filter(has_text="The draft is there")).to_be_visible()
    path, = [one for one in (editable.content / "demo" / "invoices").glob("*.he.md") if "טווח המספרים נגמר" in one.read_text()]
    text = path.read_text()
    path.write_text(text.replace("draft: true\n", ""))
    alice.until(lambda: "טווח המספרים נגמר" in alice.page.request.get(f"{editable.base}/api/v1/demo/help?url=/invoices/2051&locale=he").text())
    stuck = visit(base=editable.base, reduced_motion="reduce")
    stuck.goto("/demo/app/he/invoices/2051")
    stuck.page.click("#help")
    expect(stuck.rows.first).to_be_visible()
    assert "טווח המספרים נגמר" in stuck.titles()
    shot("5-everybody", stuck.page)
    assert vera.noise == milo.noise == []
    for agent in (vera, milo):
        agent.context.close()
