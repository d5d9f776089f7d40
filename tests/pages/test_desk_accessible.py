"""The live desk for everybody: axe finds nothing in any of its views, nothing is cut off from 320 pixels to 4K, and every control can be hit."""

import pytest
from at_desk import Agent, ask
from bad_network import BadNetwork
from material import ROOT
from playwright.sync_api import expect
from test_contact import axe

SCREENS = ROOT / "var" / "screens"
SMALL = "main :is(button, input:not([type=hidden], [type=checkbox], [type=radio]), select, summary, a)"
HIDDEN = "nodes => nodes.filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 43.5).map(node => node.outerHTML)"


@pytest.mark.parametrize("language, dark, width", [("en", False, 1440), ("he", True, 1440), ("he", False, 360), ("en", True, 320), ("en", False, 3840)], ids=lambda value: str(value))
def test_every_view(browser, server, states, language, dark, width):
    long = "https://example.com/" + "x" * 120
    ticket = ask(server, f"אי אפשר להפיק חשבונית {long}" if language == "he" else f"I cannot issue an invoice {long}", "alice", locale=language, name="נועה" if language == "he" else "Noa",
                 context={"url": "/invoices/" + "y" * 80, "module": "invoices", "browser": "Chrome 141", "trail": [{"kind": "searched", "text": "E42"}]}, facts={"anyone_can_work": "no"})
    ask(server, long, "alice", f"/api/v1/demo/tickets/{ticket['id']}/messages")
    SCREENS.mkdir(parents=True, exist_ok=True)
    with BadNetwork(server.port) as network:
        vera = Agent(browser, server, "Vera", states["Vera"], network.base, language=language, color_scheme="dark" if dark else "light", viewport={"width": width, "height": 900})
        page = vera.page

        def look(step):
            page.locator("ask-aside").wait_for(state="attached")   # our own "?"
            assert axe(page) == [], step
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
            assert page.locator(SMALL).evaluate_all(HIDDEN) == [], step
            assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "he" else "ltr")
            page.screenshot(path=SCREENS / f"live-{step}-{language}-{'dark' if dark else 'light'}-{width}.png", full_page=True)

        vera.open()
        look("queue")
        page.locator(".filter summary").click()
        page.keyboard.press("Escape")
        page.locator(".bar > [aria-expanded]").click()
        look("filter-and-keys")
        page.locator(".bar > [aria-expanded]").click()
        page.locator("#desk\\.find").fill("חשבונית" if language == "he" else "invoice")
        expect(page.locator(".list .group")).to_have_count(2)
        look("found")
        page.locator("#desk\\.find").fill("")
        vera.open(ticket)
        page.locator(".promises summary").first.click()
        look("ticket")
        for tool in ("macro", "article", "assign", "other"):
            page.locator(f"[data-tool={tool}]").click()
            expect(page.locator("#desk\\.tool")).to_be_focused()
            if tool == "article":
                page.keyboard.type("חשבונית" if language == "he" else "invoice")
                expect(page.locator(".tools-of .row").first).to_be_visible()
            look(tool)
        vera.field.fill("x")
        page.keyboard.press("Control+Enter")
        expect(vera.field).to_have_value("")
        page.locator("[data-tool=draft]").click()
        expect(page.locator("#desk\\.tool")).to_be_focused()
        look("draft")
        network.away = True
        network.cut()
        expect(page.locator(".link.off")).to_be_visible()
        vera.field.fill("A word that waits")
        vera.button("reply").click()
        expect(vera.refusal).to_be_visible()
        look("cut")
        vera.context.close()
    assert vera.noise == []
