"""What is sent again is the same, however late: a browser may keep for days what it could not send, or what it heard no answer to."""

from datetime import timedelta

import pytest
from cast import visitor

from askaside.core import clock, idempotency
from askaside.core.db import db
from askaside.tickets import joining
from askaside.tickets.models import Ticket, TicketMessage

TICKETS = "/api/v1/acme/tickets"
BODY = {"body": "I cannot issue an invoice.", "locale": "en"}
KEY = {"Idempotency-Key": "0123456789"}


def post(client, path="", who="alice", key=KEY, site="acme", **more):
    return client.post(f"/api/v1/{site}/tickets{path}", json={**({} if path else BODY), **more}, headers={**visitor(who), **key})


@pytest.fixture
def days_later(time):
    """`days_later()`: three days have gone by, and whole answers are forgotten."""
    time.at("2026-11-22T10:00+00:00")

    def later():
        clock.at(clock.now() + timedelta(days=3))
        idempotency.forget()
        assert db.session.query(idempotency.FirstAnswer).count() == 0
        db.session.rollback()

    return later


def test_a_request_that_is_sent_again_after_days_is_the_one_that_is_there(client, days_later):
    first = post(client).get_json()
    days_later()
    again = post(client)
    assert (again.status_code, again.get_json()["id"], again.get_json()["number"]) == (201, first["id"], first["number"])
    assert db.session.query(Ticket).count() == db.session.query(TicketMessage).count() == 1


def test_a_reply_that_is_sent_again_after_days_is_the_line_that_is_there(client, days_later):
    path = f"/{post(client, key={}).get_json()['id']}/messages"
    first = post(client, path, body="And now?", seen=1).get_json()
    post(client, path, body="Later words.", key={})
    days_later()
    again = post(client, path, body="And now?", seen=1)   # not stale: it is no news
    assert (again.status_code, again.get_json()) == (201, first)
    assert db.session.query(TicketMessage).count() == 3


def test_a_reply_is_the_same_also_where_its_request_was_joined_to_another_meanwhile(client, days_later):
    into, ticket = (post(client, key={}).get_json()["id"] for _ in range(2))
    post(client, f"/{ticket}/messages", body="And now?")
    joining.merge(*(db.session.get(Ticket, id_) for id_ in (ticket, into)), "agent:bela")
    days_later()
    assert post(client, f"/{ticket}/messages", body="And now?").status_code == 201
    assert db.session.query(TicketMessage).filter_by(body="And now?").count() == 1


def test_other_words_with_an_old_key_are_refused_and_not_swallowed(client, days_later):
    ticket = post(client).get_json()["id"]
    post(client, f"/{ticket}/messages", body="And now?", key={"Idempotency-Key": "another-key"})
    days_later()
    for path, key in (("", KEY), (f"/{ticket}/messages", {"Idempotency-Key": "another-key"})):
        answer = post(client, path, body="Something else.", key=key)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotency_conflict")


def test_a_key_is_its_callers_its_sites_and_its_requests_own(client, app, folder, days_later):
    folder.write("other/site.toml", (folder.path / "acme/site.toml").read_text())
    app.shelf.reread()
    mine = post(client).get_json()["id"]
    days_later()
    others = [post(client, who="bob").get_json()["id"], post(client, site="other").get_json()["id"]]
    assert len({mine, *others}) == 3
    second = post(client, key={}).get_json()["id"]
    for ticket in (mine, second):
        days_later()
        assert post(client, f"/{ticket}/messages", body=BODY["body"]).get_json()["n"] == 2


def test_a_form_that_a_browser_sends_again_after_days_is_one_request(client, app, folder, days_later):
    folder.site((folder.path / "acme/site.toml").read_text() + '[[channels]]\nkind = "ticket"\n')
    app.shelf.reread()
    data = {"secret": visitor("x")["Authorization"].split()[1], "body": "It does not print."}
    first = client.post("/help/acme/en/contact", data=data)
    days_later()
    again = client.post("/help/acme/en/contact", data=data)
    assert first.status_code == again.status_code == 303
    assert again.headers["Location"].split("?")[0] == first.headers["Location"].split("?")[0]
    assert db.session.query(Ticket).count() == 1
