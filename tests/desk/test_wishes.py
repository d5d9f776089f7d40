"""A wish is shown to everybody from the desk: by a form without JavaScript, and over HTTP."""

import pytest
from cast import visitor
from desk_material import Desk, browser, hidden, opened

from askaside.core.db import db
from askaside.people import agents
from askaside.tickets import wishes

pytestmark = pytest.mark.usefixtures("office")
CHANGES = "/api/v1/acme/changes"
NASTY = "<script>alert(1)</script> {{ 7 * 7 }}"


def act(bela, ticket, **told):
    page = f"/desk/acme/tickets/{ticket.id}"
    return bela.post(page, data={**hidden(bela.get(page).text), **told})


def shown(client):
    return [(row["title"], row["count"]) for row in client.get(CHANGES).get_json()["changes"]]


def test_a_title_is_given_changed_and_taken_back_by_the_form(client, app, first):
    bela, ticket = browser(app, first.email), opened(client, kind="change")
    page = bela.get(f"/desk/acme/tickets/{ticket.id}").text
    assert 'value="publish"' in page and 'value="unpublish"' not in page
    assert act(bela, ticket, do="publish", title=NASTY).status_code == 303
    assert shown(client) == [(NASTY, 1)]
    page = bela.get(f"/desk/acme/tickets/{ticket.id}").text
    assert 'value="unpublish"' in page and "Shown to others as" in page and "<script>alert" not in page and "{{ 7 * 7 }}" in page
    assert act(bela, ticket, do="publish", title=" ").status_code == act(bela, ticket, do="publish", title="x" * 121).status_code == 409
    assert shown(client) == [(NASTY, 1)]
    assert act(bela, ticket, do="unpublish", title="").status_code == 303
    assert shown(client) == []


def test_the_form_stands_where_there_is_something_to_show(client, app, first):
    bela, wish = browser(app, first.email), wishes.publish(opened(client, kind="change"), "agent:bela", "A dark mode")
    assert client.post(f"{CHANGES}/{wish.id}/me-too", json={"locale": "en"}, headers=visitor("bob")).status_code == 201
    for ticket, there in ((opened(client, "carl", kind="fault"), False), (opened(client, "dora", kind="question"), True), (wish, True)):
        assert ('value="publish"' in bela.get(f"/desk/acme/tickets/{ticket.id}").text) is there
    agents.add("olga@acme.test", "Olga", (), [("acme", "observer")])
    assert 'value="publish"' not in browser(app, "olga@acme.test").get(f"/desk/acme/tickets/{wish.id}").text
    page = bela.get(f"/desk/acme/tickets/{wish.id}").text
    assert "<dt>Others who wish for it</dt><dd dir=\"auto\">1</dd>" in page and "Solved with this one" in page


def test_over_http_it_is_told_how_many_others_wish_for_it(client, app, first):
    bela, ticket = Desk(app, first.email), opened(client)
    path = f"acme/tickets/{ticket.id}"
    assert bela.post(f"{path}/public", {"seen": 0, "title": "A dark mode"}).get_json()["code"] == "stale"
    told = bela.post(f"{path}/public", {"seen": 1, "title": " A dark\nmode "}).get_json()
    assert (told["public_title"], told["kind"]) == ("A dark mode", "change")
    for who in ("bob", "carl"):
        client.post(f"{CHANGES}/{ticket.id}/me-too", json={"locale": "en"}, headers=visitor(who))
    told = bela.get(path).get_json()
    assert (told["others_wish"], [row["subject"] for row in told["caused"]]) == (2, ["A dark mode"] * 2)
    mine = db.session.get(type(ticket), told["caused"][0]["id"])
    assert bela.get(f"acme/tickets/{mine.id}").get_json()["cause"]["id"] == ticket.id
    assert bela.post(f"acme/tickets/{mine.id}/public", {"seen": 1, "title": "Mine"}).get_json()["code"] == "conflict"
    for wrong in ({"title": ""}, {"title": " "}, {"title": "x" * 121}, {}):
        assert bela.post(f"{path}/public", {"seen": 1, **wrong}).get_json()["code"] == "bad_request", wrong
    assert bela.post(f"{path}/public", {"seen": 1, "title": None}).get_json()["public_title"] is None and shown(client) == []
