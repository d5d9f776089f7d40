"""Files of a letter: those that the site takes go along as any others do, the rest is named and lies in the letter."""

from files_material import drawn
from inbox_material import BOUNDARY, TEXT, TICKETS, body, kept

from askaside.core import uploads
from askaside.core.db import db
from askaside.core.errors import Unavailable
from askaside.tickets import attachments, inbox
from askaside.tickets.models import Ticket

PROGRAM = ("run.exe", "application/x-msdownload", b"MZ\x90\x00" * 30)


def test_a_new_requests_files_go_along_and_what_is_not_taken_is_named(post):
    row = post.one(body("It shows this.", TEXT, PROGRAM, ("shot.png", "image/png", drawn())), **BOUNDARY)
    ticket = db.session.get(Ticket, row.ticket_id)
    assert kept(ticket.id) == [[("log.txt", "text/plain"), ("shot.png", "image/png")]]
    assert post.thread(ticket) == [("requester", "It shows this.\n\nFiles in the letter: run.exe")]


def test_the_requester_finds_them_with_their_answer(post):
    ticket, address = post.opened()
    post.one(body("Here is the log.", TEXT), To=address, **BOUNDARY)
    told = post.client.get(f"{TICKETS}/{ticket.id}", headers=post.alice(sub="alice")).get_json()["messages"][-1]
    assert told["body"] == "Here is the log."
    [file] = told["files"]
    assert post.client.get(f"/api/v1/acme/files/{file['id']}", headers=post.alice(sub="alice")).data == TEXT[2]
    assert post.client.get(f"/api/v1/acme/files/{file['id']}", headers=post.alice(sub="bob")).status_code == 404


def test_an_agents_answer_by_letter_brings_its_file(post):
    ticket, _ = post.opened()
    post.one(body("Install this.", TEXT), To=post.reply_to("team@acme.test"), From="Team <team@acme.test>", **BOUNDARY)
    assert kept(ticket.id) == [[], [("log.txt", "text/plain")]]


def test_no_more_than_the_site_takes(post):
    most = attachments.limits(post.app.shelf.library("acme").site).max_files
    row = post.one(body("All of them.", *((f"{n}.txt", "text/plain", b"%d" % n) for n in range(most + 2))), **BOUNDARY)
    files, = kept(row.ticket_id)
    assert len(files) == most
    assert post.thread(db.session.get(Ticket, row.ticket_id))[0][1].endswith(f"Files in the letter: {most}.txt, {most + 1}.txt")


def test_the_words_do_not_wait_for_a_disk_that_is_full(post, monkeypatch):
    def full(*_):
        raise Unavailable("There is no room.")

    monkeypatch.setattr(uploads, "keep", full)
    row = post.one(body("No room.", TEXT), **BOUNDARY)
    assert post.thread(db.session.get(Ticket, row.ticket_id)) == [("requester", "No room.\n\nFiles in the letter: log.txt")]


def test_out_of_quarantine_they_come_too_and_an_automatic_letter_leaves_nothing(post):
    row = post.one(body("I am away.", TEXT), Auto_Submitted="auto-replied", **BOUNDARY)
    assert row.state == "quarantined" and db.session.query(uploads.KeptFile).count() == 0
    row = post.one(body("Nobody knows me.", TEXT), From="help@acme.test", **BOUNDARY)   # as if from us
    assert row.state == "quarantined" and db.session.query(uploads.KeptFile).count() == 0
    assert kept(inbox.accept(row.id)) == [[("log.txt", "text/plain")]]
