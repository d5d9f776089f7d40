"""The app on a content folder and a database of the test's own, and the clock."""

import shutil
from datetime import datetime

import psycopg
import pytest
from imap_server import ImapServer
from material import ROOT, Folder, share_dictionaries
from ports import free_port
from postgres_server import PostgresServer

from askaside import cli
from askaside.app import create_app
from askaside.core import clock
from askaside.settings import Settings

# What touches data runs on both databases: folders and files of the tests.
ON_BOTH = ("chat/", "core/test_ground", "desk/test_finding", "desk/test_reports", "mail/test_outbox", "people/", "tickets/")


def pytest_generate_tests(metafunc):
    where = metafunc.definition.path.relative_to(ROOT / "tests").as_posix()
    if "database" in metafunc.fixturenames and where.startswith(ON_BOTH):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


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


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this run's own."""
    server = PostgresServer(free_port()).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def empty_postgres(postgres):
    """A function that empties a PostgreSQL database of the shape of a first start, and returns its address: cheaper than a new one for each test."""
    url = postgres.make("tests")
    cli.upgrade_database(Settings(database_url=url))
    with psycopg.connect(url, autocommit=True) as connection:
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")]

        def emptied():
            connection.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
            return url

        yield emptied


@pytest.fixture
def database(request, tmp_path):
    """What ASKASIDE_DATABASE_URL says: nothing (there is a file in the data folder), or where a PostgreSQL is."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return request.getfixturevalue("empty_postgres")()
    (tmp_path / "var").mkdir()
    shutil.copy(request.getfixturevalue("new_database"), tmp_path / "var")
    return None


@pytest.fixture
def app(folder, tmp_path, database):
    settings = Settings(content_dir=folder.path, data_dir=tmp_path / "var", database_url=database)
    share_dictionaries(settings.data_dir)
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
