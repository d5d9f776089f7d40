"""kill -9 at twelve named points, twenty times each, while requests, replies and letters come in: nothing is lost, nothing is there twice."""

import json
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from imap_server import ImapServer
from inbox_material import OURS, TEAM, written
from request_storm import RequestStorm

from askaside.core import clock
from askaside.core.db import db
from askaside.tickets.models import Ticket, TicketMessage

TIMES = 20
# What has just been done when it dies: (after which function, what makes it come there).
POINTS = {
    "a request is written, not committed": ("tickets.actions:open_", "request"),
    "a write is committed, not answered": ("core.idempotency:once", "request"),
    "a file is examined, not kept": ("core.uploads:examined", "file"),
    "a file is on the disk, its row is not": ("core.uploads:write", "file"),
    "a reply is written, not committed": ("tickets.actions:reply", "reply"),
    "a letter is claimed, not sent": ("mail.outbox:_claimed", "request"),
    "a letter is taken by the mail server, not marked as sent": ("mail.transport:Smtp.send", "request"),
    "a letter is marked as sent": ("mail.outbox:_tell", "request"),
    "a letter that came in is stored, not understood": ("mail.incoming:_store", "letter"),
    "it is understood, not committed": ("mail.incoming:conclude", "letter"),
    "it is understood and committed": ("tickets.inbox:_understood", "letter"),
    "a late answer is claimed, nobody told": ("tickets.watch:_claimed", "late"),
}


@pytest.fixture
def imap_server():
    made = ImapServer()
    try:
        yield made.start()
    finally:
        made.remove()


@pytest.fixture
def storm(app, folder, tmp_path, imap_server):
    made = RequestStorm(app, folder, tmp_path, ASKASIDE_IMAP_URL=imap_server.url)
    made.imap, made.letters, made.replies, made.late = imap_server, 0, [], []
    yield made
    made.close()


def come(storm, what, pool):
    """Let something come in: futures of what must be answered in the end."""
    if what == "request":
        return storm.sending(1)
    if what == "file":
        return storm.sending(1, files="each")
    if what == "letter":
        n = storm.letters = storm.letters + 1
        storm.imap.put(written(f"letter-{n}-end", From=f"stranger{n}@else.test", To=OURS, Message_ID=f"<kill-{n}@else.test>"))
        return []
    if what == "reply":
        wish, n = storm.wishes[0], len(storm.replies)
        storm.replies.append(n)
        return [pool.submit(storm.write, f"/tickets/{wish.id}/messages", "reply", wish, json.dumps({"body": f"reply-{n}-end"}).encode(), f"the key of reply {n}")]
    wish = next(wish for wish in storm.wishes if wish.number and wish.n not in storm.late)
    storm.late.append(wish.n)
    db.session.query(Ticket).filter_by(id=wish.id).update({"first_response_due_at": clock.now() - timedelta(seconds=1), "due_at": clock.now() - timedelta(seconds=1)})
    db.session.commit()
    return []


def test_two_hundred_and_forty_kills(storm):
    begun, died = time.monotonic(), Counter()
    storm.server.live(hurry=True, ready="/readyz")
    for one in storm.sending(2, files="each"):
        one.result(60)
    storm.server.kill()
    with ThreadPoolExecutor(8) as pool:
        waited = []
        for _ in range(TIMES):
            storm.due_now()
            for name, (point, what) in POINTS.items():
                waited += come(storm, what, pool)
                storm.server.live(point, hurry=True)
                died[name] += storm.server.wait(60) == 9
        took = time.monotonic() - begun
        storm.server.live(hurry=True)
        for one in waited:
            one.result(60)
    until = time.monotonic() + 60
    while len(said(storm, r"letter-(\d+)-end")) < storm.letters and time.monotonic() < until:
        time.sleep(0.2)
    storm.due_now()
    storm.calm(120)
    wrong, told = storm.account()
    letters, replies = Counter(map(str, range(1, storm.letters + 1))), Counter(map(str, storm.replies))
    print(f"\n{sum(died.values())} kills in {took:.0f} s: {told}; {len(letters)} letters in, {len(replies)} replies, {len(storm.late)} late answers told")
    assert not any(wrong.values()), ({what: n for what, n in wrong.items() if n}, storm.bad[:3])
    assert died == dict.fromkeys(POINTS, TIMES)
    assert said(storm, r"letter-(\d+)-end") == storm.told(TEAM, r"letter-(\d+)-end", "A new request.") == letters
    assert said(storm, r"reply-(\d+)-end") == storm.told(TEAM, r"reply-(\d+)-end", "wrote again:") == replies
    assert storm.told(TEAM, r"token-(\d+)-end", "was due and has not come") == Counter(map(str, storm.late))


def said(storm, pattern):
    db.session.rollback()
    return Counter(token for (body,) in db.session.query(TicketMessage.body) for token in re.findall(pattern, body))
