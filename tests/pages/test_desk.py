"""The desk in a real browser: by keyboard alone from the invitation to the solution, for axe, on a telephone, from right to left."""

import re
import shutil

import pytest
from at_desk import command
from desk_material import PASSWORD
from material import ROOT
from pages_server import Server
from playwright.sync_api import expect
from test_contact import axe

SCREENS = ROOT / "var" / "screens"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """With a content folder of its own, for drafts are written into it."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "content", folder / "content")
    made = Server(folder, folder / "content").start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def bela(server):
    """The link of Bela's invitation."""
    return re.search(r"http://\S+/desk/invitation/\S+", command(server, "agent", "add", "bela@example.com", "Bela Novak", "--team", "demo/" + team(server)))[0]


def team(server):
    from askaside.site_tables import TABLES
    from askaside.sites import site_file

    return site_file.read("demo", (server.content / "demo" / "site.toml").read_text("utf-8"), tables=TABLES).tables["teams"][0].key


@pytest.fixture
def shut(browser):
    """Every context that a test opens is shut after it."""
    before = list(browser.contexts)
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()


def test_from_the_invitation_to_the_solution_by_keyboard_and_without_javascript(browser, server, shut, bela):
    guest = browser.new_context(java_script_enabled=False).new_page()
    guest.goto(f"{server.base}/help/demo/en/contact")
    guest.get_by_role("textbox", name="What is it about?").fill("The invoice has no logo <b>at all</b>.")
    guest.get_by_role("button", name="Send").click()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(bela)

    def press(name, role="button"):
        """Tab to it as a person does, and press Enter."""
        for _ in range(60):
            page.keyboard.press("Tab")
            at = page.locator(":focus")
            if at.count() and name in at.inner_text():
                return page.keyboard.press("Enter")
        raise AssertionError(f"no way to {name} by Tab")

    def fill(label, text):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.get_by_label(label, exact=True).evaluate("node => node === document.activeElement"):
                return page.keyboard.type(text)
        raise AssertionError(f"no way to {label} by Tab")

    fill("New password", PASSWORD)
    press("Keep it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")
    press("Bela Novak")
    press("Sign out")
    fill("E-mail", "bela@example.com")
    fill("Password", PASSWORD)
    press("Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")
    press("The invoice has no logo")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<b>at all</b>")
    press("I am on it")
    expect(page.locator(".facts").last).to_contain_text("Bela Novak")
    fill("Your answer", "It is in the settings.")
    press("Send as the solution")
    expect(page.locator(".thread li")).to_have_count(2)
    expect(page.locator(".tag").nth(1)).to_have_text("Solved")
    guest.reload()
    expect(guest.locator(".thread")).to_contain_text("It is in the settings.")
    cookie, = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["secure"]) == ("askaside_desk", True, "Lax", False)


@pytest.mark.parametrize("language, dark, width", [("en", False, 1280), ("he", True, 360)], ids=["en-light-1280", "he-dark-360"])
def test_axe_finds_nothing_and_everything_fits(browser, server, shut, bela, language, dark, width):
    link = re.search(r"http://\S+/desk/invitation/\S+", command(server, "agent", "invite", "bela@example.com"))[0]
    for facts in ({}, {"anyone_can_work": "no"}, {"way_round": "no"}):
        guest = browser.new_context(java_script_enabled=False).new_page()
        guest.goto(f"{server.base}/help/demo/{language}/contact")
        guest.locator("#body").fill("אי אפשר להפיק חשבונית מאז הבוקר" if language == "he" else "I cannot issue an invoice since this morning")
        guest.locator("#name").fill("נועה לוי" if language == "he" else "Alice Karp")
        for name, value in facts.items():
            guest.locator(f"[name={name}][value={value}]").check()
        guest.locator("form.fields button.main").click()
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", locale=language, extra_http_headers={"Accept-Language": language}).new_page()
    noise = []
    page.on("console", lambda line: noise.append(line.text))
    SCREENS.mkdir(parents=True, exist_ok=True)

    def look(step):
        page.locator("ask-aside").wait_for(state="attached")   # our own "?"
        assert axe(page) == [], step
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
        small = page.locator("main button, main input:not([type=hidden]):not([type=radio]), main select, main summary, main a")
        assert small.evaluate_all("nodes => nodes.filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 43.5).map(node => node.outerHTML)") == [], step
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "he" else "ltr")
        page.screenshot(path=SCREENS / f"desk-{step}-{language}-{'dark' if dark else 'light'}-{width}.png", full_page=True)

    page.goto(link)
    look("invitation")
    page.locator("#password").fill(PASSWORD)
    page.locator("form.fields button").click()
    expect(page.locator(".group").first).to_be_visible()
    look("queue")
    page.locator(".filter summary").click()
    look("filter")
    page.locator(".row").first.click()
    expect(page.locator(".thread")).to_be_visible()
    page.locator(".promises summary").first.click()
    look("ticket")
    page.goto(f"{server.base}/desk/password")
    look("password")
    told = page.request.post(f"{server.base}/api/v1/demo/seen", data={"kind": "search", "url": "/invoices", "locale": language, "text": "shear a sheep", "found": False})
    assert told.status == 204
    page.goto(f"{server.base}/desk/demo/gaps")
    expect(page.locator(".gaps li").first).to_be_visible()
    look("gaps")
    page.locator(".gaps button").first.click()
    expect(page.locator("[role=status]")).to_contain_text(".md")
    look("draft")
    assert [path.read_text("utf-8") for path in server.content.glob("demo/*/*.md") if "draft: true" in path.read_text("utf-8") and "shear a sheep" in path.read_text("utf-8")]
    page.goto(f"{server.base}/desk/demo/reports?days=90")
    expect(page.locator("tbody")).to_have_count(4)
    look("reports")
    page.locator(".tool summary").click()
    page.locator(".menu button").click()
    page.locator("#email").fill("bela@example.com")
    page.locator("#password").fill("not this one at all")
    page.locator("form.fields button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("wrong")
    assert [line for line in noise if "400" not in line] == []
