"""The app on a content folder of the test's own, the clock, and small helpers."""

from datetime import datetime
from pathlib import Path

import pytest

from askaside import cli
from askaside.app import create_app
from askaside.core import clock
from askaside.settings import Settings

ROOT = Path(__file__).parent.parent
SITE = """
name = "Acme"
locales = ["en", "he"]
origins = ["https://app.acme.test"]
measure = true

[[modules]]
key = "invoices"
title = { en = "Invoices", he = "חשבוניות" }
pages = ["/invoices", "/invoices/*"]

[[modules]]
key = "mail"
title = { en = "Mail", he = "דיוור" }
pages = ["/mail", "/mail/*"]
"""


class Folder:
    """A content folder to write in."""

    def __init__(self, path):
        self.path = path

    def site(self, text=SITE, key="acme"):
        self.write(f"{key}/site.toml", text)

    def article(self, name, head="title: A title", body="An answer.", site="acme"):
        """`name`: invoices/send.en"""
        self.write(f"{site}/{name}.md", f"---\n{head}\n---\n\n{body}\n")

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path / "content")
    made.site()
    made.article("invoices/send.en", 'title: Send an invoice\npages: ["/invoices/{id}"]', "Open it and choose **Send**.")
    made.article("invoices/send.he", "title: שליחת חשבונית", "פותחים ובוחרים **שליחה**.")
    made.article("mail/write.en", "title: Write a letter\npages: [/mail]", "Choose who gets it.")
    return made


@pytest.fixture
def app(folder, tmp_path):
    settings = Settings(content_dir=folder.path, data_dir=tmp_path / "var")
    made = create_app(settings)
    cli.upgrade_database(settings)
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
