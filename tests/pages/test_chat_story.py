"""The story of a chat, two agents and real browsers: in Hebrew from a phone, beside two others; the network dies, the phone sleeps, a laptop closes, then the other one.

The chat goes from the first agent to the second, then it is a request: one thread, and not a word lost.
"""

import json
import re
import shutil
import sqlite3

import pytest
from at_desk import Agent
from chatter import Chatter
from chatting import bubbles, card, field, say, ways
from material import ROOT
from pages_server import Server
from playwright.sync_api import expect

SCREENS = ROOT / "var" / "screens"
HE = json.loads((ROOT / "widget/locales/he.json").read_text())
SAID = ["החשבונית לא נשלחת", "מופיעה שגיאה E42 כשאני לוחצת הפקה", "עדיין לא עובד", "כתבתי בלי רשת", "יש עוד מישהו?", "ומה עכשיו?"]
ANSWERED = ["בוקר טוב, אני רואה את חשבונית 2051.", "נגמר טווח המספרים של השנה.", "אני ממשיך מכאן: פותחים טווח חדש בהגדרות."]


@pytest.fixture
def own(server, tmp_path):
    """A server on which nobody waits long for the next agent."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    site = tmp_path / "content" / "demo" / "site.toml"
    site.write_text(site.read_text() + '\n[chat]\npatience = "40s"\n')
    made = Server(tmp_path, tmp_path / "content").after(server).start()
    yield made
    made.stop()


@pytest.fixture
def agents(browser, own):
    """`agents("Bela", "demo/first")` → an Agent who is available for four chats at once."""
    made = []

    def make(name, team):
        agent = Agent(browser, own, name, team=team).open()
        assert agent.page.evaluate("""() => fetch('/api/v1/desk/demo/seat', {method: 'POST', body: JSON.stringify({status: 'available', most: 4}), headers: {'Content-Type': 'application/json',
            'X-CSRF-Token': JSON.parse(document.getElementById('desk.data').textContent).csrf}}).then(answer => answer.status)""") == 200
        made.append(agent)
        return agent

    yield make
    for agent in made:
        assert agent.noise == []
        agent.context.close()


def answer(agent, subject, text):
    ((chat,),) = kept(agent.server, "SELECT id FROM conversations WHERE subject = ?", subject)
    agent.page.locator(f".chats a.row[href*='{chat}']").click()
    expect(agent.page.locator("h1")).to_contain_text(subject)
    agent.field.fill(text)
    agent.field.press("Control+Enter")
    expect(agent.page.locator("#desk\\.log .agent .words").last).to_have_text(text)


def kept(own, query, *given):
    with sqlite3.connect(own.folder / "var" / "askaside.db") as rows:
        return rows.execute(query, given).fetchall()


def test_the_story(own, visit, agents):
    SCREENS.mkdir(parents=True, exist_ok=True)
    bela = agents("Bela", "demo/first")
    alice = visit(base=own.base, width=390, height=780, dark=True, reduced_motion="reduce", locale="he-IL")

    # She searches, reads, and asks a person; what she searched for is the beginning of what she says.
    alice.goto("/demo/app/he/invoices/2051")
    alice.page.click("#help")
    alice.field.fill(SAID[0])
    expect(card(alice)).to_be_visible()
    card(alice).click()
    expect(field(alice)).to_have_value(SAID[0])
    field(alice).press("Enter")
    alice.until(lambda: ways(alice) == [HE["chat.received"]])
    say(alice, SAID[1])

    # Three at once, each with one glance, and one answered after the other.
    with Chatter(own, "bob") as bob, Chatter(own, "dana") as dana:
        bob.start("Where is my receipt?")
        dana.start("How do I change the logo?")
        expect(bela.page.locator(".chats a.row")).to_have_count(3)
        expect(bela.page.locator(".bar .seat")).to_contain_text("3 of 4 chats")
        answer(bela, SAID[0], ANSWERED[0])
        bela.page.screenshot(path=SCREENS / "chat-story-1-three-at-once.png")
        answer(bela, "Where is my receipt?", "Under Payments.")
        answer(bela, "How do I change the logo?", "In Settings.")
        bob.hears("Under Payments.")
        dana.hears("In Settings.")
    expect(alice.title).to_contain_text("Bela")
    expect(bubbles(alice).last).to_contain_text(ANSWERED[0])
    alice.until(lambda: ways(alice) == [HE["chat.read"].split(" · ")[0]] * 2)

    # The network dies: what she writes stays on the device, and is sent when it is back, once.
    alice.page.context.set_offline(True)
    say(alice, SAID[2])
    say(alice, SAID[3])
    alice.until(lambda: ways(alice)[2:] == [HE["chat.device"]] * 2)
    alice.page.screenshot(path=SCREENS / "chat-story-2-offline.png")
    alice.page.context.set_offline(False)
    alice.page.reload()   # before anything could be sent, perhaps
    alice.page.locator("ask-aside").wait_for(state="attached")
    if not alice.sheet.is_visible():
        alice.page.click("#help")
    alice.until(lambda: kept(own, "SELECT count(*) FROM chat_messages WHERE body = ?", SAID[3]) == [(1,)])
    if not field(alice).is_visible():
        card(alice).click()
    expect(bubbles(alice)).to_have_count(5)

    # The phone sleeps while she is answered, and wakes up.
    phone = alice.page.context.new_cdp_session(alice.page)
    phone.send("Page.setWebLifecycleState", {"state": "frozen"})
    answer(bela, SAID[0], ANSWERED[1])
    phone.send("Page.setWebLifecycleState", {"state": "active"})
    expect(bubbles(alice).last).to_contain_text(ANSWERED[1])

    # Bela's laptop closes; the next of us has all of it, and she is told.
    carl = agents("Carl", "demo/money")
    bela.context.close()
    say(alice, SAID[4])
    expect(alice.main.locator(".talk .system").first).to_contain_text("Bela", timeout=60_000)
    answer(carl, SAID[0], ANSWERED[2])
    expect(carl.page.locator("#desk\\.log .words")).to_have_text([*SAID[:2], ANSWERED[0], *SAID[2:4], ANSWERED[1], SAID[4], re.compile("Bela"), ANSWERED[2]])
    carl.page.screenshot(path=SCREENS / "chat-story-3-the-second-agent.png")
    expect(alice.title).to_contain_text("Carl")

    # His closes, too: nobody is left, so it is a request with a promise.
    carl.context.close()
    say(alice, SAID[5])
    expect(alice.main.locator(".promise")).to_be_visible(timeout=60_000)
    alice.page.screenshot(path=SCREENS / "chat-story-4-a-request.png")

    lines = kept(own, "SELECT m.n, m.author_kind, m.author_name, m.body, c.ticket_id FROM chat_messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.subject = ? ORDER BY m.n", SAID[0])
    assert [n for n, *_ in lines] == list(range(1, len(lines) + 1))
    spoken = [(kind, name, body) for _, kind, name, body, _ in lines if kind != "system"]
    a, b = [("requester", "", text) for text in SAID], [("agent", name, text) for name, text in zip(("Bela", "Bela", "Carl"), ANSWERED, strict=True)]
    assert spoken == [a[0], a[1], b[0], a[2], a[3], b[1], a[4], b[2], a[5]]
    thread = kept(own, "SELECT author_kind, author_name, body FROM ticket_messages WHERE ticket_id = ? AND NOT note ORDER BY n", lines[0][4])
    assert "\n\n".join(body for *_, body in thread) == "\n\n".join(body for *_, body in spoken)
    assert [kind for kind, *_ in thread] == ["requester", "agent", "requester", "agent", "requester", "agent", "requester"]
    texts = alice.main.locator(".talk > li:not(.system) .words").all_inner_texts()
    assert texts == [body for *_, body in spoken]
    assert [line for line in alice.noise if line.startswith("error")] == []
