"""What a person may choose: language, text size; what their system says: dark, reduced motion, forced colours."""

from playwright.sync_api import expect


def size(panel):
    return float(panel.sheet.evaluate("node => getComputedStyle(node).fontSize").removesuffix("px"))


def test_the_text_grows_and_shrinks_and_stays_so(visit):
    panel = visit()
    panel.open()
    assert size(panel) == 15
    for _ in range(4):
        panel.button("Larger text").click()
    assert size(panel) == 26
    expect(panel.button("Larger text")).to_be_disabled()
    assert panel.main.evaluate("node => node.scrollWidth <= node.clientWidth")
    panel.goto("/demo/pages/en/members")
    expect(panel.rows.first).to_be_visible()
    assert size(panel) == 26
    for _ in range(5):
        panel.button("Smaller text").click()
    assert size(panel) == 13.5


def test_the_language_can_be_switched_and_stays_so(visit):
    panel = visit()
    panel.open()
    for tag, help_, direction in [("he", "עזרה", "rtl"), ("ru", "Помощь", "ltr"), ("sl", "Pomoč", "ltr"), ("fi", "Ohje", "ltr")]:
        panel.sheet.locator("select").select_option(tag)
        expect(panel.title).to_have_text(help_)
        expect(panel.sheet).to_have_attribute("dir", direction)
        expect(panel.rows.first).to_be_visible()
    panel.goto("/demo/pages/en/members")
    expect(panel.title).to_have_text("Ohje")


def test_an_answer_that_is_open_is_switched_in_place(visit):
    panel = visit()
    panel.open()
    panel.page.evaluate("Askaside.article('invoices/send-again')")
    expect(panel.main.locator(".article")).to_have_attribute("lang", "en")
    panel.button("Back").click()
    panel.sheet.locator("select").select_option("he")
    expect(panel.title).to_have_text("עזרה")
    panel.button("קדימה").click()
    expect(panel.main.locator(".article")).to_have_attribute("lang", "he")


def background(panel):
    return panel.sheet.evaluate("node => getComputedStyle(node).backgroundColor")


def test_dark_follows_the_system_and_the_tag_may_decide(visit):
    panel = visit(dark=True)
    panel.open()
    assert background(panel) == "rgb(23, 27, 32)"
    panel = visit(dark=True)
    panel.page.route("**/demo/pages/**", lambda route: route.fulfill(
        body='<!doctype html><html lang=en><body><button id=help>?</button><script src="/askaside.js" data-site="demo" data-button="#help" data-theme="light"></script>', content_type="text/html"))
    panel.open()
    assert background(panel) == "rgb(255, 255, 255)"


def test_who_wants_no_motion_gets_none(visit):
    panel = visit(reduced_motion="reduce")
    panel.open()
    assert panel.sheet.evaluate("node => node.getAnimations({subtree: true}).length") == 0
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.click("#help")
    expect(panel.sheet).to_be_attached()
    assert panel.sheet.evaluate("node => getComputedStyle(node).animationDuration") == "0.12s"


def test_nothing_is_cut_or_scrolls_sideways_at_320_pixels(visit):
    panel = visit(320, 480)
    panel.open("/demo/pages/he/invoices")
    for _ in range(4):
        panel.sheet.locator(".tool .larger").click()
    wide = panel.sheet.evaluate("""node => [...node.querySelectorAll('*')]
        .filter(n => n.getBoundingClientRect().right > 321 || n.getBoundingClientRect().left < -1)
        .filter(n => !n.closest('.hidden')).map(n => n.className || n.nodeName)""")
    assert wide == []


def test_on_paper_it_is_not(visit):
    panel = visit()
    panel.open()
    panel.page.emulate_media(media="print")
    expect(panel.page.locator("ask-aside")).to_be_hidden()
