"""The app on a content folder of the test's own, and the clock."""

import shutil
from datetime import datetime

import pytest
from imap_server import ImapServer
from material import Folder, share_dictionaries

from askaside import cli
from askaside.app import create_app
from askaside.core import clock
from askaside.settings import Settings


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path / "content")
    made.site()
    made.article("invoices/send.en", 'title: Send an invoice\npages: ["/invoices/{id}"]', "Open it and choose **Send**.")
    made.article("invoices/send.he", "title: שליחת חשבונית", "פותחים ובוחרים **שליחה**.")
    made.article("mail/write.en", "title: Write a letter\npages: [/mail]", "Choose who gets it.")
    return made


@pytest.fixture(scope="session")
def new_database(tmp_path_factory):
    """A database as a first start makes it, to be copied: a tenth of a second for each test."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("database"))
    cli.upgrade_database(settings)
    return settings.data_dir / "askaside.db"


@pytest.fixture
def app(folder, tmp_path, new_database):
    settings = Settings(content_dir=folder.path, data_dir=tmp_path / "var")
    share_dictionaries(settings.data_dir)
    shutil.copy(new_database, settings.data_dir)
    made = create_app(settings)
    with made.app_context():
        made.shelf.reread()
        yield made
        from askaside.core.db import db
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def time():
    """`time.at("2026-11-22T10:00+00:00")` stops the clock there."""

    class Time:
        @staticmethod
        def at(text):
            clock.at(datetime.fromisoformat(text))

    yield Time
    clock.at(None)


@pytest.fixture(scope="module")
def imap_server():
    made = ImapServer()
    try:
        yield made.start()
    finally:
        made.remove()


@pytest.fixture
def imap(imap_server):
    """A real IMAP server with an empty mailbox."""
    imap_server.empty()
    return imap_server
