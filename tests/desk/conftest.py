"""An office that is open, and an agent of its first team."""

import pytest
from desk_material import TABLES
from material import SITE

from askaside.people import agents


@pytest.fixture
def office(app, folder, time):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    time.at("2026-11-22T10:00+02:00")


@pytest.fixture
def first(app):
    """The Agent bela@acme.test, of the first team."""
    return agents.add("bela@acme.test", "Bela", [("acme", "first")])
