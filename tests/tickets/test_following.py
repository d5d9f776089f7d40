"""A request is followed: read, replied to, rated, reopened; and what has not been seen is not answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cast import visitor

from askaside.core.db import db
from askaside.core.errors import Stale
from askaside.people.identity import Caller
from askaside.tickets import actions, handling
from askaside.tickets.models import Ticket, TicketChange

TICKETS = "/api/v1/acme/tickets"
ALICE = visitor("alice")


@pytest.fixture
def ticket(client):
    return client.post(TICKETS, json={"body": "It does not print.", "locale": "en", "name": "Alice"}, headers=ALICE).get_json()["id"]


def agent(id_, body="Have you tried the other printer?", **how):
    return handling.answer(db.session.get(Ticket, id_), "agent:bela", "Bela", body, **how)


def read(client, id_):
    return client.get(f"{TICKETS}/{id_}", headers=ALICE).get_json()


def reply(client, id_, body="No.", **more):
    return client.post(f"{TICKETS}/{id_}/messages", json={"body": body, **more}, headers=ALICE)


def test_the_thread_is_read_in_order_by_gapless_numbers(client, ticket):
    agent(ticket)
    assert reply(client, ticket).status_code == 201
    told = read(client, ticket)
    assert [(m["n"], m["author"], m["body"]) for m in told["messages"]] == [
        (1, {"kind": "requester", "name": "Alice"}, "It does not print."), (2, {"kind": "agent", "name": "Bela"}, "Have you tried the other printer?"),
        (3, {"kind": "requester", "name": "Alice"}, "No.")]


def test_what_agents_write_among_themselves_is_not_shown_but_counts(client, ticket):
    agent(ticket, "canary: she always forgets the paper", note=True)
    told = read(client, ticket)
    assert "canary" not in str(told)
    assert (told["status"], told["progress"][1]["at"]) == ("new", None)   # a note is no answer
    reply(client, ticket)
    assert [m["n"] for m in read(client, ticket)["messages"]] == [1, 3]


def test_how_far_it_is(client, ticket, time):
    time.at("2026-11-22T10:00:00+00:00")
    agent(ticket)
    assert read(client, ticket)["status"] == "open"
    time.at("2026-11-22T11:00:00+00:00")
    agent(ticket, "It is repaired.", solve=True)
    told = read(client, ticket)
    assert told["status"] == "solved"
    assert [(one["step"], one["at"] and one["at"][11:16]) for one in told["progress"]][1:] == [("answered", "10:00"), ("solved", "11:00")]


def test_a_second_solution_does_not_move_the_first(client, ticket, time):
    for hour in (10, 11):
        time.at(f"2026-11-22T{hour}:00:00+00:00")
        agent(ticket, solve=True)
    assert read(client, ticket)["progress"][2]["at"][11:16] == "10:00"


def test_a_reply_to_a_solved_request_opens_it_again(client, ticket):
    agent(ticket, solve=True)
    reply(client, ticket, "It is broken again.")
    told = read(client, ticket)
    assert (told["status"], told["progress"][2]["at"]) == ("open", None)


def test_reopened_it_is_open_and_not_solved(client, ticket):
    agent(ticket, solve=True)
    answer = client.post(f"{TICKETS}/{ticket}/reopen", headers=ALICE)
    assert (answer.status_code, answer.get_json()["status"]) == (200, "open")
    assert read(client, ticket)["progress"][2]["at"] is None
    answer = client.post(f"{TICKETS}/{ticket}/reopen", headers=ALICE)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "conflict")


def test_it_is_rated_when_it_is_solved_and_a_later_word_counts(client, ticket):
    def rate(**body):
        return client.post(f"{TICKETS}/{ticket}/rating", json=body, headers=ALICE)

    assert rate(stars=5).get_json()["code"] == "conflict"
    agent(ticket, solve=True)
    assert rate(stars=2, text="Slow.").status_code == 204
    assert rate(stars=4).status_code == 204
    assert (read(client, ticket)["stars"], db.session.get(Ticket, ticket).rating_text) == (4, None)
    for stars in (0, 6, 2.5, "five", True, None):
        assert rate(stars=stars).status_code == 400


def test_it_can_be_rated_when_it_is_closed_and_the_audit_says_so(client, ticket):
    agent(ticket, solve=True)
    db.session.get(Ticket, ticket).status = "closed"
    db.session.commit()
    for stars in (2, 4):
        assert client.post(f"{TICKETS}/{ticket}/rating", json={"stars": stars}, headers=ALICE).status_code == 204
    assert [(row.before, row.after) for row in db.session.query(TicketChange).filter_by(what="rated").order_by(TicketChange.id)] == [(None, "2"), ("2", "4")]


def test_who_writes_at_once_is_kept_in_order_without_a_gap(app, client, ticket):
    app.limits.spend = lambda *_: None

    def write(n):
        with app.app_context():
            try:
                if n % 2:
                    agent(ticket, f"agent {n}")
                    return 201
                return reply(app.test_client(), ticket, f"alice {n}").status_code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(write, range(40))) == {201}
    db.session.expire_all()
    told = read(client, ticket)["messages"]
    assert [message["n"] for message in told] == list(range(1, 42))
    assert len({message["body"] for message in told}) == 41


def test_who_has_not_seen_the_newest_is_told_and_nothing_is_kept_twice(client, ticket):
    agent(ticket)
    answer = reply(client, ticket, "Hello?", seen=1)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "stale")
    assert len(read(client, ticket)["messages"]) == 2
    assert reply(client, ticket, "Hello?", seen=2).status_code == 201


def test_what_was_read_before_somebody_wrote_is_read_again(app, client, ticket):
    before = db.session.get(Ticket, ticket)
    agent_saw = before.last_n
    with app.app_context():
        reply(client, ticket, "One")   # meanwhile, in another process
        db.session.remove()
    caller = Caller("acme", before.requester.key)
    assert (agent_saw, actions.reply(caller, ticket, "Two").n) == (1, 3)
    with pytest.raises(Stale):
        actions.reply(caller, ticket, "Three", seen=2)
    assert before.last_n == 3
    with app.app_context():
        reply(client, ticket, "Three")
        db.session.remove()
    assert agent(ticket).n == 5


def test_a_reply_sent_twice_is_kept_once(client, ticket):
    for _ in range(2):
        answer = client.post(f"{TICKETS}/{ticket}/messages", json={"body": "Hello?"}, headers={**ALICE, "Idempotency-Key": "reply-0001"})
        assert (answer.status_code, answer.get_json()["n"]) == (201, 2)


def test_the_key_of_one_request_swallows_no_word_to_another(client, ticket):
    other = client.post(TICKETS, json={"body": "Nor does the other one.", "locale": "en"}, headers=ALICE).get_json()["id"]
    answers = [client.post(f"{TICKETS}/{id_}/messages", json={"body": "Hello?"}, headers={**ALICE, "Idempotency-Key": "reply-0001"}) for id_ in (ticket, other)]
    assert [answer.status_code for answer in answers] == [201, 409] and answers[1].get_json()["code"] == "idempotency_conflict"


def test_a_closed_request_takes_no_word_and_says_what_to_do(client, ticket):
    agent(ticket, solve=True)
    db.session.get(Ticket, ticket).status = "closed"
    db.session.commit()
    answer = reply(client, ticket)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "conflict")
    assert "Reopen" in answer.get_json()["detail"]


def test_every_change_of_status_says_by_whom(client, ticket):
    agent(ticket)
    agent(ticket, solve=True)
    reply(client, ticket)
    rows = db.session.query(TicketChange).order_by(TicketChange.id).all()
    assert [(row.what, row.before, row.after) for row in rows] == [("opened", None, "new"), ("answered", "new", "open"), ("solved", "open", "solved"), ("asked", "solved", "open")]
    assert [row.by.partition(":")[0] for row in rows] == ["visitor", "agent", "agent", "visitor"]


def test_the_list_is_the_newest_first_in_pages(client):
    for n in range(5):
        client.post(TICKETS, json={"body": f"Request {n}", "locale": "en"}, headers=ALICE)
    seen, after = [], ""
    while after is not None:
        told = client.get(f"{TICKETS}?limit=2&after={after}" if after else f"{TICKETS}?limit=2", headers=ALICE).get_json()
        seen += [row["subject"] for row in told["tickets"]]
        after = told["next"]
    assert seen == [f"Request {n}" for n in (4, 3, 2, 1, 0)]
    assert client.get(f"{TICKETS}?limit=5", headers=ALICE).get_json()["next"] is None   # there is no empty page
    for wrong in ("x", "-1", "9" * 20, "1;"):
        assert client.get(f"{TICKETS}?after={wrong}", headers=ALICE).status_code == 400


def test_nothing_of_it_is_cached(client, ticket):
    for path in (TICKETS, f"{TICKETS}/{ticket}"):
        assert client.get(path, headers=ALICE).headers["Cache-Control"] == "no-store"
