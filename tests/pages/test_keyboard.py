"""Everything by keyboard: reachable, visible, in order; the focus goes where it belongs and comes back."""

import pytest
from playwright.sync_api import expect

FOCUS_STYLE = """() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, shown: box.width > 0 && box.height > 0, name: at.nodeName};
}"""


@pytest.mark.parametrize("language", ["en", "he"])
def test_from_the_button_to_an_answer_and_back_without_a_mouse(visit, language):
    panel = visit()
    panel.goto(f"/demo/pages/{language}/invoices")
    press = panel.page.keyboard.press
    panel.page.focus("#help")
    press("Enter")
    expect(panel.rows.first).to_be_visible()
    assert panel.focused() == panel.title.inner_text()
    reached = []
    for _ in range(40):
        press("Tab")
        reached.append(panel.focused())
        if panel.page.evaluate("document.activeElement.nodeName") != "ASK-ASIDE":
            break
        style = panel.page.evaluate(FOCUS_STYLE)
        assert style["ring"], reached[-1]
        assert style["shown"], reached[-1]
    else:
        raise AssertionError(f"a trap: {reached}")
    controls = panel.sheet.locator("button:visible:not([disabled]), a:visible, input:visible, select:visible").count()
    assert len(reached) - 1 == controls
    panel.rows.first.focus()
    press("Enter")
    expect(panel.main.locator(".article")).to_be_visible()
    assert panel.focused() == panel.title.inner_text()
    panel.sheet.locator("header .tool").first.focus()
    press("Enter")
    expect(panel.rows.first).to_be_focused()
    press("Escape")
    expect(panel.sheet).to_be_hidden()
    assert panel.page.evaluate("document.activeElement.id") == "help"


def test_who_is_in_the_field_before_the_focus_is_moved_stays_there(visit):
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.evaluate("Askaside.on('open', () => document.querySelector('ask-aside').shadowRoot.querySelector('input').focus())")
    panel.page.click("#help")
    expect(panel.rows.first).to_be_visible()
    panel.page.wait_for_timeout(300)
    panel.page.keyboard.type("vat")
    expect(panel.field).to_have_value("vat")


def test_who_asks_again_before_there_is_anything_to_be_seen_is_in_the_field_when_there_is(visit):
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.evaluate("Askaside.open('home'), Askaside.open(null), Askaside.open('home'), Askaside.search('refund')")
    expect(panel.field).to_be_focused()
    expect(panel.field).to_have_value("refund")
    assert not [line for line in panel.noise if line.startswith("error")]


def test_escape_first_clears_the_field(visit):
    panel = visit()
    panel.open()
    panel.field.press_sequentially("vat")
    panel.field.press("Escape")
    expect(panel.field).to_have_value("")
    expect(panel.sheet).to_be_visible()
    panel.field.press("Escape")
    expect(panel.sheet).to_be_hidden()


def test_a_step_is_ticked_and_a_vote_cast_by_keyboard(visit):
    panel = visit()
    panel.goto("/demo/pages/en/members")
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    step = panel.sheet.get_by_role("checkbox").first
    step.focus()
    panel.page.keyboard.press("Space")
    expect(step).to_be_checked()
    panel.button("No").focus()
    panel.page.keyboard.press("Enter")
    panel.sheet.get_by_role("radio").first.focus()
    panel.page.keyboard.press("ArrowDown")
    expect(panel.sheet.get_by_role("radio").nth(1)).to_be_checked()
    panel.sheet.get_by_role("textbox").focus()
    panel.page.keyboard.type("More words")
    panel.page.keyboard.press("Tab")
    panel.page.keyboard.press("Enter")
    expect(panel.main.locator(".vote")).to_contain_text("Thank you")


def test_on_a_narrow_screen_the_panel_is_modal_and_the_tab_key_stays_inside(visit):
    panel = visit(360, 640, reduced_motion="reduce")
    panel.open("/demo/pages/he/invoices")
    expect(panel.sheet).to_have_attribute("aria-modal", "true")
    box = panel.sheet.bounding_box()
    assert [round(box[name]) for name in ("x", "y", "width", "height")] == [0, 0, 360, 640]
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 60:
        panel.page.keyboard.press(key)
        assert panel.page.evaluate("document.activeElement.nodeName") == "ASK-ASIDE"


def test_on_a_wide_screen_the_product_stays_in_use(visit):
    panel = visit()
    panel.open()
    expect(panel.sheet).to_have_attribute("aria-modal", "false")
    panel.page.get_by_role("link", name="Members").first.focus()
    assert panel.page.evaluate("document.activeElement.nodeName") == "A"


def test_a_script_of_the_host_that_opens_it_moves_no_focus(visit):
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.locator("main input").first.focus()
    panel.page.evaluate("setTimeout(() => Askaside.open(), 5500)")   # a gesture counts for five seconds
    panel.page.wait_for_timeout(7000)   # and looking would count as one
    assert panel.page.evaluate("document.activeElement.nodeName") == "INPUT"
    expect(panel.rows.first).to_be_visible()


def test_what_happens_is_said_to_who_does_not_see_it(visit):
    panel = visit()
    panel.open()
    expect(panel.sheet).to_have_role("dialog")
    expect(panel.sheet).to_have_accessible_name("Help")
    panel.field.press_sequentially("refund")
    expect(panel.status).to_contain_text("found")
