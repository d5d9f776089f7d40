"""What host pages do while the help is open: they sweep, trap, swap and shout, and it stays where it was."""

import re

import pytest
from pages_server import ADD_TAG
from playwright.sync_api import expect

OWN = "ask-aside button.q"
ALIVE = "document.querySelectorAll('ask-aside').length"


def start(visit, page, language="en", route="invoices", **options):
    panel = visit(reduced_motion="reduce", **options)
    panel.page.goto(f"{panel.base}/demo/{page}/{language}/{route}")
    panel.until("typeof window.Askaside === 'function'")
    return panel


def opened(visit, page, button="#help", **options):
    panel = start(visit, page, **options)
    panel.page.locator(button).first.click()
    expect(panel.rows.first).to_be_visible()
    panel.page.wait_for_timeout(900)   # the parts that come later are here
    return panel


def typed(panel, words):
    panel.field.click()
    panel.page.keyboard.type(words)
    expect(panel.rows.first).to_contain_text(words.split()[0], ignore_case=True)


@pytest.mark.parametrize("page", ["react", "vue", "turbo"])
def test_a_framework_that_draws_its_page_anew_takes_nothing_of_it_away(visit, page):
    panel = opened(visit, page)
    typed(panel, "refund")
    panel.page.locator("nav a", has_text="members").click()
    expect(panel.page).to_have_url(re.compile("/members$"))
    if page == "react":
        panel.page.evaluate("sweep()")
    expect(panel.sheet).to_be_visible()
    expect(panel.field).to_have_value("refund")
    panel.field.fill("")
    expect(panel.sheet.locator("header")).to_contain_text("Members")
    assert panel.page.evaluate(ALIVE) == 1
    assert panel.noise == []


def test_a_body_that_is_swept_while_it_is_closed_gets_our_button_back_with_the_first_sign_of_a_person(visit):
    panel = start(visit, "plain")
    panel.page.evaluate("document.body.replaceChildren(Object.assign(document.createElement('p'), { textContent: 'New' }))")
    assert panel.page.evaluate(ALIVE) == 0
    panel.page.mouse.move(200, 200)
    panel.page.hover("p")
    panel.page.click(OWN)
    expect(panel.rows.first).to_be_visible()


def test_inside_a_modal_dialog_its_help_can_be_used_and_stays_when_it_closes(visit):
    panel = start(visit, "dialog")
    panel.page.evaluate("openDialog()")
    panel.page.get_by_role("button", name="Help with this").click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.button("Larger text").click()
    expect(panel.sheet).to_have_attribute("data-size", "1")
    panel.page.fill("#in-dialog", "still mine")
    panel.page.evaluate("closeDialog()")
    expect(panel.sheet).to_be_visible()
    panel.button("Smaller text").click()
    expect(panel.sheet).to_have_attribute("data-size", "0")
    assert panel.page.evaluate("document.querySelector('ask-aside').parentNode === document.body")
    assert panel.noise == []


def test_a_modal_that_fetches_the_focus_back_leaves_it_in_our_field(visit):
    panel = start(visit, "bootstrap")
    panel.page.evaluate("openModal()")
    panel.page.wait_for_timeout(500)
    panel.page.get_by_role("button", name="Help with this").click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.sheet.get_by_role("link").first.focus()
    panel.page.evaluate("Askaside.search('')")
    panel.field.click()
    panel.page.keyboard.type("refund")
    expect(panel.field).to_have_value("refund")


def test_what_is_typed_in_it_is_no_shortcut_of_the_page(visit):
    panel = opened(visit, "jquery", "ask-aside button.q")
    panel.page.evaluate("shortcuts.length = 0")
    typed(panel, "refund")
    panel.page.keyboard.press("ArrowDown")
    panel.page.keyboard.press("Escape")
    assert panel.page.evaluate("shortcuts") == []
    panel.page.locator("h1").first.click()
    panel.page.keyboard.press("j")
    assert panel.page.evaluate("shortcuts") == ["keydown j", "keypress j", "keyup j"]


@pytest.mark.parametrize("page", ["twice", "versions"])
def test_two_tags_of_a_site_are_one_help(visit, page):
    panel = start(visit, page)
    panel.page.wait_for_timeout(500)
    assert panel.page.evaluate(ALIVE) == 1
    panel.page.click(OWN)
    expect(panel.rows.first).to_be_visible()
    assert len([url for url in panel.asked if "/api/" in url and "/help?" in url]) == 1


def test_two_sites_have_a_button_and_a_memory_each(visit):
    panel = visit(reduced_motion="reduce")
    panel.page.goto(panel.base + "/demo/sites/en/invoices")
    expect(panel.page.locator("ask-aside")).to_have_count(2)
    boxes = [panel.page.locator(OWN).nth(at).bounding_box() for at in (0, 1)]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) >= 48
    titles = []
    for at in (0, 1):
        panel.page.locator(OWN).nth(at).click()
        sheet = panel.page.locator("ask-aside").nth(at).locator(".sheet")
        titles.append(sheet.locator("main .row").first.text_content())
        sheet.get_by_role("button", name="Larger text").click()
        sheet.get_by_role("button", name="Close help").click()
    assert titles[0] != titles[1]
    assert sorted(panel.page.evaluate("Object.keys(localStorage).filter(key => key.endsWith('size'))")) == ["askaside:askaside:size", "askaside:demo:size"]
    panel.page.evaluate("Askaside.destroy()")
    expect(panel.page.locator("ask-aside")).to_have_count(1)


def test_in_a_frame_without_an_origin_it_says_why_not(visit):
    panel = visit()
    panel.page.goto(panel.base + "/demo/sandbox/en/invoices")
    frame = panel.page.frame_locator("iframe")
    frame.locator(OWN).click()
    expect(frame.get_by_text("Help is unavailable.")).to_be_visible()
    assert [line for line in panel.noise if line.startswith("error: ") and "CORS" not in line and "net::" not in line] == []
    assert len([line for line in panel.noise if "See origins" in line]) == 1


def test_behind_a_service_worker_that_is_offline_the_truth_is_told_and_it_comes_back(visit):
    panel = start(visit, "offline")
    panel.until("window.workerReady")
    panel.page.reload()
    panel.page.click("#help")
    expect(panel.rows.first).to_be_visible()
    panel.page.wait_for_timeout(900)
    panel.page.context.set_offline(True)
    panel.page.evaluate("history.pushState({}, '', '/demo/offline/en/members')")
    expect(panel.main).to_contain_text("The help cannot be reached right now.")
    panel.page.context.set_offline(False)
    expect(panel.sheet.locator("header")).to_contain_text("Members", timeout=30_000)
    expect(panel.main).not_to_contain_text("cannot be reached", timeout=30_000)


def test_destroyed_and_put_in_again_a_hundred_times_nothing_is_left(visit):
    panel = start(visit, "plain")
    cdp = panel.page.context.new_cdp_session(panel.page)

    def round_(times):
        for _ in range(times):
            panel.page.evaluate("Askaside.open()")
            panel.sheet.wait_for()
            panel.page.evaluate("Askaside.destroy()")
            panel.page.evaluate("document.querySelectorAll('script[data-site]').forEach(tag => tag.remove())")
            panel.page.evaluate(ADD_TAG)
        panel.page.wait_for_timeout(1500)   # what a clock of the last one holds goes when it has run out
        cdp.send("HeapProfiler.collectGarbage")
        counters = cdp.send("Memory.getDOMCounters")
        return counters["nodes"], counters["jsEventListeners"], panel.page.evaluate("performance.memory.usedJSHeapSize")

    cdp.send("HeapProfiler.enable")
    before = round_(10)
    after = round_(100)
    assert panel.page.evaluate(ALIVE) == 1
    assert after[1] - before[1] <= 0, "listeners"
    assert after[0] - before[0] <= 20, "nodes"
    assert after[2] - before[2] < 2_000_000, "bytes"
