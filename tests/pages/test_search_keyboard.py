"""The search by keyboard, and as it is read aloud: a combobox with its list."""

import time

import pytest
from found import FEW, SEARCH, active, answers, found, options
from playwright.sync_api import expect


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_arrows_choose_while_the_focus_stays_and_enter_opens(visit, language):
    panel = visit(reduced_motion="reduce")
    panel.open(f"/demo/pages/{language}/invoices")
    answers(panel, lambda q: found(("invoices/send-again", "One"), ("payments/refund-a-payment", "Two"), ("events/waiting-list", "Three")))
    expect(panel.field).to_have_attribute("aria-expanded", "false")
    panel.field.press_sequentially("x")
    expect(options(panel)).to_have_count(3)
    expect(panel.field).to_have_attribute("aria-expanded", "true")
    seen = []
    for key in ["ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "ArrowUp", "Home", "ArrowUp"]:
        panel.field.press(key)
        seen.append(active(panel))
    assert seen == ["One", "Two", "One", "Three", None, "Three", "One", None]
    expect(panel.field).to_be_focused()
    panel.field.press("Enter")   # the first is only the closest: it is chosen, not opened
    assert active(panel) == "One"
    panel.field.press("ArrowDown")
    panel.field.press("Enter")
    expect(panel.main.locator(".article")).to_be_visible()
    assert panel.page.evaluate("Askaside.debug().place.id") == "payments/refund-a-payment"
    assert panel.focused() == panel.title.inner_text()
    panel.page.evaluate("document.querySelector('ask-aside').shadowRoot.querySelector('header .tool').click()")
    expect(panel.field).to_be_focused()
    assert active(panel) == "Two"


def test_enter_opens_the_answer_at_once_where_it_answers(panel):
    answers(panel, lambda q: {**FEW, "answered": True})
    panel.field.press_sequentially("send")
    expect(panel.main).to_contain_text("This should answer it")
    panel.field.press("Enter")
    expect(panel.main.locator(".article")).to_be_visible()
    assert panel.page.evaluate("Askaside.debug().place.id") == "invoices/send-again"


def test_who_presses_enter_before_the_answer_is_there_gets_it(panel):
    held, entered = [], []

    def answer(route):
        route.fulfill(json={**FEW, "answered": True}) if entered else held.append(route)

    panel.page.route(SEARCH, answer)
    for _ in range(5):
        begun = time.monotonic()
        panel.field.press_sequentially("send")
        panel.field.press("Enter")
        entered.append(True)
        for route in held:
            answer(route)
        if time.monotonic() - begun < 1:
            break
        panel.field.fill("")   # after a second and a half it is said that it takes long, and Enter chooses among what is here: a machine that slow shows nothing
        held.clear()
        entered.clear()
    expect(panel.main.locator(".article")).to_be_visible()
    assert panel.page.evaluate("Askaside.debug().place.id") == "invoices/send-again"


def test_home_and_end_move_in_the_words_while_nothing_is_chosen(panel):
    panel.field.press_sequentially("refund")
    expect(options(panel).first).to_be_visible()
    panel.field.press("Home")
    assert panel.field.evaluate("field => field.selectionStart") == 0
    assert active(panel) is None


def test_the_chosen_row_is_in_sight(visit):
    panel = visit(height=500)
    panel.open()
    panel.field.press_sequentially("invoice")
    expect(options(panel).nth(7)).to_be_attached()
    for key in ["End", "ArrowUp"]:
        panel.field.press("ArrowDown")
        panel.field.press(key)
        expect(panel.main.locator("[aria-selected=true]")).to_be_in_viewport(ratio=0.9)
    expect(panel.field).to_be_in_viewport(ratio=1)   # the words stay in sight too


def test_every_option_has_a_name_and_the_count_is_said_once(visit):
    panel = visit(reduced_motion="reduce")
    panel.open()
    panel.page.evaluate("""() => { window.said = []; const node = document.querySelector('ask-aside').shadowRoot.querySelector('[role=status]');
        new MutationObserver(() => node.textContent && said.push(node.textContent)).observe(node, {childList: true, characterData: true, subtree: true}); }""")
    answers(panel, lambda q: {**FEW, "answered": q == "again"})
    panel.field.press_sequentially("refund", delay=120)
    expect(panel.status).to_have_text("3 answers found")
    expect(options(panel).nth(1)).to_have_accessible_name("Refund a payment")
    panel.field.fill("again")
    expect(panel.status).to_have_text("Best answer: Send it 😀 again. 3 answers found")
    panel.field.fill("refunds")
    expect(panel.status).to_have_text("3 answers found")
    assert panel.page.evaluate("said") == ["3 answers found", "Best answer: Send it 😀 again. 3 answers found", "3 answers found"]
