"""Locales, limits, transactions, idempotency: what every room stands on."""

from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from material import models_only

from askaside.core import events, idempotency, locale
from askaside.core.db import db, record, transaction
from askaside.core.errors import IdempotencyConflict, TooMany
from askaside.core.limits import Limits
from askaside.help.votes import Vote, cast


@pytest.mark.parametrize("wanted, found", [
    ("he-IL", "he"), ("he", "he"), ("iw_il", "he"), ("en-GB", "en"), ("fr", "en"), (None, "en"), ("<script>", "en"), ("PT-br", "pt-BR")])
def test_the_nearest_locale_is_picked(wanted, found):
    assert locale.pick(wanted, {"en", "he", "pt-BR"}, "en") == found


def test_direction_follows_the_language():
    assert [locale.direction(tag) for tag in ("he", "ar-EG", "en", "ru")] == ["rtl", "rtl", "ltr", "ltr"]


def test_a_bucket_fills_again_and_says_when():
    now = [0.0]
    limits = Limits({"vote": (2, 0.5)}, monotonic=lambda: now[0])
    limits.spend("vote", "a")
    limits.spend("vote", "a")
    with pytest.raises(TooMany) as many:
        limits.spend("vote", "a")
    assert many.value.retry_after_seconds == 2
    limits.spend("vote", "b")
    now[0] = 2.0
    limits.spend("vote", "a")


def test_who_was_away_for_long_has_one_burst_and_no_more():
    now = [0.0]
    limits = Limits({"vote": (2, 0.5)}, monotonic=lambda: now[0])
    limits.spend("vote", "a")
    now[0] = 1000.0
    limits.spend("vote", "a")
    limits.spend("vote", "a")
    with pytest.raises(TooMany):
        limits.spend("vote", "a")


def test_who_came_last_is_not_who_is_forgotten():
    limits = Limits({"vote": (1, 0.001)}, most=2, monotonic=lambda: 0)
    for key in ("a", "b"):
        limits.spend("vote", key)
    for key, first in (("a", False), ("c", True), ("c", False), ("a", False)):   # c takes the place of b
        with nullcontext() if first else pytest.raises(TooMany):
            limits.spend("vote", key)


def test_strangers_cannot_fill_the_memory():
    limits = Limits({"vote": (2, 1)}, most=10)
    for n in range(100):
        limits.spend("vote", n)
    assert len(limits._buckets) == 10


class Rang(events.Event):
    pass


@pytest.fixture
def heard():
    """Reactions of the test's own; the wiring comes back afterwards."""
    told, within, after = [], dict(events._within), dict(events._after)
    yield told
    events.on(within, after)


def test_reactions_within_come_before_the_commit_and_those_after_behind_it(app, heard):
    events.on({Rang: [lambda e: heard.append(("within", count()))]}, {Rang: [lambda e: heard.append(("after", count()))]})
    with transaction() as session:
        session.add(a_vote())
        record(Rang())
        assert heard == []
    assert [name for name, _ in heard] == ["within", "after"]


def test_a_failing_reaction_within_keeps_nothing(app, heard):
    def fail(event):
        raise RuntimeError

    events.on({Rang: [fail]}, {Rang: [lambda e: heard.append("after")]})
    with pytest.raises(RuntimeError), transaction() as session:
        session.add(a_vote())
        record(Rang())
    assert (count(), heard) == (0, [])


def test_a_failing_reaction_after_is_told_and_the_next_still_hears(app, heard, caplog):
    def fail(event):
        raise RuntimeError("outside is down")

    events.on({}, {Rang: [fail, lambda e: heard.append("after")]})
    with transaction() as session:
        session.add(a_vote())
        record(Rang())
    assert (count(), heard) == (1, ["after"])
    assert "outside is down" in caplog.text


def test_a_transaction_inside_another_joins_it(app):
    with pytest.raises(RuntimeError), transaction():
        cast(app.shelf.library("acme").view("en").articles["invoices/send"], "acme", True)
        raise RuntimeError
    assert count() == 0


def test_the_same_key_is_done_once(app):
    done = []
    scope = ("acme", "somebody", "key-0001")
    for _ in range(2):
        assert idempotency.once(scope, "a", lambda: done.append(1) or (204, "")) == (204, "")
    assert done == [1]


def test_the_same_key_for_another_request_is_refused(app):
    scope = ("acme", "somebody", "key-0001")
    idempotency.once(scope, "a", lambda: (204, ""))
    with pytest.raises(IdempotencyConflict):
        idempotency.once(scope, "b", lambda: (204, ""))


def test_after_a_day_the_key_is_free_again(app, time):
    done = []
    scope = ("acme", "somebody", "key-0001")
    time.at("2026-11-22T10:00:00+00:00")
    idempotency.once(scope, "a", lambda: (204, ""))
    time.at("2026-11-23T10:00:01+00:00")
    idempotency.once(scope, "b", lambda: done.append(1) or (204, ""))
    assert done == [1]
    idempotency.forget()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(idempotency.FirstAnswer)) == 1


def test_a_write_that_failed_is_not_remembered(app):
    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        idempotency.once(("acme", "x", "key-0001"), "a", fail)
    assert idempotency.once(("acme", "x", "key-0001"), "a", lambda: (204, "")) == (204, "")


def test_the_migrations_make_what_the_models_say(app):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"include_name": models_only}), db.metadata) == []


def test_what_was_acknowledged_is_on_the_disk(app):
    asked = {"sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA foreign_keys"), "postgresql": ("SHOW synchronous_commit",)}[db.engine.dialect.name]
    assert [db.session.scalar(sa.text(statement)) for statement in asked] in (["wal", 2, 1], ["on"])


def a_vote():
    from askaside.core import clock

    return Vote(site="acme", article="invoices/send", locale="en", helpful=True, at=clock.now())


def count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Vote))
