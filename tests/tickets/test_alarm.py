"""An outage: somebody is alarmed at once, and again and again until one confirms."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cast import visitor
from material import SITE

from askaside.core import http_out
from askaside.core.db import db
from askaside.mail import transport
from askaside.mail.models import OutgoingLetter
from askaside.people import agents
from askaside.site_tables import TABLES
from askaside.sites.site_file import SiteBroken, read
from askaside.tickets import handling, watch
from askaside.tickets.models import Ticket, TicketChange

TEAM = '\n[[teams]]\nkey = "first"\nmail = "first@acme.test"\n'


@pytest.fixture
def oncall():
    """A real web server that hears the alarm: `heard`, and `status` that it answers with."""
    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(self.server.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self):
            self.server.heard.append("followed")
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    server.heard, server.status = [], 204
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def outage(app, folder, client, time, oncall):
    folder.site(f'{SITE}{TEAM}[outage]\nwebhook = "http://127.0.0.1:{oncall.server_port}/hook"\n')
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"
    time.at("2026-11-22T03:00+02:00")
    told = client.post("/api/v1/acme/tickets", json={"body": "Nobody can sell.", "locale": "en", "outage": True}, headers=visitor("alice")).get_json()
    return db.session.get(Ticket, told["id"])


def letters():
    return [row.raw.decode() for row in db.session.query(OutgoingLetter).filter_by(recipient="first@acme.test").order_by(OutgoingLetter.posted_at)]


def test_it_rings_at_once_and_again_until_somebody_confirms(outage, oncall, time):
    assert watch.run(["acme"]) == 1
    assert watch.run(["acme"]) == 0   # not before its time
    assert [(one["number"], one["alarms"], one["event"]) for one in oncall.heard] == [(1, 1, "outage")]
    assert oncall.heard[0]["link"].startswith("https://help.acme.test/help/acme/en/answer/")
    assert len(letters()) == 1   # that of the new request
    for minute in (5, 10):
        time.at(f"2026-11-22T03:{minute:02}+02:00")
        watch.run(["acme"])
    assert [one["alarms"] for one in oncall.heard] == [1, 2, 3]
    assert len(letters()) == 3 and "nobody has confirmed" in letters()[-1].replace("=\r\n", "") and "5 minutes" in letters()[-1].replace("=\r\n", "")
    handling.take(outage, "team:first")
    time.at("2026-11-22T04:00+02:00")
    assert watch.run(["acme"]) == 0 and len(oncall.heard) == 3
    assert [(one.by, one.before) for one in db.session.query(TicketChange).filter_by(what="confirmed")] == [("team:first", "3")]


def test_an_answer_confirms_it_too(outage, oncall, time):
    handling.answer(outage, "agent:bela", "Bela", "We see it, and work on it.")
    time.at("2026-11-22T04:00+02:00")
    assert watch.run(["acme"]) == 0
    assert oncall.heard == []


@pytest.fixture
def bela(app, folder, outage):
    """The Agent of the first team, before which a second one is there."""
    path = folder.path / "acme" / "site.toml"
    path.write_text(path.read_text() + '[[teams]]\nkey = "second"\ntier = 2\nmail = "second@acme.test"\n')
    app.shelf.reread()
    return agents.add("bela@acme.test", "Bela", [("acme", "first")])


def rung(oncall, time, at):
    """How often it rings at a moment of that night."""
    before = len(oncall.heard)
    time.at(f"2026-11-22T{at}+02:00")
    watch.run(["acme"])
    return len(oncall.heard) - before


def test_to_hold_it_or_to_take_it_by_giving_it_to_oneself_confirms_it(outage, oncall, time, bela):
    handling.hold(outage, "team:first", "The provider mends it.")
    assert rung(oncall, time, "04:00") == 0
    handling.escalate(outage, "team:first", "Bela", "The provider does not answer.")
    assert rung(oncall, time, "04:10") == 1
    handling.assign(outage, "agent:bela@acme.test", bela)
    assert rung(oncall, time, "05:00") == 0


def test_a_note_or_giving_it_to_somebody_else_does_not_confirm_it(outage, oncall, time, bela):
    handling.answer(outage, "agent:carl@acme.test", "Carl", "Look at this.", note=True)
    handling.assign(outage, "agent:carl@acme.test", bela)
    assert [rung(oncall, time, at) for at in ("03:00", "03:05")] == [1, 1]
    handling.take(outage, "agent:bela@acme.test", bela)
    assert rung(oncall, time, "04:00") == 0


def test_who_gets_a_confirmed_one_has_to_confirm_it_anew(outage, oncall, time, bela):
    handling.take(outage, "agent:carl@acme.test")
    handling.assign(outage, "agent:carl@acme.test", bela)   # she has her letter, and five minutes
    assert [rung(oncall, time, at) for at in ("03:04", "03:05", "03:10")] == [0, 1, 1]
    handling.take(outage, "agent:bela@acme.test", bela)
    handling.assign(outage, "agent:bela@acme.test", None)   # nobody hears of that otherwise
    assert rung(oncall, time, "03:11") == 1
    handling.take(outage, "team:first")
    handling.escalate(outage, "team:first", "Bela", "It is the database.")
    assert [rung(oncall, time, at) for at in ("03:12", "03:14", "03:17")] == [1, 0, 1]
    assert db.session.query(OutgoingLetter).filter_by(recipient="second@acme.test").count() == 3   # the summary, and each alarm
    handling.answer(outage, "team:second", "Carl", "We have it.", solve=True)
    assert rung(oncall, time, "04:00") == 0


def test_handed_over_because_it_is_late_it_rings_at_the_next_tier(app, folder, client, time, oncall, bela):
    path = folder.path / "acme" / "site.toml"
    path.write_text(path.read_text() + '[calendars.round]\nzone = "UTC"\nalways = true\n[sla.default]\nhours = "round"\nresolution = { outage = "1h" }\n')
    app.shelf.reread()
    told = client.post("/api/v1/acme/tickets", json={"body": "Nobody can buy.", "locale": "en", "outage": True}, headers=visitor("bob")).get_json()
    late = db.session.get(Ticket, told["id"])
    handling.take(late, "agent:bela@acme.test", bela)
    handling.take(db.session.query(Ticket).filter_by(number=1).one(), "team:first")
    assert rung(oncall, time, "03:59") == 0
    assert rung(oncall, time, "04:00") == 1 and oncall.heard[-1]["number"] == 2 and late.team == "second"


def test_what_is_no_outage_or_is_done_never_rings(client, outage, oncall, time, bela):
    handling.answer(outage, "team:first", "Bela", "It sells again.", solve=True)
    handling.assign(outage, "agent:carl@acme.test", bela)
    question = db.session.get(Ticket, client.post("/api/v1/acme/tickets", json={"body": "How?", "locale": "en"}, headers=visitor("bob")).get_json()["id"])
    handling.escalate(question, "team:first", "Bela", "I do not know.")
    assert rung(oncall, time, "04:00") == 0


@pytest.mark.parametrize("status", [302, 500])
def test_a_webhook_that_fails_is_rung_again_and_keeps_the_letters_from_nobody(outage, oncall, time, status, caplog):
    oncall.status = status
    watch.run(["acme"])
    assert "OutageAlarmed failed" in caplog.text
    oncall.status = 204
    time.at("2026-11-22T03:05+02:00")
    watch.run(["acme"])
    assert [one["alarms"] for one in oncall.heard] == [1, 2]   # and to nowhere that it named
    assert len(letters()) == 2


def test_what_is_no_outage_alarms_nobody(client, outage, oncall):
    client.post("/api/v1/acme/tickets", json={"body": "How do I print?", "locale": "en"}, headers=visitor("bob"))
    watch.run(["acme"])
    assert len(oncall.heard) == 1


@pytest.mark.parametrize("patience, call", [
    (http_out, lambda port: http_out.post_json(f"http://127.0.0.1:{port}/", {})), (transport, lambda port: transport.Smtp("127.0.0.1", port).send("a@acme.test", "b@acme.test", b""))],
    ids=["webhook", "mail"])
def test_a_server_that_says_nothing_is_not_waited_for_without_end(patience, call, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE" if patience is http_out else "PATIENCE_SECONDS", 0.2)
    told = []

    def ask(port):
        try:
            call(port)
        except (OSError, transport.Later) as wrong:
            told.append(wrong)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        thread = threading.Thread(target=ask, args=[silent.getsockname()[1]], daemon=True)
        thread.start()
        thread.join(20)
    assert len(told) == 1


@pytest.mark.parametrize("webhook", ['"ftp://alerts.acme.test"', '"http://alerts.acme.test/"', '"https://"', "5", '"https://a b"'])
def test_a_wrong_webhook_is_told_with_its_line(webhook):
    with pytest.raises(SiteBroken) as broken:
        read("acme", f"{SITE}\n[outage]\nwebhook = {webhook}\n", tables=TABLES)
    assert broken.value.line == SITE.count("\n") + 3 and "`webhook` is" in str(broken.value)
