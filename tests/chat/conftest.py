"""A site with a promise, its clock in the office's hours."""

import pytest
from chat_material import Browser, takes_chats
from desk_material import TABLES
from material import SITE


@pytest.fixture
def office(app, folder, time):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    time.at("2026-11-22T10:00+02:00")


@pytest.fixture
def alice(app, office):
    return Browser(app)


@pytest.fixture
def somebody(app, office):
    """Bela is there, and takes chats."""
    return takes_chats(app)


@pytest.fixture
def unlimited(app):
    app.limits.spend = lambda *_: None
