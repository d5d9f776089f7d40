"""A line of a chat: kept before it is acknowledged, once, in order, told to everybody, and never into a hole."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from chat_material import Browser, takes_chats

from askaside.chat import actions, answering, live
from askaside.chat.models import ChatMessage, Conversation
from askaside.core import clock, db
from askaside.tickets.models import Ticket


def count(model):
    db.db.session.rollback()
    return db.db.session.query(model).count()


def test_a_line_is_acknowledged_with_its_number_and_told_to_every_tab_of_its_writer(app, alice):
    other = Browser(app)
    begun = alice.start("Hello.", "a1")
    assert begun == {"conversation": begun["conversation"], "n": 1, "at": "2026-11-22T08:00:00.000Z", "status": "away", "answer_by_at": begun["answer_by_at"]}
    assert alice.post(begun["conversation"], "It is *urgent*.", "a2") == {"n": 2, "at": "2026-11-22T08:00:00.000Z"}
    for tab in (alice, other):
        assert tab.heard("chat:message") == [
            {"conversation": begun["conversation"], "n": n, "client_id": client_id, "author": {"kind": "requester", "name": ""}, "body": body, "html": html, "at": "2026-11-22T08:00:00.000Z",
             "files": [], "articles": []} for n, client_id, body, html in ((1, "a1", "Hello.", "<p>Hello.</p>"), (2, "a2", "It is *urgent*.", "<p>It is <em>urgent</em>.</p>"))]


def test_it_is_kept_before_anybody_is_told(alice, monkeypatch):
    kept = []

    def ring(name, *_):
        with db.db.engine.connect() as somebody_else:
            kept.append((name, somebody_else.scalar(sa.select(sa.func.count()).select_from(ChatMessage))))

    monkeypatch.setattr(live.live, "ring", ring)
    assert alice.start()["n"] == 1
    assert {name for name, _ in kept} == {"chat:changed", "chat:message", "chat:seats", "desk:changed"} and {count for _, count in kept} == {1}


@pytest.mark.parametrize("first", [True, False])
def test_the_same_client_id_is_one_line_and_the_same_answer_and_other_words_are_refused(alice, first):
    begun = alice.start("Hello.", "a1")
    conversation = begun["conversation"]

    def send(body):
        return alice.start(body, "a1") if first else alice.post(conversation, body, "a2")

    told = send("Hello.")
    alice.heard()
    for _ in range(3):
        assert send("Hello.") == told
    assert send("Something else.")["error"]["code"] == "idempotency_conflict" and send("Something else.")["error"]["status"] == 409
    assert alice.heard() == []
    assert (count(Conversation), count(ChatMessage)) == (1, 1 if first else 2)


def test_the_names_that_two_people_give_their_lines_do_not_meet(app, alice):
    begun = [alice.start("Hello.", "a1"), Browser(app, "bob").start("Good morning.", "a1")]
    assert [one["n"] for one in begun] == [1, 1] and begun[0]["conversation"] != begun[1]["conversation"]


def test_a_line_that_is_refused_takes_no_number_and_is_told_nobody(alice, monkeypatch):
    conversation = alice.start()["conversation"]
    alice.heard()
    assert alice.post(conversation, "x" * 4097)["error"]["code"] == "too_large"
    assert alice.post(conversation, "ש" * 2049)["error"]["status"] == 413
    assert alice.post(conversation, " \n ")["error"]["code"] == "bad_request"
    with monkeypatch.context() as patch:
        patch.setattr(actions.tickets, "reply", lambda *_: 1 / 0)   # the disk is full, at the last moment
        assert alice.post(conversation, "Lost?", "a2")["error"]["code"] == "unavailable"
    assert alice.heard() == [] and alice.lines(conversation) == [(1, "It does not print.")]
    assert alice.post(conversation, "Lost?", "a2")["n"] == 2
    assert alice.post(conversation, "x" * 4096)["n"] == 3


def test_what_came_meanwhile_is_asked_for_by_number(alice):
    conversation = alice.start("1")["conversation"]
    for n in range(2, 8):
        alice.post(conversation, str(n))
    pushed = alice.heard("chat:message")
    answer = alice.get(conversation, after=2, limit=3)
    told = answer.get_json()
    assert ([one["n"] for one in told["messages"]], told["next"], answer.headers["Cache-Control"]) == ([3, 4, 5], "5", "no-store")
    told = alice.get(conversation, after=5, limit=3).get_json()
    assert ([one["n"] for one in told["messages"]], told["next"]) == ([6, 7], None)
    assert alice.get(conversation, limit=100).get_json()["messages"] == pushed
    assert alice.get(conversation, after=99).get_json()["messages"] == []   # who is ahead of a restored backup sees `last_n`
    assert (told["conversation"]["last_n"], told["conversation"]["status"]) == (7, "away")


def test_up_to_where_somebody_has_read_is_told_once(app, alice):
    other, conversation = Browser(app), alice.start()["conversation"]
    alice.post(conversation, "And now?")
    other.heard()
    for n in (1, 1, 2, 1, 50):
        assert alice.say("chat:read", {"conversation": conversation, "n": n}) == {}
    assert other.heard("chat:read") == [{"conversation": conversation, "by": "requester", "n": n} for n in (1, 2)]
    assert alice.get(conversation).get_json()["conversation"]["read"] == {"requester": 2, "agent": 0}


def test_that_somebody_writes_is_told_and_not_kept(app, alice):
    other, conversation = Browser(app), alice.start()["conversation"]
    assert alice.say("chat:typing", {"conversation": conversation}) == {}
    assert other.heard("chat:typing") == [{"conversation": conversation, "by": "requester", "name": ""}]


def test_an_end_is_told_once(app, alice):
    other, conversation = Browser(app), alice.start()["conversation"]
    other.heard()
    assert [alice.say("chat:end", {"conversation": conversation}) for _ in range(2)] == [{}, {}]
    assert [one["status"] for one in other.heard("chat:changed")] == ["closed"]


def test_a_line_into_a_chat_that_just_ended_opens_it_again(alice, time):
    conversation = alice.start()["conversation"]
    alice.say("chat:end", {"conversation": conversation})
    time.at("2026-11-23T09:00+02:00")
    assert alice.post(conversation, "One more thing.") == {"n": 2, "at": "2026-11-23T07:00:00.000Z"}
    assert [one["status"] for one in alice.heard("chat:changed")][-1] == "away"


@pytest.mark.parametrize("how", ["long ago", "its request is closed"])
def test_a_line_into_a_chat_that_is_over_begins_the_next_one(alice, how):
    conversation = alice.start()["conversation"]
    alice.say("chat:end", {"conversation": conversation})
    if how == "long ago":
        clock.at(clock.now() + timedelta(hours=25))
    else:
        db.db.session.query(Ticket).one().status = "closed"
        db.db.session.commit()
    alice.heard()
    told = alice.post(conversation, "One more thing.", "a2")
    assert told["n"] == 1 and told["conversation"] != conversation
    assert alice.post(conversation, "One more thing.", "a2") == told
    assert alice.post(conversation, "And another.")["conversation"] == told["conversation"]   # an old tab does not begin a third one
    assert alice.get(conversation).get_json()["conversation"]["next"] == told["conversation"]
    assert {one["conversation"]: one["next"] for one in alice.heard("chat:changed")} == {conversation: told["conversation"], told["conversation"]: None}
    assert alice.lines(conversation) == [(1, "It does not print.")]
    assert alice.lines(told["conversation"]) == [(1, "One more thing."), (2, "And another.")]
    assert count(Ticket) == 2


def test_a_socket_may_say_so_much_and_no_more(app, alice, monkeypatch):
    pauses = []
    monkeypatch.setattr(live.time, "sleep", pauses.append)
    conversation = alice.start()["conversation"]
    answers = [alice.say("chat:read", {"conversation": conversation, "n": 0}) for _ in range(90)]
    assert answers[:59] == [{}] * 59
    assert answers[-1]["error"] == {"status": 429, "code": "too_many", "detail": answers[-1]["error"]["detail"], "retry_after_seconds": 1}
    assert pauses == [live.PAUSE_SECONDS] * len([answer for answer in answers if answer])   # whoever floods is not even read meanwhile
    assert Browser(app, "bob").start()["n"] == 1


def test_who_begins_another_one_while_one_goes_on_is_in_that_one(app, alice):
    bela, other, site = takes_chats(app), Browser(app), app.shelf.libraries["acme"].site
    first = alice.start("In this window.", "a1")["conversation"]
    assert other.start("In the other one.", "b1") == {"conversation": first, "n": 2, "at": "2026-11-22T08:00:00.000Z", "status": "queued", "answer_by_at": None}
    assert other.start("In the other one.", "b1")["n"] == 2
    assert [line["body"] for line in alice.heard("chat:message")] == ["In this window.", "In the other one."]
    assert Browser(app, "bob").start("Somebody else.")["conversation"] != first
    answering.end(site, first, bela)
    assert other.start("Something else.")["conversation"] != first   # what has ended is gone on with only where it is shown
