"""Two matters in one request: a line becomes a request of its own, with its files and its own promise; nothing is taken out of the first."""

import email
import email.policy
import io

import pytest
from cast import visitor
from desk_material import TABLES, Desk
from material import SITE

from askaside.core import uploads
from askaside.core.db import db
from askaside.core.errors import BadRequest, Conflict, Stale, Unavailable
from askaside.mail.models import OutgoingLetter
from askaside.people import agents
from askaside.tickets import handling, queries, splitting
from askaside.tickets.models import Ticket, TicketChange

TICKETS = "/api/v1/acme/tickets"
BELA = "agent:bela@acme.test"


@pytest.fixture(autouse=True)
def office(app, folder, time):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"
    app.limits.spend = lambda *_: None
    time.at("2026-11-22T10:00+02:00")


@pytest.fixture
def mixed(client, time):
    """A request whose third line, with a file, is about something else."""
    opened = client.post(TICKETS, json={"body": "The printer sleeps.", "locale": "he", "facts": {"anyone_can_work": "no"}, "context": {
        "url": "/invoices/5", "trail": [{"kind": "read", "article": "invoices/send"}]}}, headers=visitor("alice")).get_json()["id"]
    ticket = db.session.get(Ticket, opened)
    handling.answer(ticket, BELA, "Bela", "Wake it up.")
    file = client.post("/api/v1/acme/files", data={"file": (io.BytesIO(b"canary-file"), "list.txt")}, headers=visitor("alice")).get_json()["id"]
    answer = client.post(f"{TICKETS}/{ticket.id}/messages", json={"body": "It prints. And how do I export the members?", "files": [file]}, headers=visitor("alice"))
    assert answer.status_code == 201
    time.at("2026-11-22T12:00+02:00")
    return ticket


def read(client, ticket, who="alice"):
    return client.get(f"{TICKETS}/{ticket.id}", headers=visitor(who)).get_json()


def test_the_line_becomes_a_request_and_stays_where_it_was(client, mixed):
    before = read(client, mixed)["messages"]
    new = splitting.split(mixed, 3, BELA, 3, "Export the members")
    assert (new.number, new.subject, new.status, new.requester_id, new.locale) == (2, "Export the members", "new", mixed.requester_id, "he")
    assert (new.kind, new.severity, new.facts, new.context["url"], "trail" in new.context) == ("fault", "minor", {}, "/invoices/5", False)
    assert (new.module, new.team, new.alarm_at) == ("invoices", "money", None)
    assert f"{new.opened_at:%H:%M} {new.first_response_due_at:%H:%M}" == "10:00 14:00"   # UTC: the promise counts from the split
    told = read(client, new)["messages"]
    assert [(line["n"], line["author"]["kind"]) for line in told] == [(1, "requester"), (2, "system")]
    assert told[0]["body"] == "It prints. And how do I export the members?" and "מספר 1" in told[1]["body"]
    assert read(client, mixed)["messages"] == before and read(client, mixed)["unread"] == 0
    assert [(line.author_kind, line.note, line.body) for line in queries.messages(mixed, notes=True)][3:] == [("system", True, "Message 3 goes on as request #2: it is another matter.")]
    assert [(one.ticket_id == mixed.id, one.what, one.before, one.after) for one in db.session.query(TicketChange).filter(TicketChange.by == BELA, TicketChange.what.in_(("split", "opened")))] == [
        (False, "opened", "#1", "new"), (True, "split", "3", "#2")]


def test_its_subject_is_its_first_words_and_any_line_of_theirs_can_go(client, mixed):
    assert splitting.split(mixed, 3, BELA).subject == "It prints. And how do I export the members?"
    assert splitting.split(mixed, 1, BELA).number == 3


def test_its_files_go_with_it_and_each_is_seen_through_its_own_request(client, mixed):
    new = splitting.split(mixed, 3, BELA)
    first, second = (read(client, ticket)["messages"][n]["files"][0] for ticket, n in ((mixed, 2), (new, 0)))
    assert first["id"] != second["id"] and {**first, "id": 0} == {**second, "id": 0}
    for file in (first, second):
        assert client.get(f"/api/v1/acme/files/{file['id']}", headers=visitor("alice")).data == b"canary-file"
        assert client.get(f"/api/v1/acme/files/{file['id']}", headers=visitor("dana")).status_code == 404
    bela = Desk(client.application, agents.add("bela@acme.test", "Bela", [("acme", "first")]).email)
    assert bela.get(f"acme/tickets/{new.id}/files/{second['id']}").data == b"canary-file"
    assert bela.get(f"acme/tickets/{new.id}/files/{first['id']}").status_code == bela.get(f"acme/tickets/{mixed.id}/files/{second['id']}").status_code == 404
    uploads.drop(first["id"])
    assert client.get(f"/api/v1/acme/files/{second['id']}", headers=visitor("alice")).data == b"canary-file"


def test_without_its_file_nothing_is_split(client, mixed):
    uploads.drop(read(client, mixed)["messages"][2]["files"][0]["id"])
    with pytest.raises(Unavailable):
        splitting.split(mixed, 3, BELA)
    assert db.session.query(Ticket).count() == 1 and mixed.last_n == 3


def test_the_person_is_told_in_their_language_by_one_letter_and_the_team_too(client, mixed):
    mixed.requester.email, mixed.requester.email_confirmed_at = "noa@example.com", mixed.opened_at
    db.session.commit()
    before = {letter.id for letter in db.session.query(OutgoingLetter)}
    splitting.split(mixed, 3, BELA, subject="Members")
    new = {letter.recipient: email.message_from_bytes(letter.raw, policy=email.policy.default) for letter in db.session.query(OutgoingLetter) if letter.id not in before}
    assert set(new) == {"noa@example.com"}, "the team of money has no mailbox"
    text = new["noa@example.com"].get_body(("plain",)).get_content()
    assert new["noa@example.com"]["Subject"] == "[#2] Members" and "export the members" in text and "מדובר בעניין אחר" in text and "list.txt" in text and "16:00" in text


@pytest.mark.parametrize("n", [2, 4, 9])
def test_a_line_of_others_is_not_split_off(mixed, n):
    handling.answer(mixed, BELA, "Bela", "A note.", note=True)
    with pytest.raises(BadRequest):
        splitting.split(mixed, n, BELA)
    assert db.session.query(Ticket).count() == 1


def test_once_and_not_by_who_has_not_seen_the_newest(mixed):
    with pytest.raises(Stale):
        splitting.split(mixed, 3, BELA, 2)
    splitting.split(mixed, 3, BELA, 3)
    with pytest.raises(Conflict, match="Message 3 is request #2 already"):
        splitting.split(mixed, 3, BELA)
    assert db.session.query(Ticket).count() == 2


def test_the_door_tells_the_new_request(app, mixed):
    bela = Desk(app, agents.add("bela@acme.test", "Bela", [("acme", "first")]).email)
    told = bela.post(f"acme/tickets/{mixed.id}/split", {"n": 3, "seen": 3}).get_json()
    assert (told["number"], told["status"], told["last_n"]) == (2, "new", 2)
    assert bela.post(f"acme/tickets/{mixed.id}/split", {"n": 0, "seen": 4}).status_code == 400
