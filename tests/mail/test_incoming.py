"""Letters are fetched from a real IMAP server: each once, as it came, whatever cuts in, and nothing in the mailbox changes."""

import imaplib
import logging

import pytest
from imap_server import PASSWORD, Cable
from letters import letter

from askaside.core import clock
from askaside.core.db import db
from askaside.mail import imap as imap_
from askaside.mail import incoming
from askaside.mail.imap import Imap, Trouble
from askaside.mail.models import IncomingLetter, Mailbox


def numbered(number, body="Hello"):
    return letter(f"{body} {number}", Message_ID=f"<{number}@example.org>", In_Reply_To=None, Subject=f"Letter {number}")


def look(server):
    """One look with a connection of its own; how many letters were new."""
    reader = incoming.Reader(Imap.of(server if isinstance(server, str) else server.url))
    try:
        return reader.look()
    finally:
        reader.close()


def rows(state=None):
    db.session.rollback()
    return db.session.query(IncomingLetter).filter(*([IncomingLetter.state == state] if state else [])).order_by(IncomingLetter.uid).all()


def received():
    return [row.raw for row in rows("received")]


def test_a_letter_is_stored_as_it_came_and_the_mailbox_stays_as_it_was(app, imap):
    raw = letter("Ünïcode\n.\nFrom here\n\x01" + "x" * 5000, Subject="Re: 7")
    imap.put(raw, numbered(2))
    assert look(imap) == 2
    assert received() == [raw, numbered(2)]
    assert not any(b"\\Seen" in flags for flags in imap.flags())
    assert look(imap) == 0


def test_what_another_program_has_read_comes_all_the_same_and_once(app, imap):
    imap.put(numbered(1))
    imap.flags("+FLAGS", r"(\Seen)")
    assert look(imap) == 1
    imap.put(numbered(2))
    imap.flags("-FLAGS", r"(\Seen)")
    assert look(imap) == 1
    imap.flags("+FLAGS", r"(\Seen \Answered \Flagged)")
    assert look(imap) == 0
    assert received() == [numbered(1), numbered(2)]


def test_one_connection_sees_what_comes_later(app, imap):
    reader = incoming.Reader(Imap.of(imap.url))
    try:
        assert [reader.look(), imap.put(numbered(1)), reader.look(), reader.look(), imap.put(numbered(2)), reader.look()] == [0, None, 1, 0, None, 1]
    finally:
        reader.close()


def test_what_was_fetched_but_not_committed_is_fetched_again(app, imap, monkeypatch):
    imap.put(numbered(1), numbered(2))
    store = incoming._store

    def dies(mailbox, validity, uid, *more):
        with incoming.transaction():
            store(mailbox, validity, uid, *more)
            raise KeyboardInterrupt

    monkeypatch.setattr(incoming, "_store", dies)
    with pytest.raises(KeyboardInterrupt):
        look(imap)
    assert rows() == []
    monkeypatch.undo()
    assert look(imap) == 2
    assert received() == [numbered(1), numbered(2)]


def test_two_who_read_the_same_mailbox_make_one_row(app, imap, monkeypatch):
    imap.put(numbered(1))
    take = incoming._take

    def late(session, *more):
        assert look(imap) == 1   # another process is faster
        return take(session, *more)

    monkeypatch.setattr(incoming, "_take", lambda *more: monkeypatch.undo() or late(*more))
    assert look(imap) == 0
    assert received() == [numbered(1)]


def test_new_numbers_of_the_server_double_nothing(app, imap):
    imap.put(numbered(1), numbered(2))
    look(imap)
    imap.put(numbered(3))
    imap.forget_numbers()
    imap.put(numbered(4))
    assert look(imap) == 2
    assert sorted(received()) == [numbered(n) for n in (1, 2, 3, 4)] and len(rows()) == 4
    assert look(imap) == 0


def test_the_same_letter_in_the_mailbox_twice_is_one(app, imap):
    imap.put(numbered(1), numbered(1), numbered(2))
    assert look(imap) == 2
    assert [(row.state, row.raw is None) for row in rows()] == [("received", False), ("double", True), ("received", False)]


@pytest.mark.parametrize("after", [30, 900, 20_000, 150_000])
def test_a_line_cut_within_a_letter_loses_and_doubles_none(app, imap, after):
    sent = [numbered(n, "long " * 10_000) for n in range(4)]
    imap.put(*sent)
    cable = Cable(imap.port)
    cable.cut_after = after
    with pytest.raises(Trouble):
        look(imap.url.replace(str(imap.port), str(cable.port)))
    assert cable.cuts == 1
    assert all(raw in sent for raw in received())
    look(imap.url.replace(str(imap.port), str(cable.port)))
    cable.close()
    assert received() == sent and len(rows()) == 4


def test_a_letter_that_the_server_cannot_hand_out_stops_no_other(app, imap):
    imap.put(*[numbered(n) for n in range(3)])
    with imap.client() as client:
        client.select("INBOX")
        client.fetch("1:*", "(BODY.PEEK[])")
    bad = next(path for path in (imap.folder / "mail").glob("[nc]*/*") if b"Hello 1" in path.read_bytes())
    whole = bad.read_bytes()
    bad.write_bytes(b"")
    bad.chmod(0)
    for _ in range(incoming.TRIES + 1):
        try:
            look(imap)
        except Trouble:
            continue
    assert numbered(0) in received() and numbered(2) in received()
    assert incoming.standing()["unfetched"] == 1
    bad.chmod(0o600)
    bad.write_bytes(whole)
    look(imap)
    assert received() == [numbered(n) for n in range(3)]


def test_a_letter_that_is_too_large_is_noted_and_stops_no_other(app, imap, monkeypatch, caplog):
    monkeypatch.setattr(incoming, "MOST_BYTES", 10_000)
    imap.put(numbered(1, "canary " * 2000), numbered(2))
    assert look(imap) == 1
    large, _ = rows()
    assert (large.state, large.size) == ("too_large", len(numbered(1, "canary " * 2000)))
    assert b"Subject: Letter 1" in large.raw and b"canary" not in large.raw
    assert "the letter is in the mailbox" in large.reason and "too large" in caplog.text
    assert look(imap) == 0 and incoming.standing()["too_large"] == 1
    imap.forget_numbers()
    assert look(imap) == 0 and len(rows()) == 2


def test_a_size_that_is_told_wrong_lets_no_larger_letter_in(app, imap, monkeypatch):
    monkeypatch.setattr(incoming, "MOST_BYTES", 10_000)
    sizes = imap_.Session.sizes
    monkeypatch.setattr(imap_.Session, "sizes", lambda self, first: dict.fromkeys(sizes(self, first), 10))
    imap.put(numbered(1, "canary " * 2000))
    assert look(imap) == 0
    assert [row.state for row in rows()] == ["too_large"]


def test_a_letter_deleted_in_between_is_told(app, imap, monkeypatch):
    sizes = imap_.Session.sizes
    monkeypatch.setattr(imap_.Session, "sizes", lambda self, first: {**sizes(self, first), 99_999: 10})
    imap.put(numbered(1))
    assert look(imap) == 1
    assert [row.state for row in rows()] == ["received", "gone"]


def test_a_server_that_is_away_is_told_and_not_hammered(app, imap, caplog):
    look(imap)
    imap.stop()
    reader = incoming.Reader(Imap.of(imap.url))
    try:
        with pytest.raises(Trouble, match="refused"):
            reader.look()
        assert "refused" in db.session.query(Mailbox.trouble).scalar()
        assert reader.look() == 0   # it waits
    finally:
        imap.start()
    reader._not_before = 0
    assert reader.look() == 0
    reader.close()
    mailbox = db.session.query(Mailbox).one()
    assert mailbox.read_at and mailbox.trouble is None
    assert incoming.standing()["read_seconds"] in (0, 1, 2)


def test_a_wrong_password_is_told_without_it(app, imap):
    wrong = imap.url.replace("word", "canary")
    with pytest.raises(Trouble) as told:
        look(wrong)
    assert "uthentication failed" in str(told.value) and "canary" not in str(told.value) and "canary" not in repr(Imap.of(wrong))


def test_a_mailbox_that_is_not_there_is_told(app, imap):
    with pytest.raises(Trouble, match="Nowhere"):
        look(imap.url.replace("INBOX", 'Nowhere%22%5C'))


def test_no_password_goes_to_another_machine_in_the_clear(app, imap, monkeypatch):
    sent = []
    monkeypatch.setattr(imap_, "is_loopback", lambda host: False)
    send = imaplib.IMAP4.send
    monkeypatch.setattr(imaplib.IMAP4, "send", lambda self, data: sent.append(data) or send(self, data))
    with pytest.raises(Trouble, match="offers no TLS"):
        look(imap)
    assert not any(word in line.upper() for line in sent for word in (b"AUTHENTICATE", b"LOGIN", PASSWORD.upper().encode()))


@pytest.mark.parametrize("url, host, port, secure, user, password, mailbox", [
    ("imaps://a:b@mail.test", "mail.test", 993, True, "a", "b", "INBOX"), ("imap://a%40b:p%2Fw@[::1]:1143/Help/Desk", "::1", 1143, False, "a@b", "p/w", "Help/Desk"),
    ("imaps://a:b@mail.test/", "mail.test", 993, True, "a", "b", "INBOX"), ("imap://a:b@localhost/X%20Y", "localhost", 143, False, "a", "b", "X Y")])
def test_the_address_of_a_mailbox(url, host, port, secure, user, password, mailbox):
    assert Imap.of(url) == Imap(host, port, secure, user, password, mailbox)


def test_letters_wait_their_turn_and_are_counted(app, imap, time, caplog):
    caplog.set_level(logging.ERROR)
    imap.put(numbered(1))
    look(imap)
    id_, = incoming.waiting()
    for n in range(incoming.TRIES):
        assert incoming.waiting() == [id_]
        incoming.put_off(id_, "a fault of ours")
        assert incoming.waiting() == []
        clock.at(clock.now() + incoming.timedelta(minutes=2 ** (n + 1)))
    assert incoming.waiting() == []
    assert incoming.standing()["quarantined"] == 1
    assert rows()[0].raw == numbered(1)
