"""A chat in tests: its way there, what stands on the screen, and what an agent does meanwhile."""

from playwright.sync_api import expect


def card(panel):
    return panel.sheet.locator("[data-row=chat]")


def field(panel):
    return panel.main.locator("textarea[name=line]")


def chat(panel, path="/demo/app/en/invoices/2051"):
    """The chat, opened from the foot of home."""
    if path:
        panel.goto(path)
        panel.page.click("#help")
    card(panel).click()
    expect(field(panel)).to_be_visible()


def say(panel, text):
    field(panel).fill(text)
    field(panel).press("Enter")


def bubbles(panel):
    return panel.main.locator(".talk > li")


def ways(panel):
    """What stands below each of our own lines, without the time."""
    return [text.split(" · ")[0] for text in panel.main.locator(".talk > .own > .way").all_inner_texts()]


def look(panel):
    """The beat of 20 seconds, now."""
    panel.page.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")


def conversation(server, text):
    """The id of the one in which `text` was said."""
    return server.lines(text)[0][0]
