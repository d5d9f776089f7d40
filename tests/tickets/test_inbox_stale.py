"""An agent who answers an old letter has not seen what came since: their words are kept as a note, and they are told what is new."""

from inbox_material import BOUNDARY, TEAM, TEXT, body, kept

from askaside.core.db import db
from askaside.tickets import handling, queries
from askaside.tickets.models import Ticket

BELA = {"From": f"Bela <{TEAM}>"}


def letter_of(post):
    """The heads of an answer to the newest letter to the team."""
    told = post.reply_to(TEAM, "Message-ID")
    return {**BELA, "To": post.reply_to(TEAM), "In_Reply_To": told, "References": f"{post.reply_to(TEAM, 'References')} {told}"}


def lines(ticket):
    """[(who, text, is it a note)]"""
    return [(row.author_kind, row.body, row.note) for row in queries.messages(ticket, notes=True)]


def test_an_answer_to_an_old_letter_is_kept_as_a_note_and_its_sender_is_told_what_is_new(post):
    ticket, address = post.opened()
    old = letter_of(post)
    post.one("Forget it: the other one does not sing.", To=address)
    row = post.one(body("Wind it up.", TEXT), **old, **BOUNDARY)
    assert (row.state, row.ticket_id) == ("done", ticket.id) and "kept as a note" in row.reason
    assert lines(ticket)[1:] == [("requester", "Forget it: the other one does not sing.", False), ("agent", "Wind it up.", True)]
    assert kept(ticket.id)[2] == [("log.txt", "text/plain")]
    assert not [told for _, told in post.sent("alice@acme.test") if "Wind it up." in told]
    told = post.sent(TEAM)[-1][1]
    assert "Your answer was not sent on" in told and "Alice wrote:\n" in told and "the other one does not sing." in told and "Wind it up." in told and "/answer/" in told
    assert db.session.get(Ticket, ticket.id).first_responded_at is None


def test_an_answer_to_the_letter_that_told_so_is_sent(post):
    ticket, address = post.opened()
    old = letter_of(post)
    post.one("Forget it.", To=address)
    post.one("Wind it up.", **old)
    assert post.one("Forgotten.", **letter_of(post)).reason is None
    assert lines(ticket)[-1] == ("agent", "Forgotten.", False) and "Forgotten." in post.sent("alice@acme.test")[-1][1]


def test_the_newest_letter_is_answered_and_an_agents_own_words_and_notes_are_nothing_new(post):
    ticket, _ = post.opened()
    old = letter_of(post)
    assert post.one("Wind it up.", **old).reason is None
    handling.answer(db.session.get(Ticket, ticket.id), "agent:carl", "Carl", "Between us.", note=True)
    assert post.one("And oil it.", **old).reason is None
    assert [note for _, _, note in lines(ticket)] == [False, False, True, False]


def test_another_agents_answer_is_something_new(post):
    ticket, _ = post.opened()
    old = letter_of(post)
    handling.answer(db.session.get(Ticket, ticket.id), "agent:carl", "Carl", "Throw it away.")
    post.one("Wind it up.", **old)
    assert lines(ticket)[-1] == ("agent", "Wind it up.", True) and "Carl wrote:\nThrow it away." in post.sent(TEAM)[-1][1].replace("\n\n", "\n")


def test_where_nobody_can_say_what_was_seen_it_is_sent(post):
    ticket, address = post.opened()
    old = letter_of(post)
    post.one("Forget it.", To=address)
    other = old["In_Reply_To"].replace(ticket.id, "a" * 26)
    for heads in ({"In_Reply_To": None, "References": None}, {"In_Reply_To": "<010@email.amazonses.com>", "References": None}, {"In_Reply_To": other, "References": other}):
        assert post.one("Wind it up.", **{**old, **heads}).reason is None
    assert [note for *_, note in lines(ticket)] == [False] * 5
