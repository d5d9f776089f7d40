"""A chat in tests: its way there, what stands on the screen, and what an agent does meanwhile."""

from playwright.sync_api import expect

CHAT = {"kind": "chat", "available": True, "promise": {"answer_by_at": None, "text": "about 3 minutes"}}


def offered(panel, available=True, **more):
    """The site has a chat, and somebody is there for it."""
    def help_(route):
        answer = route.fetch()
        told = answer.json()
        route.fulfill(response=answer, json={**told, "channels": [{"kind": "chat"}, *[one for one in told["channels"] if one["kind"] != "chat"]]})

    def contact(route):
        answer = route.fetch()
        told = answer.json()
        route.fulfill(response=answer, json={**told, "channels": [{**CHAT, "available": available, **more}, *[one for one in told["channels"] if one["kind"] != "chat"]]})

    panel.page.route("**/api/v1/demo/help?*", help_)
    panel.page.route("**/api/v1/demo/contact*", contact)


def card(panel):
    return panel.sheet.locator("[data-row=chat]")


def field(panel):
    return panel.main.locator("textarea[name=line]")


def chat(panel, path="/demo/app/en/invoices/2051"):
    """The chat, opened from the foot of home."""
    offered(panel)
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
