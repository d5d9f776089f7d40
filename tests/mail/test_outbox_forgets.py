"""The bytes of letters go when nobody will look at them any more; what became of each stays."""

from datetime import timedelta

from askaside.core import clock
from askaside.core.db import db, transaction
from askaside.mail import forgetting
from askaside.mail.models import IncomingLetter, OutgoingLetter


def going(name, **told):
    return OutgoingLetter(site="acme", recipient=f"{name}@acme.test", message_id=f"<{name}@acme.test>", raw=b"Subject: canary", **told)


def coming(uid, state):
    now = clock.now()
    return IncomingLetter(mailbox="m", uidvalidity=1, uid=uid, size=5, digest=str(uid), raw=b"canary", arrived_at=now, received_at=now, due_at=now, state=state, sender="a@b.test")


def left():
    db.session.expire_all()
    return {row.recipient.partition("@")[0]: row.raw for row in db.session.query(OutgoingLetter)} | {row.state: row.raw for row in db.session.query(IncomingLetter)}


def test_what_was_sent_goes_after_a_month_what_was_understood_after_half_a_year_and_what_waits_for_somebody_never(app, time):
    time.at("2026-11-22T10:00+02:00")
    now = clock.now()
    states = ("done", "quarantined", "too_large", "received")
    with transaction() as session:
        session.add_all([going("sent", sent_at=now), going("waits"), going("failed", failed_at=now), *(coming(uid, state) for uid, state in enumerate(states))])
    clock.at(now + timedelta(days=29))
    assert forgetting.forget() == 0
    clock.at(now + timedelta(days=31))
    assert (forgetting.forget(), forgetting.forget()) == (1, 0)
    assert left() == {"sent": b"", "waits": b"Subject: canary", "failed": b"Subject: canary", **dict.fromkeys(states, b"canary")}
    clock.at(now + timedelta(days=400))
    assert (forgetting.forget(), forgetting.forget()) == (1, 0)
    assert left() == {"sent": b"", "waits": b"Subject: canary", "failed": b"Subject: canary", **dict.fromkeys(states, b"canary"), "done": None}
    assert {row.digest for row in db.session.query(IncomingLetter)} == {"0", "1", "2", "3"}   # a letter that comes again is known all the same
