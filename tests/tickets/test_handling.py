"""What agents do: take, assign, hand over to the next tier; and the account's own agent, who gets its requests first."""

import re

import pytest
from cast import product, visitor
from material import SITE

from askaside.core.db import db
from askaside.core.errors import BadRequest, Conflict, NotFound, Stale
from askaside.mail.models import OutgoingLetter
from askaside.people import agents
from askaside.people.models import Agent
from askaside.tickets import handling
from askaside.tickets.models import Ticket, TicketChange

TICKETS = "/api/v1/acme/tickets"
TEAMS = """
[[teams]]
key = "first"
mail = "first@acme.test"
[[teams]]
key = "money"
modules = ["invoices"]
[[teams]]
key = "second"
tier = 2
mail = "second@acme.test"
"""


@pytest.fixture(autouse=True)
def teams(app, folder):
    folder.site(SITE + TEAMS)
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"


@pytest.fixture
def bela():
    return agents.add("Bela@acme.test ", "Bela", [("acme", "first")])


def opened(client, headers=None, body="canary-body", **more):
    return db.session.get(Ticket, client.post(TICKETS, json={"body": body, "locale": "en", **more}, headers=headers or visitor("alice")).get_json()["id"])


def letters(to):
    return [row.raw.decode().replace("=\r\n", "") for row in db.session.query(OutgoingLetter).filter_by(recipient=to).order_by(OutgoingLetter.posted_at)]


def test_who_gets_it_is_told_and_hears_what_comes(client, bela):
    ticket = opened(client)
    handling.assign(ticket, "agent:carl", bela)
    assert "This request is yours now." in letters("bela@acme.test")[0] and "canary-body" in letters("bela@acme.test")[0]
    before = len(letters("first@acme.test"))
    client.post(f"{TICKETS}/{ticket.id}/messages", json={"body": "canary-more"}, headers=visitor("alice"))
    assert "canary-more" in letters("bela@acme.test")[1]
    assert len(letters("first@acme.test")) == before   # the team is not told what one of them has
    assert [(one.before, one.after) for one in db.session.query(TicketChange).filter_by(what="assigned")] == [(None, "bela@acme.test")]


def test_who_answers_no_more_gets_nothing(client, bela):
    ticket = opened(client)
    handling.assign(ticket, "agent:carl", bela)
    agents.retire("bela@acme.test")
    client.post(f"{TICKETS}/{ticket.id}/messages", json={"body": "canary-more"}, headers=visitor("alice"))
    assert len(letters("bela@acme.test")) == 1
    assert "canary-more" in letters("first@acme.test")[-1]   # the team hears it instead


def test_who_comes_back_gets_letters_again(client, bela):
    agents.retire("bela@acme.test")
    ticket = opened(client)
    handling.assign(ticket, "agent:carl", agents.add("BELA@acme.test", "Bela", [("acme", "first")]))
    assert len(letters("bela@acme.test")) == 1 and db.session.query(Agent).count() == 1


@pytest.mark.parametrize("email", ["bela", "bela@", "@acme.test", "a@b@c", "be la@acme.test", "bela@acme.test\nBcc: x@y.test", "b" * 250 + "@acme.test"])
def test_what_is_no_address_makes_no_agent(app, email):
    with pytest.raises(BadRequest):
        agents.add(email.strip(), "Bela", [])


def test_an_account_that_is_not_known_at_this_site_has_no_agent(client, bela):
    opened(client, product()(account="choir"))
    for site, account in (("other", "choir"), ("acme", "orchestra")):
        with pytest.raises(NotFound):
            agents.manage("bela@acme.test", site, account)


def test_each_letter_of_a_request_holds_its_own_words(client, bela):
    opened(client, body="canary-other")
    ticket = opened(client)
    handling.assign(ticket, "agent:carl", bela)
    handling.escalate(ticket, "agent:bela", "Bela", "I do not know.")
    for to in ("bela@acme.test", "second@acme.test"):
        assert "canary-body" in letters(to)[0] and "canary-other" not in letters(to)[0]


def test_who_takes_it_has_it_and_the_team_takes_it_from_nobody(client, bela):
    ticket = opened(client)
    handling.take(ticket, "agent:bela", bela)
    assert (ticket.assignee, ticket.status) == (bela, "open")
    handling.take(ticket, "team:first")
    assert ticket.assignee is bela


def test_what_is_closed_is_given_to_nobody(client, bela):
    ticket = opened(client)
    handling.answer(ticket, "agent:bela", "Bela", "Done.", solve=True)
    ticket.status = "closed"
    db.session.commit()
    with pytest.raises(Conflict):
        handling.assign(ticket, "agent:carl", bela)
    assert ticket.assignee is None and letters("bela@acme.test") == []


def test_an_accounts_own_agent_gets_its_requests_first(client, bela):
    sign = product()
    first = opened(client, sign(sub="dana", account="choir"))
    assert first.assignee is None
    agents.manage("bela@acme.test", "acme", "choir")
    second = opened(client, sign(sub="erik", account="choir"), context={"module": "invoices", "url": "/invoices/1"})
    assert (second.assignee.name, second.team) == ("Bela", "first")   # who knows the account, rather than who knows the module
    assert len(letters("bela@acme.test")) == 1
    agents.retire("bela@acme.test")
    assert opened(client, sign(sub="dana", account="choir")).assignee is None


def test_an_accounts_agent_who_is_in_no_team_of_the_site_gets_nothing(client, app, folder):
    sign, dora = product(), agents.add("dora@acme.test", "Dora", [("other", "first")])
    opened(client, sign(account="choir"))
    agents.manage(dora.email, "acme", "choir")
    ticket = opened(client, sign(account="choir"))
    assert (ticket.assignee, ticket.team) == (None, "first") and letters("dora@acme.test") == []


def test_the_next_tier_gets_the_summary_and_the_requester_does_not_see_it(client, bela):
    ticket = opened(client)
    handling.assign(ticket, "agent:carl", bela)
    handling.escalate(ticket, "agent:bela", "Bela", "canary-summary: the paper is not it.")
    assert (ticket.team, ticket.assignee) == ("second", None)
    told = letters("second@acme.test")[0]
    assert "Bela hands this over to you" in told and "canary-summary" in told and "canary-body" in told
    assert "canary-summary" not in str(client.get(f"{TICKETS}/{ticket.id}", headers=visitor("alice")).get_json())
    with pytest.raises(Conflict):
        handling.escalate(ticket, "agent:bela", "Bela", "There is no third.")


def test_who_has_not_seen_the_newest_message_hands_nothing_over(client):
    ticket = opened(client)
    client.post(f"{TICKETS}/{ticket.id}/messages", json={"body": "It prints now."}, headers=visitor("alice"))
    with pytest.raises(Stale):
        handling.escalate(ticket, "agent:bela", "Bela", "It does not print.", seen=1)
    assert ticket.team == "first"


@pytest.mark.parametrize("act", [
    lambda ticket: handling.take(ticket, "a"), lambda ticket: handling.hold(ticket, "a", "why"), lambda ticket: handling.release(ticket, "a"),
    lambda ticket: handling.escalate(ticket, "a", "A", "why")])
def test_with_what_is_solved_none_of_it_can_be_done(client, act):
    ticket = opened(client)
    handling.answer(ticket, "a", "A", "Done.", solve=True)
    with pytest.raises(Conflict):
        act(ticket)
    assert ticket.status == "solved"


# --- by the page of a signed link ------------------------------------------------------------------------------------

def link(to):
    raw = letters(to)[-1]
    return re.search(r"https://help\.acme\.test(/help/acme/en/answer/[\w?=.%-]+)", raw.replace("=3D", "="))[1]


def status_of(client, ticket):
    return client.get(f"{TICKETS}/{ticket.id}", headers=visitor("alice")).get_json()["status"]


def test_all_of_it_can_be_done_by_the_page_of_the_teams_letter(client):
    ticket, other = opened(client), opened(client, body="canary-other")
    page = link("first@acme.test").replace(other.id, ticket.id)
    assert client.get(page).status_code == 404   # the link of one request opens no other
    page = link("first@acme.test")
    assert "Earlier requests" in client.get(page).text
    for what, expected in (("take", "open"), ("wait", "pending"), ("release", "open"), ("hold", "on_hold"), ("escalate", "on_hold"), ("reply", "open")):
        assert client.post(page, data={"do": what, "body": "canary-words", "name": "Bela"}).status_code == 303, what
        assert status_of(client, other) == expected, what
    refused = client.post(page, data={"do": "escalate", "body": "Once more."})
    assert refused.status_code == 409 and "no team of a higher tier" in refused.text and "Once more." in refused.text
    assert client.post(page, data={"do": "merge", "other": "77"}).status_code == 409
    assert client.post(page, data={"do": "fly", "body": "x"}).status_code == 409
    assert client.post(page, data={"do": "merge", "other": str(ticket.number)}).status_code == 303
    assert status_of(client, other) == "closed"


def test_by_their_own_link_an_agent_is_known_until_they_answer_no_more(client, bela):
    ticket = opened(client)
    handling.assign(ticket, "agent:carl", bela)
    page = link("bela@acme.test")
    assert client.post(page, data={"do": "reply", "body": "Yes.", "name": "canary-somebody"}).status_code == 303
    assert client.get(f"{TICKETS}/{ticket.id}", headers=visitor("alice")).get_json()["messages"][-1]["author"] == {"kind": "agent", "name": "Bela"}
    assert client.post(link("first@acme.test"), data={"do": "reply", "body": "Yes, indeed.", "name": "Dora"}).status_code == 303
    assert [change.by for change in db.session.query(TicketChange).filter_by(what="answered").order_by(TicketChange.id)] == ["agent:bela@acme.test", "team:first"]
    agents.retire("bela@acme.test")
    assert client.get(page).status_code == 404 and client.post(page, data={"body": "Yes."}).status_code == 404
