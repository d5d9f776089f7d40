"""Chats at the live desk for everybody: axe finds nothing in any of their views, nothing is cut off from 320 pixels to 4K, and every control can be hit."""

import pytest
from bad_network import BadNetwork
from playwright.sync_api import expect
from test_contact import axe
from test_desk_accessible import HIDDEN, SCREENS, SMALL

WORDS = {"en": ("Where is my receipt?", "I see it now, thank you."), "he": ("איפה הקבלה שלי?", "עכשיו אני רואה, תודה.")}
LONG = "https://example.com/" + "x" * 120


@pytest.mark.parametrize("language, dark, width", [("en", False, 1440), ("he", True, 1440), ("he", False, 360), ("en", True, 320), ("en", False, 3840)], ids=lambda value: str(value))
def test_every_view_of_a_chat(server, talkers, asks, language, dark, width):
    first, last = WORDS[language]
    SCREENS.mkdir(parents=True, exist_ok=True)
    with BadNetwork(server.port) as network:
        milo = talkers("Milo")
        vera = talkers("Vera", network.base, language=language, color_scheme="dark" if dark else "light", viewport={"width": width, "height": 900})
        page = vera.page
        milo.sit(status="busy")
        alice = asks(first, "alice", language, trail=[{"kind": "searched", "text": "E42"}], browser="Chrome 141")
        asks(f"{LONG} – {first}", "dana", "he" if language == "en" else "en")

        def look(step):
            page.locator("ask-aside").wait_for(state="attached")   # our own "?"
            assert axe(page) == [], step
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
            assert page.locator(SMALL).and_(page.locator(":not(.words a)")).evaluate_all(HIDDEN) == [], step
            page.screenshot(path=SCREENS / f"chat-{step}-{language}-{'dark' if dark else 'light'}-{width}.png", full_page=True)

        expect(page.locator(".chats [data-whose=mine]")).to_have_count(2)
        look("queue")
        page.locator(".seat > button").click()
        expect(page.locator(".seat input:focus")).to_be_attached()
        look("seat")
        page.keyboard.press("Escape")
        vera.row(first).last.click()
        vera.talk(alice.id)
        vera.say(f"1. {'הגדרות' if language == 'he' else 'Settings'}\n2. **{LONG}**\n\n`code`\n{server.base}/help/demo/{language}/invoices/number-range-used-up")
        alice.until(lambda: len(alice.lines) == 2)
        alice.read(2)
        alice.write(last)
        page.locator("[data-mean=note]").click()
        vera.say(f"{last} {LONG}")
        expect(page.locator("#desk\\.log .private")).to_be_visible()
        alice.typing()
        expect(page.locator(".types")).not_to_have_text("")
        look("chat")
        page.locator("[data-tool=hand]").click()
        expect(page.locator(".choices input:focus")).to_be_attached()
        look("hand")
        page.keyboard.press("Escape")
        network.away = True
        network.cut()
        expect(page.locator(".link.off")).to_be_visible()
        page.locator("[data-mean=reply]").click()
        vera.say(last)
        expect(page.locator("#desk\\.log .pending")).to_have_count(1)
        look("cut")
        network.away = False
