"""By finger, on a telephone: targets for a thumb, the keyboard over half of the screen, the notch, and the page behind."""

import pytest
from material import ROOT
from playwright.sync_api import expect
from writing import address, body, fact, mine, solved, unsent, writing

SCREENS = ROOT / "var" / "screens"
KEYBOARD = {"width": 360, "height": 340}   # what a virtual keyboard leaves of 360 × 640
LOWEST = """node => {
    const box = node.getBoundingClientRect(), main = node.closest('main').getBoundingClientRect();
    return Math.min(box.bottom, main.bottom) - Math.max(box.top, main.top);
}"""


@pytest.fixture
def phone(visit):
    """A telephone with the page of the invoices, scrolled a little; `open()` by a tap."""
    panel = visit(360, 640, has_touch=True, is_mobile=True, device_scale_factor=2, reduced_motion="reduce")
    panel.goto("/demo/pages/en/invoices")

    def tap():
        panel.page.tap("#help")
        expect(panel.rows.first).to_be_visible()
        expect(panel.sheet.locator("footer a").first).to_be_visible()

    panel.tap = tap
    return panel


def answer(panel):
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    expect(panel.main.locator(".article")).to_be_visible()


def shoot(panel, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    panel.page.screenshot(path=SCREENS / f"touch-{name}.png")


def test_the_journey_by_taps_alone(phone):
    phone.tap()
    phone.field.tap()
    session = phone.page.context.new_cdp_session(phone.page)   # letters as a touched keyboard puts them together
    for n in range(1, 7):
        session.send("Input.imeSetComposition", {"text": "refund"[:n], "selectionStart": n, "selectionEnd": n})
    expect(phone.main.locator("[role=option]").first).to_contain_text("refund")
    phone.main.locator("[role=option]").first.tap()
    expect(phone.main.locator(".article")).to_be_visible()
    phone.sheet.locator(".tick").first.tap()
    expect(phone.sheet.get_by_role("checkbox").first).to_be_checked()
    phone.button("Yes").tap()
    expect(phone.main.locator(".vote")).to_contain_text("Thank you")
    phone.button("Back").tap()
    expect(phone.field).to_have_value("refund")
    phone.button("Close help").tap()
    expect(phone.sheet).to_be_hidden()
    assert phone.noise == []


def test_every_target_fits_a_thumb(phone):
    small = {}

    def measure(name):
        small[name] = phone.sheet.locator("button:visible, a:visible, select:visible, input:visible, textarea:visible").evaluate_all("""nodes => nodes
            .filter(node => !node.closest('.article p, .article li .step-text'))   // a link within a sentence is as high as its line
            .filter(node => { const box = (node.closest('label:not(.language)') || node).getBoundingClientRect(); return box.height < 43.5 || box.width < 43.5; })
            .map(node => `${node.className || node.nodeName} ${Math.round(node.getBoundingClientRect().width)}×${Math.round(node.getBoundingClientRect().height)}`)""")
    phone.tap()
    measure("home")
    phone.field.fill("refnud")
    expect(phone.main.locator("[role=option]").first).to_be_visible()
    measure("search")
    answer(phone)
    measure("answer")
    phone.button("No").tap()
    expect(phone.main.locator("textarea")).to_be_attached()
    measure("doubt")
    for show in (writing, fact, unsent, address, mine, solved):
        show(phone)
        measure(show.__name__)
    assert {name: found for name, found in small.items() if found} == {}
    assert len(small) == 10


def test_no_field_is_so_small_that_a_telephone_zooms_in(phone):
    phone.tap()
    expect(phone.sheet.locator("select")).to_be_attached()
    sizes = phone.sheet.locator("input, select").evaluate_all("nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))")
    answer(phone)
    phone.button("No").tap()
    sizes += phone.main.locator("textarea").evaluate_all("nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))")
    assert len(sizes) == 3
    assert min(sizes) >= 16


def test_the_field_and_the_first_result_stay_in_view_over_a_keyboard(phone):
    phone.tap()
    phone.field.tap()
    phone.page.set_viewport_size(KEYBOARD)
    phone.field.press_sequentially("refund")
    first = phone.main.locator("[role=option]").first
    expect(first).to_contain_text("refund")
    shoot(phone, "keyboard")
    expect(phone.field).to_be_focused()
    assert phone.field.evaluate(LOWEST) >= 44
    assert first.evaluate(LOWEST) >= 44
    phone.page.set_viewport_size({"width": 360, "height": 640})
    first.tap()
    expect(phone.main.locator(".article")).to_be_visible()


def test_what_was_missing_can_be_written_over_a_keyboard(phone):
    answer(phone)
    phone.button("No").tap()
    text = phone.main.locator("textarea")
    text.tap()
    phone.page.set_viewport_size(KEYBOARD)
    text.press_sequentially("The second card")
    assert text.evaluate(LOWEST) >= 24   # the line that is written
    phone.button("Send").tap()
    expect(phone.main.locator(".vote")).to_contain_text("Thank you")


def test_a_request_is_written_over_a_keyboard(phone):
    phone.tap()
    phone.sheet.locator("footer button.card").tap()
    text = body(phone)
    phone.page.set_viewport_size(KEYBOARD)
    text.press_sequentially("The total is wrong")
    assert text.evaluate(LOWEST) >= 44
    shoot(phone, "write")
    phone.button("Next").tap()
    expect(phone.title).to_have_text("Did it work before?")


def test_a_swipe_in_the_panel_moves_no_page_and_the_page_moves_again_afterwards(phone):
    session = phone.page.context.new_cdp_session(phone.page)

    def swipe():
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 180, "y": 380}]})
        for y in range(360, 40, -20):
            session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": 180, "y": y}]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        phone.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    phone.page.evaluate("scrollTo(0, 60)")
    phone.page.evaluate("Askaside.open()")
    expect(phone.sheet.locator("footer a").first).to_be_visible()
    swipe()
    assert phone.main.evaluate("node => node.scrollTop") > 100
    for _ in range(5):
        swipe()   # to the end of the panel, and on
    assert phone.main.evaluate("node => node.scrollTop + node.clientHeight >= node.scrollHeight - 1")
    assert phone.page.evaluate("scrollY") == 60
    phone.button("Close help").tap()
    expect(phone.sheet).to_be_hidden()
    assert phone.page.evaluate("getComputedStyle(document.body).overflow + getComputedStyle(document.documentElement).overflow") == "visiblevisible"
    swipe()
    assert phone.page.evaluate("scrollY") > 160


def test_nothing_lies_under_the_notch(phone):
    phone.tap()
    session = phone.page.context.new_cdp_session(phone.page)
    session.send("Emulation.setSafeAreaInsetsOverride", {"insets": {"top": 47, "bottom": 34, "left": 0, "right": 0}})
    shoot(phone, "notch")
    assert phone.sheet.locator("header button").last.bounding_box()["y"] >= 47
    foot = phone.sheet.locator("footer a").last.bounding_box()
    assert foot["y"] + foot["height"] <= 640 - 34


def test_a_button_that_takes_no_focus_when_it_is_pressed_has_it_after_the_help_is_closed(visit):
    """As on Apple's systems, where a click on a button gives it no focus."""
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.evaluate("document.addEventListener('mousedown', event => event.preventDefault())")
    panel.page.click("#help")
    expect(panel.rows.first).to_be_visible()
    panel.page.keyboard.press("Escape")
    expect(panel.sheet).to_be_hidden()
    assert panel.page.evaluate("document.activeElement.id") == "help"
