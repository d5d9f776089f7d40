"""What a form brings and is not taken stays in the form: nobody writes it twice."""

import re

import pytest
from material import SITE

from askaside.core.db import db
from askaside.tickets.models import Ticket, TicketMessage

CONTACT = "/help/acme/en/contact"


@pytest.fixture(autouse=True)
def way(app, folder):
    folder.site(SITE + '[[channels]]\nkind = "ticket"\n')
    app.shelf.reread()


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def few(app, monkeypatch, *rules):
    monkeypatch.setattr(app.limits, "_rules", {**app.limits._rules, **{rule: (1, 1e-6) for rule in rules}})


@pytest.mark.parametrize("rule", ["ticket", "ticket_address"])
def test_who_has_to_wait_keeps_their_words(client, app, monkeypatch, rule):
    few(app, monkeypatch, rule)
    same = hidden(client.get(CONTACT).text) if rule == "ticket" else {}
    for n, expected in ((1, 303), (2, 400)):
        answer = client.post(CONTACT, data={**(same or hidden(client.get(CONTACT).text)), "body": f"My words {n}", "name": "Alice"})
        assert answer.status_code == expected
    assert "That was a lot at once." in answer.text and "My words 2</textarea>" in answer.text and 'value="Alice"' in answer.text
    assert db.session.query(Ticket).count() == 1


@pytest.mark.parametrize("rule", ["message", "message_address"])
def test_who_has_to_wait_with_a_reply_keeps_it(client, app, monkeypatch, rule):
    few(app, monkeypatch, rule)
    link = client.post(CONTACT, data={**hidden(client.get(CONTACT).text), "body": "It does not print."}).headers["Location"]
    for what in ({"body": "One"}, {"body": "My second words"}, {"do": "reopen"}):
        answer = client.post(link, data=what)
        assert answer.status_code == (303 if what == {"body": "One"} else 409)
        assert "body" not in what or answer.status_code == 303 or "My second words</textarea>" in answer.text
    assert db.session.query(TicketMessage).count() == 2


def test_what_was_written_at_one_site_counts_at_no_other(client, app, folder, monkeypatch):
    folder.site(SITE + '[[channels]]\nkind = "ticket"\n', key="other")
    app.shelf.reread()
    few(app, monkeypatch, "ticket_address", "message_address")
    for page in (CONTACT, CONTACT.replace("acme", "other")):
        sent = client.post(page, data={**hidden(client.get(page).text), "body": "It does not print."})
        assert sent.status_code == client.post(sent.headers["Location"], data={"body": "Nor now."}).status_code == 303


@pytest.mark.parametrize("too_long", [{"name": "x" * 201}, {"body": "x" * 20_001}])
def test_what_is_too_long_is_said_and_stays(client, too_long):
    answer = client.post(CONTACT, data={**hidden(client.get(CONTACT).text), "body": "My words", "name": "Alice", **too_long})
    assert answer.status_code == 400 and "is longer than" in answer.text and max(too_long.values()) in answer.text
    assert db.session.query(Ticket).count() == 0


@pytest.mark.parametrize("changed", [{"email": "alice@acme.test"}, {"name": "Alice"}, {"way_round": "no"}])
def test_what_was_changed_beside_the_words_is_not_swallowed(client, changed):
    form = {**hidden(client.get(CONTACT).text), "body": "The first words"}
    assert client.post(CONTACT, data=form).status_code == 303
    answer = client.post(CONTACT, data={**form, **changed})
    assert answer.status_code == 400 and "with other words" in answer.text


def test_the_secret_of_a_form_is_nowhere_kept_as_it_is(client):
    form = hidden(client.get(CONTACT).text)
    assert client.post(CONTACT, data={**form, "body": "It does not print."}).status_code == 303
    rows = [row for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
    assert len(rows) > 5 and form["secret"] not in str(rows)


def test_words_that_were_changed_after_sending_are_another_request_at_the_second_press(client):
    form = hidden(client.get(CONTACT).text)
    client.post(CONTACT, data={**form, "body": "The first words"})
    answer = client.post(CONTACT, data={**form, "body": "The first words, and more"})   # the way back, and sent again
    assert answer.status_code == 400 and "with other words" in answer.text and "and more</textarea>" in answer.text
    assert client.post(CONTACT, data={**hidden(answer.text), "body": "The first words, and more"}).status_code == 303
    assert [row.body for row in db.session.query(TicketMessage).order_by(TicketMessage.at)] == ["The first words", "The first words, and more"]


def test_an_empty_reply_and_a_nul_are_no_words(client):
    link = client.post(CONTACT, data={**hidden(client.get(CONTACT).text), "body": "It does\0 not print."}).headers["Location"]
    assert client.post(link, data={"body": " \n"}).status_code == 409
    assert [row.body for row in db.session.query(TicketMessage)] == ["It does not print."]


def test_where_there_is_no_such_way_nobody_writes_by_the_page(client, app, folder):
    form = hidden(client.get(CONTACT).text)
    folder.site(SITE)
    app.shelf.reread()
    assert client.post(CONTACT, data={**form, "body": "x"}).status_code == 404 and "<textarea" not in client.get(CONTACT).text
