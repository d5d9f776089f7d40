"""The clocks of a ticket: what starts, stops and pauses them; what is missed is claimed once, told, and handed over."""

from datetime import datetime

import pytest
from cast import visitor
from material import SITE

from askaside.core.db import db, transaction
from askaside.mail.models import OutgoingLetter
from askaside.tickets import handling, watch
from askaside.tickets.models import Ticket, TicketChange, TicketMessage

TICKETS = "/api/v1/acme/tickets"
ALICE = visitor("alice")
TABLES = """
[calendars.office]
zone = "Asia/Jerusalem"
week = { sun-thu = ["09:00-17:00"] }
[[teams]]
key = "first"
mail = "first@acme.test"
[[teams]]
key = "second"
tier = 2
mail = "second@acme.test"
[calendars.round]
zone = "UTC"
always = true
[sla.default]
hours = "office"
outage_hours = "round"
first_response = { question = "2h", outage = "1h" }
next_response = { question = "3h", outage = "1h" }
resolution = { question = "16h" }
"""


@pytest.fixture(autouse=True)
def watched(app, folder, time):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"
    time.at(at("22T10:00"))   # a Sunday


def at(text):
    return f"2026-11-{text}+02:00"


def local(moment):
    """A due time as the wall clock in Israel shows it."""
    return moment.astimezone(datetime.fromisoformat(at("22T00:00")).tzinfo).strftime("%dT%H:%M")


@pytest.fixture
def ticket(client):
    id_ = client.post(TICKETS, json={"body": "How do I print?", "locale": "en", "name": "Alice"}, headers=ALICE).get_json()["id"]
    return db.session.get(Ticket, id_)


def agent(ticket, **how):
    return handling.answer(ticket, "agent:bela", "Bela", "Have you tried the other printer?", **how)


def reply(client, ticket):
    assert client.post(f"{TICKETS}/{ticket.id}/messages", json={"body": "No."}, headers=ALICE).status_code == 201
    db.session.refresh(ticket)


def letters(to):
    return db.session.query(OutgoingLetter).filter_by(recipient=to).count()


def changes(what):
    return db.session.query(TicketChange).filter_by(what=what).all()


def test_an_answer_is_owed_from_each_line_that_comes_after_one(client, ticket, time):
    agent(ticket)
    assert ticket.next_response_due_at is None
    time.at(at("22T12:00"))
    reply(client, ticket)
    time.at(at("22T13:00"))
    reply(client, ticket)   # it does not begin anew
    assert local(ticket.next_response_due_at) == "22T15:00"
    assert client.get(f"{TICKETS}/{ticket.id}", headers=ALICE).get_json()["answer_by_at"] == "2026-11-22T13:00:00.000Z"
    agent(ticket)
    assert ticket.next_response_due_at is None


def test_who_writes_before_the_first_answer_waits_for_that_one(client, ticket):
    reply(client, ticket)
    assert ticket.next_response_due_at is None and local(ticket.first_response_due_at) == "22T12:00"


def test_the_resolution_stands_still_while_the_requester_has_to_act(client, ticket, time):
    assert local(ticket.resolution_due_at) == "24T10:00"
    time.at(at("22T12:00"))
    agent(ticket, wait=True)
    assert ticket.status == "pending"
    time.at(at("25T12:00"))
    assert watch.run(["acme"]) == 0   # nothing is late: it waits for them
    reply(client, ticket)
    assert (ticket.status, ticket.paused_at) == ("open", None)
    assert local(ticket.resolution_due_at) == "29T10:00"   # 14 hours were left: 5 today, 8 on Thursday, 1 on Sunday


def test_what_stands_still_or_is_done_owes_nothing(ticket, time):
    time.at(at("22T11:00"))
    agent(ticket)
    assert local(ticket.due_at) == "24T10:00"
    agent(ticket, wait=True)
    assert ticket.due_at is None
    time.at(at("22T12:00"))
    handling.hold(ticket, "agent:bela", "The bank has to answer.")   # it stood still before
    time.at(at("22T13:00"))
    agent(ticket)   # who answers goes on with it
    assert (ticket.status, ticket.paused_at, local(ticket.due_at)) == ("open", None, "24T12:00")
    agent(ticket, solve=True)
    assert ticket.due_at is None


def test_what_was_late_before_it_stood_still_gets_no_time_back(client, ticket, time):
    time.at(at("25T10:00"))
    agent(ticket, wait=True)
    time.at(at("26T10:00"))
    reply(client, ticket)
    assert local(ticket.resolution_due_at) == "24T10:00"


def test_an_outage_is_owed_the_next_answer_round_the_clock(client, time):
    time.at(at("22T03:00"))
    id_ = client.post(TICKETS, json={"body": "Nobody can sell.", "locale": "en", "outage": True}, headers=ALICE).get_json()["id"]
    ticket = db.session.get(Ticket, id_)
    agent(ticket)
    reply(client, ticket)
    assert local(ticket.next_response_due_at) == "22T04:00"


def test_where_the_promise_is_gone_from_the_site_the_request_goes_on(client, ticket, app, folder, time):
    folder.site(SITE)
    app.shelf.reread()
    agent(ticket, wait=True)
    time.at(at("23T10:00"))
    reply(client, ticket)
    assert (ticket.status, ticket.next_response_due_at, local(ticket.resolution_due_at)) == ("open", None, "25T10:00")   # by the wall clock


def test_what_waits_for_somebody_else_goes_on_when_it_is_released(ticket, time, client):
    time.at(at("22T12:00"))
    handling.hold(ticket, "agent:bela", "The bank has to answer.")
    time.at(at("23T12:00"))
    reply(client, ticket)
    assert ticket.status == "on_hold" and ticket.paused_at   # who asks again does not make the bank answer
    handling.release(ticket, "agent:bela")
    assert ticket.status == "open" and local(ticket.resolution_due_at) == "25T10:00"
    assert "bank" not in str(client.get(f"{TICKETS}/{ticket.id}", headers=ALICE).get_json())


def test_reopened_it_has_the_time_that_was_left(client, ticket, time):
    time.at(at("22T11:00"))
    agent(ticket, solve=True)
    time.at(at("25T09:00"))
    assert client.post(f"{TICKETS}/{ticket.id}/reopen", json={}, headers=ALICE).status_code == 200
    db.session.refresh(ticket)
    assert local(ticket.resolution_due_at) == "26T16:00"   # 15 hours
    assert local(ticket.next_response_due_at) == "25T12:00"


def test_what_is_missed_is_claimed_once_told_and_handed_over(ticket, time):
    time.at(at("22T11:59"))
    assert watch.run(["acme"]) == 0
    time.at(at("22T12:00"))
    assert watch.run(["acme"]) == 1
    db.session.refresh(ticket)
    assert ticket.first_response_breached_at and ticket.team == "second"
    assert [change.before for change in changes("breached")] == ["first_response"]
    assert [(change.by, change.before, change.after) for change in changes("escalated")] == [("system", "first", "second")]
    assert letters("first@acme.test") == 2 and letters("second@acme.test") == 1   # new, late; handed over
    assert watch.run(["acme"]) == 0
    assert [line.note for line in db.session.query(TicketMessage).order_by(TicketMessage.n)] == [False, True]   # the requester is not told of it


def test_a_solution_that_is_late_is_a_miss_and_one_that_stands_still_is_not(client, ticket, time):
    other = db.session.get(Ticket, client.post(TICKETS, json={"body": "Another one.", "locale": "en"}, headers=ALICE).get_json()["id"])
    for one in (ticket, other):
        agent(one)
    handling.hold(other, "agent:bela", "The bank has to answer.")
    reply(client, other)   # an answer is owed though it stands still
    time.at(at("24T10:00"))
    assert watch.run(["other"]) == watch.run([]) == 0
    watch.run(["acme"])
    assert sorted((change.ticket_id == ticket.id, change.before) for change in changes("breached")) == [(False, "next_response"), (True, "resolution")]


def test_an_outage_that_the_clock_hands_over_rings_on(client, time):
    client.post(TICKETS, json={"body": "Nobody can sell.", "locale": "en", "outage": True}, headers=ALICE)
    for minute, alarms in (("11:00", 1), ("11:05", 2), ("11:10", 3)):
        time.at(at(f"22T{minute}"))
        watch.run(["acme"])
        row = db.session.query(Ticket).filter_by(severity="outage").populate_existing().one()
        assert (row.team, row.alarms) == ("second", alarms)


def test_two_processes_that_see_it_at_once_tell_it_once(ticket, time):
    time.at(at("22T13:00"))
    now = datetime.fromisoformat(at("22T13:00"))
    won = []
    for _ in range(2):   # both have read that it is late
        with transaction():
            won.append(watch._breach(ticket.id, watch._late("first_response", now), "first_response", now))
    assert won == [True, False]
    assert len(changes("breached")) == 1


def test_one_that_fails_holds_up_no_other(client, ticket, time, monkeypatch):
    other = client.post(TICKETS, json={"body": "Another one.", "locale": "en"}, headers=visitor("bob")).get_json()["id"]
    whole = handling.escalate

    def breaks(late, *rest, **more):
        if late.id == ticket.id:
            raise RuntimeError("broken")
        return whole(late, *rest, **more)

    monkeypatch.setattr(handling, "escalate", breaks)
    time.at(at("22T13:00"))
    assert watch.run(["acme"]) == 1
    assert [db.session.get(Ticket, id_).team for id_ in (ticket.id, other)] == ["first", "second"]
    assert db.session.get(Ticket, ticket.id).first_response_breached_at is None   # nothing of it is half done; it is tried again
    monkeypatch.undo()
    time.at(at("22T13:01"))
    assert watch.run(["acme"]) == 1


def test_late_again_after_an_answer_is_another_miss(client, ticket, time):
    agent(ticket)
    reply(client, ticket)
    time.at(at("22T14:00"))
    watch.run(["acme"])
    agent(ticket)
    reply(client, ticket)
    time.at(at("23T10:00"))
    watch.run(["acme"])
    assert [change.before for change in changes("breached")] == ["next_response", "next_response"]


def test_what_stays_solved_is_closed_after_two_weeks_and_can_be_reopened(client, ticket, time):
    agent(ticket, solve=True)
    time.at("2026-12-06T09:59+02:00")
    watch.run(["acme"])
    assert client.get(f"{TICKETS}/{ticket.id}", headers=ALICE).get_json()["status"] == "solved"
    time.at("2026-12-06T10:00+02:00")
    assert [watch.run(["acme"]) for _ in range(2)] == [1, 0]
    assert [(change.by, change.before, change.after) for change in changes("closed")] == [("system", "solved", "closed")]
    assert client.get(f"{TICKETS}/{ticket.id}", headers=ALICE).get_json()["status"] == "closed"
    assert client.post(f"{TICKETS}/{ticket.id}/reopen", json={}, headers=ALICE).get_json()["status"] == "open"
