"""The database, SQLite or PostgreSQL: one handle, UTC times, and the transaction that keeps everything or nothing."""

import hashlib
from contextlib import contextmanager
from datetime import UTC

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite

from . import events

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMING))
# A server that went away is noticed before a request is answered with its connection: at once when it was restarted, in 20 s when its cable was pulled.
POSTGRES = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 10,
            "connect_args": {"connect_timeout": 5, "keepalives_idle": 30, "tcp_user_timeout": 20_000}}
# Who waits longer for another's lock, or stops in the middle of a transaction, gets an error instead of holding up everyone.
PATIENCE = {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
# What SQLAlchemy raises when the database is gone, restarts, is full or locked for too long, or all connections are in use.
AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)


def first_line(error):
    """What the database says is wrong; the rest is advice of its own, the statement, and what it was given."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]


def engine_options(address):
    """What SQLAlchemy is told of the database at `address` besides it: of what is written nothing stands in an error."""
    return {"hide_parameters": True, **(POSTGRES if address.startswith("postgresql") else {})}


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
def _keeps_its_word(connection, record):
    """What was acknowledged survives a power cut: FULL, or no commit before the disk has it. In SQLite, WAL: readers never wait."""
    if type(connection).__module__.startswith("sqlite3"):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")
    elif type(connection).__module__.startswith("psycopg"):
        connection.execute("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
        for name, span in PATIENCE.items():
            connection.execute(f"SET {name} = '{span}'")
        connection.commit()


def insert(model):
    """An INSERT that can say ON CONFLICT, in the dialect of the database in use."""
    return {"sqlite": sqlite, "postgresql": postgresql}[_dialect()].insert(model)


def seconds(later, earlier):
    """The whole seconds from one column to another."""
    if _dialect() == "postgresql":
        return sa.cast(sa.extract("epoch", later - earlier), sa.Integer)
    return sa.cast((sa.func.julianday(later) - sa.func.julianday(earlier)) * 86400 + 0.5, sa.Integer)


def period(column, bounds):
    """Which of the stretches between the moments `bounds` the column lies in, from 0; what lies behind the last but one is in the last."""
    return sa.case(*((column < sa.literal(bound, UtcDateTime), at) for at, bound in enumerate(bounds[1:-1])), else_=len(bounds) - 2)


def hold(*names):
    """Until this transaction ends, nobody else gets past here with the same `names`. In SQLite there is one writer as it is."""
    if _dialect() == "postgresql":
        key = int.from_bytes(hashlib.blake2b("\0".join(names).encode(), digest_size=8).digest(), signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.literal(key, sa.BigInteger))))


def _dialect():
    return db.session.get_bind().dialect.name


def record(happened):
    """Remember `happened` (an Event) in the transaction that is open; reactions run when it ends."""
    db.session.info["events"].append(happened)


def recorded(happened):
    """Is an Event like `happened` remembered already, and not heard yet?"""
    return happened in db.session.info["events"]


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
            queue.sort(key=lambda one: one.last)   # stable: a reaction may have added one that comes before
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
