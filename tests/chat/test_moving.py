"""Whose a chat is: offered, passed on when nobody reacts, followed through to a request; its person is told at each step."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from cast import product
from chat_material import Browser, arrives, leaves, takes_chats
from desk_material import fresh

from askaside.chat import answering, moving, seats, watch
from askaside.chat.models import Conversation
from askaside.core import clock
from askaside.core.db import db
from askaside.people import agents, identity
from askaside.tickets import actions, handling
from askaside.tickets.models import Ticket, TicketMessage


@pytest.fixture
def site(app, office):
    return app.shelf.libraries["acme"].site


@pytest.fixture
def later(time):
    def pass_(**span):
        time.at((clock.now() + timedelta(**span)).isoformat())
        fresh()
        return watch.run()

    return pass_


def one(conversation):
    fresh()
    return db.session.get(Conversation, conversation)


def state(browser, conversation):
    return browser.get(conversation).get_json()["conversation"]


def told(browser, conversation):
    """[(kind, body)]"""
    return [(line["author"]["kind"], line["body"]) for line in browser.get(conversation, limit=100).get_json()["messages"]]


def test_it_is_offered_to_one_agent_and_theirs_when_they_react(app, site, alice):
    bela = takes_chats(app)
    begun = alice.start()
    assert begun["status"] == "queued" and begun["answer_by_at"] is None
    assert one(begun["conversation"]).agent_id == bela.id
    assert (state(alice, begun["conversation"])["agent"], state(alice, begun["conversation"])["position"]) == (None, 1)
    answering.read(site, begun["conversation"], bela, 1)
    now = state(alice, begun["conversation"])
    assert (now["status"], now["agent"], now["position"], now["read"]["agent"]) == ("open", "Bela", None, 1)
    heard = alice.heard()
    assert ("chat:read", {"conversation": begun["conversation"], "by": "agent", "n": 1}) in heard and heard[-1][0] in ("chat:changed", "chat:read")


def test_an_answer_is_in_the_thread_of_both_once_and_counts_as_the_first(app, site, alice, time):
    bela, begun = takes_chats(app), alice.start("Hello.", "a1")
    time.at("2026-11-22T10:02+02:00")
    for _ in range(3):
        message = answering.post(site, begun["conversation"], bela, "agent:bela", client_id="b1", body="Good morning.")
    assert (message.n, message.author_name) == (2, "Bela") and told(alice, begun["conversation"]) == [("requester", "Hello."), ("agent", "Good morning.")]
    found = one(begun["conversation"])
    assert found.waiting_since is None and found.first_answered_at - found.opened_at == timedelta(minutes=2) and found.agent_read_n == 1
    assert [line["body"] for line in alice.heard("chat:message")] == ["Hello.", "Good morning."]
    assert alice.say("chat:read", {"conversation": begun["conversation"], "n": 2}) == {}


def test_the_account_manager_and_the_agent_of_last_time_come_first(app, site, alice):
    bela, carl = takes_chats(app), takes_chats(app, "Carl", ("second",))
    first = alice.start("One.")["conversation"]
    assert one(first).agent_id == bela.id
    answering.give(site, first, bela, carl)
    answering.end(site, first, carl)
    assert one(alice.start("Two.")["conversation"]).agent_id == carl.id   # of last time
    dana = Browser(app, header=product()(sub="dana", account="gan"))
    third = dana.start("Three.")["conversation"]
    assert one(third).agent_id == bela.id
    answering.end(site, third, bela)
    agents.manage("carl@acme.test", "acme", "gan")
    assert one(dana.start("Four.")["conversation"]).agent_id == carl.id   # who knows the account, though Bela had the last one


def test_all_busy_it_waits_with_its_place_and_an_honest_guess_and_gets_the_next_free_one(app, site, later, time):
    bela = takes_chats(app, most=1)
    places, chats = [], []
    for who in ("alice", "bob", "dana"):
        browser = Browser(app, who)
        time.at((clock.now() + timedelta(seconds=1)).isoformat())
        chats.append(browser.start()["conversation"])
        places.append((state(browser, chats[-1])["position"], state(browser, chats[-1])["wait_seconds"]))
    assert places == [(1, None), (2, None), (3, None)]   # nobody knows yet how long it takes
    assert [one(chat).agent_id for chat in chats] == [bela.id, None, None]
    answering.post(site, chats[0], bela, "agent:bela", client_id="1", body="Done.")
    answering.end(site, chats[0], bela)
    assert later(seconds=1) == 1 and [one(chat).agent_id for chat in chats[1:]] == [bela.id, None]
    assert state(Browser(app, "dana"), chats[2])["position"] == 2


def test_how_long_it_usually_takes_is_told(app, site, alice, time):
    bela = takes_chats(app)
    for n in range(3):
        chat = Browser(app, f"person {n}").start()["conversation"]
        time.at((clock.now() + timedelta(seconds=60)).isoformat())
        answering.post(site, chat, bela, "agent:bela", client_id=str(n), body="Hi.")
        answering.end(site, chat, bela)
    assert seats.offer(site, None) == (True, None, 60)
    chat = alice.start()["conversation"]
    assert state(alice, chat)["wait_seconds"] == 60
    time.at((clock.now() + timedelta(seconds=45)).isoformat())
    assert state(alice, chat)["wait_seconds"] == 15


def test_nobody_reacts_the_next_agent_then_the_next_tier_then_a_request_and_each_step_is_told(app, alice, later):
    bela, dora, carl = takes_chats(app), takes_chats(app, "Dora"), takes_chats(app, "Carl", ("second",))
    chat = alice.start("It does not print.")["conversation"]
    alice.post(chat, "Still.")
    had = [one(chat).agent_id]
    for _ in range(2):
        assert later(seconds=119) == 0 and later(seconds=2) == 1
        had.append(one(chat).agent_id)
    assert set(had[:2]) == {bela.id, dora.id} and had[2] == carl.id
    assert later(seconds=121) == 1
    found, ticket = one(chat), db.session.query(Ticket).one()
    assert (found.ticket_id, found.agent_id, state(alice, chat)["status"]) == (ticket.id, None, "away")
    assert [one.body for one in db.session.query(TicketMessage)] == ["It does not print.\n\nStill."]
    kinds = told(alice, chat)
    assert [kind for kind, _ in kinds] == ["requester", "requester", "system", "system", "system"]
    assert kinds[2][1] == kinds[3][1] == "Nobody has come to it yet, so the next of us is asked." and f"request #{ticket.number}: every word of it is kept." in kinds[4][1] and found.answer_by_at
    assert later(seconds=1000) == 0


def test_who_is_in_it_has_longer_for_an_answer_and_then_it_moves_on(app, site, alice, later):
    bela, dora = takes_chats(app), takes_chats(app, "Dora")
    chat = alice.start()["conversation"]
    owner, other = (bela, dora) if one(chat).agent_id == bela.id else (dora, bela)
    answering.post(site, chat, owner, "agent:x", client_id="1", body="I look.")
    assert later(hours=0, minutes=20) == 0   # nobody waits
    alice.post(chat, "And?")
    assert later(minutes=5) == 0 and later(minutes=2) == 1
    assert (one(chat).agent_id, one(chat).status) == (other.id, "queued")


def test_an_agent_whose_browser_is_gone_loses_what_waits_and_a_page_loaded_again_does_not(app, site, alice, later):
    bela, dora = takes_chats(app), takes_chats(app, "Dora")
    chat = alice.start()["conversation"]
    owner, other = (bela, dora) if one(chat).agent_id == bela.id else (dora, bela)
    answering.post(site, chat, owner, "agent:x", client_id="1", body="I look.")
    alice.post(chat, "And?")
    leaves(app, owner)
    assert later(seconds=10) == 0
    arrives(app, owner)
    assert later(seconds=10) == 0
    leaves(app, owner)
    assert later(seconds=16) == 1 and one(chat).agent_id == other.id
    assert told(alice, chat)[-1] == ("system", f"{owner.name} has lost the connection. Somebody else is asked to go on; they see all of this.")


def test_everybody_gone_what_waits_is_a_request(app, alice, later):
    bela = takes_chats(app)
    chat = alice.start()["conversation"]
    leaves(app, bela)
    assert later(seconds=16) == 1
    assert state(alice, chat)["status"] == "away" and state(alice, chat)["answer_by_at"] and told(alice, chat)[-1][0] == "system"


def test_what_waits_too_long_for_who_is_busy_is_a_request(app, alice, later):
    takes_chats(app, most=1)
    alice.start()
    bob = Browser(app, "bob")
    chat = bob.start("Me, too.")["conversation"]
    assert one(chat).agent_id is None
    later(minutes=11)
    assert state(bob, chat)["status"] == "away"


def test_busy_keeps_what_they_have_and_gets_nothing_new_and_away_the_same(app, site, alice):
    bela = takes_chats(app)
    first = alice.start()["conversation"]
    for status in ("busy", "away"):
        answering.sit(site, bela, status)
        assert Browser(app, f"b {status}").start()["status"] == "away"
    assert one(first).agent_id == bela.id
    answering.sit(site, bela, "available")
    assert Browser(app, "dana").start()["status"] == "queued"


def test_handed_over_with_a_note_that_its_person_never_sees(app, site, alice):
    bela, carl = takes_chats(app), takes_chats(app, "Carl", ("second",))
    chat = alice.start()["conversation"]
    answering.post(site, chat, bela, "agent:bela", client_id="1", body="A moment.")
    answering.give(site, chat, bela, carl, "canary-note")
    found = one(chat)
    assert (found.agent_id, found.status) == (carl.id, "queued") and found.waiting_since is not None
    assert told(alice, chat)[-1] == ("system", "Bela has handed this over to Carl, who sees all of it.")
    assert "canary" not in str(told(alice, chat)) + str(alice.heard())
    answering.give(site, chat, carl, None)
    assert one(chat).agent_id == bela.id
    answering.sit(site, carl, "away")
    with pytest.raises(Exception, match="Nobody else is free"):
        answering.give(site, chat, bela, None)


def test_taken_over_from_somebody_who_is_in_it(app, site, alice):
    bela, carl = takes_chats(app), takes_chats(app, "Carl", ("second",))
    chat = alice.start()["conversation"]
    answering.take(site, chat, bela)
    answering.take(site, chat, carl)
    answering.take(site, chat, carl)
    assert one(chat).agent_id == carl.id and told(alice, chat)[1:] == [("system", "Carl goes on from here.")]


def test_quiet_and_answered_it_is_over_and_a_line_opens_it_again(app, site, alice, later):
    bela = takes_chats(app)
    chat = alice.start()["conversation"]
    answering.post(site, chat, bela, "agent:bela", client_id="1", body="Done?")
    assert later(minutes=29) == 0 and later(minutes=2) == 1
    assert state(alice, chat)["status"] == "closed"
    assert alice.post(chat, "Not quite.")["n"] == 4
    assert (one(chat).status, one(chat).agent_id) == ("queued", bela.id)


def test_an_answer_to_one_that_went_on_is_said_where_it_went(app, site, alice, time):
    bela = takes_chats(app)
    old = alice.start()["conversation"]
    answering.post(site, old, bela, "agent:bela", client_id="1", body="Done.")
    answering.end(site, old, bela)
    time.at("2026-11-25T10:00+02:00")
    new = alice.post(old, "Again.")["conversation"]
    assert answering.post(site, old, bela, "agent:bela", client_id="2", body="I look.").conversation_id == new
    assert told(alice, new) == [("requester", "Again."), ("agent", "I look.")]


def test_ended_by_its_person_with_a_question_open_it_is_a_request(app, alice):
    takes_chats(app)
    chat = alice.start("It burns.")["conversation"]
    assert alice.say("chat:end", {"conversation": chat}) == {}
    assert state(alice, chat)["status"] == "closed" and db.session.query(TicketMessage).one().body == "It burns."


def test_a_request_that_it_became_and_the_chat_are_one_thread(app, site, alice):
    bela = takes_chats(app)
    chat = alice.start("One.")["conversation"]
    answering.post(site, chat, bela, "agent:bela@acme.test", client_id="1", body="Two.")
    alice.post(chat, "Three.")
    answering.to_request(site, chat, bela)
    ticket = db.session.query(Ticket).one()
    assert (ticket.assignee_id, one(chat).status, one(chat).agent_id) == (bela.id, "open", bela.id)
    alice.post(chat, "Four.")
    answering.post(site, chat, bela, "agent:bela@acme.test", client_id="2", body="Five.")
    handling.answer(db.session.get(Ticket, ticket.id), "agent:bela@acme.test", "Bela", "Six.")
    actions.reply(identity.Caller("acme", one(chat).requester.key), ticket.id, "Seven.")
    fresh()
    thread = [(line.author_kind, line.body) for line in db.session.query(TicketMessage).filter_by(note=False).order_by(TicketMessage.n)]
    assert thread == [("requester", "One."), ("agent", "Two."), ("requester", "Three."), ("requester", "Four."), ("agent", "Five."), ("agent", "Six."), ("requester", "Seven.")]
    assert [line for line in told(alice, chat) if line[0] != "system"] == thread


def test_one_chat_that_fails_holds_up_no_other(app, alice, later, monkeypatch, caplog):
    takes_chats(app, most=1)
    chats = [Browser(app, who).start()["conversation"] for who in ("alice", "bob")]
    answered = one(chats[0])
    choose = moving.hand_over

    def fails(site, conversation, **told):
        if conversation.id == answered.id:
            raise RuntimeError("nobody foresaw this")
        return choose(site, conversation, **told)

    monkeypatch.setattr(moving, "hand_over", fails)
    later(minutes=11)
    assert (state(Browser(app, "alice"), chats[0])["status"], state(Browser(app, "bob"), chats[1])["status"]) == ("queued", "away")
    assert f"the chat {answered.id} could not be done" in caplog.text


def test_a_crowd_is_watched_by_a_few_questions(app, site, alice, later):
    """Each second all who wait are looked through, and nothing else is served meanwhile."""
    bela = takes_chats(app, most=2)
    begun = [Browser(app, f"person {at}").start()["conversation"] for at in range(12)]
    for conversation in begun[:2]:
        answering.read(site, conversation, bela, 1)
    asked = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert later(seconds=30) == 0 and len(asked) < 9, asked
    answering.end(site, begun[0], bela)
    asked.clear()
    assert later(seconds=5) == 1 and one(begun[2]).agent_id == bela.id and one(begun[3]).agent_id is None   # the next of the line, and no other
