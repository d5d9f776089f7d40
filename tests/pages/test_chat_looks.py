"""The chat as it looks: both directions, light and dark, from 320 pixels, with larger letters and forced colours; axe finds nothing; under the strict policy nothing is refused."""

import json

import pytest
from chat_server import ChatServer
from chatting import bubbles, card, chat, conversation, field, say, ways
from files_material import PDF
from playwright.sync_api import expect
from test_accessible import AXE, RULES, SCREENS
from test_chat_kept import go_offline
from test_policy import LISTEN, Host, page_of, strict
from test_sizes import CUT, SPACED, STYLE

WORDS = {"en": ("I get E42 when I press Issue", "Good **morning**! I see you are on invoice 2051:\n- open `Settings`\n- choose *Numbers*\n\n{link}", "Found it, trying now",
                "Works! One more thing: the logo"),
         "he": ("בלחיצה על הפקה מופיע E42", "בוקר **טוב**! אתם בחשבונית 2051:\n- פתחו `הגדרות`\n- בחרו *מספרים*\n\n{link}", "מצאתי, מנסה עכשיו", "עובד! ועוד דבר: הלוגו")}


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture(scope="module")
def own(server, tmp_path_factory, host):
    made = ChatServer(tmp_path_factory.mktemp("looks"), origins=[host.base]).after(server).start()
    yield made
    made.stop()


def empty(panel, own, language):
    chat(panel, f"/demo/app/{language}/invoices/2051")


def queue(panel, own, language):
    empty(panel, own, language)
    say(panel, WORDS[language][0])
    expect(panel.main.locator(".promise")).to_be_visible()


def talk(panel, own, language):
    """Lines of both, a card, one that was read, a file, and one that has not gone."""
    empty(panel, own, language)
    first, hello, found, logo = WORDS[language]
    first += " " + panel.base[-3:] + str(len(own.lines()))
    say(panel, first)
    panel.until(lambda: len(ways(panel)) == 1 and len(own.lines(first)) == 1)
    id_ = conversation(own, first)
    own.agent("take", conversation=id_)
    own.agent("read", conversation=id_)
    own.agent("say", conversation=id_, body=hello.format(link=f"{panel.base}/help/demo/{language}/invoices/send-again"))
    expect(bubbles(panel).locator("button.card")).to_be_visible()
    panel.main.locator("input[type=file]").set_input_files([{"name": "scan-of-the-screen.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    expect(panel.main.locator(".files li")).to_have_count(1)
    expect(panel.main.locator(".files progress")).to_have_count(0)
    say(panel, found)
    panel.until(lambda: len(ways(panel)) == 2 and len(own.lines(found)) >= 1)
    expect(panel.main.locator(".talk .given")).to_contain_text("scan-of-the-screen.pdf")
    expect(panel.main.locator(".unsent-line")).to_have_count(0)   # the browser knows, too
    go_offline(panel)
    say(panel, logo)
    expect(panel.main.locator(".unsent-line .way")).to_be_visible()


def refused(panel, own, language):
    empty(panel, own, language)
    say(panel, "x" * 2100 + "א" * 1000)
    expect(panel.main.locator(".wrong")).to_be_visible()


SHOWN = [empty, queue, talk, refused]


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("show", SHOWN)
def test_axe_finds_nothing_and_it_fits_from_320_pixels(visit, own, show, language):
    panel = visit(base=own.base, reduced_motion="reduce")
    SCREENS.mkdir(parents=True, exist_ok=True)
    show(panel, own, language)
    panel.page.evaluate(AXE.read_text())
    for theme in ("light", "dark"):
        panel.page.emulate_media(color_scheme=theme)
        what = {"light": "document", "dark": "document.querySelector('ask-aside')"}[theme]
        told = panel.page.evaluate(f"rules => axe.run({what}, {{runOnly: rules, resultTypes: ['violations']}})", RULES[theme])
        assert [f"{rule['id']}: {node['html'][:150]} {node['failureSummary'][:200]}" for rule in told["violations"] for node in rule["nodes"] if "ask-aside" in json.dumps(node["target"])] == [], theme
        for width, height in ((1280, 800), (320, 568), (400, 800)):
            panel.page.set_viewport_size({"width": width, "height": height})
            if show is not refused:
                assert panel.page.evaluate(CUT) == [], (theme, width)
            panel.page.screenshot(path=SCREENS / f"chat-{show.__name__}-{language}-{theme}-{width}.png")
    panel.page.emulate_media(color_scheme="light", forced_colors="active")
    panel.page.screenshot(path=SCREENS / f"chat-{show.__name__}-{language}-forced.png")
    panel.page.emulate_media(forced_colors="none")
    panel.page.evaluate(STYLE, SPACED)
    if show is not refused:
        assert panel.page.evaluate(CUT) == []


def test_each_line_has_the_direction_of_its_own_words(visit, own):
    panel = visit(base=own.base, reduced_motion="reduce")
    chat(panel, "/demo/app/he/invoices/2051")
    for text in ("שלום", "Hello there"):
        say(panel, text)
    expect(bubbles(panel)).to_have_count(2)
    panel.until("(root => [...root.querySelectorAll('.talk > .own > .words')].map(node => getComputedStyle(node).direction).join() === 'rtl,ltr')(document.querySelector('ask-aside').shadowRoot)")


def test_a_card_opens_the_article_and_back_leads_to_the_chat(visit, own):
    panel = visit(base=own.base, reduced_motion="reduce")
    talk(panel, own, "en")
    panel.page.context.set_offline(False)
    bubbles(panel).locator("button.card").click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.button("Back").click()
    expect(field(panel)).to_be_visible()


def test_under_the_strict_policy_nothing_is_refused(visit, host, own):
    host.policy, host.body = strict(own.base).replace("connect-src ", "connect-src " + own.base.replace("http", "ws") + " "), page_of(own.base)
    panel = visit(script=LISTEN)
    panel.page.goto(host.base + "/members/1017")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    card(panel).click()
    say(panel, "Under a **strict** policy")
    expect(bubbles(panel).locator("strong")).to_have_text("strict")
    panel.until(lambda: ways(panel) == ["Received"])
    assert panel.noise == []
    assert panel.page.context.cookies() == []


def test_where_no_socket_may_be_opened_it_works_by_polling(visit, own):
    panel = visit(base=own.base, reduced_motion="reduce", script="window.WebSocket = class { constructor() { throw new DOMException('refused', 'SecurityError'); } }")
    chat(panel)
    say(panel, "Without a socket")
    panel.until(lambda: ways(panel) == ["Received"])
    assert any("transport=polling" in url for url in panel.asked)
    found = conversation(own, "Without a socket")
    own.agent("say", conversation=found, body="It comes all the same.")
    expect(bubbles(panel).nth(1)).to_contain_text("It comes all the same.")


def test_the_end_stays_in_sight_when_a_keyboard_takes_the_room_and_another_place_stays_too(visit, own):
    panel = visit(base=own.base, width=360, height=740, reduced_motion="reduce")
    empty(panel, own, "en")
    for n in range(8):
        say(panel, f"Line {n} of a long story, so that it is longer than the screen is high.")
    expect(panel.main.locator(".unsent-line")).to_have_count(0)
    below = "(node => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight))(document.querySelector('ask-aside').shadowRoot.querySelector('main'))"
    for width, height in ((360, 740), (360, 440), (360, 640), (740, 360), (1280, 800), (360, 740), (360, 400)):   # a keyboard; turned; a window that is wide, and again narrow
        panel.page.set_viewport_size({"width": width, "height": height})
        panel.page.wait_for_timeout(300)
        panel.until(f"{below} < 2")
    panel.page.evaluate("document.querySelector('ask-aside').shadowRoot.querySelector('main').scrollTop = 40")
    panel.page.set_viewport_size({"width": 360, "height": 340})
    panel.page.wait_for_timeout(300)
    assert panel.page.evaluate("document.querySelector('ask-aside').shadowRoot.querySelector('main').scrollTop") == 40
