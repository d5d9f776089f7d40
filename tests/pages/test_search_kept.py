"""What was searched for stays while it is wanted, is counted once, and can come from the host's page."""

import json

from found import FEW, active, answers, found, options
from playwright.sync_api import expect


def test_closing_and_opening_again_loses_nothing(panel):
    panel.field.press_sequentially("refund")
    expect(options(panel).first).to_be_visible()
    panel.field.press("ArrowDown")
    before = active(panel)
    panel.page.evaluate("Askaside.close()")
    panel.page.click("#help")
    expect(panel.field).to_have_value("refund")
    expect(panel.field).to_be_focused()
    assert active(panel) == before


def test_the_next_page_of_the_tab_has_the_words_and_their_results(panel):
    panel.field.press_sequentially("refund")
    expect(options(panel).first).to_be_visible()
    panel.goto("/demo/pages/en/members")
    expect(panel.field).to_have_value("refund")
    expect(options(panel).first).to_contain_text("efund")


def test_what_was_searched_for_in_this_visit_is_offered_in_the_empty_field(panel):
    recent = panel.main.get_by_role("listbox", name="You searched for").get_by_role("option")
    panel.field.focus()
    expect(recent).to_have_count(0)
    for words in ["refund", "waiting list"]:
        with panel.page.expect_request(lambda request, words=words: request.url.endswith("/seen") and words in (request.post_data or "")):   # it rests
            panel.field.fill(words)
    panel.field.fill("")
    expect(recent).to_have_text(["waiting list", "refund"])
    panel.field.press("ArrowDown")
    panel.field.press("ArrowDown")
    panel.field.press("Enter")
    expect(panel.field).to_have_value("refund")
    expect(options(panel).first).to_contain_text("efund")
    panel.field.fill("")
    expect(recent).to_have_count(2)
    panel.rows.last.focus()   # elsewhere they are in nobody's way
    expect(recent).to_have_count(0)
    assert json.loads(panel.page.evaluate("sessionStorage['askaside:demo:recent']")) == ["waiting list", "refund"]
    panel.page.evaluate("Askaside.reset()")
    assert panel.page.evaluate("sessionStorage['askaside:demo:recent']") is None
    panel.page.evaluate("Askaside.open()")
    panel.field.focus()
    expect(recent).to_have_count(0)


def test_a_question_is_told_once_when_it_rests_and_counted(visit):
    panel = visit(script="window.told = []; window.Askaside = (...call) => (Askaside.q = Askaside.q || []).push(call); Askaside('on', 'search', (detail) => told.push(detail));")
    sent = []
    panel.page.route("**/seen", lambda route: (sent.append(route.request.post_data_json), route.fulfill(status=204)))
    panel.open()
    answers(panel, lambda q: FEW if q == "refund" else found())
    panel.field.press_sequentially("refund", delay=60)
    expect(options(panel)).to_have_count(3)
    options(panel).nth(1).click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.button("Back").click()
    panel.field.fill("zzz")
    expect(panel.main).to_contain_text("No answer")
    panel.page.wait_for_timeout(3000)
    panel.page.evaluate("Askaside.close()")
    assert panel.page.evaluate("told") == [{"text": "refund", "found": True, "answered": False}, {"text": "zzz", "found": False, "answered": False}]
    panel.page.wait_for_timeout(500)
    assert [(row["text"], row["found"]) for row in sent if row["kind"] == "search"] == [("refund", True), ("zzz", False)]


def test_search_opens_home_with_the_question_also_before_it_has_loaded(visit):
    panel = visit(script="window.Askaside = (...call) => (Askaside.q = Askaside.q || []).push(call); Askaside('search', 'refund');")
    panel.goto("/demo/pages/en/invoices")
    expect(panel.field).to_have_value("refund")
    expect(options(panel).first).to_contain_text("efund")
    panel.page.evaluate("Askaside.article('invoices/send-again')")
    expect(panel.main.locator(".article")).to_be_visible()
    panel.page.evaluate("Askaside.search('waiting list')")
    expect(panel.field).to_have_value("waiting list")
    expect(panel.field).to_be_focused()
    expect(options(panel).first).to_contain_text("aiting list")


def test_a_message_opens_its_own_article_and_one_that_nobody_wrote_for_is_searched(visit):
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.evaluate("Askaside.open({error: 'E42', text: 'Used up'})")
    expect(panel.rows.first).to_contain_text("E42")
    expect(panel.field).to_have_value("")
    panel.page.evaluate("Askaside.close(); Askaside.error('E99', 'refund refused'); Askaside.open()")
    expect(panel.field).to_have_value("refund refused")
    expect(options(panel).first).to_contain_text("efund")
    panel.field.fill("")
    panel.page.evaluate("Askaside.close(); Askaside.open()")   # once is enough
    expect(panel.rows.first).to_be_visible()
    expect(panel.field).to_have_value("")
