"""Letters go round without anybody's hand: within `askaside serve`, and by `askaside clock` once."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from inbox_material import OURS, TABLES, TEAM, written
from mail_server import MailServer
from material import SITE, Folder
from pages_server import Server

from askaside import cli, jobs
from askaside.mail import incoming, outbox
from askaside.mail.imap import Imap
from askaside.mail.incoming import Reader
from askaside.mail.transport import Smtp


@pytest.fixture
def smtp(tmp_path):
    made = MailServer(tmp_path / "sent").start()
    yield made
    made.stop()


@pytest.fixture
def given(tmp_path, imap, smtp, monkeypatch):
    """Settings, content and data of a server that has both mail servers."""
    content = Folder(tmp_path / "content")
    content.site(SITE + TABLES)
    content.article("mail/write.en", "title: Write a letter", "Choose who gets it.")
    for name, value in {"IMAP_URL": imap.url, "SMTP_URL": smtp.url, "MAIL_FROM": OURS, "CONTENT_DIR": content.path, "DATA_DIR": tmp_path / "var"}.items():
        monkeypatch.setenv(f"ASKASIDE_{name}", str(value))
    return Path(content.path)


def run():
    done = CliRunner().invoke(cli.main, ["clock"])
    return done.exit_code, done.output


def test_the_clock_does_all_that_is_due_and_ends(given, imap, smtp, monkeypatch):
    monkeypatch.setattr(incoming, "AT_ONCE", 3)
    monkeypatch.setattr(outbox, "AT_ONCE", 4)
    imap.put(*[written(f"Question {n}", From=f"dana{n}@else.test") for n in range(7)])   # more than one round takes
    assert run() == (0, "")
    assert len([letter for letter in smtp.letters if TEAM in letter.recipients]) == 7
    assert run() == (0, "")
    assert len(smtp.letters) == 14   # each stranger's receipt, too, and none twice


def test_what_fails_is_told_and_the_rest_is_done(given, imap, smtp, monkeypatch):
    imap.put(written("Before", From="dana@else.test"))
    assert run()[0] == 0
    monkeypatch.setenv("ASKASIDE_IMAP_URL", imap.url.replace("word", "canary"))
    code, output = run()
    assert code == 1 and "failed: fetch letters: " in output and "canary" not in output
    assert len(smtp.letters) == 2


def test_every_job_has_a_name_of_its_own(app):
    app.mailbox, app.smtp = Reader(Imap.of("imaps://a:b@mail.test")), Smtp.of("smtp://mail.test")
    app.config["MAIL_FROM"] = OURS
    names = [job.name for table in (jobs.due, jobs.slow, jobs.arriving, jobs.read, jobs.post) for job in table(app)]
    assert len(set(names)) == len(names) >= 8


def test_a_server_fetches_and_answers_by_itself(given, imap, smtp, tmp_path):
    server = Server(tmp_path, given, command="serve").start(ready="/healthz")
    try:
        imap.put(written("The invoice does not sing.", From="dana@else.test"))
        begun = time.monotonic()
        told = smtp.wait(2, seconds=90)
        assert {letter.recipients[0] for letter in told} == {TEAM, "dana@else.test"}
        assert time.monotonic() - begun < 90 and "failed" not in server.log.read_text()
    finally:
        server.stop()
