"""What may be the answer: articles on the last line of who asks, in their language, and which of them they read before."""

import pytest
from cast import visitor
from desk_material import Desk, opened

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def bela(app, first):
    app.answers.tend(app.shelf)
    return Desk(app, first.email)


def proposals(bela, ticket):
    return bela.get(f"acme/tickets/{ticket.id}/proposals").get_json()["proposals"]


def test_the_last_line_of_who_asks_is_asked_for(client, bela, folder, app):
    ticket = opened(client, body="How do I send an invoice?", context={"url": "/invoices/5"})
    row = proposals(bela, ticket)[0]
    assert (row["id"], row["title"], row["locale"], row["read"]) == ("invoices/send", "Send an invoice", "en", False)
    client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": "And write a letter?"}, headers=visitor("alice"))
    assert proposals(bela, ticket)[0]["id"] == "mail/write"


def test_in_the_language_of_who_asks_and_with_what_they_read(client, bela):
    ticket = opened(client, body="שליחת חשבונית", locale="he", context={"url": "/invoices/5", "trail": [{"kind": "read", "article": "invoices/send"}, {"kind": "offered", "article": "mail/write"}]})
    row = proposals(bela, ticket)[0]
    assert (row["locale"], row["title"], row["read"]) == ("he", "שליחת חשבונית", True) and "/help/acme/he/invoices/send" in row["url"]


def test_a_line_of_nothing_and_one_without_an_end(client, bela):
    assert proposals(bela, opened(client, body="?!")) == []
    assert len(proposals(bela, opened(client, body="send " * 3000))) <= 3


def test_thanks_bring_nothing_and_take_nothing_away(client, bela):
    assert proposals(bela, opened(client, body="Hello! I need some help, please.")) == []
    ticket = opened(client, body="How do I send an invoice?", context={"url": "/invoices/5"})
    for body in ("Yes", "Thank you!"):
        client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": body}, headers=visitor("alice"))
    assert proposals(bela, ticket)[0]["id"] == "invoices/send"
    client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": "Good."}, headers=visitor("alice"))
    assert proposals(bela, ticket) == []   # that question is behind us
