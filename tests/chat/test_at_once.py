"""Who writes into a chat at the same moment: numbers without a gap, one line for one try, and no line lost to an end; on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cast import visitor
from chat_material import takes_chats

from askaside.chat import actions
from askaside.chat.models import ChatMessage, Conversation
from askaside.core.db import db
from askaside.people import identity
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
