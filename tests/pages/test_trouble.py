"""The server is slow, down or wrong: an honest state, what was known last, a way to try again – and no noise."""

import pytest
from pages_server import Server
from playwright.sync_api import expect


def ours(panel):
    """Lines in the console that are not the browser's own about a failed request."""
    return [line for line in panel.noise if "Failed to load resource" not in line and "net::" not in line]


@pytest.fixture
def own(server, tmp_path):
    made = Server(tmp_path).after(server).start()
    yield made
    made.stop()


def test_a_server_that_goes_and_comes_back(visit, own):
    panel = visit(base=own.base)
    panel.open("/demo/app/en/invoices")
    known = panel.titles()
    own.stop()
    panel.page.evaluate("history.pushState({}, '', '/demo/app/en/members')")
    expect(panel.main).to_contain_text("The help cannot be reached right now.")
    expect(panel.main).to_contain_text("Below is what was there last.")
    assert [title for title in panel.titles() if title in known] == known
    expect(panel.sheet.locator("footer a").first).to_be_visible()
    panel.rows.first.click()
    expect(panel.button("Try again")).to_be_visible()
    own.start()
    expect(panel.main.locator(".article")).to_be_visible(timeout=40_000)   # by itself, after a pause that grew while it was away
    panel.button("Back").click()
    expect(panel.sheet.locator("header")).to_contain_text("Members")
    expect(panel.button("Try again")).to_have_count(0)
    assert ours(panel) == []


def test_a_server_that_is_gone_before_the_first_click(visit, own):
    panel = visit(base=own.base)
    panel.goto("/demo/app/en/invoices")
    own.stop()
    panel.page.click("#help")
    expect(panel.page.get_by_text("Help is unavailable.")).to_be_visible()
    assert len(ours(panel)) == 1
    own.start()
    panel.page.click("#help")
    expect(panel.rows.first).to_be_visible()


@pytest.mark.parametrize("wrong", [
    {"status": 502, "body": "<html>Bad gateway</html>", "content_type": "text/html"}, {"status": 200, "body": "<html>Please log in</html>", "content_type": "text/html"},
    {"status": 500, "body": ""}, {"status": 200, "body": '{"half": '}, {"status": 429, "body": '{"status":429,"code":"too_many","detail":"x"}', "content_type": "application/problem+json"}])
def test_a_wrong_answer_is_told_and_can_be_tried_again(visit, wrong):
    panel = visit()
    panel.goto("/demo/app/en/invoices")
    panel.page.route("**/help?*", lambda route: route.fulfill(**wrong))
    panel.page.click("#help")
    expect(panel.main).to_contain_text("The help cannot be reached right now.")
    expect(panel.sheet.locator("footer a").first).to_be_visible()   # a person is still within reach
    panel.page.unroute_all()
    panel.button("Try again").click()
    expect(panel.rows.first).to_be_visible()
    assert ours(panel) == []


def test_a_slow_answer_says_so_and_comes(visit):
    panel = visit()
    panel.goto("/demo/app/en/invoices")
    panel.page.route("**/help?*", lambda route: (panel.page.wait_for_timeout(2500), route.continue_()))
    panel.page.click("#help")
    expect(panel.main).to_contain_text("One moment…")
    expect(panel.main).to_contain_text("Still looking.")
    expect(panel.rows.first).to_be_visible()


def test_an_older_answer_never_replaces_a_newer(visit):
    panel = visit()
    panel.goto("/demo/app/en/members")
    panel.page.route("**/help?url=*members*", lambda route: (panel.page.wait_for_timeout(1200), route.continue_()))
    panel.page.click("#help")
    panel.page.evaluate("history.pushState({}, '', '/demo/app/en/mail')")
    expect(panel.sheet.locator("header")).to_contain_text("Mail")
    panel.page.wait_for_timeout(1500)
    expect(panel.sheet.locator("header")).to_contain_text("Mail")


def test_where_storage_is_denied_the_panel_works_all_the_same(visit):
    deny = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }})"
    panel = visit(script=deny)
    panel.open()
    panel.button("Larger text").click()
    expect(panel.sheet).to_have_attribute("data-size", "1")
    panel.rows.first.click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.page.evaluate("Askaside.reset()")
    assert panel.noise == []


def test_a_server_that_hangs_is_not_waited_for_and_is_asked_again_by_itself(visit):
    panel = visit()
    panel.goto("/demo/app/en/invoices")
    hanging = []
    panel.page.route("**/help?*", lambda route: hanging.append(route))
    panel.page.click("#help")
    expect(panel.main).to_contain_text("The help cannot be reached right now.", timeout=14_000)
    panel.page.unroute("**/help?*")
    expect(panel.rows.first).to_be_visible(timeout=10_000)
    expect(panel.main).not_to_contain_text("cannot be reached")
    assert len(hanging) == 1 and ours(panel) == []


@pytest.mark.parametrize("answer", [{"status": 200, "body": "<html>Please log in</html>", "content_type": "text/html"},
                                    {"status": 502, "body": "<html>Bad gateway</html>", "content_type": "text/html"}])
def test_a_portal_that_answers_in_our_place_is_one_line_and_the_next_press_works(visit, answer):
    panel = visit()
    panel.goto("/demo/app/en/invoices")
    panel.page.route("**/askaside/**", lambda route: route.fulfill(**answer))
    panel.page.click("#help")
    expect(panel.page.get_by_text("Help is unavailable.")).to_be_visible()
    assert len([line for line in panel.noise if "Askaside" in line]) == 1
    panel.page.unroute("**/askaside/**")
    panel.page.click("#help")
    expect(panel.rows.first).to_be_visible()
