"""The queue of who answers: what is due first comes first, mine and my teams' before others', an unconfirmed outage on top of all."""

import random

import pytest
from cast import visitor
from desk_material import TABLES, opened
from material import SITE

from askaside.core import clock
from askaside.core.db import db
from askaside.core.errors import BadRequest
from askaside.people import agents
from askaside.tickets import explained, handling, queue


@pytest.fixture(autouse=True)
def office(app, folder, time):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    app.limits.spend = lambda *_: None
    time.at("2026-11-22T10:00+02:00")   # Sunday


@pytest.fixture
def bela(app):
    return agents.add("bela@acme.test", "Bela", [("acme", "first")])


def view(bela, **filters):
    return queue.View("acme", bela.id, ("first",), "Asia/Jerusalem", **filters)


def told(bela, **filters):
    return [(row["number"], row["group"], row["whose"]) for row in queue.page(view(bela, **filters), clock.now(), 100)[0]]


def test_what_is_due_decides_and_then_whose_it_is(client, bela, time):
    time.at("2026-11-22T09:00+02:00")
    opened(client)                                                    # 1 due 11:00
    opened(client, context={"module": "invoices", "url": "/x"})       # 2 due 11:00, others'
    opened(client, facts={"anyone_can_work": "no"})                   # 3 an outage, due 9:30
    four = opened(client, facts={"way_round": "no"})                  # 4 due 10:00
    time.at("2026-11-22T16:30+02:00")
    opened(client)                                                    # 5 due tomorrow
    six = opened(client)
    handling.assign(six, "agent:bela", bela)                          # 6 the same, mine
    time.at("2026-11-22T10:30+02:00")
    handling.hold(four, "agent:bela", "The bank has to act.")
    seven = opened(client)                                            # 7 due 12:30
    handling.answer(seven, "agent:bela", "Bela", "Which one?", wait=True)
    opened(client, facts={"way_round": "yes"})                        # 8 due 14:30
    assert told(bela) == [(3, "outage", "team"), (4, "late", "team"), (1, "next", "team"), (2, "next", "others"), (8, "today", "team"),
                          (6, "later", "mine"), (5, "later", "team"), (7, "waiting", "team")]
    assert [row[0] for row in told(bela, whose="mine")] == [6]
    assert [row[0] for row in told(bela, whose="team")] == [3, 4, 1, 8, 6, 5, 7]
    assert [row[0] for row in told(bela, whose="nobody", module="invoices")] == [2]
    assert [row[0] for row in told(bela, group="next")] == [1, 2] and [row[0] for row in told(bela, status="on_hold")] == [4]
    assert [row[0] for row in told(bela, severity="outage")] == [3]


def test_a_confirmed_outage_stands_where_its_due_time_is(client, bela):
    opened(client, facts={"anyone_can_work": "no"})
    assert told(bela)[0][1] == "outage"
    handling.take(db.session.query(queue.Ticket).one(), "agent:bela", bela)
    assert told(bela) == [(1, "next", "mine")]


def test_pages_of_any_size_hold_each_request_once_in_one_order(client, bela, time):
    rng = random.Random(5)
    for n in range(14):
        time.at(f"2026-11-22T{9 + n // 5:02}:{n % 5:02}+02:00")
        one = opened(client, f"person {n}", facts=rng.choice([{}, {"way_round": "no"}, {"anyone_can_work": "no"}]))
        if rng.random() < 0.3:
            handling.assign(one, "agent:bela", bela)
        if rng.random() < 0.3:
            handling.answer(one, "agent:bela", "Bela", "Which one?", wait=True)
    whole, end, _ = queue.page(view(bela), clock.now(), 100)
    assert len(whole) == 14 and end is None
    found, after = [], None
    while True:
        rows, after, _ = queue.page(view(bela), clock.now(), 3, after)
        found += rows
        time.at("2026-11-22T16:00+02:00")   # an hour goes by between two pages: the order stays that of the first
        if after is None:
            break
    assert [row["number"] for row in found] == [row["number"] for row in whole]


@pytest.mark.parametrize("after", ["x", "é", "W10", "WzFd", "bnVsbA", "W" * 190, "WyI5OTk5LTEyLTMxVDIzOjU5OjU5IiwwLDAsIjk5OTktMTItMzEiLDAsMF0"])
def test_a_mark_that_is_none_of_ours_is_told(bela, after):
    with pytest.raises(BadRequest):
        queue.page(view(bela), clock.now(), 5, after)


def test_each_due_time_says_why_in_the_readers_language(client, bela, time):
    one = opened(client)
    first, last = explained.due_times(one, "en")
    assert (first["target"], last["target"]) == ("first_response", "resolution") and first["why"][0].startswith("Came Sunday at 10:00") and "12:00" in first["why"][-1]
    assert [len(row["why"]) for row in explained.due_times(one, "he")] == [len(first["why"]), len(last["why"])] and "12:00" in explained.due_times(one, "he")[0]["why"][-1]
    time.at("2026-11-22T11:00+02:00")
    handling.answer(one, "agent:bela", "Bela", "Which one?", wait=True)
    time.at("2026-11-22T12:00+02:00")
    client.post(f"/api/v1/acme/tickets/{one.id}/messages", json={"body": "The left one."}, headers=visitor("alice"))
    db.session.refresh(one)
    first, following, last = explained.due_times(one, "en")
    assert following["target"] == "next_response" and "13:00" in following["why"][-1] and first["met_at"]
    assert last["why"][0].startswith("The clock stood still, and ran again Sunday at 12:00.") and not last["paused"]
