"""What agents need to know: named by the site, asked while somebody writes, never demanded."""

import pytest
from cast import visitor
from material import SITE

from askaside.core.db import db
from askaside.site_tables import TABLES
from askaside.sites.site_file import SiteBroken, read
from askaside.tickets.facts import needed
from askaside.tickets.models import Ticket

FACTS = """
[[channels]]
kind = "ticket"
[[facts]]
key = "since"
ask = { en = "Since when?", he = "ממתי?" }
words = { en = ["since", "yesterday"], he = ["מאז", "אתמול"] }
looks_like = ["date"]
[[facts]]
key = "number"
ask = "Which invoice?"
modules = ["invoices"]
kinds = ["fault", "question"]
looks_like = ["number"]
page = ["url"]
"""


@pytest.fixture(autouse=True)
def site(folder, app):
    folder.site(SITE + FACTS)
    app.shelf.reread()


def asked(client, **query):
    return client.get("/api/v1/acme/contact", query_string=query).get_json()["facts"]


def test_the_contact_says_what_is_needed_of_a_module_in_the_readers_language(client):
    assert asked(client, locale="he", module="invoices") == [
        {"key": "since", "ask": "ממתי?", "kinds": [], "words": ["מאז", "אתמול"], "looks_like": ["date"], "page": []},
        {"key": "number", "ask": "Which invoice?", "kinds": ["fault", "question"], "words": [], "looks_like": ["number"], "page": ["url"]}]
    assert [fact["key"] for fact in asked(client, module="mail")] == [fact["key"] for fact in asked(client)] == ["since"]


def test_of_which_kind_it_is_asked(app):
    facts = app.shelf.library("acme").site.tables["facts"]
    assert [fact.key for fact in needed(facts, "invoices", "change")] == ["since"]
    assert [fact.key for fact in needed(facts, "invoices", "fault")] == ["since", "number"]


def test_without_javascript_they_are_asked_too_and_nobody_has_to_answer(client):
    page = client.get("/help/acme/he/contact").text
    assert "ממתי?" in page and "Which invoice?" not in page
    for since in ("last <b>week</b>", ""):
        sent = client.post("/help/acme/en/contact", data={"secret": visitor(f"x{since}")["Authorization"].split()[1], "body": "It does not print.", "fact.since": since, "fact.other": "x"})
        assert sent.status_code == 303
    assert [row.facts for row in db.session.query(Ticket).order_by(Ticket.number)] == [{"since": "last <b>week</b>"}, {}]


FACT = '[[facts]]\nkey = "a"\nask = "A?"\n'


@pytest.mark.parametrize("text, line, told", [
    ("[[facts]]\nkey = \"a b\"\n", 2, "A key is a-z"), (FACT + FACT, 5, "there once"), ('[[facts]]\nkey = "a"\n', 1, "`ask` is missing"), (FACT + 'modules = ["fax"]\n', 4, "invoices, mail"),
    (FACT + 'kinds = ["wish"]\n', 4, "fault, question"), (FACT + 'looks_like = ["/x+/"]\n', 4, "date, number"), (FACT + 'page = ["cookie"]\n', 4, "url, keys"),
    (FACT + 'words = ["since"]\n', 4, "lists of words"), (FACT + 'words = { fr = ["depuis"] }\n', 4, "locales: en, he"), (FACT + 'words = { en = ["a"] }\n', 4, "two letters"),
    (FACT + "word = 1\n", 4, "Did you mean `words`?"), ("[facts]\n", 1, "[[facts]]")])
def test_what_is_wrong_with_a_fact_is_told_with_its_line(text, line, told):
    with pytest.raises(SiteBroken) as broken:
        read("acme", SITE + text, tables=TABLES)
    assert told in str(broken.value)
    assert broken.value.line == SITE.count("\n") + line
