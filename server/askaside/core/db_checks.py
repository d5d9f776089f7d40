"""Is a SQLite database whole, writable, and of the shape that this program needs? Yields Findings, and changes nothing."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

from .findings import ok, warning, wrong

PATIENCE_SECONDS = 2


def findings(path, migrations):
    """What is to be said of the database file `path`; `migrations`: the folder of the scripts."""
    if not path.exists():
        yield ok(f"The database {path.name} is made at the first start.")
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
            yield from _whole(path, connection)
            yield from _writable(path, connection)
            yield from _shape(path, connection, migrations)
    except sqlite3.DatabaseError as refused:
        yield wrong(f"The database {path} cannot be read: {refused}.", "Check who may read it; if it is damaged, put a backup in its place.")


def _whole(path, connection):
    told = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
    if told == ["ok"]:
        yield ok(f"The database {path.name} is whole (SQLite {sqlite3.sqlite_version}, {path.stat().st_size >> 10} kB).")
    else:
        yield wrong(f"The database {path} is damaged: {told[0].splitlines()[-1]}.", "Stop the server and put a backup in its place.")


def _writable(path, connection):
    try:
        connection.execute("BEGIN IMMEDIATE")   # goes through on a file that cannot be written, too
        connection.execute("PRAGMA user_version = 1")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as refused:
        if "locked" in str(refused):
            yield warning(f"The database {path.name} has been locked by another process for {PATIENCE_SECONDS} seconds.", "If that lasts, look who has it open: `fuser -v` with its path.")
        else:
            yield wrong(f"The database {path} cannot be written: {refused}.", "Give it and its folder to the user who runs the server.")


def _shape(path, connection, migrations):
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    now = next(iter(connection.execute("SELECT version_num FROM alembic_version")), (None,))[0] if "alembic_version" in tables else None
    yield from shape(path.name, now, migrations)


def shape(name, now, migrations):
    """Is the database `name`, of the revision `now` (or None), of the shape that the scripts in the folder `migrations` make?"""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrations))
    known, head = {script.revision for script in scripts.walk_revisions()}, scripts.get_current_head()
    if now == head:
        yield ok("The database has the shape that this version needs.")
    elif now is None or now in known:
        yield warning(f"The database {name} is of an older version.", "Make a backup; the next start brings it up to date, or `askaside db upgrade` now.")
    else:
        yield wrong(f"The database {name} is of a newer version than this program ({now}).", "Install that version again, or put the backup from before in its place.")
