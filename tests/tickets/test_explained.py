"""Why a promise falls due when it does, also where its clock stood still meanwhile."""

import pytest
from cast import visitor
from desk_material import TABLES, opened
from material import SITE

from askaside.tickets import explained, handling

BELA = "agent:bela@acme.test"


@pytest.fixture(autouse=True)
def office(app, folder, time):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    time.at("2026-11-22T10:00+02:00")   # a Sunday; 16 working hours end on Tuesday at 10


def why(ticket, locale="en"):
    return {row["target"]: row["why"] for row in explained.due_times(ticket, locale)}["resolution"]


def test_a_clock_that_never_stood_still_is_told_from_the_opening(client):
    assert why(opened(client)) == [
        "Came Sunday at 10:00, while we are open: counts at once.", "Sunday 10:00–17:00: 7 h.", "Monday 09:00–17:00: 8 h.", "Tuesday 09:00–10:00: 1 h.", "Due Tuesday at 10:00."]


def test_one_that_stood_still_is_told_from_when_it_ran_again(client, time):
    ticket = opened(client)
    time.at("2026-11-22T12:30+02:00")
    handling.answer(ticket, BELA, "Bela", "Which one?", wait=True)
    assert why(ticket)[0].startswith("Came Sunday at 10:00"), "it stands still: nothing was moved yet"
    time.at("2026-11-23T18:00+02:00")
    client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": "The left one."}, headers=visitor("alice"))
    assert why(ticket) == ["The clock stood still, and ran again Monday at 18:00. Working time that was left: 13 h 30 min.", "Tuesday 09:00–17:00: 8 h.", "Wednesday 09:00–14:30: 5 h 30 min.",
                           "Due Wednesday at 14:30."]
    for locale in ("he", "sl", "ru", "fi"):
        assert "18:00" in why(ticket, locale)[0].replace("18.00", "18:00") and why(ticket, locale)[0] != why(ticket)[0]
    time.at("2026-11-24T10:00+02:00")
    handling.hold(ticket, BELA, "The maker.")
    time.at("2026-11-24T11:00+02:00")
    handling.release(ticket, BELA)
    assert why(ticket)[0] == "The clock stood still, and ran again Tuesday at 11:00. Working time that was left: 12 h 30 min." and why(ticket)[-1] == "Due Wednesday at 15:30."


def test_one_whose_time_was_over_before_keeps_its_reason(client, time):
    ticket = opened(client)
    time.at("2026-11-25T12:00+02:00")
    handling.hold(ticket, BELA, "The maker.")
    time.at("2026-11-26T12:00+02:00")
    handling.release(ticket, BELA)
    assert why(ticket)[-1] == "Due Tuesday at 10:00."


def test_one_that_was_over_before_it_stood_still_again_is_told_from_the_time_before(client, time):
    ticket = opened(client)
    for day, act in ((23, lambda: handling.hold(ticket, BELA, "The maker.")), (24, lambda: handling.release(ticket, BELA)), (26, lambda: handling.hold(ticket, BELA, "The maker.")),
                     (29, lambda: handling.release(ticket, BELA))):
        time.at(f"2026-11-{day}T11:00+02:00")
        act()
    assert [why(ticket)[0], why(ticket)[-1]] == ["The clock stood still, and ran again Tuesday at 11:00. Working time that was left: 7 h.", "Due Wednesday at 10:00."]


def test_where_the_site_counts_otherwise_now_nothing_is_told(client, app, folder):
    ticket = opened(client)
    folder.site(SITE + TABLES.replace('"09:00-17:00"', '"09:00-16:00"'))
    app.shelf.reread()
    assert why(ticket) == []
