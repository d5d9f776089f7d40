"""The transcript of a chat by letter: to who proved an address, when it ends, once; and the letter of a request that a chat became."""

import email
import email.policy

import pytest
from cast import product
from chat_material import Browser, takes_chats

from askaside.chat import answering
from askaside.core.db import db
from askaside.mail.models import OutgoingLetter


@pytest.fixture(autouse=True)
def post_office(app, office):
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"


@pytest.fixture
def alice(app, office):
    return Browser(app, header=product()(sub="alice", name="Alice", email="alice@gan.test"))


def letters():
    """[(to, subject, text)]"""
    db.session.rollback()
    found = [email.message_from_bytes(row.raw, policy=email.policy.default) for row in db.session.query(OutgoingLetter).order_by(OutgoingLetter.posted_at, OutgoingLetter.id)]
    return [(str(one["To"]), str(one["Subject"]), one.get_body(("plain",)).get_content()) for one in found]


def chatted(app, browser):
    bela = takes_chats(app)
    conversation = browser.start("It does not print.\nNot at all.")["conversation"]
    site = app.shelf.libraries["acme"].site
    answering.post(site, conversation, bela, "agent:bela", client_id="1", body="Is it *on*?")
    browser.post(conversation, "Now it is. Thanks!")
    answering.read(site, conversation, bela, 3)
    return conversation, site, bela


def test_who_proved_an_address_gets_all_of_it_once_when_it_ends(app, alice):
    conversation, site, bela = chatted(app, alice)
    assert letters() == []
    answering.post(site, conversation, bela, "agent:bela", client_id="2", body="You are welcome.")
    for _ in range(2):
        assert alice.say("chat:end", {"conversation": conversation}) == {}
    ((to, subject, text),) = letters()
    assert "alice@gan.test" in to and subject == "Your chat with Acme"
    places = [text.index(line) for line in ("It does not print.", "Not at all.", "Is it *on*?", "Now it is. Thanks!", "You are welcome.")]
    assert places == sorted(places) and "Alice (2026-11-22 08:00 UTC)" in text and "Bela (2026-11-22 08:00 UTC)" in text


def test_who_proved_none_gets_no_letter_and_nobody_answered_is_no_transcript(app, alice):
    visitor = Browser(app, "somebody")
    conversation, site, bela = chatted(app, visitor)
    answering.end(site, conversation, bela)
    lone = alice.start("Hello?")["conversation"]
    answering.end(site, lone, bela)
    assert letters() == []


def test_of_a_chat_that_became_a_request_the_letter_has_both_sides_and_no_transcript_follows(app, alice):
    conversation, site, bela = chatted(app, alice)
    answering.to_request(site, conversation, bela)
    answering.end(site, conversation, bela)
    mine = [text for to, _, text in letters() if "alice" in to]
    assert len(mine) == 1
    ours, yours = mine[0].split("What you wrote:")
    assert "Is it *on*?" in ours and "It does not print." in yours and "Now it is. Thanks!" in yours and "Is it *on*?" not in yours


def test_what_an_agent_says_in_the_chat_of_a_request_is_a_letter_only_to_who_is_not_there(app, alice):
    conversation, site, bela = chatted(app, alice)
    answering.to_request(site, conversation, bela)
    before = letters()
    answering.post(site, conversation, bela, "agent:bela", client_id="3", body="One more thing.")
    assert letters() == before
    alice.socket.disconnect("/chat")
    answering.post(site, conversation, bela, "agent:bela", client_id="4", body="And another.")
    assert len(letters()) == len(before) + 1 and sum("And another." in text for _, _, text in letters()) == 1
