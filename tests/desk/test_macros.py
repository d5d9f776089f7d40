"""Prepared words: of the site's file, in the language of who asks, filled in."""

import pytest
from cast import product
from desk_material import TABLES, Desk, opened
from material import SITE

from askaside.core.db import db
from askaside.desk.site_tables import THEN
from askaside.site_tables import TABLES as READERS
from askaside.sites import site_file
from askaside.tickets.models import Ticket

MACROS = '''
[[macros]]
key = "details"
then = "wait"
title = { en = "Ask for details", he = "לבקש פרטים" }
body = { en = "Hello {{requester.name}}, which one? #{{ticket.number}} {{agent.name}}, {{site.name}}", he = "שלום {{requester.name}}, איזו?" }
[[macros]]
key = "range"
modules = ["invoices"]
title = "A new range"
body = "The range is open again: {{ticket.subject}}"
'''


@pytest.fixture
def bela(app, office, folder, first):
    folder.site(SITE + TABLES + MACROS)
    app.shelf.reread()
    return Desk(app, first.email)


def macros(bela, ticket, **headers):
    return bela.client.get(f"/api/v1/desk/acme/tickets/{ticket.id}/macros", headers=headers).get_json()["macros"]


def test_they_are_filled_in_and_in_the_language_of_who_asks(client, bela):
    sign = product()
    one = client.post("/api/v1/acme/tickets", headers=sign(name="Noa"), json={"body": "E42", "subject": "It says E42", "locale": "he", "context": {"url": "/invoices/5"}}).get_json()["id"]
    ticket = db.session.get(Ticket, one)
    assert macros(bela, ticket, **{"Accept-Language": "en"}) == [
        {"key": "details", "title": "Ask for details", "body": "שלום Noa, איזו?", "then": "wait"},
        {"key": "range", "title": "A new range", "body": "The range is open again: It says E42", "then": "reply"}]
    assert macros(bela, ticket, **{"Accept-Language": "he"})[0]["title"] == "לבקש פרטים"


def test_a_request_of_another_module_and_of_a_nameless_person(client, bela):
    ticket = opened(client, context={"url": "/mail"})
    assert [(one["key"], one["body"]) for one in macros(bela, ticket)] == [("details", "Hello, which one? #1 Bela, Acme")]


def broken(text):
    with pytest.raises(site_file.SiteBroken) as told:
        site_file.read("acme", SITE + text, "acme/site.toml", READERS)
    return told.value


def test_what_cannot_be_filled_in_is_told_with_its_line():
    lines = SITE.count("\n")
    told = broken('[[macros]]\nkey = "a"\ntitle = "A"\nbody = "Hi {{requester.nmae}}"\n')
    assert (told.line, told.cause, told.remedy) == (lines + 4, "`{{requester.nmae}}` is nothing that could be filled in.", "Did you mean `{{requester.name}}`?")
    told = broken('[[macros]]\nkey = "a"\ntitle = "A"\nbody = "Hi"\n[[macros]]\nkey = "b"\ntitle = "B"\n[macros.body]\nen = """\nHello,\n\n{{agent.nam}}"""\n')
    assert told.line == lines + 12


@pytest.mark.parametrize("text, cause", [
    ('[[macros]]\nkey = "A b"', "`key`"), ('[[macros]]\nkey = "a"', "`title` is missing."), ('[[macros]]\nkey = "a"\ntitle = "A"', "`body` is missing."),
    ('[[macros]]\nkey = "a"\ntitle = "A"\nbody = " "', "is empty"), ('[[macros]]\nkey = "a"\ntitle = "A"\nbody = "x"\nthen = "slove"', "`then` is 'slove'."),
    ('[[macros]]\nkey = "a"\ntitle = "A"\nbody = "x"\nmodules = ["zoo"]', "`modules` names 'zoo'."), ('[[macros]]\nkey = "a"\ntitle = "A"\nbody = { fi = "x" }', "`body` has"),
    ('[[macros]]\nkey = "a"\ntitle = "A"\nbody = "x"\n' * 2, "`key` in [[macros]] is 'a'.")])
def test_a_broken_table_is_told(text, cause):
    assert cause in broken(text).cause


def test_what_it_is_sent_as_is_one_of_what_a_message_can_be(client, bela):
    ticket = opened(client)
    for then in THEN:
        ticket = opened(client)
        assert bela.post(f"acme/tickets/{ticket.id}/messages", {"seen": 1, "body": "x", "as": then}).status_code == 200
