"""Nobody there: a chat becomes a request with a promise, every word of it once."""

from chat_material import Browser
from material import SITE

from askaside.chat import moving
from askaside.chat.models import Conversation
from askaside.core.db import db, transaction
from askaside.tickets import handling, joining
from askaside.tickets.models import Ticket, TicketMessage


def thread():
    """[body] of the requester's lines of all requests."""
    db.session.rollback()
    return [one.body for one in db.session.query(TicketMessage).filter_by(author_kind="requester").order_by(TicketMessage.at, TicketMessage.n)]


def test_nobody_there_the_same_words_are_a_request_with_a_promise_at_once(client, alice):
    told = alice.start("I cannot print\nany invoice.", context={"url": "/invoices/5", "locale": "he", "trail": [{"kind": "search", "text": "print"}]})
    (ticket,) = client.get("/api/v1/acme/tickets", headers=alice.header).get_json()["tickets"]
    assert told["status"] == "away" and told["answer_by_at"] == ticket["answer_by_at"] is not None
    assert (ticket["subject"], ticket["module"], ticket["status"]) == ("I cannot print any invoice.", "invoices", "new")
    assert thread() == ["I cannot print\nany invoice."]
    row = db.session.query(Ticket).one()
    assert (row.locale, row.context["trail"]) == ("he", [{"kind": "search", "text": "print"}])
    assert alice.heard("chat:changed")[-1] == {"conversation": told["conversation"], "status": "away", "agent": None, "position": None, "answer_by_at": told["answer_by_at"],
                                               "ticket": ticket["id"], "next": None, "last_n": 1, "read": {"requester": 0, "agent": 0}, "wait_seconds": None,
                                               "opened_at": told["at"], "subject": "I cannot print any invoice."}


def test_a_site_that_promises_nothing_keeps_the_words_too(app, folder, alice):
    folder.site(SITE)
    app.shelf.reread()
    told = alice.start()
    assert (told["status"], told["answer_by_at"], thread()) == ("away", None, ["It does not print."])


def test_what_is_said_after_that_is_said_in_the_request_once(alice):
    conversation = alice.start("Hello.", "a1")["conversation"]
    for body, client_id in (("One.", "a2"), ("Two.", "a3"), ("One.", "a2"), ("Two.", "a3"), ("Hello.", "a1")):
        alice.post(conversation, body, client_id)
    assert thread() == ["Hello.", "One.", "Two."]
    assert [body for _, body in alice.lines(conversation)] == ["Hello.", "One.", "Two."]


def test_a_line_that_comes_when_the_request_was_solved_opens_that_again(alice):
    conversation = alice.start()["conversation"]
    handling.answer(db.session.query(Ticket).one(), "agent:bela", "Bela", "Done.", solve=True)
    assert alice.post(conversation, "Not at all.")["n"] == 3
    db.session.rollback()
    assert db.session.query(Ticket).one().status == "open"


def test_somebody_there_it_waits_for_them(alice, somebody):
    told = alice.start()
    assert (told["status"], told["answer_by_at"]) == ("queued", None)
    assert alice.post(told["conversation"], "And?")["n"] == 2
    assert thread() == []


def test_a_chat_that_waited_is_handed_over_with_every_word_once_and_in_order(app, alice, somebody):
    bodies = [f"line {n} " + "x" * 4000 for n in range(12)]
    conversation = alice.start(bodies[0])["conversation"]
    for body in bodies[1:]:
        alice.post(conversation, body)
    alice.heard()
    db.session.rollback()
    with transaction():
        moving.hand_over(app.shelf.libraries["acme"].site, db.session.get(Conversation, conversation))
    kept = thread()
    assert "\n\n".join(kept) == "\n\n".join(bodies) and max(map(len, kept)) <= 20_000
    assert [one["status"] for one in alice.heard("chat:changed")] == ["away"]
    assert [body for _, body in alice.lines(conversation)] == bodies


def test_nobody_else_hears_of_it(app, alice):
    dana = Browser(app, "dana")
    alice.start()
    assert dana.heard() == []


def test_a_line_of_a_chat_whose_request_was_joined_to_another_is_said_there(client, alice):
    conversation = alice.start("Hello.")["conversation"]
    other = client.post("/api/v1/acme/tickets", json={"body": "The printer is on fire.", "locale": "en"}, headers=alice.header).get_json()["id"]
    joining.merge(db.session.query(Ticket).filter(Ticket.id != other).one(), db.session.get(Ticket, other), "agent:bela")
    assert alice.post(conversation, "It still burns.") == {"n": 2, "at": "2026-11-22T08:00:00.000Z"}
    db.session.rollback()
    assert [one.body for one in db.session.query(TicketMessage).filter_by(ticket_id=other, author_kind="requester").order_by(TicketMessage.n)][-1] == "It still burns."
    assert thread().count("It still burns.") == 1
