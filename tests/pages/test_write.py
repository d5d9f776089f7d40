"""Writing to us: from the button at the foot to the confirmation, one question at a time."""

import re

import pytest
from playwright.sync_api import expect
from writing import TICKETS, agent, body, form, last_step, stored, write, written


def test_from_the_foot_to_the_confirmation(visit, server):
    panel = visit(reduced_motion="reduce")
    write(panel, "The total of invoice 2051 is wrong.")
    number = written(panel)
    assert panel.focused() == f"#{number} – we have it"
    expect(panel.main.locator(".promise")).to_contain_text(re.compile(r"^Answer (today|tomorrow) by \d+:\d\d|^Answer by: "))
    told = agent(server, f"t = ticket({number}); print(t.subject, t.module, t.locale, t.severity, t.context['url'], t.requester.email)")
    assert told == "The total of invoice 2051 is wrong. invoices en question /demo/app/en/invoices/2051 None"
    assert [line for line in panel.noise if "Failed to load resource" not in line] == []


def test_what_was_searched_for_stands_there_already_and_its_search_goes_along(visit, server):
    panel = visit()
    panel.open("/demo/app/en/invoices/2051")
    panel.field.fill("print a purple invoice")
    expect(panel.main.get_by_role("option").first.or_(panel.main.locator(".tips"))).to_be_visible()
    panel.page.wait_for_timeout(1800)   # by then it counts as asked
    form(panel, path=None)
    expect(body(panel)).to_have_value("print a purple invoice")
    expect(body(panel)).to_be_focused()


def test_send_is_always_enabled_and_says_what_is_missing_where_it_is(visit):
    panel = visit()
    form(panel)
    panel.button("Next").click()
    expect(body(panel)).to_be_focused()
    expect(body(panel)).to_have_accessible_description(re.compile("A few words are needed here"))
    expect(body(panel)).to_have_attribute("aria-invalid", "true")
    last_step(panel, "Something")
    email = panel.main.locator("[name=email]")
    email.fill("tamar@")
    send = panel.button("Send")
    expect(send).to_be_enabled()
    send.click()
    expect(email).to_be_focused()
    expect(email).to_have_accessible_description(re.compile("not a whole address"))
    expect(email).to_have_value("tamar@")
    email.press_sequentially("example.com")
    expect(email).not_to_have_attribute("aria-invalid", "true")
    email.press("Enter")   # sends
    written(panel)


def test_the_facts_are_asked_in_plain_words_and_decide_how_bad_it_is(visit, server):
    panel = visit()
    form(panel)
    body(panel).fill("Nobody can issue an invoice.")
    panel.button("Next").click()
    asked = []
    for answer in ("Yes", "No", "No"):
        asked.append(panel.title.inner_text())
        assert panel.focused() == asked[-1]
        panel.button(answer).click()
    assert asked == ["Did it work before?", "Is there a way round it?", "Can anyone still work?"]
    panel.button("Send").click()
    number = written(panel)
    assert agent(server, f"t = ticket({number}); print(t.kind, t.severity, sorted(t.facts.items()))") == \
        "fault outage [('anyone_can_work', 'no'), ('way_round', 'no'), ('worked_before', 'yes')]"


def test_back_goes_one_question_back_with_all_that_was_said(visit):
    panel = visit()
    form(panel)
    body(panel).fill("Wrong total")
    panel.button("Next").click()
    panel.button("Yes").click()
    panel.button("Yes").click()   # who has a way round can work
    expect(panel.title).to_have_text("Where should the answer go?")
    panel.button("Back").click()
    expect(panel.button("Yes")).to_have_attribute("aria-pressed", "true")
    panel.button("Back").click()
    panel.button("Back").click()
    expect(body(panel)).to_have_value("Wrong total")


def test_what_goes_along_is_shown_and_each_can_be_left_out(visit, server):
    panel = visit()
    panel.goto("/demo/app/en/members")
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    panel.sheet.get_by_role("checkbox").first.check()
    panel.button("Yes").click()
    expect(panel.main.locator(".vote")).to_contain_text("Thank you")
    form(panel, path=None)
    last_step(panel, "Merging fails")
    rows = panel.main.locator(".along li")
    shown = rows.all_inner_texts()
    for word in ("Page", "Topic", "Browser", "Screen", "Read", "Steps done", "It helped", "Language"):
        assert any(text.startswith(word) for text in shown), (word, shown)
    for word in ("Browser", "Read", "Page"):
        out = rows.filter(has_text=re.compile(f"^{word}")).get_by_role("button")
        out.click()
        expect(out).to_be_focused()
        expect(out).to_contain_text("Put back")
    rows.filter(has_text=re.compile("^Page")).get_by_role("button").click()
    panel.button("Send").click()
    number = written(panel)
    told = agent(server, f"c = ticket({number}).context; print(c['url'], c['browser'], sorted(step['kind'] for step in c['trail']))")
    assert told == "/demo/app/en/members None ['screen', 'ticked', 'voted']"


def test_nothing_is_kept_before_the_first_letter_and_no_secret_before_send(visit):
    panel = visit()
    form(panel)
    assert stored(panel) == []
    body(panel).press_sequentially("W")
    assert stored(panel) == ["draft"]
    last_step(panel, "Wrong")
    assert stored(panel) == ["draft"]
    sent = []
    panel.page.on("request", lambda request: sent.append(request))
    panel.button("Send").click()
    written(panel)
    assert stored(panel) == ["visitor"]
    posts = [request for request in sent if request.method == "POST" and request.url.endswith("/tickets")]
    assert len(posts) == 1
    assert re.fullmatch(r"Visitor [\w-]{43}", posts[0].headers["authorization"])
    assert posts[0].headers["idempotency-key"]
    assert not [request.url for request in sent if "authorization" in request.headers and "/tickets" not in request.url]


def test_the_host_is_told_of_a_request_that_was_taken(visit):
    panel = visit()
    panel.goto("/demo/app/en/invoices/2051")
    panel.page.evaluate("window.told = []; Askaside.on('ticket', detail => told.push(detail))")
    panel.page.click("#help")
    write(panel, path=None)
    number = written(panel)
    [told] = panel.page.evaluate("told")
    assert (told["number"], len(told["id"])) == (number, 26)


def test_the_answer_to_the_very_words_is_offered_once_and_the_draft_stays(visit):
    panel = visit()
    form(panel)
    row = {"id": "invoices/send-again", "title": "Send an invoice again", "summary": "", "kind": "faq", "module": "invoices", "locale": "en", "score": 1, "ranges": {"title": [], "summary": []}}
    panel.page.route("**/search?*", lambda route: route.fulfill(json={"query": "", "cut": False, "corrected": None, "locale": "en", "answered": True, "confidence": 0.9, "results": [row]}))
    body(panel).fill("how do I send an invoice again")
    offer = panel.main.locator(".offer")
    expect(offer).to_contain_text("This may answer it")
    expect(body(panel)).to_be_focused()
    offer.get_by_role("button", name="Open the answer").click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.button("Back").click()
    expect(body(panel)).to_have_value("how do I send an invoice again")
    offer.get_by_role("button", name="No, something else").click()
    expect(offer).to_have_count(0)
    expect(body(panel)).to_be_focused()
    body(panel).press_sequentially("!")
    panel.page.wait_for_timeout(1200)
    expect(offer).to_have_count(0)


def test_your_own_open_request_on_the_same_thing_is_offered_and_joined(visit, server):
    panel = visit()
    write(panel, "Bulk import of members stops halfway")
    number = written(panel)
    panel.button("Back").click()
    form(panel, path=None)
    body(panel).fill("the bulk import of my members stops again")
    offer = panel.main.locator(".offer")
    expect(offer).to_contain_text("You have asked about this")
    offer.get_by_role("button", name=f"Add to #{number}").click()
    reply = panel.main.locator("textarea[name=reply]")
    expect(reply).to_have_value("the bulk import of my members stops again")
    expect(reply).to_be_focused()
    panel.button("Send").click()
    expect(panel.main.locator(".thread li")).to_have_count(2)
    expect(reply).to_have_value("")
    assert "draft" not in stored(panel)


@pytest.mark.parametrize("moment, words", [
    ("2026-11-24T13:40:00.000Z", "Answer today by 15:40"),
    ("2026-11-25T08:00:00.000Z", "Answer tomorrow by 10:00"), ("2026-11-29T08:00:00.000Z", "Answer by: Sunday 10:00"),
    ("2026-12-03T08:00:00.000Z", re.compile(r"Answer by: December 3 at 10:00|Answer by: 3 December")),
    ("2026-11-24T07:00:00.000Z", re.compile("The answer is late")), (None, "Your request has been received.")])
def test_the_promise_is_told_in_the_readers_own_time(visit, moment, words):
    panel = visit(timezone_id="Asia/Jerusalem")
    panel.page.clock.set_fixed_time("2026-11-24T08:00:00Z")
    ticket = {"id": "a" * 26, "number": 41, "kind": "question", "severity": "question", "status": "new", "subject": "x", "module": None, "opened_at": "2026-11-24T07:00:00.000Z",
              "changed_at": "2026-11-24T07:00:00.000Z", "answer_by_at": moment, "stars": None}
    panel.page.route(TICKETS, lambda route: route.fulfill(status=201, json=ticket))
    write(panel)
    assert written(panel) == 41
    expect(panel.main.locator(".promise")).to_contain_text(words)
