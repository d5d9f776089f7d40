"""What others wish for stands below the form without JavaScript: one press, and what was written goes along."""

import pytest
from cast import visitor
from material import SITE

from askaside.core.db import db
from askaside.tickets import handling, wishes
from askaside.tickets.models import Ticket, TicketMessage
from askaside.tickets.schemas import MOST_TEXT

CONTACT = "/help/acme/en/contact"
CHANNEL = """
[[channels]]
kind = "ticket"
"""


@pytest.fixture
def wish(client, app, folder):
    folder.site(SITE + CHANNEL)
    app.shelf.reread()
    id_ = client.post("/api/v1/acme/tickets", json={"body": "canary-body", "name": "canary-name", "kind": "change", "locale": "en"}, headers=visitor("alice")).get_json()["id"]
    return wishes.publish(db.session.get(Ticket, id_), "agent:bela", "A <b>dark</b> mode")


def press(client, wish, secret="A" * 43, **told):
    return client.post(CONTACT, data={"secret": secret, "wish": wish, **told})


def test_the_list_is_short_and_holds_no_words_of_others(client, wish):
    page = client.get(CONTACT).text
    assert "What others wish for" in page and "A &lt;b&gt;dark&lt;/b&gt; mode" in page and "1 person" in page and "canary" not in page
    assert page.index('class="main"') < page.index('name="wish"')   # Enter in a field sends the form
    for n in range(6):
        id_ = client.post("/api/v1/acme/tickets", json={"body": "x", "locale": "en"}, headers=visitor(f"v{n}")).get_json()["id"]
        wishes.publish(db.session.get(Ticket, id_), "agent:bela", f"Wish {n}")
    assert client.get(CONTACT).text.count('name="wish"') == 5
    for row in client.get("/api/v1/acme/changes").get_json()["changes"]:
        wishes.publish(db.session.get(Ticket, row["id"]), "agent:bela", None)
    assert "What others wish for" not in client.get(CONTACT).text


def test_one_press_leads_to_a_request_that_waits_with_the_others(client, wish):
    answer = press(client, wish.id, name="Bob", body="At night.")
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "Me too.\n\nAt night." in page and "You will be told when it is there." in page and "canary" not in page
    assert press(client, wish.id, name="Bob", body="At night.").headers["Location"] == answer.headers["Location"]
    ticket = db.session.query(Ticket).filter_by(cause_id=wish.id).one()
    assert (ticket.requester.name, ticket.status) == ("Bob", "on_hold")
    assert press(client, wish.id, secret="B" * 43).status_code == 303   # without a word of their own
    handling.answer(wish, "agent:bela", "Bela", "Done.", solve=True)
    assert "What you wished for is there" in client.get(answer.headers["Location"]).text


def test_what_is_no_longer_on_the_list_keeps_what_was_written(client, wish):
    wishes.publish(wish, "agent:bela", None)
    answer = press(client, wish.id, body="At night.")
    assert answer.status_code == 400 and "no longer on the list" in answer.text and ">At night.</textarea>" in answer.text
    assert press(client, wish.id, body="x" * (MOST_TEXT + 1)).status_code == 400
    assert press(client, wish.id, email="nobody").status_code == 400
    assert db.session.query(TicketMessage).count() == 1
