"""What is told of when the answer comes: the policy's time, or a later one when too many wait; and how often it was kept."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import visitor
from material import SITE

from askaside.core import clock
from askaside.core.db import db
from askaside.hours import calendar_file
from askaside.tickets import handling, joining, promise, queries
from askaside.tickets.models import Ticket

CALENDAR = calendar_file.read({"office": {"zone": "UTC", "week": {"mon-fri": ["09:00-17:00"]}}})["office"]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TABLES = '\n[calendars.office]\nzone = "UTC"\nweek = { mon-fri = ["09:00-17:00"] }\n[sla.default]\nhours = "office"\nfirst_response = { question = "2h" }\n'


@pytest.mark.parametrize("waiting, best_day, answered, hours", [
    (0, 5, 100, None),       # nobody waits
    (5, 5, 19, None),        # too little is known
    (5, 5, 20, 8),           # a day's work waits
    (10, 5, 20, 24 + 8),     # two days'
    (1, 10, 20, 0.8)])
def test_an_estimate_is_what_waits_by_the_best_days_pace(waiting, best_day, answered, hours):
    found = promise.estimate(CALENDAR, MONDAY, waiting, best_day, answered)
    assert found == (None if hours is None else MONDAY + timedelta(hours=hours))


def test_the_later_one_is_told():
    due = MONDAY + timedelta(hours=2)
    assert promise.answer_by(due, None) == promise.answer_by(due, MONDAY) == due
    assert promise.answer_by(due, due + timedelta(hours=1)) == due + timedelta(hours=1)
    assert promise.answer_by(None, due) is None


@pytest.fixture
def office(app, folder):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    app.limits.spend = lambda *_: None


def opened(client):
    return client.post("/api/v1/acme/tickets", json={"body": "Help", "locale": "en"}, headers=visitor("alice")).get_json()


def test_who_comes_when_many_wait_is_told_the_truth(client, office, time):
    time.at("2026-11-16T09:00:00+00:00")
    for _ in range(20):   # all in one day: twenty is what they can do
        handling.answer(db.session.get(Ticket, opened(client)["id"]), "agent:bela", "Bela", "Yes.")
    time.at("2026-11-23T09:00:00+00:00")
    assert opened(client)["answer_by_at"] == "2026-11-23T11:00:00.000Z"
    for _ in range(39):
        opened(client)
    assert opened(client)["answer_by_at"] == "2026-11-24T17:00:00.000Z"   # forty wait: two days' work
    assert queries.pace("acme", clock.now()) == {"waiting": 41, "best_day": 20, "answered": 20}
    assert queries.pace("other", clock.now())["waiting"] == 0


def test_the_pace_is_that_of_the_best_day_of_late_of_this_site_alone(client, office, time, app, folder):
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()

    def answered(day, count, site="acme"):
        time.at(f"{day}T10:00:00+00:00")
        for _ in range(count):
            id_ = client.post(f"/api/v1/{site}/tickets", json={"body": "Help", "locale": "en"}, headers=visitor("alice")).get_json()["id"]
            handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", "Yes.")

    answered("2026-10-01", 4)
    answered("2026-11-16", 1)
    answered("2026-11-17", 2)
    answered("2026-11-18", 3, "other")
    first, second = (db.session.get(Ticket, opened(client)["id"]) for _ in range(2))
    assert queries.pace("acme", clock.now()) == {"waiting": 2, "best_day": 2, "answered": 3}
    joining.merge(second, first, "agent:bela")
    assert queries.pace("acme", clock.now())["waiting"] == 1   # who was joined to another waits there
    assert queries.owed_at(second) is None


def test_an_answer_at_the_very_moment_keeps_the_promise_and_what_was_joined_breaks_none(client, office, time, app, folder):
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    time.at("2026-11-23T09:00:00+00:00")
    client.post("/api/v1/other/tickets", json={"body": "Help", "locale": "en"}, headers=visitor("alice"))
    kept, joined = (db.session.get(Ticket, opened(client)["id"]) for _ in range(2))
    joining.merge(joined, kept, "agent:bela")
    time.at("2026-11-23T11:00:00+00:00")
    handling.answer(kept, "agent:bela", "Bela", "Yes.")
    assert queries.kept("acme", clock.now()) == (1, 1) and queries.kept("other", clock.now()) == (0, 1)


def test_how_often_it_was_kept(client, office, time):
    time.at("2026-11-23T09:00:00+00:00")
    early, late, _, _ = (db.session.get(Ticket, opened(client)["id"]) for _ in range(4))
    assert queries.kept("acme", clock.now()) == (0, 0)   # none is due yet
    time.at("2026-11-23T10:00:00+00:00")
    handling.answer(early, "agent:bela", "Bela", "Yes.")
    assert queries.kept("acme", clock.now()) == (1, 1)
    time.at("2026-11-23T12:00:00+00:00")
    handling.answer(late, "agent:bela", "Bela", "Yes.")
    assert queries.kept("acme", clock.now()) == (1, 4)   # one late, two without an answer
    time.at("2026-12-24T12:00:00+00:00")
    assert queries.kept("acme", clock.now()) == (0, 0)   # more than 30 days ago
