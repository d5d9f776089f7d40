"""The JSON doors of the desk: the queue, one request with its whole story, and everything that can be done with it."""

import io
import re

import pytest
from cast import product, visitor
from desk_material import Desk, opened

from askaside.core.db import db
from askaside.people import agents
from askaside.tickets import handling
from askaside.tickets.models import TicketChange, TicketMessage

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def bela(app, first):
    return Desk(app, first.email)


def door(ticket, what=""):
    return f"acme/tickets/{ticket.id}{what and '/'}{what}"


def test_who_is_signed_in_and_where(bela):
    told = bela.get("session").get_json()
    assert (told["name"], told["sites"]) == ("Bela", [{"key": "acme", "name": "Acme", "role": "agent", "teams": ["first"]}])


def test_the_queue_comes_in_pages_with_groups(client, bela):
    for n in range(3):
        opened(client, f"person {n}")
    one = bela.get("acme/queue", limit=2)
    assert one.headers["Cache-Control"] == "no-store"
    first, second = one.get_json(), bela.get("acme/queue", limit=2, after=one.get_json()["next"]).get_json()
    assert [row["number"] for row in first["tickets"] + second["tickets"]] == [1, 2, 3] and second["next"] is None and first["now_at"] == second["now_at"]
    row = first["tickets"][0]
    assert (row["group"], row["whose"], row["due_at"], row["last_by"], row["assignee"]) == ("today", "team", "2026-11-22T10:00:00.000Z", "requester", None)
    assert bela.get("acme/queue", whose="mine").get_json()["tickets"] == []
    for wrong in ({"whose": "x"}, {"group": "x"}, {"after": "x"}, {"limit": 101}, {"surprise": 1}):
        assert bela.get("acme/queue", **wrong).get_json()["code"] == "bad_request", wrong


def test_one_page_tells_the_whole_story(client, bela):
    sign = product()
    first = opened(client)
    ticket_id = client.post("/api/v1/acme/tickets", headers=sign(name="Noa", account="choir", account_name="The choir", plan="gold"), json={
        "body": "It says E42.", "locale": "he", "facts": {"way_round": "yes"}, "context": {"url": "/invoices/5", "trail": [{"kind": "searched", "text": "E42"}]}}).get_json()["id"]
    agents.manage("bela@acme.test", "acme", "choir")
    ticket = db.session.get(type(first), ticket_id)
    handling.answer(ticket, "agent:carl@acme.test", "Carl", "The range is used up.", note=True)
    told = bela.get(door(ticket), locale="he").get_json()
    assert [(line["n"], line["note"], line["body"]) for line in told["messages"]] == [(1, False, "It says E42."), (2, True, "The range is used up.")]
    assert told["last_n"] == 2 and told["answers"] is True
    assert told["account"] == {"key": "choir", "name": "The choir", "plan": "gold", "manager": "Bela"}
    assert (told["requester"]["name"], told["requester"]["proven"]) == ("Noa", True)
    assert told["context"]["trail"] == [{"kind": "searched", "text": "E42"}] and told["facts"] == {"way_round": "yes"}
    due = told["promises"][0]
    assert due["target"] == "first_response" and due["due_at"] == "2026-11-22T10:00:00.000Z" and "12:00" in due["why"][-1] and any("\u05d0" <= c <= "\u05ea" for c in due["why"][0])


def test_everything_can_be_done_and_is_told_of_whom(client, bela, app):
    agents.add("carl@acme.test", "Carl", [("acme", "second")])
    ticket, other, third = opened(client), opened(client), opened(client, "dana")
    carl = next(row["id"] for row in bela.get("acme/agents").get_json()["agents"] if row["name"] == "Carl")

    def do(what, **body):
        answer = bela.post(door(ticket, what), {"seen": ticket.last_n, **body})
        assert answer.status_code == 200, (what, answer.text)
        return answer.get_json()

    assert do("take")["assignee"]["name"] == "Bela"
    assert do("messages", body="Which printer?", **{"as": "wait"})["status"] == "pending"
    assert do("release")["status"] == "open"
    assert do("messages", body="It is the left one.", **{"as": "note"})["last_n"] == 3
    assert do("hold", body="The maker has to act.")["status"] == "on_hold"
    assert do("messages", body="They said yes.", **{"as": "reply"})["status"] == "open"
    assert do("assign", agent=carl)["assignee"] == {"id": carl, "name": "Carl"}
    told = do("escalate", body="Tried: paper, ink.")
    assert (told["team"], told["assignee"]) == ("second", None)
    assert do("link", number=third.number)["number"] == 1
    assert bela.get(door(ticket)).get_json()["cause"]["number"] == third.number and bela.get(door(third)).get_json()["caused"][0]["number"] == 1
    assert do("messages", body="It is awake.", **{"as": "solve"})["status"] == "solved"
    assert bela.post(door(other, "merge"), {"seen": 1, "number": 77}).status_code == 404
    last = opened(client)
    assert bela.post(door(other, "merge"), {"seen": 1, "number": last.number}).get_json()["status"] == "closed"
    assert bela.get(door(last)).get_json()["joined"][0]["number"] == other.number and bela.get(door(other)).get_json()["joined_to"]["number"] == last.number
    assert {one.by for one in db.session.query(TicketChange).filter(TicketChange.by.like("agent:%"))} == {"agent:bela@acme.test"}
    names = {(one.author_kind, one.author_name) for one in db.session.query(TicketMessage).filter_by(author_kind="agent", ticket_id=ticket.id)}
    assert names == {("agent", "Bela"), ("agent", "")}   # the reason of a hold has no name


WRITES = {"messages": {"body": "canary", "as": "reply"}, "take": {}, "assign": {"agent": None}, "hold": {"body": "canary"}, "release": {}, "escalate": {"body": "canary"}, "merge": {"number": 2},
          "link": {"number": 2}, "split": {"n": 1}}


def test_who_has_not_seen_the_newest_changes_nothing(client, app, bela):
    app.limits.spend = lambda *_: None
    other = opened(client)
    for what, sent in WRITES.items():
        ticket = opened(client)
        if what == "release":
            handling.hold(ticket, "agent:carl", "Wait.")
        client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": "It prints now."}, headers=visitor("alice"))
        before = (ticket.status, ticket.last_n, ticket.team, ticket.assignee_id, ticket.cause_id, other.last_n)
        answer = bela.post(door(ticket, what), {"seen": 1, **sent, **({"number": other.number} if "number" in sent else {})})
        assert (answer.status_code, answer.get_json()["code"]) == (409, "stale"), what
        db.session.expire_all()
        assert (ticket.status, ticket.last_n, ticket.team, ticket.assignee_id, ticket.cause_id, other.last_n) == before, what
        assert bela.post(door(ticket, what), sent).get_json()["errors"].keys() == {"seen"}, what


def test_what_is_refused_is_said_in_the_language_of_who_asks(client, bela):
    ticket, other = opened(client), opened(client, "bob")
    for what, sent in (("merge", {"number": other.number}), ("merge", {"number": 99}), ("release", {}), ("assign", {"agent": "a" * 26})):
        english, hebrew, klingon = (bela.post(door(ticket, what), {"seen": 1, **sent}, **{"Accept-Language": tag}) for tag in ("en", "he", "tlh"))
        assert english.get_json() == klingon.get_json() and english.status_code == hebrew.status_code
        assert re.search("[\u05d0-\u05ea]", hebrew.get_json()["detail"]) and not re.search("[A-Za-z]", hebrew.get_json()["detail"]), what
        assert {**hebrew.get_json(), "detail": 0} == {**english.get_json(), "detail": 0} and "Accept-Language" in hebrew.headers["Vary"]


def test_a_write_happens_once_with_its_key(client, bela):
    ticket = opened(client)
    for _ in range(2):
        answer = bela.post(door(ticket, "messages"), {"seen": 1, "body": "Wake it up.", "as": "reply"}, **{"Idempotency-Key": "press-0001"})
        assert answer.get_json()["last_n"] == 2
    assert db.session.query(TicketMessage).filter_by(ticket_id=ticket.id).count() == 2


def test_a_write_without_the_proof_of_its_session_is_refused(client, bela, app):
    ticket, other = opened(client), Desk(app, "bela@acme.test")
    for what, body in WRITES.items():
        for headers in ({"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": other.csrf}, {"Origin": "https://evil.test"}, {"Origin": "null"}):
            answer = bela.post(door(ticket, what), {"seen": 1, **body}, **headers)
            assert (answer.status_code, answer.get_json()["code"]) == (403, "origin_refused"), (what, headers)
        assert bela.client.post(f"/api/v1/desk/{door(ticket, what)}", data="seen=1", headers={"X-CSRF-Token": bela.csrf}).status_code == 415
    assert bela.client.get("/api/v1/desk/session", headers={"Origin": "https://evil.test"}).status_code == 403
    assert "Access-Control-Allow-Origin" not in bela.get("session").headers
    assert db.session.query(TicketMessage).count() == 1


def test_a_request_is_given_only_to_who_answers_there(client, bela):
    ticket = opened(client)
    for email, roles in (("dana@acme.test", [("other", "agent")]), ("erik@acme.test", [("acme", "observer")]), ("fred@acme.test", [("acme", "editor")]), ("gone@acme.test", [("acme", "agent")])):
        person = agents.add(email, "Somebody", (), roles)
        if email.startswith("gone"):
            agents.retire(email)
        answer = bela.post(door(ticket, "assign"), {"seen": 1, "agent": person.id})
        assert answer.status_code == 400 and "agent" in answer.get_json()["errors"], email


def test_files_go_with_a_message_and_belong_to_who_sent_them(client, bela, app):
    ticket, carl = opened(client), Desk(app, agents.add("carl@acme.test", "Carl", [("acme", "second")]).email)

    def send(desk, data=b"a list", **headers):
        return desk.client.post("/api/v1/desk/acme/files", data={"file": (io.BytesIO(data), "list.txt")}, headers={"X-CSRF-Token": desk.csrf, **headers})

    first, again = (send(bela, **{"Idempotency-Key": "press-0001"}) for _ in range(2))
    assert first.status_code == 201 and first.get_json() == again.get_json() == {"id": first.get_json()["id"], "name": "list.txt", "type": "text/plain", "size": 6}
    theirs, files = send(carl).get_json()["id"], [first.get_json()["id"]]
    assert bela.post(door(ticket, "messages"), {"seen": 1, "body": "Look.", "as": "reply", "files": [theirs]}).get_json()["errors"].keys() == {"files"}
    assert bela.post(door(ticket, "messages"), {"seen": 1, "body": "Look.", "as": "reply", "files": files}).status_code == 200
    assert [one["id"] for one in bela.get(door(ticket)).get_json()["messages"][1]["files"]] == files
    assert client.get(f"/api/v1/acme/files/{files[0]}", headers=visitor("alice")).data == b"a list"
    assert send(bela, **{"X-CSRF-Token": "x"}).status_code == 403 and send(bela, b"MZ\x00\x01").status_code == 415
    assert bela.client.post("/api/v1/desk/acme/files", json={}, headers={"X-CSRF-Token": bela.csrf}).get_json()["errors"].keys() == {"file"}
