"""Who writes into a chat at the same moment: numbers without a gap, one line for one try, and no line lost to an end; on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cast import visitor
from chat_material import takes_chats

from askaside.chat import actions, answering
from askaside.chat.models import ChatMessage, Conversation
from askaside.core.db import db
from askaside.people import identity
from askaside.tickets import actions as tickets
from askaside.tickets import handling
from askaside.tickets.models import Ticket, TicketMessage


@pytest.fixture
def at_once(app, office):
    """`at_once(write, count)` → [what write(site, caller, n) gave]: `count` of them, eight at a time."""
    site = app.shelf.libraries["acme"].site
    caller = identity.caller(site, visitor("alice")["Authorization"])

    def one(write, n):
        with app.app_context():
            try:
                return write(site, caller, n)
            finally:
                db.session.remove()

    def run(write, count):
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda n: one(write, n), range(count)))
        db.session.rollback()
        return found

    return run


def begun(at_once):
    return at_once(lambda site, caller, n: actions.start(caller, site, client_id="begun", body="Hello.", locale="en").conversation_id, 1)[0]


def lines():
    return [(one.n, one.body) for one in db.session.query(ChatMessage).order_by(ChatMessage.conversation_id, ChatMessage.n)]


@pytest.mark.parametrize("there", [True, False])
def test_numbers_have_no_gap(app, at_once, there):
    if there:
        takes_chats(app)
    conversation = begun(at_once)
    numbers = at_once(lambda site, caller, n: actions.post(caller, site, conversation, client_id=f"c{n}", body=f"line {n}").n, 40)
    assert sorted(numbers) == list(range(2, 42))
    assert lines() == [(1, "Hello."), *sorted((number, f"line {n}") for n, number in enumerate(numbers))]


def test_one_line_sent_twenty_times_at_once_is_one_line(at_once):
    conversation = begun(at_once)
    assert set(at_once(lambda site, caller, n: actions.post(caller, site, conversation, client_id="same", body="And now?").n, 20)) == {2}
    assert lines() == [(1, "Hello."), (2, "And now?")]


def test_one_start_sent_twenty_times_at_once_is_one_conversation_and_one_request(at_once):
    assert len(set(at_once(lambda site, caller, n: actions.start(caller, site, client_id="begun", body="Hello.", locale="en").conversation_id, 20))) == 1
    assert [db.session.query(model).count() for model in (Conversation, ChatMessage, Ticket, TicketMessage)] == [1, 1, 1, 1]


def test_a_line_that_meets_the_end_is_kept_every_time(at_once):
    conversation = begun(at_once)

    def write(site, caller, n):
        if n % 2:
            return actions.end(caller, site, conversation)
        return actions.post(caller, site, conversation, client_id=f"c{n}", body=f"line {n}").n

    numbers = [n for n in at_once(write, 60) if n]
    assert sorted(numbers) == list(range(2, 32)) and len(lines()) == 31


def test_one_line_sent_from_an_old_tab_and_a_new_one_at_once_is_one_line(at_once, time):
    old = begun(at_once)
    at_once(lambda site, caller, n: actions.end(caller, site, old), 1)
    time.at("2026-12-22T10:00+02:00")
    new = at_once(lambda site, caller, n: actions.post(caller, site, old, client_id="first", body="Again.").conversation_id, 1)[0]
    for try_ in range(5):
        told = at_once(lambda site, caller, n, try_=try_: actions.post(caller, site, (old, new)[n % 2], client_id=f"c{try_}", body="And now?").n, 8)
        assert set(told) == {try_ + 2}


def test_lines_that_come_at_once_when_it_is_long_over_begin_one_next_conversation(at_once, time):
    conversation = begun(at_once)
    at_once(lambda site, caller, n: actions.end(caller, site, conversation), 1)
    time.at("2026-12-22T10:00+02:00")
    assert len(set(at_once(lambda site, caller, n: actions.post(caller, site, conversation, client_id=f"c{n}", body=f"line {n}").conversation_id, 16))) == 1
    assert db.session.query(Conversation).count() == 2 and db.session.query(Ticket).count() == 2


def test_first_lines_of_many_windows_are_one_chat(app, at_once):
    takes_chats(app)
    told = at_once(lambda site, caller, n: actions.start(caller, site, client_id=f"c{n % 16}", body=f"line {n % 16}", locale="en").conversation_id, 20)   # and four of them twice
    assert set(told) == {one.id for one in db.session.query(Conversation)} and len(db.session.query(Conversation).all()) == 1
    assert [n for n, _ in lines()] == list(range(1, 17)) and sorted(body for _, body in lines()) == sorted(f"line {n}" for n in range(16))


@pytest.mark.parametrize("there", [True, False])
def test_what_is_said_at_once_in_a_chat_and_in_the_one_that_it_went_on_in_waits_for_no_other(app, at_once, time, there):
    if there:
        takes_chats(app)
    places = [begun(at_once)]

    def go_on(site, caller, n):
        actions.end(caller, site, places[-1])
        time.at(f"2026-12-{22 + 2 * len(places)}T10:00+02:00")
        places.append(actions.post(caller, site, places[-1], client_id=f"next {len(places)}", body="Again.").conversation_id)

    def write(site, caller, n):
        said = actions.post(caller, site, places[n % 3], client_id=f"c{n // 3}", body=f"line {n // 3}")
        return said.conversation_id, said.n

    for _ in range(2):
        at_once(go_on, 1)
    told = set(at_once(write, 120))
    assert {place for place, _ in told} == {places[-1]} and sorted(n for _, n in told) == list(range(2, 42))


def test_what_is_said_at_once_in_a_request_and_in_its_chat_by_both_sides_is_in_both_once(app, at_once):
    conversation = begun(at_once)   # nobody is there: it is a request
    agent = takes_chats(app)
    request = db.session.get(Conversation, conversation).ticket_id
    db.session.rollback()

    def write(site, caller, n):
        if n % 4 == 0:
            return actions.post(caller, site, conversation, client_id=f"c{n}", body=f"line {n}")
        if n % 4 == 1:
            return tickets.reply(caller, request, f"line {n}")
        if n % 4 == 2:
            return answering.post(site, conversation, db.session.merge(agent, load=False), "bela", client_id=f"c{n}", body=f"line {n}")
        return handling.answer(db.session.get(Ticket, request), "bela", "Bela", f"line {n}")

    at_once(write, 80)
    said = [(n, body) for n, body in lines() if body.startswith("line")]
    answered = [body for body, in db.session.query(TicketMessage.body).order_by(TicketMessage.n) if body.startswith("line")]
    assert [n for n, _ in lines()] == list(range(1, len(lines()) + 1))
    assert sorted(body for _, body in said) == sorted(f"line {n}" for n in range(80)) and sorted(answered) == sorted(f"line {n}" for n in range(80))
    assert [body for _, body in said] == answered


def test_lines_that_meet_the_moment_in_which_it_becomes_a_request_are_in_both(app, at_once):
    agent = takes_chats(app)
    conversation = begun(at_once)

    def write(site, caller, n):
        bela = db.session.merge(agent, load=False)
        if n % 10 == 9:
            answering.to_request(site, conversation, bela)
        elif n % 2:
            answering.post(site, conversation, bela, "bela", client_id=f"c{n}", body=f"line {n}")
        else:
            actions.post(caller, site, conversation, client_id=f"c{n}", body=f"line {n}")

    at_once(write, 60)
    said = [body for n, body in lines() if body.startswith("line")]
    answered = "\n\n".join(body for body, in db.session.query(TicketMessage.body).order_by(TicketMessage.n)).split("\n\n")
    assert len(said) == 54 and answered == ["Hello.", *said] and db.session.query(Ticket).count() == 1
