"""Files go along with messages: sent first, taken once, fetched by who may see the message and by nobody else."""

import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from cast import product, visitor
from files_material import CANARY, PDF, SVG, drawn, form, telling
from material import SITE

from askaside.core import clock, uploads
from askaside.core.db import db, transaction
from askaside.core.errors import Unavailable, UnsupportedType
from askaside.core.uploads import KeptFile
from askaside.tickets import attachments, handling
from askaside.tickets.models import Ticket, TicketMessage

FILES, TICKETS = "/api/v1/acme/files", "/api/v1/acme/tickets"
ALICE = visitor("alice")


def send(client, data=PDF, name="scan.pdf", headers=ALICE, path=FILES):
    return client.post(path, headers=headers, **form(file=(data, name)))


def sent(client, *args, **more):
    answer = send(client, *args, **more)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def opened(client, *files, headers=ALICE):
    answer = client.post(TICKETS, json={"body": "Look at this.", "locale": "en", "files": [one["id"] for one in files]}, headers=headers)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def bytes_kept(app):
    return [path for path in app.config["FILES_DIR"].rglob("*") if path.is_file()]


def test_what_was_sent_goes_along_in_its_order_and_comes_back_byte_by_byte(client):
    scan, picture, words = sent(client), sent(client, telling("PNG"), "../\u202escreen.gif"), sent(client, b"a;b\n", "data.csv")
    assert scan == {"id": scan["id"], "name": "scan.pdf", "type": "application/pdf", "size": len(PDF)}
    assert (picture["name"], picture["type"]) == ("screen.png", "image/png")
    id_ = opened(client, words, scan, picture)["id"]
    answer = client.post(f"{TICKETS}/{id_}/messages", json={"body": "And this.", "files": [sent(client, name="two.pdf")["id"]]}, headers=ALICE)
    assert [one["name"] for one in answer.get_json()["files"]] == ["two.pdf"]
    first, second = client.get(f"{TICKETS}/{id_}", headers=ALICE).get_json()["messages"]
    assert first["files"] == [words, scan, picture] and [one["name"] for one in second["files"]] == ["two.pdf"]
    assert client.get(f"{FILES}/{scan['id']}", headers=ALICE).data == PDF
    assert CANARY not in client.get(f"{FILES}/{picture['id']}", headers=ALICE).data


@pytest.mark.parametrize("data, name, type_", [(PDF + SVG, "חשבונית.svg", "application/pdf"), (drawn(), "a.html", "image/png"), (b"<b>log</b> 1 < 2"[3:], "run.js", "text/plain")])
def test_nothing_is_served_as_something_that_runs(client, data, name, type_):
    id_ = sent(client, data, name)["id"]
    answer = client.get(f"{FILES}/{id_}", headers={**ALICE, "Origin": "https://app.acme.test"})
    head = answer.headers
    assert head["Content-Type"] == type_
    assert head["Content-Disposition"].startswith('attachment; filename="') and "filename*=UTF-8''" in head["Content-Disposition"]
    assert head["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (head["X-Content-Type-Options"], head["Cache-Control"], head["Cross-Origin-Resource-Policy"]) == ("nosniff", "private, no-store", "same-origin")
    assert head["Access-Control-Allow-Origin"] == "https://app.acme.test"


def test_a_name_of_any_letters_is_in_the_head_as_rfc_6266_says(client):
    id_ = sent(client, name="א'b; x=1.pdf")["id"]
    told = client.get(f"{FILES}/{id_}", headers=ALICE).headers["Content-Disposition"]
    assert told == "attachment; filename=\"_'b; x=1.pdf\"; filename*=UTF-8''%D7%90%27b%3B%20x%3D1.pdf"


@pytest.mark.parametrize("data, code, status", [(SVG, "unsupported_type", 415), (drawn()[:70], "bad_request", 400), (b"x" * 1_000_001, "too_large", 413), (b"x" * 3_000_000, "too_large", 413)])
def test_what_is_not_taken_is_said_and_leaves_nothing(client, app, folder, data, code, status):
    folder.site(SITE + "[attachments]\nmax_megabytes = 1\n")
    app.shelf.reread()
    answer = send(client, data, "drawing.png")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert db.session.query(KeptFile).count() == 0 and bytes_kept(app) == []


def test_a_body_that_says_it_is_too_large_is_not_read(client):
    class Unread(io.BytesIO):
        def read(self, *_):
            raise AssertionError("it was read")
        readinto = readline = read

    answer = client.post(FILES, headers=ALICE, environ_overrides={
        "wsgi.input": Unread(), "CONTENT_LENGTH": "11000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"})
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("told", [{}, form(other=(b"x", "x")), {"json": {"file": "x"}}, form(file="words"), form(file=[(b"x", "x"), (b"y", "y")], note="z"),
                                  {"data": b"--x--", "content_type": "multipart/form-data; boundary=x"},
                                  {"data": b"\0\xff" * 99, "content_type": "multipart/form-data; boundary=x"}, {"data": b"x", "content_type": "multipart/form-data"}])
def test_what_is_no_form_with_a_file_is_refused(client, told):
    answer = client.post(FILES, headers=ALICE, **told)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_request")


def test_sent_twice_it_is_kept_once(client, app):
    header = {**ALICE, "Idempotency-Key": "0123456789"}
    one, two = (sent(client, headers=header) for _ in range(2))   # each form has a boundary of its own
    assert one == two and db.session.query(KeptFile).count() == len(bytes_kept(app)) == 1
    answer = send(client, b"something else", headers=header)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotency_conflict")
    assert len(bytes_kept(app)) == 1
    assert sent(client, headers={**header, **visitor("bob")})["id"] != one["id"]


def test_a_file_is_taken_once_by_who_sent_it_and_a_message_without_its_files_is_none(client):
    mine = sent(client)
    opened(client, mine)
    for header, files in ((ALICE, [mine["id"]]), (visitor("bob"), [sent(client)["id"]]), (ALICE, ["a" * 26]), (ALICE, [sent(client)["id"], "x"])):
        answer = client.post(TICKETS, json={"body": "x", "locale": "en", "files": files}, headers=header)
        assert answer.status_code == 400 and "files" in answer.get_json()["errors"]
    assert db.session.query(Ticket).count() == 1
    assert db.session.query(KeptFile).filter(KeptFile.message_id.is_not(None)).count() == 1


def test_a_form_brings_a_request_and_its_files_at_once_and_once(client, app):
    told = {"body": "{Look} at this.", "locale": "en", "facts": '{"way_round": "no"}', "context": '{"url": "/mail"}', "outage": "false", "files": [(PDF, "scan.pdf"), (b"x", "a.txt")]}
    header = {**ALICE, "Idempotency-Key": "0123456789"}
    one, two = (client.post(TICKETS, headers=header, **form(**told)) for _ in range(2))
    assert one.status_code == 201 and one.get_json() == two.get_json()
    assert (one.get_json()["severity"], one.get_json()["module"]) == ("major", "mail")
    first, = client.get(f"{TICKETS}/{one.get_json()['id']}", headers=ALICE).get_json()["messages"]
    assert first["body"] == "{Look} at this." and [file["name"] for file in first["files"]] == ["scan.pdf", "a.txt"]
    assert client.post(TICKETS, headers=header, **form(**{**told, "files": (b"y", "a.txt")})).get_json()["code"] == "idempotency_conflict"
    assert client.post(TICKETS, headers=ALICE, **form(**{**told, "files": [(PDF, "scan.pdf"), (SVG, "a.png")]})).status_code == 415
    for wrong in ({"facts": "{"}, {"context": '"\\ud800"'}, {"body": ""}, {"status": "solved"}, {"files": (SVG, "a.png")}, {"facts": "[" * 9000}):
        answer = client.post(TICKETS, headers=ALICE, **form(**{**told, **wrong}))
        assert answer.status_code in (400, 415), wrong
    assert db.session.query(Ticket).count() == 1
    assert db.session.query(KeptFile).count() == len(bytes_kept(app)) == 2   # what came again, or with what was refused, is gone at once


def test_a_site_says_how_many(client, app, folder):
    folder.site(SITE + "[attachments]\nmax_files = 1\n")
    app.shelf.reread()
    two = [sent(client)["id"], sent(client)["id"]]
    answer = client.post(TICKETS, json={"body": "x", "locale": "en", "files": two}, headers=ALICE)
    assert answer.status_code == 400 and "At most 1 files" in answer.get_json()["detail"]
    folder.site(SITE + "[attachments]\nmax_files = 0\n")
    app.shelf.reread()
    assert send(client).get_json()["detail"] == "This site takes no files."


@pytest.fixture
def theirs(client, app, folder):
    """Alice's file that waits, that of her message and that of a note on it; and who else there is: {name: (site, header)}."""
    folder.site(SITE, key="other")
    app.shelf.reread()
    acme, other = product("acme"), product("other")
    waits, taken = sent(client, headers=acme())["id"], sent(client, headers=acme())
    ticket = db.session.get(Ticket, opened(client, taken, headers=acme())["id"])
    site = app.shelf.libraries["acme"].site
    noted = attachments.keep(site, "team:first", "note.txt", b"canary-note")
    handling.answer(ticket, "team:first", "Bela", "canary", note=True, files=[noted.id])
    opened(client, sent(client, headers=visitor("dana")), headers=visitor("dana"))
    return {"waits": waits, "taken": taken["id"], "noted": noted.id}, {"another person": ("acme", acme(sub="bob")), "a visitor with requests": ("acme", visitor("dana")),
        "a visitor without": ("acme", visitor("eve")), "the same person of another site": ("other", other()), "her visitor twin": ("acme", ALICE)}, acme()


def test_another_gets_the_same_as_for_what_is_not_there(client, theirs):
    files, others, alice = theirs
    for id_ in (files["waits"], files["taken"]):
        assert client.get(f"{FILES}/{id_}", headers=alice).data == PDF
    for who, (site, header) in {**others, "Alice, of a note": ("acme", alice)}.items():
        nothing = client.get(f"/api/v1/{site}/files/{'a' * 26}", headers=header)
        for kind, id_ in files.items():
            if who.startswith("Alice") and kind != "noted":
                continue
            answer = client.get(f"/api/v1/{site}/files/{id_}", headers=header)
            assert answer.status_code == 404 and answer.data == nothing.data, (who, kind)
    assert client.get(f"{FILES}/{files['taken']}").get_json()["code"] == "unsigned"


def test_every_door_with_a_file_is_asked_here(client):
    doors = {path for path in client.get("/api/v1/openapi.json").get_json()["paths"] if "{file}" in path}
    desk, chats = {"/api/v1/desk/{site}/tickets/{ticket}/files/{file}"}, {"/api/v1/{site}/conversations/{conversation}/files/{file}", "/api/v1/desk/{site}/chats/{chat}/files/{file}"}
    assert doors == {"/api/v1/{site}/files/{file}"} | desk | chats   # the desk's are in its own matrix, those of chats in desk/test_chats.py


def test_a_ticket_is_no_way_to_anothers_file(client, theirs):
    files, others, _ = theirs
    for who, (site, header) in others.items():
        answer = client.post(f"/api/v1/{site}/tickets", json={"body": "x", "locale": "en", "files": [files["waits"]]}, headers=header)
        assert answer.status_code == 400, who
    assert db.session.get(KeptFile, files["waits"]).message_id is None


def test_what_no_message_took_is_forgotten_after_a_day(client, app, time, monkeypatch):
    time.at("2026-11-22T10:00+00:00")
    opened(client, sent(client))
    sent(client)
    stray = app.config["FILES_DIR"] / "aa" / ("a" * 26)   # written just before the power went
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    monkeypatch.setattr(uploads.time, "time", lambda: Path(stray).stat().st_mtime + 60)
    clock.at(clock.now() + timedelta(hours=23))
    uploads.forget()
    assert len(bytes_kept(app)) == 3 and db.session.query(KeptFile).count() == 2
    clock.at(clock.now() + timedelta(hours=2))
    monkeypatch.setattr(uploads.time, "time", lambda: Path(stray).stat().st_mtime + 90_000)
    uploads.forget()
    kept = db.session.query(KeptFile).one()
    assert kept.message_id and [path.name for path in bytes_kept(app)] == [kept.id]


def test_a_full_disk_takes_no_file_and_says_so(client, app, monkeypatch):
    monkeypatch.setattr(uploads, "ROOM", 1 << 60)
    answer = send(client)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    monkeypatch.undo()
    monkeypatch.setattr(uploads.files.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert send(client).status_code == 503
    monkeypatch.undo()
    assert db.session.query(KeptFile).count() == 0 and bytes_kept(app) == []
    assert send(client).status_code == 201


def test_a_slow_disk_holds_neither_the_database_nor_all_the_threads(client, app, monkeypatch):
    alice, held = product()(sub="alice"), []
    put, read = uploads._put, Path.read_bytes
    db.session.remove()
    monkeypatch.setattr(uploads, "_put", lambda *given: (held.append(db.engine.pool.checkedout()), put(*given)))
    monkeypatch.setattr(Path, "read_bytes", lambda path: (held.append(db.engine.pool.checkedout()), read(path))[1])
    assert client.get(f"{FILES}/{sent(client, headers=alice)['id']}", headers=alice).data == PDF
    assert held == [0, 0]
    monkeypatch.setattr(uploads, "DISK_SECONDS", 0.01)
    monkeypatch.setattr(uploads, "_turn", threading.Semaphore(0))
    answer = send(client, headers=alice)
    assert (answer.status_code, answer.get_json()["retry_after_seconds"]) == (503, 30)


def test_bytes_that_are_gone_are_told_as_trouble_of_ours(client, app):
    id_ = sent(client)["id"]
    bytes_kept(app)[0].unlink()
    assert client.get(f"{FILES}/{id_}", headers=ALICE).status_code == 503


def test_what_fails_later_leaves_neither_row_nor_bytes(client, app):
    site = app.shelf.libraries["acme"].site
    with pytest.raises(ZeroDivisionError), transaction():
        uploads.add("acme", "x", uploads.write("a.txt", b"x", 10))
        raise ZeroDivisionError
    with pytest.raises(UnsupportedType):
        attachments.keep(site, "letter", "a.exe", b"MZ\0")
    assert db.session.query(KeptFile).count() == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "_put", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        with pytest.raises(Unavailable):
            attachments.keep(site, "letter", "a.txt", b"x")


def test_many_at_once_wait(client):
    for _ in range(30):
        sent(client, b"x", headers=ALICE)
    assert send(client, b"x").get_json()["code"] == "too_many"
    assert db.session.query(TicketMessage).count() == 0
