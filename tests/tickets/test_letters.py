"""Letters about requests: what the person is told, what the team is told, and what an address that nobody confirmed never gets."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from cast import product, visitor
from material import SITE

from askaside.core import clock
from askaside.core.db import db
from askaside.mail.models import OutgoingLetter
from askaside.tickets import handling
from askaside.tickets.models import Ticket

TICKETS = "/api/v1/acme/tickets"
TABLES = """
[calendars.office]
zone = "Asia/Jerusalem"
week = { sun-thu = ["09:00-17:00"] }
[[teams]]
key = "first"
mail = "team@acme.test"
[sla.default]
hours = "office"
first_response = { question = "2h", outage = "1h" }
"""


@pytest.fixture(autouse=True)
def post_office(app, folder):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"


class Read:
    def __init__(self, row):
        self.to = row.recipient
        self.message = email.message_from_bytes(row.raw, policy=email.policy.default)
        self.subject = self.message["Subject"]
        self.text = self.message.get_body(["plain"]).get_content().replace("\r\n", "\n")
        self.whole = row.raw.decode()


def letters(to=None):
    rows = db.session.query(OutgoingLetter).order_by(OutgoingLetter.posted_at, OutgoingLetter.id)
    return [read for read in map(Read, rows) if to in (None, read.to)]


def opened(client, headers, body="The canary-body does not sing.", **more):
    answer = client.post(TICKETS, json={"body": body, "locale": "en", **more}, headers=headers)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def test_a_signed_in_person_hears_what_was_received_and_when_the_answer_comes(client, time):
    time.at("2026-11-22T10:00+02:00")
    opened(client, product()(email="alice@acme.test", name="Alice"))
    letter, = letters("alice@acme.test")
    assert letter.subject == "[#1] The canary-body does not sing."
    assert "We have your request #1." in letter.text
    assert "An answer comes today by 12:00." in letter.text
    assert "The canary-body does not sing." in letter.text
    assert re.search(r"https://help\.acme\.test/help/acme/en/requests/[a-z2-7]{26}\?key=\S+", letter.text)
    assert letter.message["Reply-To"].startswith("help+")
    assert letter.message["Auto-Submitted"] == "auto-generated"


def test_it_is_in_their_language_and_direction(client):
    opened(client, product()(email="alice@acme.test"), locale="he-IL")
    letter, = letters("alice@acme.test")
    assert "קיבלנו את הפנייה שלך" in letter.text
    assert 'dir="rtl"' in letter.message.get_body(["html"]).get_content()
    assert "/help/acme/he/requests/" in letter.text


def test_the_team_hears_the_whole_story(client, time):
    time.at("2026-11-22T10:00+02:00")
    opened(client, product()(email="alice@acme.test", name="Alice", account="7", account_name="Studio"), facts={"anyone_can_work": "no"},
           context={"url": "/invoices/5", "browser": "Firefox 153"})
    letter, = letters("team@acme.test")
    assert letter.subject == "[#1] outage: The canary-body does not sing."
    for told in ("Alice · alice@acme.test · signed in", "Studio", "invoices · /invoices/5 · Firefox 153", "2026-11-22 09:00 UTC", "anyone_can_work: no", "canary-body"):
        assert told in letter.text, told
    assert re.search(r"/help/acme/en/answer/[a-z2-7]{26}\?key=\S+", letter.text)


def test_an_agents_answer_goes_to_the_person_and_theirs_to_the_team(client):
    alice = product()
    id_ = opened(client, alice(email="alice@acme.test", name="Alice"))["id"]
    handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", "Please wind it up.", solve=True)
    client.post(f"{TICKETS}/{id_}/messages", json={"body": "It sings."}, headers=alice())
    handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", "canary-note", note=True)
    _, answer = letters("alice@acme.test")
    assert "Bela wrote:" in answer.text and "Please wind it up." in answer.text and "We think this solves it." in answer.text
    _, further = letters("team@acme.test")
    assert "Alice wrote again:" in further.text and "It sings." in further.text
    assert not [letter for letter in letters() if "canary-note" in letter.whole]


def test_each_person_gets_their_own_words_and_what_is_not_solved_is_not_called_so(client):
    alice = product()
    opened(client, alice(email="alice@acme.test"))
    id_ = opened(client, alice(sub="bob", email="bob@acme.test"), body="Bob's own words.")["id"]
    handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", "Which one?")
    confirmation, answer = letters("bob@acme.test")
    assert "Bob's own words." in confirmation.text and "canary" not in confirmation.text
    assert "Which one?" in answer.text and "solves it" not in answer.text


def test_the_team_is_told_who_is_proven_and_when_the_next_answer_is_due(client, folder, app, time):
    folder.site(SITE + TABLES.replace('outage = "1h" }', 'outage = "1h" }\nnext_response = { question = "3h" }'))
    app.shelf.reread()
    time.at("2026-11-22T10:00+02:00")
    id_ = opened(client, visitor("alice"), name="Alice")["id"]
    handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", "Which one?")
    time.at("2026-11-22T13:00+02:00")
    client.post(f"{TICKETS}/{id_}/messages", json={"body": "That one."}, headers=visitor("alice"))
    first, further = letters("team@acme.test")
    assert "not proven" in first.text and "signed in" not in first.text and "2026-11-22 10:00 UTC" in first.text
    assert "2026-11-22 14:00 UTC" in further.text


def test_a_receipt_is_in_the_language_of_the_request_and_each_site_sends_its_own(client, folder, app):
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    for site in ("acme", "other"):
        client.post(f"/api/v1/{site}/tickets", json={"body": "x", "locale": "he", "email": "one@else.test"}, headers=visitor("alice"))
    receipts = letters("one@else.test")
    assert ["/acme/" in receipts[0].text, "/other/" in receipts[1].text] == [True, True]
    assert all('dir="rtl"' in receipt.message.get_body(["html"]).get_content() and "Did you write" not in receipt.subject for receipt in receipts)


def test_the_promise_of_an_outage_is_told_by_the_clock_of_its_own_calendar(client, folder, app, time):
    folder.site(SITE + TABLES.replace("[sla.default]", '[calendars.round]\nzone = "Europe/Ljubljana"\nalways = true\n[sla.default]\noutage_hours = "round"'))
    app.shelf.reread()
    time.at("2026-11-22T03:00+02:00")
    opened(client, product()(email="alice@acme.test"), outage=True)
    assert "today by 03:00" in letters("alice@acme.test")[0].text   # an hour later, by the clock there


def test_letters_of_one_request_are_one_thread(client):
    id_ = opened(client, product()(email="alice@acme.test"))["id"]
    handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", "Yes.")
    threads = {letter.message["References"] for letter in letters()}
    assert len(threads) == 1 and id_ in threads.pop()
    assert len({letter.message["Message-ID"] for letter in letters()}) == 3


def test_an_address_that_nobody_confirmed_gets_one_receipt_an_hour_without_a_byte_of_anybodys(client, app, time):
    app.limits.spend = lambda *_: None
    time.at("2026-11-22T10:00+00:00")
    for n in range(200):
        opened(client, visitor(f"stranger {n}"), body=f"canary-body {n}", subject="canary-subject", name="canary-name", email="victim@else.test", facts={"canary-fact": "canary"})
    receipt, = letters("victim@else.test")
    assert "canary" not in receipt.whole
    assert receipt.subject == "Did you write to Acme?"
    for n in range(3):
        clock.at(clock.now() + timedelta(minutes=61))
        opened(client, visitor(f"more {n}"), email="victim@else.test")
    assert len(letters("victim@else.test")) == 4


def test_one_mailbox_written_in_many_ways_gets_one_receipt_an_hour(client, time):
    time.at("2026-11-22T10:00+00:00")
    for n, written in enumerate(("Victim@Else.test", "victim@else.test", "VICTIM@ELSE.TEST", "victim@xn--bcher-kva.test", "Victim@B\u00fccher.test")):
        opened(client, visitor(f"stranger {n}"), email=written)
    assert sorted(letter.to for letter in letters() if "ictim" in letter.to) == ["Victim@Else.test", "victim@xn--bcher-kva.test"]   # it goes to what was written
    for n, other in enumerate(("vic.tim@else.test", "victim+1@else.test")):
        opened(client, visitor(f"other {n}"), email=other)
        assert len(letters(other)) == 1   # another's, for all that we know


def test_an_answer_to_an_unconfirmed_address_is_not_sent_there(client, time):
    time.at("2026-11-22T10:00+00:00")
    id_ = opened(client, visitor("stranger"), email="victim@else.test")["id"]
    clock.at(clock.now() + timedelta(hours=2))
    handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", "canary-answer")
    assert not [letter for letter in letters("victim@else.test") if "canary" in letter.whole]


@pytest.mark.parametrize("name", ["A\r\nBcc: evil@else.test", "=?utf-8?q?x?=", '"><script>alert(1)</script>', "a" * 200, "\u202eevil", "@", "Alice <evil@else.test>"])
def test_names_and_subjects_change_no_head_of_a_letter(client, name):
    opened(client, visitor("alice"), name=name, subject=name)
    letter, = letters("team@acme.test")
    assert set(letter.message.keys()) <= {"From", "To", "Subject", "Date", "Message-ID", "References", "Reply-To", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
                                          "Content-Language", "Content-Transfer-Encoding"}
    assert letter.message["To"].addresses[0].addr_spec == "team@acme.test" and len(letter.message["To"].addresses) == 1
    assert "<script>" not in letter.message.get_body(["html"]).get_content()


def test_without_a_mailbox_the_request_is_kept_and_no_letter_written(client, app):
    app.config["MAIL_FROM"] = None
    opened(client, product()(email="alice@acme.test"))
    assert letters() == []


def test_an_address_that_no_letter_can_go_to_does_not_lose_the_request(client):
    told = opened(client, product()(email="böb@acme.test"))
    assert told["number"] == 1 and len(letters("team@acme.test")) == 1


def test_the_links_name_our_own_address_whatever_a_request_says(client):
    client.post(TICKETS, json={"body": "x", "locale": "en"}, headers={**product()(email="alice@acme.test"), "Host": "evil.test", "X-Forwarded-Host": "evil.test"})
    assert not [letter for letter in letters() if "evil.test" in letter.whole]
