"""Whatever comes in, and whatever fails here: no letter is lost, none counts twice, and none stops the next."""


from click.testing import CliRunner
from inbox_material import written
from letters import samples

from askaside.cli import main
from askaside.core.db import db
from askaside.mail import incoming
from askaside.mail.models import IncomingLetter
from askaside.tickets import inbox
from askaside.tickets.models import Ticket, TicketMessage

CANARY = "canary-words"


def test_a_letter_that_nothing_can_read_stops_no_other(post):
    bad = [b"\r\n", b"\0\xff\xfe" * 500, b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n", b"From: " + b"x" * 100_000,
           b"From: c@d.test\r\nContent-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\xff"]
    rows = post.come(*bad, written("Well"))
    assert len(rows) == 6 and all(row.state in ("done", "quarantined") for row in rows)
    assert post.thread(db.session.get(Ticket, rows[-1].ticket_id)) == [("requester", "Well")]


def test_every_letter_of_the_collection_becomes_something_at_once(post, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_AN_HOUR", 1000)   # most of them are of one sender
    found = [sample.raw for sample in samples()] + [b"From: \xff@c.test\r\nMessage-ID: <\x80\xff@x>\r\n\r\nx"]
    *rows, endless = post.come(*found, b"From: " + b"a" * 190 + b"@" + b"b" * 200 + b".test\r\n\r\nx")
    assert len(rows) == len(found) > 100
    assert {row.state for row in rows} <= {"done", "quarantined", "double"} and not any(row.tries for row in rows)
    assert sum(row.state == "done" for row in rows) > 80
    assert endless.state == "quarantined"


def test_a_fault_of_ours_loses_no_letter_and_stops_no_other(post, monkeypatch, time, caplog):
    reply = inbox._new

    def faulty(letter, *more):
        if CANARY in letter.text:
            reply(letter, *more)
            raise ZeroDivisionError
        return reply(letter, *more)

    monkeypatch.setattr(inbox, "_new", faulty)
    time.at("2026-11-22T10:00+00:00")
    bad, good = post.come(written(CANARY), written("Well"))
    assert (bad.state, bad.tries, good.state) == ("received", 1, "done") and "ZeroDivisionError" in bad.reason
    assert len(post.tickets()) == 1 and CANARY not in str(post.sent())
    monkeypatch.undo()
    time.at("2026-11-22T10:05+00:00")
    assert inbox.understand() == 1
    assert {ticket.subject for ticket in post.tickets()} == {"A question"} and len(post.tickets()) == 2


def test_what_had_lain_there_for_long_is_nobodys_news(post):
    post.imap.put(written("From last year"), moment='"22-Nov-2025 10:00:00 +0000"')
    old, new = post.come(written("From today"))
    assert (old.state, new.state) == ("quarantined", "done") and len(post.tickets()) == 1


def test_two_processes_make_one_word_of_a_letter(post, monkeypatch):
    ticket, address = post.opened()
    opened = incoming.opened

    def late(id_):
        found = opened(id_)
        monkeypatch.undo()
        assert inbox.understand() == 1   # another process is faster
        return found

    monkeypatch.setattr(incoming, "opened", late)
    row = post.one("Once", To=address)
    assert row.state == "done" and len(post.thread(ticket)) == 2


def test_of_what_is_rolled_back_nothing_is_left(post, monkeypatch):
    ticket, address = post.opened()
    monkeypatch.setattr(incoming, "conclude", lambda *_, **__: 1 / 0)
    row = post.one("Once", To=address)
    assert row.state == "received" and len(post.thread(ticket)) == 1
    assert db.session.query(TicketMessage).count() == 1 and db.session.query(IncomingLetter).count() == 1


def test_a_person_looks_at_what_is_in_quarantine_and_lets_it_in(post):
    away = written("I am away.", From="dana@else.test", Auto_Submitted="auto-replied", Subject="\x1b[31mred")
    row, nameless = post.come(away, written("Who am I?", From=""))

    def run(*words):
        return CliRunner().invoke(main, ["letters", *map(str, words)], env=post.environ)

    assert f"{row.id}  " in run().output and "quarantined  dana@else.test  An automatic answer." in run().output
    assert run(row.id).stdout_bytes == away
    assert "is request #1 of acme now" in run(row.id, "--accept").output
    db.session.rollback()
    assert post.thread(post.tickets()[0]) == [("requester", "I am away.")]
    for words, told in ([row.id, "--accept"], "it is done"), ([nameless.id, "--accept"], "names no sender"), ([99, "--accept"], "no letter 99"), ([99], "no letter 99"), (["--accept"], "goes with"):
        done = run(*words)
        assert done.exit_code and told in done.output, words
    assert str(row.id) not in run().output.split() and len(post.tickets()) == 1
