"""Chats at the desk: what the doors tell, what agents do over the socket, and who hears of it."""

import io

import pytest
from cast import product
from chat_material import Browser, takes_chats
from desk_material import TABLES, Bell, fresh
from material import SITE

from askaside.core.db import db
from askaside.people import agents
from askaside.people.roles import ROLES
from askaside.tickets.models import Ticket

MACROS = """
[[macros]]
key = "hello"
title = "Hello"
body = "Hello {{requester.name}}, about “{{ticket.subject}}”: {{agent.name}}"
"""


@pytest.fixture
def bela(app, folder, office):
    folder.site(SITE + TABLES + MACROS)
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    return Bell(app, takes_chats(app).email)


@pytest.fixture
def alice(app, bela):
    return Browser(app, header=product()(sub="alice", name="Alice", email="alice@gan.test", account="gan", account_name="Gan"))


def say(bell, event, conversation, **told):
    return bell.socket.emit(event, {"site": "acme", "conversation": conversation, **told}, namespace="/desk", callback=True)


def test_who_waits_is_in_the_queue_with_one_glance_and_how_i_take_chats(app, alice, bela):
    chat = alice.start("It does not print.", context={"url": "/invoices/5", "trail": [{"kind": "search", "text": "print"}]})["conversation"]
    told = bela.desk.get("acme/chats").get_json()
    (row,) = told["chats"]
    assert (row["id"], row["status"], row["whose"], row["who"], row["module"], row["position"]) == (chat, "queued", "mine", {"name": "Alice", "account": "Gan"}, "invoices", 1)
    assert (row["last"]["text"], row["last"]["by"], row["waiting_since"], row["deadline_at"]) == ("It does not print.", "requester", "2026-11-22T08:00:00.000Z", "2026-11-22T08:02:00.000Z")
    assert told["seat"] == {"id": told["seat"]["id"], "name": "Bela", "status": "available", "there": True, "most": 20, "has": 1} and told["seats"] == [told["seat"]]
    story = bela.desk.get(f"acme/chats/{chat}").get_json()
    assert story["context"]["trail"] == [{"kind": "search", "text": "print"}] and story["requester"]["email"] == "alice@gan.test" and story["account"]["name"] == "Gan"
    assert {"site": "acme"} in bela.heard("chat:seats")   # how much she has is another
    assert [line["body"] for line in story["messages"]] == ["It does not print."] and story["answers"]


def test_who_answers_has_read_and_the_visitor_is_told(alice, bela):
    chat = alice.start("Hello.")["conversation"]
    alice.post(chat, "Hello?")
    alice.heard()
    for client_id in ("b1", "b2"):
        say(bela, "chat:message", chat, client_id=client_id, body="Good morning.")
    assert [one["n"] for one in alice.heard("chat:read")] == [2, 3]
    assert alice.get(chat).get_json()["conversation"]["read"]["agent"] == 3


def test_an_agent_answers_and_every_side_has_it_once(alice, bela):
    chat = alice.start("Hello.")["conversation"]
    alice.heard()
    first = say(bela, "chat:message", chat, client_id="b1", body="Good *morning*.")
    assert first["n"] == 2 and say(bela, "chat:message", chat, client_id="b1", body="Good *morning*.") == first
    assert say(bela, "chat:message", chat, client_id="b1", body="Else.")["error"]["code"] == "idempotency_conflict"
    (line,) = alice.heard("chat:message")
    assert (line["author"], line["html"], line["client_id"]) == ({"kind": "agent", "name": "Bela"}, "<p>Good <em>morning</em>.</p>", "b1")
    assert [(line["n"], line["site"]) for line in bela.heard("chat:message")] == [(1, "acme"), (2, "acme")]
    assert say(bela, "chat:typing", chat) == {} and alice.heard("chat:typing") == [{"conversation": chat, "by": "agent", "name": "Bela"}]
    alice.post(chat, "And?")
    assert say(bela, "chat:read", chat, n=3) == {} and alice.heard("chat:read") == [{"conversation": chat, "by": "agent", "n": 3}]
    assert [line["n"] for line in bela.desk.get(f"acme/chats/{chat}/messages", after=1).get_json()["messages"]] == [2, 3]


def test_a_link_to_an_article_is_a_card_and_one_elsewhere_is_not(app, folder, alice, bela):
    folder.article("mail/write.en", "title: Write a letter", "Choose **Write**.")
    app.shelf.reread()
    chat = alice.start()["conversation"]
    say(bela, "chat:message", chat, client_id="1", body="See http://localhost/help/acme/en/mail/write or http://localhost/help/acme/en/mail/none or /help/other/en/mail/write")
    alice.post(chat, "http://localhost/help/acme/en/mail/write")
    lines = alice.get(chat).get_json()["messages"]
    assert [[card["id"] for card in line["articles"]] for line in lines] == [[], ["mail/write"], []] and lines[1]["articles"][0]["title"] == "Write a letter"


def test_files_go_both_ways_and_to_the_request_and_to_nobody_else(app, client, alice, bela):
    kept = client.post("/api/v1/acme/files", data={"file": (io.BytesIO(b"what it says"), "screen.txt")}, headers=alice.header).get_json()
    begun = alice.say("chat:start", {"client_id": "f1", "body": "", "files": [kept["id"]]})
    chat = begun["conversation"]
    mine = bela.desk.client.post("/api/v1/desk/acme/files", data={"file": (io.BytesIO(b"an answer"), "how.txt")}, headers={"X-CSRF-Token": bela.desk.csrf}).get_json()
    assert say(bela, "chat:message", chat, client_id="1", body="", files=[mine["id"]])["n"] == 2
    assert say(bela, "chat:message", chat, client_id="2", body="", files=[mine["id"]])["error"]["code"] == "bad_request"   # it belongs to one line
    assert [[file["name"] for file in line["files"]] for line in alice.get(chat).get_json()["messages"]] == [["screen.txt"], ["how.txt"]]
    dana = Browser(app, "dana").header
    for file, data in ((kept, b"what it says"), (mine, b"an answer")):
        path = f"/api/v1/acme/conversations/{chat}/files/{file['id']}"
        assert client.get(path, headers=alice.header).data == data and client.get(path, headers=dana).status_code == 404
        assert bela.desk.get(f"acme/chats/{chat}/files/{file['id']}").data == data
    bela.desk.post(f"acme/chats/{chat}/ticket", {})
    fresh()
    ticket = db.session.query(Ticket).one()
    told = client.get(f"/api/v1/acme/tickets/{ticket.id}", headers=alice.header).get_json()["messages"]
    assert [[file["name"] for file in line["files"]] for line in told] == [["screen.txt"], ["how.txt"]]
    assert client.get(f"/api/v1/acme/files/{told[0]['files'][0]['id']}", headers=alice.header).data == b"what it says"


def test_take_hand_over_note_end_and_make_it_a_request(app, alice, bela):
    carl = Bell(app, takes_chats(app, "Carl", ("second",)).email)
    chat = alice.start()["conversation"]
    ids = {seat["name"]: seat["id"] for seat in bela.desk.get("acme/chats").get_json()["seats"]}
    assert bela.desk.post(f"acme/chats/{chat}/take", {}).get_json()["status"] == "open"
    given = bela.desk.post(f"acme/chats/{chat}/hand-over", {"agent": ids["Carl"], "note": "She has tried twice."}).get_json()
    assert (given["assigned"]["name"], given["status"], given["whose"]) == ("Carl", "queued", "others")
    assert bela.desk.post(f"acme/chats/{chat}/hand-over", {"agent": "nobody"}).status_code == 400
    assert carl.desk.post(f"acme/chats/{chat}/note", {"body": "Seen."}).status_code == 200
    assert [(note["name"], note["body"]) for note in carl.desk.get(f"acme/chats/{chat}").get_json()["notes"]] == [("Bela", "She has tried twice."), ("Carl", "Seen.")]
    assert carl.desk.post(f"acme/chats/{chat}/ticket", {}).get_json()["ticket"]
    assert carl.desk.post(f"acme/chats/{chat}/end", {}).get_json()["status"] == "closed"
    assert carl.desk.post(f"acme/chats/{chat}/hand-over", {"agent": None}).status_code == 409
    assert "She has tried" not in str(alice.get(chat).get_json()) and [line["site"] for line in bela.heard("chat:changed")]


def test_how_i_take_chats_is_mine_to_say_and_others_hear_that_it_changed(app, bela):
    carl = Bell(app, agents.add("carl@acme.test", "Carl", [("acme", "second")]).email)
    assert carl.desk.get("acme/chats").get_json()["seat"]["status"] == "away"   # nobody takes chats before they say so
    assert carl.desk.post("acme/seat", {"status": "available", "most": 2}).get_json() == {**carl.desk.get("acme/chats").get_json()["seat"], "status": "available", "most": 2, "there": True}
    assert bela.heard("chat:seats") == [{"site": "acme"}]
    for wrong in ({"status": "asleep"}, {"most": 0}, {"most": 21}, {"most": "2"}, {"more": 1}):
        assert carl.desk.post("acme/seat", wrong).status_code == 400


def test_macros_proposals_and_a_draft_as_of_a_request(app, folder, alice, bela):
    folder.article("mail/print.en", "title: Print an invoice", "Choose **Print**.")
    app.shelf.reread()
    app.answers.tend(app.shelf)
    chat = alice.start("How do I print an invoice?")["conversation"]
    assert bela.desk.get(f"acme/chats/{chat}/macros").get_json()["macros"][0]["body"] == "Hello Alice, about “How do I print an invoice?”: Bela"
    assert bela.desk.get(f"acme/chats/{chat}/proposals").get_json()["proposals"][0]["id"] == "mail/print"
    say(bela, "chat:message", chat, client_id="1", body="Choose Print.")
    draft = bela.desk.get(f"acme/chats/{chat}/draft").get_json()
    assert (draft["title"], draft["body"]) == ("How do I print an invoice?", "Choose Print.")
    kept = bela.desk.post(f"acme/chats/{chat}/draft", {"slug": "print-it", "module": "mail"}).get_json()
    assert kept["written"] and (folder.path / "acme/mail/print-it.en.md").exists()


EVENTS = {"chat:message": {"client_id": "x", "body": "canary"}, "chat:read": {"n": 1}, "chat:typing": {}}


def test_every_event_by_every_role_in_their_own_site_and_in_another(app, alice, bela):
    chat = alice.start("canary-words")["conversation"]
    foreign = set()
    for role in ROLES:
        for site in ("acme", "other"):
            bell = Bell(app, agents.add(f"{role}@{site}.test", role.title(), (), [(site, role)]).email)
            for event, told in EVENTS.items():
                before = len(alice.lines(chat))
                answers = [say(bell, event, id_, **{**told, **({"client_id": f"{role} {site}"} if "client_id" in told else {})}) for id_ in (chat, "a" * 26)]
                if site == "acme" and role in ("admin", "agent"):
                    assert "error" not in answers[0] and answers[1]["error"]["status"] == 404, (event, role)
                else:
                    foreign |= {str(answer) for answer in answers}
                    assert len(alice.lines(chat)) == before, (event, role, site)
            heard = bell.heard("chat:message")
            assert not heard or (site == "acme" and role != "editor")
    assert len(foreign) == 1 and "not_found" in foreign.pop()


@pytest.mark.parametrize("event", EVENTS)
def test_nonsense_is_refused_and_takes_nothing_down(app, alice, bela, event):
    chat = alice.start()["conversation"]
    good = {"site": "acme", "conversation": chat, **EVENTS[event]}
    for told in [None, 7, [], {}, "x", {**good, "more": 1}, *({**good, name: wrong} for name in good for wrong in (None, 7.5, [], {}, {"$gt": ""}, "\ud800", "x" * 5000))]:
        answer = bela.socket.emit(event, told, namespace="/desk", callback=True)
        assert answer.get("error", {}).get("code") in ("bad_request", "not_found", "too_large"), (told, answer)
    assert bela.socket.emit(event, good, good, namespace="/desk", callback=True)["error"]["code"] == "bad_request" and bela.connected
    assert len(alice.lines(chat)) == 1 and "error" not in bela.socket.emit(event, good, namespace="/desk", callback=True)
