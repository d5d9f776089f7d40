"""Letters go out by way of the outbox, to a real mail server: tried again when it is away, told when it refuses for good."""

import socket
import threading
from datetime import timedelta

import pytest

from askaside.core import clock
from askaside.core.db import db, transaction
from askaside.mail import outbox, transport
from askaside.mail.message import Letter, new_message_id
from askaside.mail.models import OutgoingLetter
from askaside.mail.transport import Smtp

FROM = "help@acme.test"


def posted(app, to="alice@acme.test", subject="Hello"):
    letter = Letter(to=to, subject=subject, locale="he", paragraphs=("שלום", "x"), from_name="Acme", from_address=FROM,
                    message_id=new_message_id("acme.test", f"letter-{subject.lower()}-1"), date=clock.now())
    with transaction():
        outbox.post("acme", letter, "ticket")


def deliver(mailbox):
    return outbox.deliver(Smtp.of(mailbox.url), FROM)


def later(**span):
    clock.at(clock.now() + timedelta(**span))


def test_a_letter_is_delivered_once(app, mailbox):
    posted(app)
    assert deliver(mailbox) == 1
    assert deliver(mailbox) == 0
    letter, = mailbox.letters
    assert (letter.sender, letter.recipients, letter.subject) == (FROM, ["alice@acme.test"], "Hello")
    assert "שלום" in letter.text and 'dir="rtl"' in letter.html
    assert outbox.standing() == {"waiting": 0, "oldest_seconds": 0, "failed": 0}


def test_what_is_rolled_back_is_not_sent(app, mailbox):
    with pytest.raises(ZeroDivisionError), transaction():
        posted(app)
        raise ZeroDivisionError
    assert deliver(mailbox) == 0 and mailbox.letters == []


def test_a_server_that_is_away_is_tried_again_longer_each_time(app, mailbox, time):
    time.at("2026-11-22T10:00+00:00")
    posted(app)
    mailbox.stop()
    waits = []
    for _ in range(9):
        assert deliver(mailbox) == 0
        due = db.session.query(OutgoingLetter.due_at).scalar()
        waits.append((due - clock.now()) // timedelta(minutes=1))
        clock.at(due - timedelta(seconds=1))
        assert deliver(mailbox) == 0
        assert db.session.query(OutgoingLetter.tries).scalar() == len(waits)   # not before its time
        clock.at(due)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert outbox.standing()["waiting"] == 1
    mailbox.start()
    assert deliver(mailbox) == 1 and len(mailbox.letters) == 1


@pytest.mark.parametrize("what", ["rcpt", "data"])
def test_a_no_for_now_is_tried_again_and_one_for_good_is_told(app, mailbox, time, what):
    time.at("2026-11-22T10:00+00:00")
    posted(app)
    mailbox.answers(what, "451 come again later")
    assert deliver(mailbox) == 0
    assert "451" in db.session.query(OutgoingLetter.trouble).scalar()
    mailbox.answers(what, "550 there is nobody of that name")
    later(minutes=1)
    assert deliver(mailbox) == 0
    row = db.session.query(OutgoingLetter).one()
    assert row.failed_at and "550" in row.trouble and row.sent_at is None
    assert outbox.standing() == {"waiting": 0, "oldest_seconds": 0, "failed": 1}
    mailbox.answers(what)
    later(days=1)
    assert deliver(mailbox) == 0   # it was refused: nobody asks again


def test_what_is_said_to_us_and_not_of_the_letter_is_never_for_good(app, mailbox, time):
    time.at("2026-11-22T10:00+00:00")
    posted(app)
    mailbox.answers("mail", "530 5.7.0 Authentication required")
    assert deliver(mailbox) == 0
    with socket.create_server(("127.0.0.1", 0)) as listener:
        greeting = threading.Thread(target=lambda: [line.sendall(b"554 5.7.1 Your address is blocked\r\n") or line.close() for line, _ in [listener.accept()]], daemon=True)
        greeting.start()
        later(minutes=1)
        try:
            assert outbox.deliver(Smtp("127.0.0.1", listener.getsockname()[1]), FROM) == 0
        finally:
            greeting.join(5)
        assert "554" in db.session.query(OutgoingLetter.trouble).scalar()
    mailbox.answers("mail")
    later(minutes=5)
    assert deliver(mailbox) == 1


@pytest.mark.parametrize("said", ["421 I was just going", "500 What?"])
def test_a_letter_that_was_taken_is_sent_whatever_is_said_to_the_good_bye(app, mailbox, said):
    posted(app)
    mailbox.answers("quit", said)
    assert deliver(mailbox) == 1
    assert outbox.standing() == {"waiting": 0, "oldest_seconds": 0, "failed": 0}


def test_who_takes_long_to_take_it_gets_it_once(app, mailbox, monkeypatch):
    monkeypatch.setattr(transport, "PATIENCE_SECONDS", 1)
    posted(app)
    mailbox.answers("data", "250 slowly 3")
    assert deliver(mailbox) == 1
    assert len(mailbox.letters) == 1


def test_after_three_days_it_is_given_up_and_told(app, mailbox, time):
    time.at("2026-11-22T10:00+00:00")
    posted(app)
    mailbox.stop()
    for hours, waiting in ((71.9, 1), (0.1, 0)):
        later(hours=hours)
        db.session.query(OutgoingLetter).update({"due_at": clock.now()})
        db.session.commit()
        deliver(mailbox)
        assert outbox.standing()["waiting"] == waiting
    assert outbox.standing() == {"waiting": 0, "oldest_seconds": 0, "failed": 1}


def test_one_bad_letter_holds_up_no_other(app, mailbox):
    posted(app, "nobody@acme.test", "Bad")
    posted(app, "alice@acme.test", "Good")

    class Choosy(Smtp):
        def send(self, sender, recipient, raw):
            if recipient.startswith("nobody"):
                raise RuntimeError("nobody foresaw this")
            super().send(sender, recipient, raw)

    made = Smtp.of(mailbox.url)
    assert outbox.deliver(Choosy(made.host, made.port), FROM) == 1
    assert [letter.subject for letter in mailbox.letters] == ["Good"]
    assert outbox.standing()["waiting"] == 1


def test_what_waited_longest_goes_first(app, mailbox, time, monkeypatch):
    time.at("2026-11-22T10:00+00:00")
    monkeypatch.setattr(outbox, "AT_ONCE", 1)
    for id_, subject in zip("cba", ("First", "Second", "Third"), strict=True):
        posted(app, subject=subject)
        db.session.query(OutgoingLetter).filter(OutgoingLetter.message_id.contains(subject.lower())).update({"id": id_})
        db.session.commit()
        later(minutes=1)
    for _ in range(3):
        assert deliver(mailbox) == 1
    assert [letter.subject for letter in mailbox.letters] == ["First", "Second", "Third"]


def test_what_waits_still_cannot_have_come_back(app, mailbox):
    posted(app)
    id_ = db.session.query(OutgoingLetter.message_id).scalar()
    assert outbox.bounced(id_, "no such user", True) is None
    db.session.commit()
    assert deliver(mailbox) == 1
    assert outbox.bounced(id_, "no such user", True) == "ticket" and outbox.standing()["failed"] == 1


def test_who_was_not_first_leaves_it_alone(app, mailbox):
    posted(app)
    id_ = db.session.query(OutgoingLetter.id).scalar()
    assert outbox._claimed(id_) is not None
    assert outbox._claimed(id_) is None
    assert deliver(mailbox) == 0   # it is somebody's for eight minutes


def test_a_password_is_not_sent_in_the_clear(app, mailbox):
    posted(app)
    assert outbox.deliver(Smtp.of(mailbox.url.replace("smtp://", "smtp://user:canary@")), FROM) == 0
    assert "TLS" in db.session.query(OutgoingLetter.trouble).scalar()


@pytest.mark.parametrize("url, host, port, secure, user, password", [
    ("smtp://mail.test", "mail.test", 25, False, "", ""), ("smtps://mail.test", "mail.test", 465, True, "", ""),
    ("smtp://a%40b:p%2Fw@mail.test:587", "mail.test", 587, False, "a@b", "p/w")])
def test_the_address_of_a_mail_server(url, host, port, secure, user, password):
    assert Smtp.of(url) == Smtp(host, port, secure, user, password)
