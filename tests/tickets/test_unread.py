"""What is unread: the lines of others, until they were seen or answered."""

import pytest
from cast import product, visitor

from askaside.core.db import db
from askaside.tickets import handling
from askaside.tickets.models import Ticket

ROOT = "/api/v1/acme/tickets"


@pytest.fixture
def request_(client):
    return client.post(ROOT, json={"body": "I cannot send it.", "locale": "en"}, headers=visitor("dana")).get_json()["id"]


def answer(ticket, body, **more):
    handling.answer(db.session.get(Ticket, ticket), "agent:bela", "Bela", body, **more)


def unread(client, who=None):
    headers = who or visitor("dana")
    return client.get("/api/v1/acme/unread", headers=headers).get_json()["unread"], [row["unread"] for row in client.get(ROOT, headers=headers).get_json()["tickets"]]


def test_an_answer_is_unread_until_it_was_read_and_a_note_never_is(client, request_):
    assert unread(client) == (0, [0])
    answer(request_, "Try again, please.")
    answer(request_, "Only for us.", note=True)
    answer(request_, "Did it work?")
    assert unread(client) == (2, [2])
    assert client.get(f"{ROOT}/{request_}", headers=visitor("dana")).get_json()["unread"] == 2   # reading a page changes nothing by itself
    assert client.post(f"{ROOT}/{request_}/read", json={"n": 2}, headers=visitor("dana")).status_code == 204
    assert unread(client) == (1, [1])
    client.post(f"{ROOT}/{request_}/read", json={"n": 1}, headers=visitor("dana"))
    assert unread(client) == (1, [1])
    client.post(f"{ROOT}/{request_}/read", json={"n": 999_999}, headers=visitor("dana"))
    answer(request_, "One more.")
    assert unread(client) == (1, [1])   # a number that is not there yet is not read ahead


def test_who_answers_has_read(client, request_):
    answer(request_, "Try again, please.")
    client.post(f"{ROOT}/{request_}/messages", json={"body": "It works."}, headers=visitor("dana"))
    assert unread(client) == (0, [0])


def test_everybody_counts_their_own(client, request_):
    answer(request_, "Try again, please.")
    assert unread(client, visitor("eve")) == (0, [])
    assert unread(client, product()()) == (0, [])


@pytest.mark.parametrize("body", [{}, {"n": -1}, {"n": "all"}, {"n": 1.5}, {"n": True}, {"n": 1, "more": 1}])
def test_a_number_it_must_be(client, request_, body):
    told = client.post(f"{ROOT}/{request_}/read", json=body, headers=visitor("dana"))
    assert (told.status_code, told.get_json()["code"]) == (400, "bad_request")
