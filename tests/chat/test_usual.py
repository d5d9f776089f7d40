"""A line into a chat that one of us has takes the short way: many by one commit, and each as if it had come alone."""

import logging

import pytest
import sqlalchemy as sa
from cast import visitor
from chat_material import Browser
from desk_material import opened

from askaside.chat import usual
from askaside.chat.models import ChatMessage, Conversation
from askaside.core.db import db
from askaside.people import identity

pytestmark = pytest.mark.usefixtures("somebody")


@pytest.fixture
def said(app):
    """said(who, conversation, client_id, body) → Said"""
    site = app.shelf.libraries["acme"].site
    return lambda who, conversation, client_id, body="And now?": usual.Said(identity.caller(site, visitor(who)["Authorization"]), conversation, client_id, body)


@pytest.fixture
def chats(app):
    """[Browser], [id of the conversation] of three people, whom Bela has."""
    people = [Browser(app, who) for who in ("alice", "bob", "dana")]
    return people, [one.start(f"Hello from {at}.")["conversation"] for at, one in enumerate(people)]


def kept():
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(sa.select(ChatMessage.conversation_id, ChatMessage.n, ChatMessage.body).order_by(ChatMessage.conversation_id, ChatMessage.n))]


def test_lines_of_many_are_kept_by_one_commit_each_with_the_next_number_of_its_chat(said, chats):
    people, (first, second, _) = chats
    db.session.execute(sa.update(Conversation).where(Conversation.id == second).values(waiting_since=None))   # Bela has answered
    db.session.commit()
    commits = []
    sa.event.listen(db.engine, "commit", lambda connection: commits.append(1))
    lines = usual.keep([said("alice", first, "a2"), said("bob", second, "b2"), said("alice", first, "a3", "*Quick*")])
    assert [line.n for line in lines] == [2, 2, 3] and commits == [1]
    assert people[0].lines(first) == [(1, "Hello from 0."), (2, "And now?"), (3, "*Quick*")]
    chat = db.session.get(Conversation, first)
    assert (chat.last_n, chat.last_at) == (3, lines[2].at) and chat.waiting_since <= lines[0].at
    assert db.session.get(Conversation, second).waiting_since == lines[1].at


def test_it_is_told_and_answered_like_any_other(chats):
    people, (first, *_) = chats
    tab = Browser(people[0].app)
    told = people[0].post(first, "It is *urgent*.", "a2")
    assert told == {"n": 2, "at": told["at"]} and people[0].post(first, "It is *urgent*.", "a2") == told
    assert people[0].post(first, "Other words.", "a2")["error"]["code"] == "idempotency_conflict"
    rows = tab.get(first, after=1).get_json()["messages"]
    assert tab.heard("chat:message") == rows and rows[0]["html"] == "<p>It is <em>urgent</em>.</p>"


def test_the_same_line_twice_at_once_is_one(said, chats):
    people, (first, *_) = chats
    lines = usual.keep([said("alice", first, "a2"), said("alice", first, "a2"), said("alice", first, "a3")])
    assert [line and line.n for line in lines] == [2, None, 3]
    assert people[0].post(first, "And now?", "a2")["n"] == 2 and people[0].lines(first)[1:] == [(2, "And now?"), (3, "And now?")]


def test_a_strangers_line_goes_nowhere(said, chats):
    people, (first, second, _) = chats
    before = kept()
    assert usual.keep([said("bob", first, "b2"), said("nobody", first, "x"), said("alice", "a" * 26, "a2")]) == [None, None, None]
    assert people[1].post(first, "Let me in.")["error"]["code"] == "not_found" and kept() == before
    assert usual.keep([said("bob", first, "b2"), said("bob", second, "b3")])[1].n == 2


@pytest.mark.parametrize("how", ["closed", "a request", "went on", "nobody's"])
def test_what_is_otherwise_is_left_to_the_long_way(client, said, chats, how):
    _, (first, second, _) = chats
    changed = {"closed": {"status": "closed"}, "a request": {"ticket_id": opened(client, "bob").id}, "went on": {"next_id": second}, "nobody's": {"agent_id": None}}[how]
    db.session.execute(sa.update(Conversation).where(Conversation.id == first).values(**changed))
    db.session.commit()
    before = kept()
    assert usual.keep([said("alice", first, "a2")]) == [None] and kept() == before


def test_when_it_fails_each_line_is_kept_alone(chats, monkeypatch, caplog):
    people, (first, *_) = chats

    def fail(connection, said):
        raise sa.exc.IntegrityError("INSERT", {}, Exception("somebody was quicker"))

    monkeypatch.setattr(usual, "_keep", fail)
    with caplog.at_level(logging.WARNING):
        assert people[0].post(first, "Still here?", "a2")["n"] == 2
    assert "one by one" in caplog.text and people[0].lines(first)[-1] == (2, "Still here?")


def test_none_is_acknowledged_that_was_not_committed(chats, monkeypatch):
    people, (first, *_) = chats
    people[0].heard()

    def full(*_):
        raise sa.exc.OperationalError("COMMIT", {}, Exception("the disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(sa.orm.Session, "commit", full)
        assert people[0].post(first, "Lost?", "a2")["error"]["code"] == "unavailable"
    assert people[0].heard() == [] and people[0].lines(first) == [(1, "Hello from 0.")]
    assert people[0].post(first, "Lost?", "a2")["n"] == 2
