"""The same thing sent twice: a double click, the back button, a second try after a time-out. Each is one request, over JSON and over the form."""

import http.client
import json
import re
import threading
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from cast import visitor
from request_storm import API, RequestStorm

from askaside.core.db import db
from askaside.tickets.models import Ticket, TicketMessage

MANY = 40
FORM = "/help/acme/en/contact"


@pytest.fixture
def storm(app, folder, tmp_path):
    made = RequestStorm(app, folder, tmp_path)
    made.server.live()
    yield made
    made.close()


def by_json(n):
    """(path, headers, body) of request `n` as the widget sends it."""
    body = json.dumps({"body": f"token-{n}-end", "locale": "en"})
    return API + "/tickets", {**visitor(f"person {n}"), "Content-Type": "application/json", "Idempotency-Key": f"the key of {n}"}, body


def by_form(n):
    """The same as the contact page sends it, without JavaScript: the secret in the form is that of the page."""
    secret = visitor(f"person {n}")["Authorization"].removeprefix("Visitor ")
    return FORM, {"Content-Type": "application/x-www-form-urlencoded"}, urllib.parse.urlencode({"secret": secret, "body": f"token-{n}-end"})


def send(storm, asked, n, give_up=False):
    """(status, what the request is known by); (None, None) where nobody waits for the answer."""
    path, head, body = asked
    line = http.client.HTTPConnection(urllib.parse.urlsplit(storm.server.base).netloc, timeout=60)
    try:
        line.request("POST", path, body, {**head, "X-Forwarded-For": f"10.1.{n // 250}.{n % 250}"})
        if give_up:
            return None, None
        answer = line.getresponse()
        told = answer.read()
        found = re.search("requests/([a-z2-7]{26})", answer.headers["Location"] or "")
        return answer.status, found[1] if found else json.loads(told)["id"]
    finally:
        line.close()


def double_click(storm, asked, n):
    """Two at the very same moment."""
    both = threading.Barrier(2)

    def click():
        both.wait()
        return send(storm, asked, n)

    with ThreadPoolExecutor(2) as pool:
        return [one.result() for one in [pool.submit(click) for _ in range(2)]]


def back_button(storm, asked, n):
    """Sent, answered, and sent again as it was."""
    return [send(storm, asked, n) for _ in range(2)]


def time_out(storm, asked, n):
    """Nobody waits for the first answer: the line is closed, and it is sent again."""
    return [send(storm, asked, n, give_up=True), send(storm, asked, n)]


@pytest.mark.parametrize("how", [by_json, by_form])
@pytest.mark.parametrize("twice", [double_click, back_button, time_out])
def test_what_is_sent_twice_is_there_once(storm, twice, how):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: twice(storm, how(n), n), range(MANY)))
    db.session.rollback()
    rows = db.session.query(Ticket.id, TicketMessage.body).join(TicketMessage, TicketMessage.ticket_id == Ticket.id).all()
    assert Counter(body for _, body in rows) == Counter(f"token-{n}-end" for n in range(MANY))
    ids = {body: id_ for id_, body in rows}
    for n, (first, second) in enumerate(answers):
        assert second == (201 if how is by_json else 303, ids[f"token-{n}-end"])
        assert first in (second, (None, None))
    storm.calm()
    assert storm.told("team@acme.test", r"token-(\d+)-end") == Counter(str(n) for n in range(MANY))
    print(f"\n{twice.__name__} {how.__name__}: {2 * MANY} sent, {len(rows)} there, each mailed once")
