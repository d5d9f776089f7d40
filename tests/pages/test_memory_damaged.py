"""What the browser kept is not what we wrote: a page with a JSON of its own, another version, another hand."""

import json

import pytest
from playwright.sync_api import expect

KEPT = {"localStorage": ["size", "locale", "modules", "visitor", "draft", "outbox"], "sessionStorage": ["ticks", "place", "recent"]}
# As an Array.prototype.toJSON of old writes a list: as a text with a list in it.
WRONG = ['"[1]"', "5", "{}", "[null]", "true", '{"place": 5}', '{"place": {"screen": "toString"}, "behind": 5}', "{broken", json.dumps({"members/merge-duplicates": 5})]


@pytest.mark.parametrize("wrong", WRONG)
def test_the_panel_opens_shows_an_answer_and_searches_all_the_same(visit, wrong):
    panel = visit(reduced_motion="reduce")
    panel.goto("/demo/pages/en/members")
    panel.page.evaluate("""([kept, wrong]) => {
        for (const [storage, names] of Object.entries(kept)) for (const name of names) window[storage][`askaside:demo:${name}`] = wrong;
    }""", [KEPT, wrong])
    panel.goto("/demo/pages/en/members")
    panel.page.evaluate("Askaside.open('home')")
    expect(panel.rows.first).to_be_visible()
    panel.field.fill("refund")
    expect(panel.main.locator("[role=option]").first).to_contain_text("efund")
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    expect(panel.main.locator(".article")).to_be_visible()
    panel.sheet.get_by_role("checkbox").first.check()
    panel.button("Close help").click()
    expect(panel.sheet).to_be_hidden()
    assert [line for line in panel.noise if "Failed to load resource" not in line] == []   # of a language that there is not


def test_a_page_that_writes_lists_as_texts_can_be_visited_twice(visit):
    panel = visit(reduced_motion="reduce")
    for _ in range(2):
        panel.goto("/demo/patched/en/invoices")
        panel.page.evaluate("Askaside.open('home')")
        panel.field.fill("refund")
        expect(panel.main.locator("[role=option]").first).to_contain_text("efund")
        panel.main.locator("[role=option]").first.click()
        expect(panel.main.locator(".article")).to_be_visible()
        panel.sheet.get_by_role("checkbox").first.check()
        panel.button("Close help").click()
        expect(panel.sheet).to_be_hidden()
    assert panel.noise == []
