"""The pages to write and to follow, in a real browser: without JavaScript, by keyboard, for axe, and on a telephone."""

import pytest
from material import ROOT
from playwright.sync_api import expect

SCREENS = ROOT / "var" / "screens"


def page_of(browser, server, language, **how):
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
    page = context.new_page()
    page.goto(f"{server.base}/help/demo/{language}/contact")
    return page


@pytest.fixture
def shut(browser):
    """Every context that a test opens is shut after it."""
    before = list(browser.contexts)
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()


def test_written_and_added_to_without_javascript(browser, server, shut):
    page = page_of(browser, server, "en", java_script_enabled=False)
    expect(page.locator("main")).to_contain_text("An answer comes")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("textbox", name="What is it about?")).to_have_attribute("aria-invalid", "true")   # said, nothing sent
    page.get_by_role("textbox", name="What is it about?").fill("I cannot issue an invoice.")
    page.get_by_role("group", name="Can anyone still work?").get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I cannot issue an invoice.")
    page.get_by_role("textbox", name="Add to it").fill("It says E42.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thread li")).to_have_count(2)
    page.reload()
    expect(page.locator(".thread li")).to_have_count(2)
    assert page.context.cookies() == []


@pytest.mark.parametrize("language, dark", [("en", False), ("he", True)], ids=["en-light", "he-dark"])
def test_axe_finds_nothing_and_nothing_is_refused(browser, server, shut, language, dark):
    page = page_of(browser, server, language, color_scheme="dark" if dark else "light", bypass_csp=False)
    noise = []
    page.on("console", lambda line: noise.append(line.text))
    for step in ("write", "wrong", "follow"):
        if step == "wrong":
            page.locator("form.fields button").click()
        if step == "follow":
            page.locator("#body").fill("חשבונית" if language == "he" else "An invoice")
            page.locator("form.fields button").click()
            page.wait_for_selector(".thread")
        found = axe(page)
        assert found == [], step
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"contact-{step}-{language}-{'dark' if dark else 'light'}.png", full_page=True)
    assert [line for line in noise if "400" not in line] == []   # of the form that was sent empty


@pytest.mark.parametrize("width", [320, 360, 1920])
def test_it_fits(browser, server, shut, width):
    page = page_of(browser, server, "fi", viewport={"width": width, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    targets = page.locator("main button, main input:not([type=hidden]):not([type=radio]), main textarea, .choice")
    small = targets.evaluate_all("nodes => nodes.filter(node => node.getBoundingClientRect().height < 43.5).length")
    assert small == 0


def axe(page):
    """What axe finds on the page: [rule], by a world of its own that the page's policy does not reach."""
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
    session.send("Runtime.evaluate", {"contextId": world, "expression": (ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js").read_text()})
    told = session.send("Runtime.evaluate", {"contextId": world, "awaitPromise": True, "returnByValue": True,
                                             "expression": "axe.run().then(found => found.violations.map(one => one.id + ' ' + one.nodes.map(node => node.target).join(' ')))"})
    return told["result"]["value"]
