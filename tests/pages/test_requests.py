"""My requests: the list, one of them with its messages, a reply, a rating, reopening – as the agent's side moves."""

import re

from playwright.sync_api import expect
from writing import TICKETS, agent, answer, kept, mine, stored, write, written

ONE = "**/api/v1/demo/tickets/*"


def opened(visit, text, **how):
    """A Panel with one request of its own, opened; and its number."""
    panel = visit(reduced_motion="reduce", **how)
    write(panel, text)
    number = written(panel)
    panel.button("Open the request").click()
    expect(panel.main.locator(".thread li")).to_have_count(1)
    return panel, number


def look(panel):
    """The beat of 20 seconds, now."""
    panel.page.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")


def test_who_never_wrote_has_no_row_and_who_did_has_one(visit):
    panel = visit()
    panel.goto("/demo/app/en/invoices/2051")
    panel.page.click("#help")
    expect(panel.main.locator("[data-row='all:site']")).to_be_visible()
    expect(panel.main.locator("[data-row=mine]")).to_have_count(0)
    write(panel, "The first of mine", path=None)
    number = written(panel)
    panel.goto("/demo/app/en/members")
    panel.page.evaluate("Askaside.open('home')")
    panel.main.locator("[data-row=mine]").click()
    expect(panel.title).to_have_text("My requests")
    row = panel.main.locator(".mine .row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("The first of mine")
    expect(row).to_contain_text(re.compile(f"#{number} · Answer"))
    expect(row.locator(".badge")).to_have_text("Received")


def test_an_answer_comes_by_itself_and_the_progress_says_so(visit, server):
    panel, number = opened(visit, "Where is my answer")
    steps = panel.main.locator(".progress li")
    expect(steps.nth(0)).to_have_attribute("aria-current", "step")
    answer(server, number, "Here it is.")
    look(panel)
    expect(panel.main.locator(".thread li").nth(1)).to_contain_text("Here it is.")
    expect(panel.main.locator(".thread li").nth(1)).to_contain_text("Bela")
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    expect(steps.nth(0)).not_to_have_attribute("aria-current", "step")
    expect(panel.sheet.locator("header")).to_contain_text(f"#{number} · With us")


def test_it_is_asked_again_every_20_seconds_while_it_is_shown(visit):
    panel = visit(reduced_motion="reduce")
    panel.page.clock.install()
    write(panel, "The beat")
    written(panel)
    panel.button("Open the request").click()
    expect(panel.main.locator(".thread li")).to_have_count(1)
    asked = []
    panel.page.on("request", lambda request: "/tickets/" in request.url and asked.append(request.url))
    panel.page.clock.run_for(41_000)
    panel.until(lambda: len(asked) >= 2)
    assert len(asked) == 2
    panel.button("Close help").click()
    panel.page.clock.run_for(60_000)
    panel.page.wait_for_timeout(300)
    assert len(asked) == 2


def test_a_reply_is_a_line_more_and_a_double_click_is_one(visit, server):
    panel, number = opened(visit, "A reply")
    reply = panel.main.get_by_label("Your reply")
    panel.button("Send").click()
    expect(reply).to_be_focused()
    expect(reply).to_have_accessible_description("A few words are needed here.")
    reply.fill("One thing more: שלום")
    assert next(iter(kept(panel, "draft").values()))["body"] == "One thing more: שלום"
    panel.button("Send").dblclick()
    expect(panel.main.locator(".thread li")).to_have_count(2)
    expect(panel.main.locator(".thread li").nth(1).locator(".said")).to_have_attribute("dir", "auto")
    expect(reply).to_have_value("")
    expect(reply).to_be_focused()
    assert stored(panel) == ["visitor"]
    assert agent(server, f"print(ticket({number}).last_n)") == "2"


def test_a_reply_is_kept_through_a_reload_and_when_it_does_not_go_out(visit):
    panel, _ = opened(visit, "A kept reply")
    reply = panel.main.get_by_label("Your reply")
    reply.fill("Still here")
    panel.page.reload()
    expect(reply).to_have_value("Still here")
    panel.page.route(ONE + "/messages", lambda route: route.abort())
    panel.button("Send").click()
    expect(panel.main.locator(".unsent")).to_contain_text("Still here")
    expect(reply).to_have_value("")
    panel.page.unroute(ONE + "/messages")
    panel.button("Try again").click()
    expect(panel.main.locator(".thread li")).to_have_count(2)
    expect(panel.main.locator(".unsent")).to_have_count(0)


def test_an_answer_that_crossed_is_shown_first_and_the_text_stays(visit, server):
    panel, number = opened(visit, "Crossing")
    reply = panel.main.get_by_label("Your reply")
    reply.fill("It still happens")
    answer(server, number, "Please try again.")
    panel.button("Send").click()
    expect(panel.main.locator(".thread li").nth(1)).to_contain_text("Please try again.")
    expect(reply).to_have_accessible_description(re.compile("There is a newer message above"))
    expect(reply).to_have_value("It still happens")
    panel.button("Send").click()
    expect(panel.main.locator(".thread li").nth(2)).to_contain_text("It still happens")
    expect(reply).to_have_value("")


def test_solved_it_is_rated_by_stars_and_reopened(visit, server):
    panel, number = opened(visit, "Rate me")
    answer(server, number, "Done.", solve=True)
    look(panel)
    stars = panel.main.get_by_role("group", name="How was it?").get_by_role("radio")
    expect(stars).to_have_count(5)
    stars.nth(0).focus()
    panel.page.keyboard.press("Space")
    for _ in range(3):
        panel.page.keyboard.press("ArrowRight")
    expect(panel.main.get_by_role("radio", name="4 stars")).to_be_checked()
    panel.main.get_by_label("More about it").fill("Quick")
    panel.button("Send rating").click()
    expect(panel.main).to_contain_text("Good to know. Thank you.")
    assert agent(server, f"t = ticket({number}); print(t.stars, t.rating_text, t.status)") == "4 Quick solved"
    panel.button("Reopen").click()
    expect(panel.sheet.locator("header")).to_contain_text("With us")
    assert agent(server, f"print(ticket({number}).status)") == "open"


def test_when_the_server_is_away_the_last_known_stays_and_says_so(visit):
    panel, _ = opened(visit, "Away")
    panel.page.route(ONE, lambda route: route.abort())
    look(panel)
    expect(panel.main).to_contain_text("Your requests cannot be reached right now. Below is what was there last.")
    expect(panel.main.locator(".thread li")).to_have_count(1)
    panel.page.unroute(ONE)
    panel.button("Try again").click()
    expect(panel.main.locator(".problem")).to_have_count(0)


def test_the_list_that_cannot_come_says_so_and_another_persons_request_is_none(visit):
    panel, _ = opened(visit, "Mine alone")
    panel.page.evaluate("localStorage['askaside:demo:visitor'] = JSON.stringify('A'.repeat(43))")
    look(panel)
    expect(panel.main).to_contain_text("This request cannot be found.")
    panel.page.route(TICKETS + "?*", lambda route: route.abort())
    panel.goto("/demo/app/en/members")
    panel.page.evaluate("Askaside.open('home')")
    panel.main.locator("[data-row=mine]").click()
    expect(panel.main).to_contain_text("Your requests cannot be reached right now.")
    panel.page.unroute(TICKETS + "?*")
    panel.button("Try again").click()
    expect(panel.main).to_contain_text("Nothing was written to us from this browser yet.")


def test_its_part_that_does_not_come_can_be_asked_for_again(visit):
    panel = visit()
    write(panel, "No part")
    written(panel)
    panel.page.route("**/following-*", lambda route: route.abort())
    panel.button("Open the request").click()
    expect(panel.main).to_contain_text("cannot be reached")
    panel.page.unroute("**/following-*")
    panel.button("Try again").click()
    expect(panel.main.locator(".thread")).to_contain_text("No part")


def test_a_try_in_the_background_moves_nothing_under_the_hand(visit):
    """What waits is tried every few seconds; who aims at a request below it still hits it."""
    panel = visit()
    panel.page.route(TICKETS, lambda route: route.abort())
    write(panel)
    expect(panel.title).to_have_text("Not sent yet")
    mine(panel)
    held = []
    panel.page.unroute(TICKETS)
    panel.page.route(TICKETS, lambda route: held.append(route))   # no answer yet: it is being tried
    first = panel.main.locator(".mine .row").first
    before = first.bounding_box()
    panel.main.get_by_role("button", name="Try again").click()
    expect(panel.main.get_by_role("button", name="One moment…")).to_be_visible()
    assert first.bounding_box() == before
    panel.until(lambda: len(held) == 1)
    held[0].abort()
    expect(panel.main.get_by_role("button", name="Try again")).to_be_visible()
    assert first.bounding_box() == before
