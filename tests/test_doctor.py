"""`askaside doctor`: what it finds in settings, content, widget, search and on the port, good and bad. The machine: core/test_machine.py."""

import os
import shutil
import socket

import pytest
from click.testing import CliRunner
from material import SITE, faults, share_dictionaries, told
from served import served

from askaside import app as app_
from askaside import cli, settings
from askaside.cli import inside
from askaside.help import built, widget
from askaside.search import standing
from askaside.settings import Settings
from askaside.sites import embedding, site_file


def run(**environ):
    """(exit code, output) of the command in the present folder."""
    done = CliRunner().invoke(cli.main, ["doctor"], env={f"ASKASIDE_{name}": str(value) for name, value in environ.items()})
    return done.exit_code, done.output


@pytest.fixture
def here(folder, tmp_path, monkeypatch):
    """A start in a folder with good content, and a port that nobody uses."""
    monkeypatch.chdir(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ASKASIDE_PORT", str(probe.getsockname()[1]))
    return tmp_path


# --- the command --------------------------------------------------------------------------------------------------------

def test_a_good_set_up_is_ok_line_by_line_and_nothing_is_made(here):
    before = sorted(here.rglob("*"))
    code, output = run()
    assert code == 0
    assert all(line.startswith("ok: ") for line in output.splitlines()[:-1])
    assert output.endswith(" ok, 0 warnings, 0 wrong\n")
    for what in ("Python 3", "whoosh 2.7.4", "127.0.0.1:", "secret key is made", "var/ is made", "database", "https://app.acme.test may embed acme",
                 "2 articles in 1 sites", "indexes", "widget", "clock", "files may be open", "is free"):
        assert what in output
    assert sorted(here.rglob("*")) == before


def test_what_is_wrong_comes_with_its_place_and_exit_1(here, folder):
    folder.article("mail/write.en", "titel: Slip")
    code, output = run(PORT="ten", PROT="1")
    assert code == 1
    assert "wrong: ASKASIDE_PORT is 'ten'; allowed is a whole number" in output
    assert "wrong: ASKASIDE_PROT is not a setting: did you mean ASKASIDE_PORT? Put it right" in output
    assert "wrong: content/acme/mail/write.en.md:2: " in output
    assert output.endswith(" 0 warnings, 3 wrong\n")


def test_warnings_alone_do_not_fail(here, folder):
    folder.site(SITE.replace('origins = ["https://app.acme.test"]', ""))
    code, output = run()
    assert (code, "warning: content/acme/site.toml: no page may embed acme" in output) == (0, True)


def test_an_env_file_that_cannot_be_read_is_told(here):
    (here / ".env").write_bytes(b"ASKASIDE_PORT=\xff")
    assert "wrong: The file .env cannot be read: it is not UTF-8. Put it right" in run()[1]


# --- settings -----------------------------------------------------------------------------------------------------------

PROXIED = {"public_url": "https://help.example.com", "trusted_proxies": 1}


@pytest.mark.parametrize("given, fault", [
    ({}, None), (PROXIED, None), ({"public_url": "http://127.0.0.1:8000"}, None), ({"host": "::1"}, None),
    ({"host": "0.0.0.0"}, "PUBLIC_URL is not set"), ({"trusted_proxies": 1}, "PUBLIC_URL is not set"),
    ({**PROXIED, "public_url": "http://help.example.com"}, "without TLS"), ({**PROXIED, "public_url": "https://example.com/help"}, "a folder of another host"),
    ({**PROXIED, "trusted_proxies": 0}, "TRUSTED_PROXIES is 0"), ({**PROXIED, "host": "0.0.0.0"}, "past the proxy")])
def test_addresses_and_proxies_go_together(given, fault):
    found = told(inside._addresses(Settings(**given)))
    assert len(found) == 1
    assert (fault in found[0] and found[0].startswith("warning: ")) if fault else found[0].startswith("ok: It listens on")


def test_the_secret_is_good_private_and_never_shown(here):
    kept = Settings(data_dir=here / "var")
    secret = settings.secret_key(kept)
    assert not faults(inside._secret(kept))
    path = here / "var" / "secret_key"
    path.chmod(0o644)
    assert f"wrong: Others may read {path}. Run `chmod 600" in run()[1].replace("var/", f"{here}/var/")
    assert secret not in run()[1]
    path.chmod(0o600)
    path.write_text("")
    assert "holds no key of 32 characters" in faults(inside._secret(kept))
    path.unlink()
    path.mkdir()
    assert f"wrong: {path} cannot be read: Is a directory." in faults(inside._secret(kept))


def test_a_secret_in_a_file_for_all_is_told(here):
    (here / ".env").write_text(f"ASKASIDE_SECRET_KEY={'x' * 40}\n")
    (here / ".env").chmod(0o644)
    output = run()[1]
    assert "warning: The file .env holds ASKASIDE_SECRET_KEY, and others may read it." in output
    assert "xxxx" not in output
    (here / ".env").chmod(0o600)
    assert "ok: The secret key is set." in run()[1]


# --- content, widget, search --------------------------------------------------------------------------------------------

def test_content_that_is_not_where_it_should_be_is_told(tmp_path, folder):
    assert "There is no folder" in faults(inside._content(Settings(content_dir=tmp_path / "none")))
    (tmp_path / "flat").mkdir()
    flat = Settings(content_dir=tmp_path / "flat")
    assert "Each site is a folder with a site.toml" in faults(inside._content(flat))
    (tmp_path / "flat" / "site.toml").write_text(SITE)
    assert "Make a folder for the site, and move site.toml into it" in faults(inside._content(flat))


def test_content_that_cannot_be_read_is_told(here, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "wrong: The folder content/ cannot be read." in faults(inside._content(Settings()))


def test_problems_of_the_content_are_told_the_first_of_them(here, folder):
    for n in range(7):
        folder.article(f"mail/m{n}.en", "titel: Slip")
    found = faults(inside._content(Settings()))
    assert found.count("write.en.md") == 0
    assert found.count("/mail/m") == 5
    assert "2 more problems in content/" in found


def test_a_site_without_an_article_is_told(here, folder):
    folder.site(key="bare")
    assert "warning: content/bare/ has no article" in faults(inside._content(Settings()))


@pytest.mark.parametrize("origins, public, fault", [
    (["https://app.example.com"], "https://help.example.com", None), (["http://127.0.0.1:8021"], None, None), (["http://localhost:3000"], "http://127.0.0.1:8000", None),
    ([], None, "warning: acme/site.toml: no page may embed"), (["https://help.example.com"], "https://help.example.com", "no page may embed"),
    (["http://app.example.com"], "https://help.example.com", "is http, while the help is https"), (["https://app.example.com"], "http://help.example.com", "wrong: "),
    (["http://localhost:3000"], "https://help.example.com", "only pages of this machine")])
def test_origins_and_our_address_go_together(origins, public, fault):
    site = site_file.read("acme", SITE.replace('["https://app.acme.test"]', str(origins).replace("'", '"')))
    found = told(embedding.findings(site, public, "acme/site.toml"))
    assert len(found) == 1
    assert (fault in found[0]) if fault else found[0].startswith("ok: ")


@pytest.mark.parametrize("spoil, fault", [
    (lambda f: None, ""), (lambda f: (f / "askaside.js").unlink(), "there is no askaside.js"), (lambda f: next(f.glob("panel-*.js")).unlink(), "is missing"),
    (lambda f: next(f.glob("search-*.js")).write_text("//"), "is not as it was built"), (lambda f: next(f.glob("panel-*.js.gz")).write_bytes(b"\x1f\x8b"), "broken twin for gzip"),
    (lambda f: next(f.glob("panel-*.js.gz")).write_text("no gzip"), "broken twin for gzip"), (lambda f: next(f.glob("panel-*.js.br")).write_bytes(b""), "empty twin for brotli"),
    (lambda f: shutil.copy(next(f.glob("panel-*.gz")), f / "askaside.js.gz"), "askaside.js has another twin"), (lambda f: (f / "locales" / "en.json").unlink(), "en.json is missing"),
    (lambda f: (f / "locales" / "he.json").write_text('{"first": {}}'), "he.json has no words"),
    (lambda f: (f / "locales" / "fi.json").write_text("{"), "fi.json cannot be read"), (lambda f: (f / "askaside.js").write_text("1"), "names no panel")])
def test_a_widget_that_is_not_whole_is_told(tmp_path, spoil, fault):
    folder = tmp_path / "static"
    shutil.copytree(widget.STATIC, folder, ignore=shutil.ignore_patterns("demo"))
    spoil(folder)
    found = faults(built.findings(folder))
    assert fault in found
    assert bool(found) == bool(fault)


def test_indexes_and_dictionaries_are_looked_at(app, folder, tmp_path):
    def collections():
        return [view.collection for view in app.shelf.libraries["acme"].views.values()]

    search = tmp_path / "var" / "search"
    share_dictionaries(tmp_path / "other")
    assert "acme/en, acme/he are missing or older" in faults(standing.findings(tmp_path / "other" / "search", collections()))
    app.answers.tend(app.shelf)
    assert told(standing.findings(search, collections())) == ["ok: 2 search indexes and 1 dictionaries are up to date."]
    folder.article("mail/new.en")
    app.shelf.reread()
    assert "The search indexes of acme/en" in faults(standing.findings(search, collections()))
    (search / "dictionaries").unlink()
    assert "The dictionaries of en are missing" in faults(standing.findings(search, collections()))
    assert told(standing.findings(tmp_path / "none", []))[0].startswith("ok: The search indexes are made at the first start")


# --- the port -----------------------------------------------------------------------------------------------------------

def test_a_server_of_ours_on_the_port_is_asked(app, monkeypatch):
    with served(app) as port:
        here = Settings(port=port)
        assert "is not ready: The search is being prepared" in faults(inside._port(here))
        app.answers.tend(app.shelf)
        assert told(inside._port(here)) == [f"ok: The server at 127.0.0.1:{port} runs version {app_.VERSION} and is ready, with acme."]
        monkeypatch.setattr(app_, "VERSION", "0.0.9")
        assert f"warning: The server at 127.0.0.1:{port} is version 0.0.9, this is" in faults(inside._port(here))
        assert "is not ready" not in faults(inside._port(Settings(host="0.0.0.0", port=port)))


def test_a_port_of_somebody_else_is_told():
    def other(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<h1>It works!</h1>"]

    with served(other) as port:
        assert f"wrong: Port {port} is taken, and it is not Askaside that answers there." in faults(inside._port(Settings(port=port)))


def test_an_address_that_cannot_be_had_is_told(monkeypatch):
    assert "ASKASIDE_HOST must be an address of this machine" in faults(inside._port(Settings(host="192.0.2.1")))

    def refuse(self, address):
        raise PermissionError

    monkeypatch.setattr(socket.socket, "bind", refuse)
    assert "Nobody but root may listen on 127.0.0.1:80." in faults(inside._port(Settings(port=80)))


# --- the mailbox --------------------------------------------------------------------------------------------------------

def test_a_mailbox_that_can_be_read_is_told_with_what_is_in_it(here, imap):
    imap.put(b"Subject: x\r\n\r\nHello\r\n")
    found = told(inside._mailbox(Settings(imap_url=imap.url, mail_from="help@acme.test")))
    assert found == ["ok: The mailbox help@acme.test@127.0.0.1/INBOX can be read; 1 letters are in it."]
    assert "MAIL_FROM is not" in faults(inside._mailbox(Settings(imap_url=imap.url)))
    assert not any(b"Seen" in flags for flags in imap.flags())


def test_a_mailbox_that_cannot_be_read_is_told_without_its_password(here, imap):
    code, output = run(IMAP_URL=imap.url.replace("word", "canary"), MAIL_FROM="help@acme.test")
    assert code == 1 and "wrong: The mailbox help@acme.test@127.0.0.1/INBOX cannot be read: " in output and "canary" not in output
    assert "cannot be read" in faults(inside._mailbox(Settings(imap_url=imap.url.replace("INBOX", "Nowhere"), mail_from="help@acme.test")))
