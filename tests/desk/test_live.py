"""The desk's socket: it rings for who may hear it, says who else is there, and ends with the session."""

import re

import pytest
from cast import visitor
from desk_material import Bell, browser, fresh, opened

from askaside.core.db import transaction
from askaside.core.live import socketio
from askaside.desk import live
from askaside.people import agents, sessions
from askaside.people.roles import ROLES
from askaside.tickets import handling

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def bela(app, first):
    return Bell(app, first.email)


@pytest.fixture
def carl(app):
    return Bell(app, agents.add("carl@acme.test", "Carl", [("acme", "second")]).email)


def test_who_is_not_signed_in_or_proves_nothing_gets_no_socket(app, first):
    assert not socketio.test_client(app, namespace="/desk", auth={"csrf": "x"}, flask_test_client=app.test_client()).is_connected("/desk")
    for wrong in ("x", None, ["x"], {"$gt": ""}):
        assert not Bell(app, first.email, csrf=wrong).connected
    assert Bell(app, first.email).connected


def test_it_rings_for_every_change_and_the_changes_are_numbered_without_a_gap(client, bela):
    begun = bela.desk.get("acme/changes").get_json()["n"]
    ticket = opened(client)
    assert bela.heard() == [{"site": "acme", "ticket": ticket.id}]   # one bell, whatever it does to the request
    client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": "It is a fox."}, headers=visitor("alice"))
    handling.escalate(ticket, "agent:bela", "Bela", "Tried the cable.")
    handling.answer(ticket, "agent:bela", "Bela", "Done.", solve=True)
    client.post(f"/api/v1/acme/tickets/{ticket.id}/rating", json={"stars": 4}, headers=visitor("alice"))
    assert len(bela.heard()) == 4
    other = opened(client, who="dana")
    told = bela.desk.get("acme/changes", after=begun).get_json()
    assert told == {"n": begun + 6, "tickets": [other.id, ticket.id], "more": False}
    assert bela.desk.get("acme/changes", after=told["n"]).get_json() == {"n": told["n"], "tickets": [], "more": False}


def test_a_change_that_fails_takes_no_number_and_rings_nothing(client, bela):
    ticket = opened(client)
    begun = bela.desk.get("acme/changes").get_json()["n"]
    bela.heard()
    assert bela.desk.post(f"acme/tickets/{ticket.id}/messages", {"seen": 0, "as": "reply", "body": "Blind."}).status_code == 409
    assert (bela.heard(), bela.desk.get("acme/changes").get_json()["n"]) == ([], begun)


def test_who_is_told_that_a_colleague_is_there_and_writes(app, client, bela, carl):
    ticket = opened(client)
    place = {"site": "acme", "ticket": ticket.id}
    assert [one["name"] for one in bela.here(**place)["people"]] == ["Bela"]
    assert [(one["name"], one["writing"]) for one in carl.here(**place)["people"]] == [("Bela", False), ("Carl", False)]
    assert [one["name"] for one in bela.heard("desk:here")[-1]["people"]] == ["Bela", "Carl"]
    carl.here(**place, writing=True)
    assert {one["name"]: one["writing"] for one in bela.heard("desk:here")[-1]["people"]} == {"Bela": False, "Carl": True}
    carl.here()
    assert [one["name"] for one in bela.heard("desk:here")[-1]["people"]] == ["Bela"]
    carl.here(**place)
    carl.socket.disconnect("/desk")
    assert [one["name"] for one in bela.heard("desk:here")[-1]["people"]] == ["Bela"]


def test_who_says_nothing_any_more_is_forgotten(client, bela, carl, time):
    place = {"site": "acme", "ticket": opened(client).id}
    carl.here(**place)
    time.at("2026-11-22T10:00:13+02:00")
    assert [one["name"] for one in bela.here(**place)["people"]] == ["Bela"]


def test_the_socket_ends_with_the_session(app, bela, carl, first):
    with transaction():
        sessions.end_all(first.id)
    fresh()
    assert bela.here()["error"]["code"] == "unsigned"
    live.review()
    assert (bela.connected, carl.connected) == (False, True)


def test_a_socket_is_no_sign_of_somebody_who_is_there(bela, time):
    for hour in (15, 20):
        time.at(f"2026-11-22T{hour}:00:00+02:00")
        assert "error" not in bela.here()
    time.at("2026-11-22T22:00:01+02:00")
    live.review()
    assert not bela.connected


def test_a_socket_may_say_so_much_and_no_more(bela):
    answers = [bela.here() for _ in range(80)]
    assert "error" not in answers[50] and answers[-1]["error"] == {"status": 429, "code": "too_many", "detail": answers[-1]["error"]["detail"], "retry_after_seconds": 1}


NONSENSE = [[], "x", 7, {"ticket": 5}, {"site": {"$gt": ""}}, {"writing": "perhaps"}, {"more": 1}, {"site": "acme", "ticket": "a" * 26}, {"site": "nowhere", "ticket": "b" * 26}]


@pytest.mark.parametrize("told", NONSENSE, ids=str)
def test_nonsense_is_refused_and_takes_nothing_down(bela, told):
    answer = bela.socket.emit("desk:here", told, namespace="/desk", callback=True)
    assert answer.get("error", {}).get("code") in ("bad_request", "not_found") or told == []   # nothing told is "I am here"
    assert "error" not in bela.here()


def test_one_argument_too_many_is_refused_and_ends_nothing(bela):
    assert bela.socket.emit("desk:here", {}, {}, namespace="/desk", callback=True)["error"]["code"] == "bad_request" and "error" not in bela.here()


def test_every_event_by_every_role_in_their_own_site_and_in_another(app, client, folder, office):
    folder.site((folder.path / "acme" / "site.toml").read_text(), key="other")
    app.shelf.reread()
    ticket = opened(client)
    assert sorted(name for name, _, namespace in socketio.handlers if namespace == live.NAME) == [
        *(f"chat:{what}" for what in ("message", "read", "typing")), "connect", "desk:here", "disconnect"]   # a new event needs its row here, or in test_chats.py
    foreign = set()
    for role in ROLES:
        for site in ("acme", "other"):
            bell = Bell(app, agents.add(f"{role}@{site}.test", role.title(), (), [(site, role)]).email)
            handling.answer(ticket, "agent:carl", "Carl", "A note.", note=True)
            answer, heard = bell.here(site="acme", ticket=ticket.id), bell.heard()
            if site == "acme" and role != "editor":
                assert heard and answer["people"], (role, site)
            else:
                foreign.add(str(answer))
                assert heard == [] and "people" not in answer, (role, site)
                assert str(bell.here(site="acme", ticket="a" * 26)) in foreign
    assert len(foreign) == 1


def test_a_page_of_another_origin_gets_no_socket(app, first):
    client = browser(app, first.email)
    for origin, status in (("http://localhost", 200), ("http://evil.test", 400), ("null", 400), ("http://localhost.evil.test", 400), ("http://localhost@evil.test", 400)):
        answer = client.get("/socket.io/?EIO=4&transport=polling", headers={"Origin": origin})
        assert (answer.status_code, bool(re.search("sid", answer.text))) == (status, status == 200), origin
