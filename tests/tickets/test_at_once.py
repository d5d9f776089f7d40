"""Who writes at the same moment as others: nothing is doubled, lost, or refused for it; on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cast import visitor
from sqlalchemy import func, select

from askaside.core import ids
from askaside.core.db import db, transaction
from askaside.core.errors import Conflict, NotFound
from askaside.mail.models import OutgoingLetter
from askaside.people import actions as people
from askaside.people import secrets
from askaside.people.models import Requester
from askaside.tickets import handling, wishes
from askaside.tickets.models import Ticket, TicketChange, TicketMessage

TICKETS = "/api/v1/acme/tickets"
BODY = {"body": "I cannot issue an invoice.", "locale": "en"}


@pytest.fixture
def at_once(app):
    """`at_once(write, count)` → [what write(client, n) gave]: `count` of them, eight at a time."""
    app.limits.spend = lambda *_: None

    def one(write, n):
        with app.app_context():
            try:
                return write(app.test_client(), n)
            finally:
                db.session.remove()

    def run(write, count):
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda n: one(write, n), range(count)))
        db.session.rollback()
        return found

    return run


def opened(client, who, **more):
    answer = client.post(TICKETS, json={**BODY, **more}, headers=visitor(who))
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def test_numbers_have_no_gap_also_when_some_come_to_nothing(at_once):
    def write(client, n):
        if n % 4:
            return opened(client, f"visitor {n}")["number"]
        with pytest.raises(ZeroDivisionError), transaction():
            ids.next_number("acme", "ticket")
            raise ZeroDivisionError

    numbers = [number for number in at_once(write, 40) if number]
    assert sorted(numbers) == list(range(1, 31))


def test_a_person_who_says_me_too_in_eight_windows_at_once_wishes_for_it_once(client, at_once):
    wish = wishes.publish(db.session.get(Ticket, opened(client, "alice")["id"]), "agent:bela", "A dark mode").id
    db.session.remove()
    found = at_once(lambda client, n: client.post(f"/api/v1/acme/changes/{wish}/me-too", json={"locale": "en"}, headers=visitor(["bob", "carl"][n % 2])).get_json()["id"], 8)
    assert len(set(found)) == 2 and db.session.query(Ticket).count() == 3


def test_one_key_sent_eight_times_at_once_is_one_request_with_one_answer(at_once):
    def write(client, n):
        answer = client.post(TICKETS, json=BODY, headers={**visitor("alice"), "Idempotency-Key": "the-same-key"})
        return answer.status_code, answer.get_json()["id"]

    (status, _), = set(at_once(write, 8))
    assert status == 201
    assert db.session.query(Ticket).count() == db.session.query(TicketMessage).count() == 1


def test_what_can_be_done_once_only_is_answered_alike_by_its_key(at_once, client):
    id_ = opened(client, "alice")["id"]
    db.session.get(Ticket, id_).status = "solved"
    db.session.commit()

    def write(client, n):
        return client.post(f"{TICKETS}/{id_}/reopen", headers={**visitor("alice"), "Idempotency-Key": "the-same-key"}).status_code

    assert at_once(write, 8) == [200] * 8
    assert db.session.query(TicketChange).filter_by(what="reopened").count() == 1


def test_a_person_who_first_writes_in_eight_windows_at_once_is_one_person(at_once):
    assert len({opened_["id"] for opened_ in at_once(lambda client, n: opened(client, "alice"), 8)}) == 8
    assert db.session.scalar(select(func.count()).select_from(Requester)) == 1


def test_eight_strangers_at_once_bring_an_address_one_receipt(app, at_once):
    app.config["MAIL_FROM"] = "help@acme.test"
    at_once(lambda client, n: opened(client, f"stranger {n}", email="victim@else.test"), 8)
    assert db.session.query(OutgoingLetter).filter_by(recipient="victim@else.test").count() == 1


def test_eight_answers_at_once_to_that_address_bring_it_one_more(app, at_once, client, time):
    app.config["MAIL_FROM"] = "help@acme.test"
    time.at("2026-11-22T10:00:00+00:00")
    requests = [opened(client, f"stranger {n}", email="victim@else.test")["id"] for n in range(8)]
    time.at("2026-11-22T12:00:00+00:00")
    at_once(lambda client, n: handling.answer(db.session.get(Ticket, requests[n]), "agent:bela", "Bela", "Yes."), 8)
    assert db.session.query(OutgoingLetter).filter_by(recipient="victim@else.test").count() == 2


def test_no_more_than_two_secrets_live_however_many_ask_at_once(at_once):
    def make(client, n):
        try:
            return bool(secrets.make("acme"))
        except Conflict:
            return False

    assert sum(at_once(make, 8)) == 2
    assert len(secrets.live("acme")) == 2


def test_an_address_that_was_given_after_the_letter_is_not_confirmed_by_it(client, app):
    opened(client, "alice", email="alice@acme.test")
    alice = db.session.query(Requester).one()
    with app.app_context():
        opened(client, "alice", email="victim@else.test")   # meanwhile, in another window
        db.session.remove()
    with pytest.raises(NotFound):
        people.confirm(alice, "alice@acme.test")
    db.session.rollback()
    assert (alice.email, alice.email_confirmed_at) == ("victim@else.test", None)
