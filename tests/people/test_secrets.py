"""The secrets that products sign with."""

import pytest

from askaside.core import clock
from askaside.core.db import db
from askaside.core.errors import Conflict, NotFound
from askaside.people import secrets
from askaside.people.models import SiteSecret


def test_at_rest_a_secret_is_sealed_and_only_our_own_key_opens_it(app):
    kid, secret = secrets.make("acme")
    row = db.session.get(SiteSecret, ("acme", kid))
    assert secret not in row.sealed
    assert secrets.opened("acme", kid) == secret
    app.secret_key = "another key of thirty-two letters or more"
    assert secrets.opened("acme", kid) is None


def test_a_third_live_one_is_refused_until_the_older_is_retired(app):
    first, second = secrets.make("acme"), secrets.make("acme")
    with pytest.raises(Conflict, match="--retire"):
        secrets.make("acme")
    secrets.retire("acme", first[0])
    third = secrets.make("acme")
    assert {row.kid for row in secrets.live("acme")} == {second[0], third[0]}


def test_the_newest_signs(app, time):
    for minute in range(2):
        time.at(f"2026-11-22T10:0{minute}:00+00:00")
        _, newest = secrets.make("acme")
    assert secrets.opened("acme") == newest and secrets.opened("other") is None


def test_one_that_another_process_retires_is_refused_a_second_later(app, monkeypatch):
    kid, secret = secrets.make("acme")
    seconds = [0]
    monkeypatch.setattr(secrets.time, "monotonic", lambda: seconds[0])
    assert secrets.known("acme", kid) == secret
    db.session.get(SiteSecret, ("acme", kid)).retired_at = clock.now()   # as `askaside secret acme --retire` does beside us
    db.session.commit()
    seconds[0] = 1.1
    assert secrets.known("acme", kid) is None
    another, _ = secrets.make("acme")
    assert secrets.known("acme", another)   # a new one at once: what was not found is not remembered
    secrets.retire("acme", another)
    assert secrets.known("acme", another) is None   # by ourselves: at once


def test_what_is_not_there_cannot_be_retired(app):
    with pytest.raises(NotFound):
        secrets.retire("acme", "nobody")
