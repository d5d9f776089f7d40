"""The desk without JavaScript: the queue, and one request with everything that can be done with it."""

import io
import json
import re

import pytest
from cast import product
from desk_material import browser, hidden, opened
from material import SITE

from askaside.core.db import db
from askaside.people import agents
from askaside.tickets import handling
from askaside.tickets.models import Ticket, TicketMessage

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def bela(app, first):
    return browser(app, first.email)


def page_of(ticket):
    return f"/desk/acme/tickets/{ticket.id}"


def act(bela, ticket, **told):
    return bela.post(page_of(ticket), data={**hidden(bela.get(page_of(ticket)).text), **told})


def test_who_is_not_signed_in_is_led_to_it_and_back(client, app, folder, bela):
    ticket = opened(client)
    for path in ("/desk", "/desk/", "/desk/acme?whose=mine", page_of(ticket)):
        there = client.get(path).headers["Location"]
        assert there.startswith("/desk/sign-in?next=%2Fdesk"), path
        assert hidden(client.get(there).text)["next"] == path
    assert bela.get("/desk").headers["Location"] == "/desk/acme"
    agents.add("bela@acme.test", "Bela", (), [("acme", "editor")])
    assert bela.get("/desk").headers["Location"] == "/desk/acme/gaps"
    folder.site(SITE, key="other")
    app.shelf.reread()
    agents.add("bela@acme.test", "Bela", (), [("acme", "editor"), ("other", "observer")])
    assert re.findall(r'class="row" href="([^"]+)".*?class="line">(\w+)<', bela.get("/desk").text) == [("/desk/acme/gaps", "Editor"), ("/desk/other", "Observer")]


def test_an_editor_sees_what_was_asked_in_vain_and_no_request(client, app):
    opened(client, body="canary-words")
    for text in ("How do I shear a sheep", "How do I shear a sheep", NASTY):
        assert client.post("/api/v1/acme/seen", json={"kind": "search", "url": "/mail", "locale": "en", "text": text, "found": False}).status_code == 204
    agents.add("edith@acme.test", "Edith", (), [("acme", "editor")])
    edith = browser(app, "edith@acme.test")
    page = edith.get("/desk/acme/gaps").text
    assert "how do i shear a sheep" in page and "asked 2 times" in page and "canary" not in page and "<script>alert" not in page
    assert edith.get("/desk/acme").status_code == 404


def test_the_queue_says_when_each_is_due_and_its_filters_stand_in_the_address(client, app, bela, time):
    time.at("2026-11-22T09:00+02:00")
    opened(client, subject="The first")
    opened(client, "dana", facts={"way_round": "no"}, subject="Without a way round")
    opened(client, "erik", facts={"anyone_can_work": "no"}, subject="Nobody can work")
    time.at("2026-11-22T10:12+02:00")
    waits = opened(client, subject="It waits")
    handling.answer(waits, "agent:bela@acme.test", "Bela", "Which?", wait=True)
    opened(client, subject="For later today")
    text = re.sub(r"<[^>]+>", " ", bela.get("/desk/acme").text.partition("<main")[2])
    order = ["Nobody can work: confirm it", "Nobody can work", "Late", "Without a way round", "12 min late", "Due within the hour", "The first", "in 48 min", "Today", "For later today",
             "by 12:12", "Waiting for somebody else", "It waits", "Waiting for the person"]
    at = 0
    for words in order:
        at = text.index(words, at) + len(words)
    assert "The first" not in bela.get("/desk/acme?whose=mine").text and "Nothing is waiting here." in bela.get("/desk/acme?whose=mine").text
    only = bela.get("/desk/acme?status=pending&severity=question").text
    assert "It waits" in only and "The first" not in only and '<option value="pending" selected>' in only
    assert bela.get("/desk/acme?status=nonsense&whose=x&module=x").status_code == 200
    time.at("2026-11-26T10:12+02:00")
    assert "late since 22 November 2026, 11:00 UTC+02:00" in browser(app, "bela@acme.test").get("/desk/acme").text   # after an evening, signed in anew


def test_a_long_queue_has_pages(client, bela, app, monkeypatch):
    app.limits.spend = lambda *_: None
    monkeypatch.setattr("askaside.desk.pages.MOST", 2)
    for n in range(5):
        opened(client, subject=f"Subject {n}")
    seen, path = [], "/desk/acme?whose=team"
    while path:
        page = bela.get(path).text
        seen += re.findall(r"Subject \d", page)
        more = re.search(r'class="more" href="(\?[^"]+)"', page)
        path = more and "/desk/acme" + more[1].replace("&amp;", "&")
    assert seen == [f"Subject {n}" for n in range(5)]


def test_everything_can_be_done_by_forms(client, bela, app):
    agents.add("carl@acme.test", "Carl", [("acme", "second")])
    sign = product()
    ticket_id = client.post("/api/v1/acme/tickets", headers=sign(name="Noa", account="choir", account_name="The choir"),
                            json={"body": "It says E42.", "locale": "en", "subject": "E42"}).get_json()["id"]
    agents.manage("bela@acme.test", "acme", "choir")
    ticket = db.session.get(Ticket, ticket_id)
    page = bela.get(page_of(ticket)).text
    assert "The choir" in page and "Who knows the account: <bdi>Bela</bdi>" in page and "Why then?" in page and "while we are open: counts at once." in page
    carl = re.search(r'<option value="(\w+)">Carl', page)[1]
    for told, status in (({"do": "take"}, "open"), ({"do": "wait", "body": "Which one?"}, "pending"), ({"do": "release"}, "open"), ({"do": "hold", "body": "The maker."}, "on_hold"),
                         ({"do": "note", "body": "canary-note"}, "on_hold"), ({"do": "assign", "agent": carl}, "on_hold"), ({"do": "reply", "body": "Soon."}, "open"),
                         ({"do": "escalate", "body": "Tried all."}, "open"), ({"do": "solve", "body": "Done."}, "solved")):
        answer = act(bela, ticket, **told)
        assert (answer.status_code, answer.headers["Location"]) == (303, page_of(ticket)), told
        db.session.refresh(ticket)
        assert ticket.status == status, told
    assert (ticket.team, ticket.assignee) == ("second", None)
    page = bela.get(page_of(ticket)).text
    assert "canary-note" in page and page.count("<bdi>Bela</bdi>") > 3 and "Solved" in page
    assert act(bela, ticket, do="fly", body="x").status_code == act(bela, ticket, do="assign", agent="a" * 26).status_code == 409


def test_who_has_not_seen_the_newest_keeps_their_text(client, bela):
    ticket = opened(client)
    before = hidden(bela.get(page_of(ticket)).text)
    handling.answer(ticket, "agent:carl", "Carl", "I know this one.", note=True)
    answer = bela.post(page_of(ticket), data={**before, "do": "reply", "body": "My unsent words"})
    assert answer.status_code == 409 and "My unsent words</textarea>" in answer.text and "newer message" in answer.text and "I know this one." in answer.text
    assert bela.post(page_of(ticket), data={**hidden(answer.text), "do": "reply", "body": "My unsent words"}).status_code == 303


def test_a_form_without_the_proof_of_its_session_changes_nothing(client, bela, app):
    ticket, other = opened(client), browser(app, "bela@acme.test")
    fields = hidden(bela.get(page_of(ticket)).text)
    for csrf in ("", "x", hidden(other.get(page_of(ticket)).text)["csrf"]):
        assert bela.post(page_of(ticket), data={**fields, "csrf": csrf, "body": "canary"}).status_code == 403
    answer = bela.post(page_of(ticket), data={**fields, "body": "canary"}, headers={"Origin": "https://evil.test", "Accept": "text/html"})
    assert answer.status_code == 403 and "This was not taken." in answer.text
    assert db.session.query(TicketMessage).count() == 1


def test_files_go_along_and_come_back(client, bela):
    ticket = opened(client)
    assert act(bela, ticket, do="note", body="Look.", files=(io.BytesIO(b"canary-file"), "a.txt")).status_code == 303
    link = re.search(r'href="([^"]+/files/[^"]+)" download', bela.get(page_of(ticket)).text)[1]
    answer = bela.get(link)
    assert answer.data == b"canary-file" and answer.headers["Content-Disposition"].startswith("attachment") and "sandbox" in answer.headers["Content-Security-Policy"]


def test_an_observer_reads_and_has_no_form(client, app):
    ticket = opened(client)
    agents.add("olga@acme.test", "Olga", (), [("acme", "observer")])
    page = browser(app, "olga@acme.test").get(page_of(ticket)).text
    assert "The printer of alice sleeps." in page and "<textarea" not in page and "You may read this request." in page


NASTY = "<script>alert(1)</script>\u202e'\"><img src=x onerror=alert(1)>{{7*7}}"


def test_hostile_words_stay_words_in_every_place(client, app):
    sign = product()
    agents.add("bela@acme.test", NASTY, [("acme", "first")])
    bela = browser(app, "bela@acme.test")
    body = {"body": NASTY, "subject": NASTY[:200], "locale": "en", "facts": {"way_round": "yes", "note": NASTY}, "context": {
        "url": f"/{NASTY}", "browser": NASTY, "trail": [{"kind": "searched", "text": NASTY}, {"kind": NASTY[:40], "text": NASTY}], "errors": [NASTY]}}
    for _ in range(2):
        ticket_id = client.post("/api/v1/acme/tickets", headers=sign(name=NASTY, account=NASTY, account_name=NASTY, plan=NASTY[:60]), json=body).get_json()["id"]
    agents.manage("bela@acme.test", "acme", NASTY)
    ticket = db.session.get(Ticket, ticket_id)
    act(bela, ticket, do="take")
    answer = act(bela, ticket, do="escalate", body="", name=NASTY)
    for page in (bela.get("/desk/acme").text, bela.get(page_of(ticket)).text, answer.text):
        assert "<script>alert" not in page and "<img src=x" not in page and "{{7*7}}" in page


def test_every_page_is_kept_nowhere_and_in_no_frame(client, bela):
    for path in ("/desk/acme", page_of(opened(client)), "/desk/password", "/desk/acme/tickets/" + "a" * 26):
        answer = bela.get(path, headers={"Accept": "text/html"})
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy and "unsafe" not in policy and answer.headers["Cache-Control"] == "no-store", path
        assert not re.search(r"\sstyle=|\son\w+=|<script(?! async src| type=.module. src| type=.application/json.)", answer.text), path


def test_the_kind_of_a_request_is_a_word_of_the_language(client, bela):
    ticket = opened(client, facts={"way_round": "no"})
    assert "<dd dir=\"auto\">תקלה</dd>" in bela.get(page_of(ticket), headers={"Accept-Language": "he"}).text
    assert "Something does not work" in bela.get(page_of(ticket)).text


def test_the_script_is_told_what_its_person_may_and_nothing_else(app, client, bela):
    opened(client)
    told = {}
    for role in ("agent", "observer"):
        page = browser(app, agents.add(f"{role}@acme.test", role, (), [("acme", role)]).email).get("/desk/acme").text
        told[role] = json.loads(re.search(r'id="desk.data">(.*?)</script>', page)[1])
    assert [[one["href"] for one in told[role]["links"]] for role in told] == [["/desk/acme/gaps", "/desk/acme/reports"], ["/desk/acme/reports"]]
    assert [told[role]["writes"] for role in told] == [True, False]
    assert told["agent"]["csrf"] != told["observer"]["csrf"]
