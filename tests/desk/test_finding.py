"""The search at the desk: requests by number, words and person, people, articles. On both databases alike."""

import pytest
import sqlalchemy as sa
from cast import product
from desk_material import TABLES, Desk, browser, opened
from material import SITE

from askaside.core.db import db
from askaside.people import agents
from askaside.people import queries as people
from askaside.tickets import find, handling, joining
from askaside.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def bela(app, first):
    app.limits.spend = lambda *_: None
    return Desk(app, first.email)


def numbers(bela, text):
    answer = bela.get("acme/find", q=text)
    assert answer.status_code == 200, answer.text
    return [row["number"] for row in answer.get_json()["tickets"]]


def test_by_number_with_its_sign_or_without(client, bela):
    for n in range(12):
        opened(client, body=f"The printer of person {n}")
    assert numbers(bela, "#7") == [7] and numbers(bela, " 7 ") == [7, 8] and numbers(bela, "99") == numbers(bela, "#99") == numbers(bela, "#") == []   # 8 speaks of a 7


@pytest.mark.parametrize("body, asked", [
    ("The printer sleeps.", "PRINTER sl"), ("Račun še ni prišel", "racun"), ("Где мой счёт?", "мой СЧЕТ"), ("החשבונית לא נשלחה", "החשבו"), ("It says E42.", "e42"), ("a_b c-d", "a b d"),
    ("Laskua ei löydy", "loydy"), ("don’t", "dont"), ("请帮我", "请帮我")])
def test_by_words_in_every_language_half_typed_too(client, bela, body, asked):
    opened(client, body="Something else")
    opened(client, body=body)
    assert numbers(bela, asked) == [2]


def test_by_a_note_an_answer_and_the_subject_together_with_the_person(client, bela):
    sign = product()
    first = client.post("/api/v1/acme/tickets", headers=sign(name="Noa Levi"), json={"body": "It says E42.", "subject": "The range", "locale": "en"}).get_json()["id"]
    opened(client)
    handling.answer(db.session.get(Ticket, first), "agent:carl", "Carl", "Reset the zebra.", note=True)
    for asked in ("zebra", "carl zebra", "range zebra", "noa zebra", "noa e42"):
        assert numbers(bela, asked) == [1], asked
    assert numbers(bela, "zebra e42 nothing") == []


def test_the_newest_line_comes_first_and_one_with_many_lines_once(client, bela, monkeypatch):
    monkeypatch.setattr(find, "AT_ONCE", 3)
    tickets = [opened(client, body="canary") for _ in range(25)]
    for _ in range(4):
        handling.answer(tickets[1], "agent:carl", "Carl", "canary again")
    assert find.by_words("acme", "canary", 3) == [tickets[1].id, tickets[24].id, tickets[23].id]
    found = numbers(bela, "canary")
    assert len(found) == 20 == len(set(found)) and found == sorted(found, reverse=True)


HOSTILE = ('"', "'", "%", "_", "\\", "a\" OR \"b", "NEAR(a b)", "words:a", "* AND *", "-printer", "^a", "a' & !b:*", "';DROP TABLE tickets;--", "\0", "(((", "a" * 200,
           "{a b}:c", "%%%___", "\u202e\ufeff", "ß\u0301\u05b7")


def test_what_is_looked_for_is_never_a_query(client, bela):
    opened(client, body="The printer a b sleeps")
    for text in HOSTILE:
        assert bela.get("acme/find", q=text).status_code == 200, text
    assert numbers(bela, "NOT printer") == numbers(bela, "zzz OR printer") == [] and numbers(bela, "-printer") == [1]
    assert bela.get("acme/find", q="").status_code == bela.get("acme/find", q="x" * 201).status_code == bela.get("acme/find").status_code == 400


def test_people_by_name_address_and_account_and_their_requests(client, bela):
    sign = product()
    for sub, name, email, account in (("noa", "Noa Levi", "noa@choir.test", "The Choir"), ("ira", "Ирина 100%", "ira@other.test", None), ("uri", "Uri", "uri_x@choir.test", "The Choir")):
        more = {"account": "choir", "account_name": account} if account else {}
        client.post("/api/v1/acme/tickets", headers=sign(sub=sub, name=name, email=email, **more), json={"body": f"Of {sub}", "locale": "en"})
    told = bela.get("acme/find", q="choir").get_json()
    assert sorted(row["name"] for row in told["people"]) == ["Noa Levi", "Uri"] and [row["number"] for row in told["tickets"]] == [3, 1]
    assert {row["name"]: row["newest"]["number"] for row in told["people"]} == {"Noa Levi": 1, "Uri": 3} and told["people"][0]["account"] == "The Choir"
    names = {text: [row["name"] for row in bela.get("acme/find", q=text).get_json()["people"]] for text in ("levi", "ИРИНА", "ирин", "noa@", "100%", "i_x", "%", "_")}
    assert names == {"levi": ["Noa Levi"], "ИРИНА": ["Ирина 100%"], "ирин": ["Ирина 100%"], "noa@": ["Noa Levi"], "100%": ["Ирина 100%"], "i_x": ["Uri"], "%": ["Ирина 100%"], "_": ["Uri"]}


def test_articles_in_the_language_asked_for(bela, app):
    app.answers.tend(app.shelf)
    row = bela.get("acme/find", q="send an invoice", locale="en").get_json()["articles"][0]
    assert (row["id"], row["title"], row["answered"]) == ("invoices/send", "Send an invoice", True) and row["url"].endswith("/help/acme/en/invoices/send")
    assert bela.get("acme/find", q="שליחת חשבונית", locale="he").get_json()["articles"][0]["locale"] == "he"


def test_nothing_of_another_site(client, app, bela, folder):
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    opened(client, body="canary words")
    agents.add("dana@other.test", "Dana", (), [("other", "admin")])
    dana = browser(app, "dana@other.test")
    assert dana.get("/api/v1/desk/acme/find?q=canary").status_code == 404
    assert find.by_words("other", "canary", 20) == [] == find.tickets("other", "1", [], 20) and people.like("other", "a", 10) == []
    assert [one.number for one in find.tickets("acme", "canary", [], 20)] == [1]


def test_what_is_not_kept_is_not_found(client, bela):
    ticket = opened(client)
    with pytest.raises(Exception, match="closed"):   # the request is closed, and nothing of the line stays
        joining.merge(ticket, opened(client), "agent:bela")
        handling.answer(ticket, "agent:bela", "Bela", "canary")
    assert numbers(bela, "canary") == []


def test_what_was_written_before_the_index_is_found_after_the_migration(client, app, bela):
    import importlib.util

    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from material import ROOT

    opened(client, body="canary words")
    spec = importlib.util.spec_from_file_location("find_migration", ROOT / "migrations/versions/2026_11_23_requests_are_found_by_their_words.py")
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    db.session.rollback()
    with db.engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        migration.downgrade()
        migration.upgrade()
        assert connection.execute(sa.text("SELECT count(*) FROM ticket_words")).scalar() == 1
    assert numbers(bela, "canar") == [1]
