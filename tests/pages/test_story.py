"""The story, from being stuck to being helped: in a real browser, by real letters, with the product down at its end."""

import email.message
import re
import time

import pytest
from imap_server import ImapServer
from mail_server import MailServer
from material import ROOT
from pages_server import Server
from PIL import Image
from playwright.sync_api import expect
from ports import free_port
from writing import body

SCREENS = ROOT / "var" / "screens"
TAMAR, TEAM = "tamar@example.test", "support@example.com"
PICTURE = ROOT / "content" / "askaside" / "start" / "panel.png"


@pytest.fixture(scope="module")
def post(server, tmp_path_factory):
    """The mail server, the mailbox that answers come to, and the help between them."""
    tmp = tmp_path_factory.mktemp("story")
    smtp, imap = MailServer(tmp / "smtp").start(), ImapServer().start()
    port = free_port()
    with pytest.MonkeyPatch.context() as environ:
        for name, value in {"SMTP_URL": smtp.url, "IMAP_URL": imap.url, "MAIL_FROM": "help@acme.test", "PUBLIC_URL": f"http://127.0.0.1:{port}"}.items():
            environ.setenv(f"ASKASIDE_{name}", value)
        own = Server(tmp, port=port).after(server).start()
    yield own, smtp, imap
    own.stop()
    imap.stop()
    imap.remove()
    smtp.stop()


def letter_to(smtp, who, count=1):
    """The newest letter to `who`, once there are `count`."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = [one for one in smtp.letters if who in one.recipients]
        if len(found) >= count:
            return found[-1]
        time.sleep(0.1)
    raise AssertionError(f"{len(found)} letters to {who}")


def link_in(letter, kind):
    return re.search(rf"http://127\S+/{kind}/\S+", letter.text)[0]


def test_from_stuck_to_helped(visit, post):
    server, smtp, imap = post
    SCREENS.mkdir(parents=True, exist_ok=True)
    panel = visit(base=server.base, reduced_motion="reduce")

    def shot(name, page=panel.page):
        page.screenshot(path=SCREENS / f"story-{name}.png")

    # Tamar cannot issue an invoice. The answers of the page do not help; she writes.
    panel.goto("/demo/app/he/invoices/2051")
    panel.page.click("#help")
    expect(panel.rows.first).to_be_visible()
    shot("1-the-page")
    panel.sheet.locator("footer button.card").click()
    body(panel).fill("איך שולחים חשבונית שוב")
    expect(panel.main.locator(".offer")).to_be_visible()            # an answer that might do
    since = panel.main.get_by_label("ממתי?")
    expect(since).to_be_visible()                                   # what is missing
    shot("2-offered-and-missing")
    panel.main.locator(".offer .link").click()
    body(panel).press("End")
    body(panel).press_sequentially(". זה קרה אתמול")
    expect(since).to_have_count(0)                                  # the words tell it now
    panel.main.get_by_label("איזו חשבונית?").fill("2051")
    panel.main.locator("input[type=file]").set_input_files(PICTURE)
    expect(panel.main).to_contain_text("panel.png")
    panel.button("צילום של הדף").click()                            # a picture of the page, with a customer's name blacked out
    picture = panel.main.locator("canvas.shot")
    expect(picture).to_be_visible()
    corner = picture.bounding_box()
    panel.page.mouse.move(corner["x"] + 60, corner["y"] + 80)
    panel.page.mouse.down()
    panel.page.mouse.move(corner["x"] + 260, corner["y"] + 160, steps=3)
    panel.page.mouse.up()
    expect(panel.button("ביטול האחרון")).to_be_enabled()
    shot("3-blacked-out")
    inked = picture.evaluate("(node, [x, y]) => { const size = node.width / node.clientWidth; return [node.width, node.height, x * size, y * size].map(Math.round); }", [160, 120])
    panel.button("שימוש בצילום הזה").click()
    expect(panel.main.locator(".files")).to_contain_text("screenshot.")
    expect(panel.main.locator(".files progress")).to_have_count(0)
    panel.button("המשך").click()
    panel.button("כן", exact=True).click()
    panel.button("לא", exact=True).click()
    panel.button("כן", exact=True).click()
    panel.main.locator("[name=email]").fill(TAMAR)
    panel.main.locator("[name=name]").fill("תמר")
    shot("4-what-goes-along")
    panel.button("שליחה").click()
    expect(panel.main.locator(".promise")).to_be_visible()          # when the answer comes
    shot("5-the-promise")
    panel.page.context.close()                                      # the laptop is closed

    # The team's letter has the whole story; Bela looks at it and answers by its link.
    told = letter_to(smtp, TEAM)
    for piece in ("2051", "אתמול", "panel.png", "screenshot.", "/invoices/2051", "invoice: 2051"):
        assert piece in told.text, piece
    bela = visit(base=server.base)
    bela.page.goto(link_in(told, "answer"))
    shot("6-the-teams-page", bela.page)
    expect(bela.page.locator("dl.facts")).to_contain_text("send-again")   # what was offered to her
    with bela.page.expect_download() as saved:
        bela.page.get_by_role("link", name="screenshot.").click()
    with Image.open(saved.value.path()) as seen:
        assert list(seen.size) == inked[:2] and max(seen.convert("RGB").getpixel(tuple(inked[2:]))) <= 24   # black where she drew
    expect(bela.page.get_by_role("searchbox")).to_have_value("")
    bela.page.get_by_role("textbox", name="Your name").fill("Bela")
    bela.page.get_by_role("textbox", name="Your answer").fill("שלחתי אותה שוב. האם היא הגיעה?")
    bela.page.get_by_role("button", name="Send, and wait for the person").click()
    expect(bela.page.locator(".thread > li")).to_have_count(2)

    # Her address is confirmed by her; then the answers come by mail, and hers go back by it.
    receipt = letter_to(smtp, TAMAR)
    assert "חשבונית" not in receipt.text
    phone = visit(base=server.base, width=390, height=844, java_script_enabled=False)
    phone.page.goto(link_in(receipt, "requests"))
    phone.page.get_by_role("button", name="כן").click()
    expect(phone.page.locator(".thread > li")).to_have_count(2)
    bela.page.get_by_role("textbox", name="Your answer").fill("ועכשיו גם בדוא״ל.")
    bela.page.get_by_role("button", name="Send", exact=True).click()
    answer = letter_to(smtp, TAMAR, 2)
    assert "ועכשיו גם בדוא״ל" in answer.text and 'dir="rtl"' in answer.html
    reply = email.message.EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = f"Tamar <{TAMAR}>", answer.message["Reply-To"], "Re: " + answer.message["Subject"]
    reply["In-Reply-To"], reply["Message-ID"] = answer.message["Message-ID"], "<from-a-phone@example.test>"
    reply.set_content("כן, הגיעה. תודה!\n\nבתאריך יום א׳, 22 בנוב׳ 2026 ב־10:00 מאת Bela <help@acme.test>:\n> ועכשיו גם בדוא״ל.\n")
    imap.put(reply.as_bytes())

    def come():
        bela.page.reload()
        return bela.page.locator(".thread > li").count() == 4

    bela.until(come)
    assert bela.page.locator(".thread > li .words").last.inner_text() == "כן, הגיעה. תודה!"   # without what she quoted
    bela.page.get_by_role("textbox", name="Your answer").fill("שמחה לשמוע.")
    bela.page.get_by_role("button", name="Send as the solution").click()

    # The product is down; its help is not. She sees it solved on the page of the letter's link, and rates it.
    solved = letter_to(smtp, TAMAR, 3)
    phone.page.route(re.compile(r"^http://[^/]+/demo/"), lambda route: route.abort())
    phone.page.goto(link_in(solved, "requests"))
    shot("7-solved-on-the-phone", phone.page)
    assert phone.page.locator("html").get_attribute("dir") == "rtl"
    phone.page.get_by_role("radio").last.check()
    phone.page.locator("form", has=phone.page.get_by_role("radio")).get_by_role("button").click()
    expect(phone.page.get_by_role("radio").last).to_be_checked()
    bela.page.reload()
    expect(bela.page.locator("dl.facts")).to_contain_text("Solved")
