"""`askaside doctor --url`: a server as a browser sees it, through proxies that spoil it."""

import gzip
import socket
import threading
from email.utils import formatdate

import pytest
from click.testing import CliRunner
from material import Folder, faults, told
from served import certificate, served

from askaside import app as app_
from askaside import cli
from askaside.cli import outside
from askaside.core.db import db
from askaside.settings import Settings

OURS = "https://app.acme.test"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """One for all: it is only asked. No index is waited for."""
    folder = tmp_path_factory.mktemp("outside")
    content = Folder(folder / "content")
    content.site()
    content.article("invoices/send.en")
    settings = Settings(content_dir=content.path, data_dir=folder / "var")
    made = app_.create_app(settings)
    made.answers.waiting = lambda shelf: []
    cli.upgrade_database(settings)
    with made.app_context():
        made.shelf.reread()
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def asked(app):
    """`asked(spoil)` → the findings through a proxy that spoils answers, as one text; only faults."""
    def ask(spoil=None, origin=OURS, site="acme", found=faults):
        with served(app, spoil) as port:
            return found(outside.findings(f"http://127.0.0.1:{port}", origin, site))

    return ask


def head(name, value, path=""):
    """A proxy that sets a head (None: takes it away) where the path begins so."""
    def spoil(environ, status, headers, body):
        if environ["PATH_INFO"].startswith(path):
            headers = [(key, old) for key, old in headers if key.lower() != name.lower()] + ([(name, value)] if value else [])
        return status, headers, body

    return spoil


def instead(path, status, kind="text/html", answer=b"<h1>Hello</h1>", **heads):
    """A proxy that answers a path itself."""
    def spoil(environ, was, headers, body):
        if environ["PATH_INFO"].startswith(path):
            return status, [("Content-Type", kind), *heads.items()], answer

    return spoil


def doubled(environ, status, headers, body):
    return status, [*headers, ("Access-Control-Allow-Origin", "*")], body


def unpacked(environ, status, headers, body):
    """A proxy that does not pass on what encodings are taken, is one that asks for none."""
    if environ["PATH_INFO"] == "/askaside.js":
        return status, [row for row in headers if row[0] not in ("Content-Encoding", "Content-Length")], gzip.decompress(body)


def no_options(environ, status, headers, body):
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return "405 Method Not Allowed", [], b""


def no_304(environ, status, headers, body):
    if status.startswith("304"):
        return "200 OK", [*headers, ("Content-Type", "application/json")], b'{"articles": []}'


def everybody(environ, status, headers, body):
    """A cache that does not keep to Vary."""
    if environ.get("HTTP_ORIGIN") == outside.STRANGER:
        return "200 OK", [("Content-Type", "application/json"), ("Access-Control-Allow-Origin", OURS)], b'{"articles": []}'


def test_a_good_server_is_ok_line_by_line(asked):
    lines = asked(found=told)
    assert len(lines) == 3
    assert lines[0].endswith(f"answers, with version {app_.VERSION}.")
    assert "come as they were sent" in lines[1]
    assert lines[2] == f"ok: Pages of {OURS} may embed acme, ask and vote; a stranger may not."


@pytest.mark.parametrize("spoil, fault", [
    (instead("/", "301 Moved", Location="https://help.example.com/"), "redirects to https://help.example.com/. Take that address"),
    (instead("/healthz", "200 OK"), "and not as Askaside does"), (instead("/healthz", "200 OK", "application/json", b"[1]"), "and not as Askaside does"),
    (instead("/healthz", "502 Bad Gateway"), "/healthz answers 502"),
    (instead("/readyz", "503 Unavailable"), "/readyz answers 503: no reason given"),
    (instead("/askaside.js", "404 Not Found"), "/askaside.js answers 404."), (instead("/askaside.js", "302 Found", Location="/login"), "/askaside.js answers 302 to /login."),
    (instead("/askaside.js", "200 OK"), "/askaside.js comes as `text/html`"), (instead("/askaside.js", "200 OK", "text/javascript"), "names no panel"),
    (head("Cache-Control", "max-age=31536000", "/askaside.js"), "browsers would keep an old one"), (head("Cache-Control", None, "/askaside.js"), "browsers would keep an old one"),
    (unpacked, "warning: /askaside.js comes uncompressed"), (instead("/askaside/", "404 Not Found"), ".js answers 404."), (instead("/askaside/", "200 OK"), "comes as `text/html`"),
    (head("Cache-Control", "max-age=60", "/askaside/"), "The panel is not kept for a year"), (head("Access-Control-Allow-Origin", None, "/askaside/"), "The panel comes with"),
    (doubled, f"come with `Access-Control-Allow-Origin: {OURS}, *`"), (head("Access-Control-Allow-Origin", None, "/api/"), "Access-Control-Allow-Origin: nothing"),
    (head("Vary", "Accept-Encoding", "/api/"), "come without `Vary: Origin`"), (head("ETag", None, "/api/"), "the ETag is lost"), (no_304, "the ETag is lost"),
    (head("Cache-Control", "max-age=600", "/api/"), "kept for 600 seconds"), (no_options, "Votes will not come through"), (everybody, "A page of anybody may ask"),
    (instead("/api/", "200 OK"), "and not as Askaside does"), (head("Set-Cookie", "ROUTE=1; Path=/"), "sets cookies: ROUTE.")])
def test_what_a_proxy_spoils_is_told(asked, spoil, fault):
    found = asked(spoil)
    assert fault in found


def test_an_origin_that_may_not_embed_is_told_with_the_line_to_write(asked):
    assert 'wrong: https://other.test may not embed acme. Write it into `origins` of acme/site.toml, just so: "https://other.test".' in asked(origin="https://other.test")
    assert asked(origin=None) == ""   # our own address always may


def test_a_proxy_that_hides_the_name_is_told(app):
    def hiding(environ, start_response):
        return app({**environ, "HTTP_HOST": "127.0.0.1:1"}, start_response)

    with served(hiding) as port:
        assert "Let the proxy pass the Host head on, or set ASKASIDE_PUBLIC_URL." in faults(outside.findings(f"http://127.0.0.1:{port}"))


def test_the_site_is_the_only_one_or_named(asked, app, monkeypatch):
    assert "There is no site acne." in asked(site="acne")
    assert asked(site=None) == ""
    monkeypatch.setitem(app.shelf.libraries, "other", app.shelf.libraries["acme"])
    assert "warning: Which site is meant? There are acme, other." in asked(site=None)


def test_a_clock_that_is_off_is_told(asked, monkeypatch):
    assert outside._ahead(formatdate(0)) < -86400
    assert abs(outside._ahead(formatdate())) < 60
    assert outside._ahead("yesterday") == 0
    monkeypatch.setattr(outside, "_ahead", lambda date: -4000)
    assert "warning: Its clock is 4000 seconds behind this machine's." in asked()


def test_another_version_is_told(asked, monkeypatch):
    monkeypatch.setattr(app_, "VERSION", "0.0.9")
    assert "It is version 0.0.9, this command is" in asked()


def test_a_server_that_cannot_be_reached_is_told(monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert f"wrong: http://127.0.0.1:{port}/healthz cannot be asked: Connection refused." in faults(outside.findings(f"http://127.0.0.1:{port}"))
    assert "wrong: The name nowhere.invalid is not known." in faults(outside.findings("https://nowhere.invalid"))
    for none in ("help.example.com", "ftp://help.example.com", "https://", "https://help.example.com:99999", "http://[::1"):
        assert told(outside.findings(none)) == [f"wrong: {none} is no address. Write it as https://help.example.com."]
    assert "cannot be asked" in faults(outside.findings(f"https://{'a' * 70}.example"))
    monkeypatch.setattr(outside, "PATIENCE_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "gave no answer within 0.1 seconds" in faults(outside.findings(f"http://127.0.0.1:{silent.getsockname()[1]}"))


def test_an_answer_that_is_no_http_is_told():
    with socket.create_server(("127.0.0.1", 0)) as rude:
        def answer():
            connection, _ = rude.accept()
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        assert "/healthz cannot be asked: Not a gzipped file" in faults(outside.findings(f"http://127.0.0.1:{rude.getsockname()[1]}"))
        thread.join()


@pytest.mark.parametrize("days, line", [(90, "ok: The certificate is good for 90 days."), (5, "warning: The certificate ends in 5 days.")])
def test_the_certificate_is_looked_at(app, tmp_path, monkeypatch, days, line):
    context, file = certificate(tmp_path, "localhost", days)
    with served(app, ssl_context=context) as port:
        assert "wrong: Browsers do not trust the certificate of localhost: self-signed certificate." in faults(outside.findings(f"https://localhost:{port}"))
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert line in told(outside.findings(f"https://localhost:{port}", OURS, "acme"))[1]
        assert "IP address mismatch" in faults(outside.findings(f"https://127.0.0.1:{port}"))


def test_tls_that_is_none_is_told(asked, app, monkeypatch):
    with served(app) as port:
        assert "TLS with" in faults(outside.findings(f"https://localhost:{port}"))
    monkeypatch.setattr(outside, "on_this_machine", lambda address: False)
    assert "has no TLS: pages that have it refuse the script." in asked()


def test_the_command_asks_and_says_with_its_exit_code(app):
    with served(app) as port:
        def run(*more):
            return CliRunner().invoke(cli.main, ["doctor", "--url", f"http://127.0.0.1:{port}", *more])

        assert run("--origin", OURS, "--site", "acme").output.endswith("3 ok, 0 warnings, 0 wrong\n")
        assert (done := run("--origin", "https://other.test")).exit_code == 1
        assert "secret" not in done.output
    done = CliRunner().invoke(cli.main, ["doctor", "--site", "acme"])
    assert (done.exit_code, "--origin and --site go with --url" in done.output) == (2, True)
