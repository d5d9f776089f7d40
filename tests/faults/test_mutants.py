"""Four faults planted in a copy of the code, each of which a small storm must tell; and the same storm on the code as it is, which tells nothing."""

import os
import re
import time
from collections import Counter

import pytest
from imap_server import ImapServer
from inbox_material import OURS, written
from planted import planted
from request_storm import RequestStorm

from askaside.core.db import db
from askaside.tickets.models import TicketMessage

AT_ONCE, LETTERS = 5, 3
# name: ([(file, what stands there, what stands there instead), …], what is wrong then)
MUTANTS = {
    "none": ([], None),
    "acknowledged before it is committed": ([(
        "core/db.py", "        db.session.commit()\n", """
        import time
        from flask import after_this_request, has_request_context
        if has_request_context():
            made = db.session()
            db.session.registry.clear()
            after_this_request(lambda answer: (answer.call_on_close(lambda: (time.sleep(0.1), made.commit(), made.close())), answer)[1])
        else:
            db.session.commit()
""")], "not stored"),
    "no unique key": ([   # two guards hold the same promise
        ("core/idempotency.py", "    with transaction() as session:\n        ours = ", "    with transaction():\n        return act()\n    with transaction() as session:\n        ours = "),
        ("tickets/again.py", "    return key and ", "    return None and ")], "stored twice"),
    "an exception swallowed in the outbox": ([(
        "mail/outbox.py", "            smtp.send(sender, letter.recipient, letter.raw)\n",
        "            import contextlib\n            with contextlib.suppress(Exception):\n                smtp.send(sender, letter.recipient, letter.raw)\n")], "team not mailed"),
    "\\Seen as cursor": ([(
        "mail/imap.py", "            return found\n", """
            unseen = {int(one) for one in self._server.uid("SEARCH", "UNSEEN")[1][0].split()}
            return {uid: size for uid, size in found.items() if uid in unseen}
""")], "letters not stored"),
}


@pytest.fixture
def imap():
    made = ImapServer()
    try:
        yield made.start()
    finally:
        made.remove()


@pytest.mark.parametrize("name", MUTANTS)
def test_the_storm_tells_each_fault_and_nothing_else(app, folder, tmp_path, imap, name):
    changes, what = MUTANTS[name]
    environ = {"PYTHONPATH": planted(tmp_path / "mutant", changes)} if changes else {}
    storm = RequestStorm(app, folder, tmp_path, ASKASIDE_IMAP_URL=imap.url, **environ)
    try:
        wrong = blow(storm, imap)
    finally:
        storm.close()
    told = {one: n for one, n in wrong.items() if n}
    print(f"\n{name}: {told or 'nothing'}")
    assert what in told if what else not told, told


def blow(storm, imap):
    """A kill after a commit, a mail server that refuses, letters that another program has marked, and kills as soon as something is acknowledged; then the account."""
    storm.smtp.answers("rcpt", "451 4.7.1 Come later")
    imap.put(*[written(f"letter-{n}-end", From=f"stranger{n}@else.test", To=OURS, Message_ID=f"<mutant-{n}@else.test>") for n in range(LETTERS)])
    imap.flags("+FLAGS", r"(\Seen)")
    storm.server.live("core.idempotency:once", hurry=True)
    sent = storm.sending(2)
    assert storm.server.wait(60) == 9
    storm.server.live(hurry=True)
    for one in sent:
        one.result(60)
    for _ in range(AT_ONCE):
        for one in storm.sending(1):
            one.result(60)
        os.kill(storm.server.pid, 9)
        storm.server.wait(20)
        storm.server.live(hurry=True)
    until = time.monotonic() + 15
    while len(letters := said()) < LETTERS and time.monotonic() < until:
        time.sleep(0.2)
    storm.smtp.answers("rcpt")
    until = time.monotonic() + 60
    while storm.calm(2) >= 2 and time.monotonic() < until:   # one that was refused a moment ago is due in minutes
        storm.due_now()
    wrong, _ = storm.account()
    return {**wrong, "letters not stored": LETTERS - len(letters), "letters stored twice": sum(n > 1 for n in letters.values())}


def said():
    db.session.rollback()
    return Counter(token for (body,) in db.session.query(TicketMessage.body) for token in re.findall(r"letter-(\d+)-end", body))
