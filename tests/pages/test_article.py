"""One answer: steps, related ones, "did this help?", links."""

import json
import sqlite3

import pytest
from material import ROOT
from playwright.sync_api import expect


@pytest.fixture
def answer(visit):
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    expect(panel.main.locator(".article")).to_be_visible()
    return panel


def kept(server, question):
    with sqlite3.connect(server.folder / "var" / "askaside.db") as connection:
        return connection.execute(question).fetchall()


def test_steps_can_be_ticked_and_stay_ticked_while_the_tab_lives(answer):
    first = answer.sheet.get_by_role("checkbox", name="Step 1 done")
    first.check()
    answer.sheet.get_by_role("checkbox", name="Step 3 done").check()
    answer.page.reload()
    expect(answer.sheet.get_by_role("checkbox", name="Step 1 done")).to_be_checked()
    expect(answer.sheet.get_by_role("checkbox", name="Step 2 done")).not_to_be_checked()
    expect(answer.sheet.get_by_role("checkbox", name="Step 3 done")).to_be_checked()


def test_on_the_next_page_the_panel_is_where_it_was_and_takes_no_focus(answer):
    name = answer.title.inner_text()
    answer.goto("/demo/pages/en/members")
    expect(answer.title).to_have_text(name)
    assert answer.page.evaluate("document.activeElement.nodeName") == "BODY"
    answer.button("Close help").click()
    answer.goto("/demo/pages/en/members")
    answer.page.wait_for_timeout(300)
    expect(answer.sheet).to_have_count(0)


def test_related_answers_and_links_open_here(answer):
    before = answer.title.inner_text()
    answer.rows.first.click()
    expect(answer.title).not_to_have_text(before)
    link = answer.main.locator(".article a[href*='/help/demo/en/']").first
    if link.count():
        link.click()
    expect(answer.page).to_have_url(answer.base + "/demo/pages/en/invoices")


def test_yes_is_one_click_and_is_kept(answer, server):
    answer.button("Yes").click()
    expect(answer.main.locator(".vote")).to_have_text("Good to know. Thank you.")
    assert kept(server, "SELECT helpful, reason FROM votes WHERE article = 'members/merge-duplicates' ORDER BY id DESC LIMIT 1") == [(1, None)]


def test_no_asks_why_and_its_words_arrive(answer, server):
    answer.button("No").click()
    answer.sheet.get_by_label("It was not clear").check()
    answer.sheet.get_by_label("More about it, if you like").fill("Which card stays? נשאר")
    answer.button("Send").click()
    expect(answer.main.locator(".vote")).to_contain_text("The editors will read this.")
    assert kept(server, "SELECT helpful, reason, text FROM votes ORDER BY id DESC LIMIT 1") == [(0, "unclear", "Which card stays? נשאר")]


def test_a_vote_that_did_not_go_through_keeps_its_words_and_counts_once(answer, server):
    before = kept(server, "SELECT count(*) FROM votes")[0][0]
    answer.page.route("**/votes*", lambda route: (route.fetch(), route.abort())[1], times=1)   # it arrives, but its answer does not
    answer.button("No").click()
    answer.sheet.get_by_label("More about it, if you like").fill("Once only")
    answer.button("Send").click()
    expect(answer.main).to_contain_text("This was not sent yet.")
    expect(answer.sheet.get_by_label("More about it, if you like")).to_have_value("Once only")
    answer.button("Send").click()
    expect(answer.main).to_contain_text("The editors will read this.")
    assert kept(server, "SELECT count(*) FROM votes")[0][0] == before + 1


def test_the_link_leads_to_the_same_answer_in_the_help_centre(answer):
    answer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer.button("Copy link").click()
    expect(answer.button("Link copied")).to_be_visible()
    link = answer.page.evaluate("navigator.clipboard.readText()")
    assert link == answer.base + "/help/demo/en/members/merge-duplicates"
    title = answer.title.inner_text()
    answer.page.goto(link)
    expect(answer.page.locator("h1")).to_have_text(title)


def test_editors_find_the_file(answer):
    assert answer.sheet.get_by_role("link", name="Edit this answer").get_attribute("href").endswith("/members/merge-duplicates.en.md")


def test_an_answer_that_is_gone_says_so(answer):
    answer.page.evaluate("Askaside.article('members/nothing')")
    expect(answer.main).to_contain_text("not there any more")
    answer.button("Everything").click()
    expect(answer.title).to_have_text("Everything")


def test_what_is_not_translated_says_so_and_runs_its_own_way(visit):
    panel = visit()
    panel.open("/demo/pages/en/events")
    panel.sheet.get_by_label("Language").select_option("fi")
    expect(panel.title).to_have_text("Ohje")
    panel.page.evaluate("Askaside.article('events/waiting-list')")
    expect(panel.main).to_contain_text(json.loads((ROOT / "widget/locales/fi.json").read_text())["fallback"])
    expect(panel.main.locator(".article")).to_have_attribute("lang", "en")
