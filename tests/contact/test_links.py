"""A signed link opens one request, for one holder, for one purpose; and a form of ours comes from our own page."""

import pytest
from cast import visitor
from material import SITE

from askaside.core.db import db
from askaside.core.errors import NotFound
from askaside.people import agents
from askaside.people.models import Requester
from askaside.tickets import access, keys
from askaside.tickets.models import Ticket

TEAM = '\n[[channels]]\nkind = "ticket"\n[[teams]]\nkey = "first"\nmail = "team@acme.test"\n'


@pytest.fixture(autouse=True)
def office(app, folder):
    folder.site(SITE + TEAM)
    folder.site(SITE + TEAM, key="other")
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "http://localhost"


def opened(client, who, body="canary-words", site="acme", **more):
    return db.session.get(Ticket, client.post(f"/api/v1/{site}/tickets", json={"body": body, "locale": "en", **more}, headers=visitor(who)).get_json()["id"])


def page(ticket, key, path="requests"):
    return f"/help/acme/en/{path}/{ticket.id}?key={key}"


def test_the_link_of_one_request_opens_no_other(client):
    mine, also_mine, theirs = opened(client, "alice"), opened(client, "alice"), opened(client, "bob")
    for purpose, holder, path in ((keys.REQUESTER, mine.requester_id, "requests"), (keys.TEAM, "first", "answer")):
        key = keys.sign(mine, purpose, holder)
        assert "canary-words" in client.get(page(mine, key, path)).text
        for ticket in (also_mine, theirs):
            answer = client.get(page(ticket, key, path))
            assert answer.status_code == 404 and "canary" not in answer.text


def test_a_link_that_is_signed_for_somebody_else_is_no_link_of_the_requester(client):
    alice, bob = opened(client, "alice"), opened(client, "bob")
    answer = client.get(page(alice, keys.sign(alice, keys.REQUESTER, bob.requester_id)))
    assert answer.status_code == 404 and "canary" not in answer.text


def test_a_receipt_confirms_the_address_of_its_own_requester_only(client):
    alice, bob = (opened(client, who, email="one@acme.test") for who in ("alice", "bob"))
    key = keys.sign(alice, keys.confirming("one@acme.test"), alice.requester_id)
    assert client.get(page(alice, key)).status_code == 200
    assert client.post(page(bob, key)).status_code == 404
    assert [row.email_confirmed_at for row in db.session.query(Requester)] == [None, None]


def test_the_gate_opens_nothing_of_another_site(client):
    ours, theirs = opened(client, "alice"), opened(client, "alice", site="other")
    second = opened(client, "alice", site="other")
    assert access.signed("acme", ours.id) is ours and access.numbered("other", 1) is theirs
    for refused in (lambda: access.signed("other", ours.id), lambda: access.numbered("acme", second.number)):
        with pytest.raises(NotFound):
            refused()


def test_the_team_is_shown_earlier_requests_of_this_person_and_of_nobody_else(client):
    opened(client, "bob", "canary-bob")
    opened(client, "alice", "The first of Alice")
    last = opened(client, "alice", "The second of Alice")
    text = client.get(page(last, keys.sign(last, keys.TEAM, "first"), "answer")).text
    assert "The first of Alice" in text and "canary-bob" not in text


def test_who_is_in_no_team_of_the_site_any_more_answers_no_letter(client):
    ticket, bela = opened(client, "alice"), agents.add("bela@acme.test", "Bela", [("acme", "first")])
    address = keys.reply_to(ticket, keys.agent(bela))
    assert keys.addressed([address]) == (ticket, keys.agent(bela))
    agents.add("bela@acme.test", "Bela", [("other", "first")])
    assert keys.addressed([address]) is None


@pytest.mark.parametrize("origin", ["null", "https://evil.test", "http://localhost.evil.test", "http://localhost:81", "x"])
def test_a_form_that_is_not_from_our_own_page_is_refused(client, origin):
    ticket = opened(client, "alice")
    for address in ("/help/acme/en/contact", page(ticket, keys.sign(ticket, keys.REQUESTER, ticket.requester_id)), page(ticket, keys.sign(ticket, keys.TEAM, "first"), "answer")):
        assert client.post(address, data={"body": "canary-evil", "secret": "A" * 43}, headers={"Origin": origin}).status_code == 400
    assert db.session.query(Ticket).count() == ticket.last_n == 1
