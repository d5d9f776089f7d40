"""Several tickets on one problem: those of one person are joined, those of others share a cause, and nobody sees another's words."""

import pytest
from cast import product, visitor
from material import SITE

from askaside.core.db import db
from askaside.core.errors import Conflict
from askaside.mail.models import OutgoingLetter
from askaside.tickets import handling, joining, journal, queries, watch
from askaside.tickets.models import Ticket, TicketChange

TICKETS = "/api/v1/acme/tickets"
BELA = "agent:bela"


@pytest.fixture(autouse=True)
def post_office(app):
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"


def opened(client, who, body="canary-alice", **more):
    return db.session.get(Ticket, client.post(TICKETS, json={"body": body, "locale": "en", **more}, headers=visitor(who)).get_json()["id"])


def read(client, ticket, who):
    return client.get(f"{TICKETS}/{ticket.id}", headers=visitor(who)).get_json()


def test_two_of_one_person_become_one_and_what_comes_to_either_comes_there(client):
    first, second = opened(client, "alice"), opened(client, "alice", "It still does not print.")
    joining.merge(second, first, BELA)
    told = read(client, second, "alice")
    assert told["status"] == "closed"
    assert told["messages"][-1] == {**told["messages"][-1], "author": {"kind": "system", "name": ""}, "body": "This goes on in your request #1: what you write here comes there."}
    assert read(client, first, "alice")["messages"][-1]["body"] == "Your request #2 was joined to this one."
    assert [(one.number, next(line.body for line in lines)) for one, lines in queries.joined(first)] == [(2, "It still does not print.")]
    sent = client.post(f"{TICKETS}/{second.id}/messages", json={"body": "And now?", "seen": 1}, headers=visitor("alice"))
    assert sent.status_code == 201
    assert read(client, first, "alice")["messages"][-1]["body"] == "And now?"
    assert len(read(client, second, "alice")["messages"]) == 2
    assert client.post(f"{TICKETS}/{second.id}/reopen", json={}, headers=visitor("alice")).get_json()["code"] == "conflict"


def test_what_was_joined_is_news_of_both(client, time):
    time.at("2026-11-22T10:00:00+00:00")
    first, second = opened(client, "alice"), opened(client, "alice")
    time.at("2026-11-22T11:00:00+00:00")
    joining.merge(second, first, BELA)
    assert [read(client, ticket, "alice")["changed_at"][11:16] for ticket in (first, second)] == ["11:00", "11:00"]
    assert [read(client, ticket, "alice")["progress"][2]["at"] is None for ticket in (first, second)] == [True, False]
    assert [(one.what, one.by, one.after) for one in db.session.query(TicketChange).filter_by(ticket_id=first.id).filter(TicketChange.by == BELA)] == [("joined", BELA, "#2")]


def test_what_was_joined_before_leads_to_where_it_goes_on(client):
    first, second, third = (opened(client, "alice", f"No {n}") for n in range(3))
    joining.merge(first, second, BELA)
    joining.merge(second, third, BELA)
    client.post(f"{TICKETS}/{first.id}/messages", json={"body": "Where am I?"}, headers=visitor("alice"))
    assert read(client, third, "alice")["messages"][-1]["body"] == "Where am I?"


def test_those_of_two_people_are_never_joined(client):
    first, second = opened(client, "alice"), opened(client, "bob", "canary-bob")
    with pytest.raises(Conflict):
        joining.merge(second, first, BELA)
    assert "canary-bob" not in str(read(client, first, "alice")) and read(client, second, "bob")["status"] == "new"


@pytest.mark.parametrize("case", ["itself", "solved", "joined"])
def test_what_cannot_be_joined_is_refused(client, case):
    first, second, third = (opened(client, "alice", f"No {n}") for n in range(3))
    if case == "solved":
        handling.answer(first, BELA, "Bela", "Done.", solve=True)
    if case == "joined":
        joining.merge(first, third, BELA)
    with pytest.raises(Conflict):
        joining.merge(second, second if case == "itself" else first, BELA)
    assert read(client, second, "alice")["status"] == "new"


def test_those_of_the_same_cause_are_solved_with_it_and_told_in_their_own_language(client):
    cause, hers, his = opened(client, "alice"), opened(client, "bob", "canary-bob", locale="he"), opened(client, "carl", "canary-carl")
    for ticket in (hers, his):
        joining.link(ticket, cause, BELA)
    handling.answer(his, BELA, "Bela", "Solved already.", solve=True)
    handling.answer(cause, BELA, "Bela", "canary-answer: the printer is back.", solve=True)
    told = read(client, hers, "bob")
    assert told["status"] == "solved" and told["messages"][-1]["author"]["kind"] == "system" and "הגורם" in told["messages"][-1]["body"]
    assert "canary-a" not in str(told)
    assert len(read(client, his, "carl")["messages"]) == 2   # who was told before is told once
    db.session.refresh(hers)
    assert hers.solved_at and hers.paused_at


@pytest.fixture
def shared(client, app):
    """`shared(count)` → a cause, and the requests of so many people that are linked to it."""
    app.limits.spend = lambda *_: None

    def make(count):
        cause = opened(client, "alice")
        return cause, [joining.link(opened(client, f"person {n}"), cause, BELA) for n in range(count)]

    return make


def test_many_are_told_bit_by_bit_each_once(client, shared, monkeypatch):
    monkeypatch.setattr(joining, "AT_ONCE", 3)
    cause, others = shared(8)
    handling.answer(cause, BELA, "Bela", "The printer is back.", solve=True)
    assert [one.last_n for one in others] == [2, 2, 2, 1, 1, 1, 1, 1]
    assert client.post(f"{TICKETS}/{others[0].id}/reopen", headers=visitor("person 0")).status_code == 200   # is not told once more
    assert [(watch.run(["acme"]), sum(one.last_n for one in others) - 8) for _ in range(3)] == [(1, 6), (1, 8), (0, 8)]
    assert others[0].status == "open" and {(one.status, one.last_n) for one in others[1:]} == {("solved", 2)}


def test_what_was_reopened_meanwhile_is_told_to_nobody_more(client, shared, monkeypatch):
    monkeypatch.setattr(joining, "AT_ONCE", 2)
    cause, others = shared(4)
    handling.answer(cause, BELA, "Bela", "The printer is back.", solve=True)
    assert client.post(f"{TICKETS}/{cause.id}/reopen", headers=visitor("alice")).status_code == 200
    assert (watch.run(["acme"]), watch.run(["acme"])) == (1, 0)
    assert [one.status for one in others] == ["solved", "solved", "new", "new"]
    handling.answer(cause, BELA, "Bela", "Now it is.", solve=True)
    assert [one.status for one in others] == ["solved"] * 4


def test_a_signed_in_person_gets_a_letter_of_what_was_joined(client):
    headers = product()(sub="bob", email="bob@acme.test")
    first, second = (db.session.get(Ticket, client.post(TICKETS, json={"body": body, "locale": "en"}, headers=headers).get_json()["id"]) for body in ("Mine.", "Mine, too."))
    joining.merge(second, first, BELA)
    last = db.session.query(OutgoingLetter).filter_by(recipient="bob@acme.test").order_by(OutgoingLetter.posted_at.desc()).first()
    assert "This goes on in your request #1" in last.raw.decode().replace("=\r\n", "")


def test_an_outage_that_was_joined_to_another_request_rings_no_more(client):
    first, second = opened(client, "alice"), opened(client, "alice", outage=True)
    joining.merge(second, first, BELA)
    assert watch.run(["acme"]) == 0


def test_an_outage_that_was_solved_with_its_cause_rings_no_more_though_it_comes_back(client):
    cause, outage = opened(client, "alice"), opened(client, "bob", outage=True)
    joining.link(outage, cause, BELA)
    handling.answer(cause, BELA, "Bela", "The printer is back.", solve=True)
    assert client.post(f"{TICKETS}/{outage.id}/reopen", headers=visitor("bob")).get_json()["status"] == "open"
    assert watch.run(["acme"]) == 0


def test_a_signed_in_person_gets_a_letter_of_it(client):
    sign = product()
    headers = sign(sub="bob", email="bob@acme.test")
    ticket = db.session.get(Ticket, client.post(TICKETS, json={"body": "Mine.", "locale": "en"}, headers=headers).get_json()["id"])
    cause = opened(client, "alice")
    joining.link(ticket, cause, BELA)
    handling.answer(cause, BELA, "Bela", "canary-answer", solve=True)
    last = db.session.query(OutgoingLetter).filter_by(recipient="bob@acme.test").order_by(OutgoingLetter.posted_at.desc()).first()
    assert "cause of your request has been removed" in last.raw.decode().replace("=\r\n", "") and "canary" not in last.raw.decode()


def test_two_that_join_crosswise_do_not_wait_for_each_other(client, monkeypatch):
    one, two = opened(client, "alice"), opened(client, "bob")
    locked = []
    monkeypatch.setattr(db.session, "refresh", lambda ticket, **_: locked.append(ticket.id), raising=False)
    journal.lock(one, two)
    journal.lock(two, one)
    assert locked == sorted({one.id, two.id}) * 2   # in one order, whoever names them how


def test_a_chain_of_causes_is_refused(client):
    a, b, c = (opened(client, who) for who in ("alice", "bob", "carl"))
    joining.link(b, a, BELA)
    for wrong, cause in ((c, b), (a, c), (a, a)):
        with pytest.raises(Conflict):
            joining.link(wrong, cause, BELA)


@pytest.mark.parametrize("status", ["solved", "closed"])
def test_one_that_is_done_shares_no_cause(client, status):
    a, b = opened(client, "alice"), opened(client, "bob")
    a.status = status
    db.session.commit()
    for wrong, cause in ((b, a), (a, b)):
        with pytest.raises(Conflict):
            joining.link(wrong, cause, BELA)


def test_requests_of_two_sites_share_no_cause(client, app, folder):
    folder.site(SITE, key="other")
    app.shelf.reread()
    ours = opened(client, "alice")
    theirs = db.session.get(Ticket, client.post("/api/v1/other/tickets", json={"body": "x", "locale": "en"}, headers=visitor("alice")).get_json()["id"])
    for wrong in (lambda: joining.link(ours, theirs, BELA), lambda: joining.merge(ours, theirs, BELA)):
        with pytest.raises(Conflict):
            wrong()
