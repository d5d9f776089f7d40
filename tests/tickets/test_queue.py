"""The queue as its agents see it: what is due first comes first."""

import pytest
from cast import product, visitor
from material import SITE

from askaside.core import clock
from askaside.core.db import db
from askaside.tickets import handling, queries
from askaside.tickets.models import Ticket

TICKETS = "/api/v1/{}/tickets"
TABLES = """
[calendars.office]
zone = "UTC"
week = { mon-fri = ["09:00-17:00"] }
[[teams]]
key = "all"
[[teams]]
key = "money"
modules = ["invoices"]
[sla.default]
hours = "office"
first_response = { question = "2h", outage = "1h" }
"""


@pytest.fixture(autouse=True)
def office(app, folder, time):
    folder.site(SITE + TABLES)
    folder.site(SITE, key="other")
    app.shelf.reread()
    time.at("2026-11-23T09:00:00+00:00")


def opened(client, subject, site="acme", who=None, **more):
    answer = client.post(TICKETS.format(site), json={"body": subject, "locale": "en", **more}, headers=who or visitor("alice"))
    assert answer.status_code == 201, answer.get_json()
    return db.session.get(Ticket, answer.get_json()["id"])


def subjects(**asked):
    return [row.subject for row in queries.queue("acme", **asked)]


def test_what_is_due_first_comes_first_and_what_is_not_promised_last(client):
    opened(client, "minor", kind="fault")   # nothing is promised for it
    opened(client, "question")
    opened(client, "second question")
    opened(client, "outage", outage=True)
    opened(client, "elsewhere", site="other")
    assert subjects() == ["outage", "question", "second question", "minor"]
    assert [subjects(limit=n) for n in (1, 3)] == [["outage"], ["outage", "question", "second question"]]


def test_of_what_is_due_at_once_the_higher_priority_goes_first(client, app, folder):
    folder.site(SITE + TABLES + "[plans.gold]\npriority = 2\n")
    app.shelf.reread()
    opened(client, "anybody")
    opened(client, "gold", who=product()(plan="gold"))
    assert subjects() == ["gold", "anybody"]


def test_what_is_solved_is_not_in_it_until_it_is_reopened(client):
    ticket = opened(client, "question")
    handling.answer(ticket, "agent:bela", "Bela", "So.", solve=True)
    assert subjects() == []
    client.post(f"{TICKETS.format('acme')}/{ticket.id}/reopen", headers=visitor("alice"))
    assert subjects() == ["question"]


def test_a_team_sees_its_own(client):
    opened(client, "money", context={"module": "invoices"})
    opened(client, "anything")
    assert [subjects(teams=teams) for teams in (["money"], ["all"], ["all", "money"], [], None)] == [["money"], ["anything"], ["money", "anything"], [], ["money", "anything"]]


def test_a_row_says_what_one_sees_at_a_glance(client, time):
    ticket = opened(client, "question", who=product()(name="Alice", account="7", account_name="Studio"), context={"module": "mail"})
    assert [f"{row.due_at:%H:%M}" for row in queries.queue("acme")] == ["11:00"]
    time.at("2026-11-23T09:30:00+00:00")
    handling.answer(ticket, "agent:bela", "Bela", "Which one?")
    row, = queries.queue("acme")
    assert (row.number, row.requester, row.account, row.team, row.module) == (1, "Alice", "Studio", "all", "mail")
    assert (row.kind, row.severity, row.status, row.last_by, row.last_at) == ("question", "question", "open", "agent", clock.now())
    assert [f"{moment:%H:%M}" for moment in (row.opened_at, row.first_responded_at)] == ["09:00", "09:30"]
    assert row.due_at is None   # nothing is owed
