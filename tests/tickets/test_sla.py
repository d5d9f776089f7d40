"""The promise: when the first answer is due, by severity, calendar and cut-off hour."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import product, visitor
from material import SITE

from askaside.core.db import db
from askaside.tickets import handling
from askaside.tickets.models import Ticket

PROMISE = """
[calendars.office]
zone = "Asia/Jerusalem"
week = { sun-thu = ["09:00-17:00"] }
cut_off = "16:00"
[calendars.round]
always = true
[sla.default]
hours = "office"
outage_hours = "round"
first_response = { outage = "1h", major = "2h", question = "8h" }
resolution = { major = "16h" }
[sla.gold]
hours = "office"
first_response = { question = "1h" }
"""


@pytest.fixture(autouse=True)
def promised(folder, app):
    folder.site(SITE + PROMISE)
    app.shelf.reread()


def opened(client, headers, **facts):
    answer = client.post("/api/v1/acme/tickets", json={"body": "Help", "locale": "en", "facts": facts}, headers=headers)
    return answer.get_json()


def at(text):
    """A moment in Israel, as the doors tell it."""
    return (datetime.fromisoformat(text + "+02:00").astimezone(UTC)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


# 2026-11-22 is a Sunday.
@pytest.mark.parametrize("came, facts, due", [
    ("2026-11-22T10:00", {}, "2026-11-23T10:00"),                               # 8 working hours: 7 today, 1 tomorrow
    ("2026-11-22T16:00", {}, "2026-11-23T17:00"),                               # at the cut-off hour: as if tomorrow at nine
    ("2026-11-22T15:59", {}, "2026-11-23T15:59"),
    ("2026-11-26T16:30", {"way_round": "no"}, "2026-11-29T11:00"),              # Thursday evening: Sunday
    ("2026-11-27T23:00", {"anyone_can_work": "no"}, "2026-11-28T00:00"),        # an outage on Friday night: round the clock
    ("2026-11-22T10:00", {"worked_before": "yes"}, None)])                      # nothing is promised for a minor fault
def test_the_first_answer_is_due_by_severity_and_calendar(client, time, came, facts, due):
    time.at(came + "+02:00")
    assert opened(client, visitor("alice"), **facts)["answer_by_at"] == (due and at(due))


def test_a_plan_has_a_promise_of_its_own(client, time):
    time.at("2026-11-22T10:00+02:00")
    alice = product()
    assert opened(client, alice(plan="gold"))["answer_by_at"] == at("2026-11-22T11:00")
    assert opened(client, alice(sub="bob", account="7", plan="gold"))["answer_by_at"] == at("2026-11-22T11:00")
    assert opened(client, alice(sub="carl", plan="tin"))["answer_by_at"] == at("2026-11-23T10:00")


def test_what_an_account_has_is_there_for_each_of_its_people(client, time):
    time.at("2026-11-22T10:00+02:00")
    sign = product()
    opened(client, sign(sub="bob", account="7", plan="gold"))
    assert opened(client, sign(sub="carl", account="7"))["answer_by_at"] == at("2026-11-22T11:00")
    assert opened(client, sign(sub="dana"))["answer_by_at"] == at("2026-11-23T10:00")


def test_after_the_first_answer_none_is_owed(client, time):
    time.at("2026-11-22T10:00+02:00")
    id_ = opened(client, visitor("alice"), way_round="no")["id"]
    ticket = db.session.get(Ticket, id_)
    assert ticket.resolution_due_at - ticket.opened_at == timedelta(days=2)   # 16 working hours: 7, 8 and 1
    handling.answer(ticket, "agent:bela", "Bela", "We look at it.")
    assert client.get(f"/api/v1/acme/tickets/{id_}", headers=visitor("alice")).get_json()["answer_by_at"] is None
