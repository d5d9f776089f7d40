"""Who hears and reads a chat: its person, and nobody else, whatever they send."""

import pytest
from cast import product, signed, visitor
from chat_material import Browser
from desk_material import TABLES, Desk
from material import SITE

from askaside.chat import live
from askaside.core.live import socketio
from askaside.people import agents, secrets

pytestmark = pytest.mark.usefixtures("office")
NOT_THERE = "a" * 26
# Every event of a person's; {conversation} is put in. A new event needs its row.
EVENTS = {
    "chat:start": {"client_id": "b1", "body": "Hello.", "context": {"url": "/mail", "locale": "he"}},
    "chat:message": {"conversation": None, "client_id": "b2", "body": "Hello."},
    "chat:read": {"conversation": None, "n": 1}, "chat:typing": {"conversation": None}, "chat:end": {"conversation": None}}
WRONG = [None, 7, [], {}, {"$gt": ""}, ["x"], 1e400, b"bytes", "\ud800", "x" * 5000]


def with_conversation(told, conversation):
    return {**told, **({"conversation": conversation} if "conversation" in told else {})}


@pytest.fixture
def others(app, folder):
    """{who: Browser} of those who are not Alice."""
    folder.site((folder.path / "acme" / "site.toml").read_text(), key="other")
    app.shelf.reread()
    return {"another visitor": Browser(app, "dana"), "the same browser at another site": Browser(app, site="other"),
            "somebody signed in": Browser(app, header=product()(sub="dana")), "who wrote before": Browser(app, "bob")}


def test_every_event_has_its_row():
    assert {name for name, _, namespace in socketio.handlers if namespace == live.NAME} == {"connect", "disconnect", *EVENTS}


@pytest.mark.parametrize("event", [name for name in EVENTS if name != "chat:start"])
def test_a_conversation_of_somebody_else_looks_like_none(alice, others, event):
    conversation = alice.start("alice-canary")["conversation"]
    others["who wrote before"].start("Hello.")
    alice.heard()
    for who, browser in others.items():
        answers = [browser.say(event, with_conversation(EVENTS[event], id_)) for id_ in (conversation, NOT_THERE)]
        assert answers[0] == answers[1] and answers[0]["error"]["status"] == 404, who
        assert "canary" not in str(browser.heard()), who
    assert alice.heard() == [] and alice.lines(conversation) == [(1, "alice-canary")]
    assert "error" not in alice.say(event, with_conversation(EVENTS[event], conversation))


def test_the_lines_of_somebody_else_look_like_none_and_nobody_hears_them(client, alice, others):
    conversation = alice.start("alice-canary")["conversation"]
    for who, browser in others.items():
        answers = [browser.get(id_) for id_ in (conversation, NOT_THERE)]
        assert answers[0].status_code == 404 and answers[0].get_data() == answers[1].get_data(), who
        assert browser.heard() == [], who
    path = f"/api/v1/acme/conversations/{conversation}/messages"
    assert client.get(path).status_code == 401
    assert client.get(path, headers={**visitor("alice"), "Origin": "https://evil.test"}).status_code == 403
    answer = client.get(path, headers={**visitor("alice"), "Origin": "https://app.acme.test"})
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "https://app.acme.test")


def test_a_start_is_ones_own(alice, others):
    mine = alice.start("alice-canary", "b1")
    for who, browser in others.items():
        told = browser.say("chat:start", {**EVENTS["chat:start"], "body": "alice-canary"})
        assert told["n"] == 1 and told["conversation"] != mine["conversation"], who


GOOD = visitor("alice")["Authorization"].split()[1]
HANDSHAKES = [None, "x", [], {}, {"site": "acme"}, {"site": "acme", "visitor": ""}, {"site": "acme", "visitor": "short"}, {"visitor": GOOD}, {"site": "nowhere", "visitor": GOOD},
              {"site": {"$gt": ""}, "visitor": GOOD}, {"site": "acme", "visitor": {"$gt": ""}}, {"site": "acme", "visitor": [GOOD]}, {"site": "acme", "token": "x"},
              {"site": "acme", "token": "a.b.c", "visitor": GOOD}, {"site": "acme", "visitor": GOOD, "more": 1}, {"site": "acme\0/..", "visitor": GOOD}]


@pytest.mark.parametrize("auth", HANDSHAKES, ids=str)
def test_who_says_nobody_in_particular_gets_no_socket(app, auth):
    socket = socketio.test_client(app, namespace="/chat", auth=auth)
    assert not socket.is_connected("/chat")
    assert Browser(app).connected


@pytest.mark.parametrize("event", EVENTS)
def test_wrong_types_are_refused_and_change_nothing(app, alice, unlimited, event):
    conversation = alice.start("Hello.")["conversation"]
    good = with_conversation(EVENTS[event], conversation)
    alice.heard()
    fitting = {"context": (None, {}), "client_id": ("1",), "body": ("1",), "n": (7,)}
    for told in [*WRONG, {}, {**good, "more": 1}, *({**good, name: wrong} for name in good for wrong in [*WRONG, "1", -1, 1.5] if wrong not in fitting.get(name, ()))]:
        answer = alice.say(event, told)
        assert answer.get("error", {}).get("code") in ("bad_request", "not_found", "too_large"), (told, answer)
    assert alice.heard() == [] and alice.lines(conversation) == [(1, "Hello.")]
    assert "error" not in alice.say(event, good)


def test_a_token_that_ended_meanwhile_says_nothing_any_more(app, time):
    signed_in = Browser(app, header=product()(sub="alice", name="Alice"))
    conversation = signed_in.start("Hello.")["conversation"]
    assert signed_in.heard("chat:message")[0]["author"] == {"kind": "requester", "name": "Alice"}
    time.at("2026-11-22T10:20+02:00")
    assert signed_in.post(conversation, "Still me?")["error"]["code"] == "unsigned"


def test_an_open_socket_says_nothing_any_more_once_its_secret_is_retired_or_its_site_takes_no_tokens(app, folder):
    kid, secret = secrets.make("acme")
    signed_in, guest = Browser(app, header=signed(kid, secret)), Browser(app, "bob")
    conversation, other = signed_in.start()["conversation"], guest.start()["conversation"]

    def site(mode):
        folder.site(f'identity = "{mode}"\n' + SITE + TABLES)
        app.shelf.reread()
        return [one.post(chat, "Still me?").get("error", {}).get("code") for one, chat in ((signed_in, conversation), (guest, other))]

    assert [site(mode) for mode in ("off", "enforce", "warn")] == [["unsigned", None], [None, "unsigned"], [None, None]]
    secrets.retire("acme", kid)
    assert site("warn") == ["unsigned", None]


@pytest.mark.parametrize("origin, chat, desk", [("https://app.acme.test", True, False), ("http://localhost", True, True), ("https://app.other.test", False, False), ("https://evil.test", False, False),
                                                ("null", False, False)])
def test_a_page_of_a_product_gets_the_chat_of_its_own_site_and_never_the_desk(app, folder, origin, chat, desk):
    folder.site((folder.path / "acme" / "site.toml").read_text().replace("app.acme.test", "app.other.test"), key="other")
    app.shelf.reread()
    agent = Desk(app, agents.add("bela@acme.test", "Bela", [("acme", "first")]).email)
    at_engine = app.test_client().get("/socket.io/?EIO=4&transport=polling", headers={"Origin": origin})
    assert at_engine.status_code == (400 if origin in ("null", "https://evil.test") else 200)
    assert "Access-Control-Allow-Credentials" not in at_engine.headers
    assert Browser(app, headers={"Origin": origin}).connected == chat
    socket = socketio.test_client(app, namespace="/desk", auth={"csrf": agent.csrf}, flask_test_client=agent.client, headers={"Origin": origin})
    assert socket.is_connected("/desk") == desk
