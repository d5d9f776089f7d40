"""One server for a data folder and for a database: what is open and who is there lies in its memory. The locks are the system's and the database's own, and
end with the process, however that ends."""

import fcntl
import hashlib
import os
import time
from contextlib import suppress

import sqlalchemy as sa

from . import db

KEY = int.from_bytes(hashlib.blake2b(b"askaside serves", digest_size=8).digest(), signed=True)
LOOK_SECONDS = 5   # how often a database is asked whether its lock is still ours
# A machine that vanished without a word is missed after 25 s, not after two hours.
ALIVE = {"tcp_keepalives_idle": 10, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 3}
HOLDER = sa.text("SELECT coalesce(host(client_addr), 'this machine'), backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted "
                 "AND objsubid = 1 AND (classid::bigint << 32) | objid::bigint = :key AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())")


class Taken(Exception):
    """Another server has it: who, what, and what to do."""


class Alone:
    """`folder`: the data folder; `address`: of the database, as SQLAlchemy takes it; `file`: that of SQLite, or None for PostgreSQL."""

    def __init__(self, folder, address, file):
        self._paths = [folder / "serving", *([file.with_name(f"{file.name}-serving")] if file else [])]
        self._address, self._files = None if file else address, []
        self._engine = None if file else sa.create_engine(address, poolclass=sa.pool.NullPool, isolation_level="AUTOCOMMIT", connect_args=db.POSTGRES["connect_args"])
        self._connection, self._looked, self._lost = None, 0.0, False

    def take(self, seconds, waiting):
        """Wait at most so many seconds for who has it, and is about to end; `waiting(who)` is told once. raises  Taken; sqlalchemy's errors of a database that is away"""
        until, told = time.monotonic() + seconds, False
        for take in (*(lambda path=path: self._lock(path) for path in self._paths), *([self._hold] if self._engine else [])):
            while who := take():
                if time.monotonic() > until:
                    raise Taken(f"{who}. Stop it first, or give this one a data folder and a database of its own; several processes for one help are not supported yet")
                told = told or waiting(who) or True
                time.sleep(0.1)

    def still(self):
        """Is it still ours? A database that is away, or was restarted, may be another's when it is back."""
        if self._engine is None or self._lost or time.monotonic() < self._looked + LOOK_SECONDS:
            return not self._lost
        self._looked = time.monotonic()
        try:
            if self._connection is not None:
                self._connection.execute(sa.text("SELECT 1"))
                return True
        except sa.exc.DBAPIError:
            self._connection.invalidate()
            self._connection = None
        with suppress(sa.exc.DBAPIError):   # it is still away
            self._lost = self._hold() is not None
        return not self._lost

    def _lock(self, path):
        """Who has the file, or None: we."""
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(handle, 100).decode(errors="replace").strip()
            os.close(handle)
            return f"another server ({who or 'just starting'}) serves {path.parent if path.name == 'serving' else path.with_name(path.name.removesuffix('-serving'))}"
        if not path.exists() or os.fstat(handle).st_ino != path.stat().st_ino:   # somebody deleted it in between
            os.close(handle)
            return self._lock(path)
        os.truncate(handle, 0)
        os.write(handle, f"process {os.getpid()}\n".encode())
        self._files.append(handle)
        return None

    def _hold(self):
        """Who has the database, or None: we."""
        connection = self._connection or self._engine.connect()
        if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(sa.literal(KEY, sa.BigInteger)))):
            for name, seconds in ALIVE.items():
                connection.exec_driver_sql(f"SET {name} = {seconds}")
            self._connection, self._looked = connection, time.monotonic()
            return None
        who = connection.execute(HOLDER, {"key": KEY}).first()
        connection.close()
        place = sa.make_url(self._address)
        return f"another server ({f'from {who[0]}, since {who[1]:%Y-%m-%d %H:%M} UTC' if who else 'just ending'}) serves the database {place.host}/{place.database}"
