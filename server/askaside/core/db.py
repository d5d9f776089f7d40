"""The database: one handle, UTC times, and the transaction that keeps everything or nothing."""

from contextlib import contextmanager
from datetime import UTC

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from . import events

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMING))


class UtcDateTime(sa.TypeDecorator):
    """An aware datetime, kept and given back in UTC. A naive one is refused: nobody knows what it means."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return None if value is None else value.replace(tzinfo=UTC)


@event.listens_for(sa.Engine, "connect")
def _sqlite_keeps_its_word(connection, record):
    """WAL, so that readers never wait; FULL, so that what was acknowledged survives a power cut."""
    if type(connection).__module__.startswith("sqlite3"):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")


def record(happened):
    """Remember `happened` (an Event) in the transaction that is open; reactions run when it ends."""
    db.session.info["events"].append(happened)


def _begin(connection):
    """SQLite would begin at the first write only: what was read before could be of yesterday by then."""
    if connection.dialect.name == "sqlite" and not connection.connection.driver_connection.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def transaction():
    """Keep everything or nothing, then tell. A transaction inside another joins it.

    Reactions `within` may write rows and fail the whole; reactions `after`
    only tell the outside, and a failing one is logged, not raised.
    """
    if "events" in db.session.info:
        yield db.session
        return
    queue, done = db.session.info.setdefault("events", []), []
    try:
        _begin(db.session.connection())
        yield db.session
        while queue:
            done.append(happened := queue.pop(0))
            events.react_within(happened)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop("events", None)
    for happened in done:
        events.react_after(happened)
