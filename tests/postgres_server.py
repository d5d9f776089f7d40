"""A real PostgreSQL of the tests' own: made in a temporary folder, on a free port, by a user who is not root; and databases in it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

# No test waits for a disk: what is promised of a power cut is asked of the settings, not tried.
FAST = ["fsync=off", "full_page_writes=off", "autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "shared_buffers=32MB", "listen_addresses=127.0.0.1"]


def programs():
    """The folder with `initdb` and `pg_ctl`: that of the PATH, else Debian's newest."""
    found = shutil.which("pg_ctl")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if not found and not debian:
        raise RuntimeError("PostgreSQL is not there: `make setup-tests` installs it.")
    return Path(found).resolve().parent if found else debian[-1].parent


class PostgresServer:
    """`start()`, `restart()`, `away()`, `stop()`; `url(name)` of a database, as ASKASIDE_DATABASE_URL takes it."""

    def __init__(self, port, settings=FAST):
        self.port, self._bin = port, programs()
        self.folder = Path(tempfile.mkdtemp(prefix="askaside-postgres-"))
        self._data, self._log = self.folder / "data", self.folder / "log"
        self._options = " ".join(["-p", str(port), "-k", str(self.folder), *(f"-c {setting}" for setting in settings)])
        self._as = []
        if os.geteuid() == 0:   # who may be trusted with nothing: it refuses root
            user = next(name for name in ("postgres", "nobody") if _known(name))
            shutil.chown(self.folder, user)
            self._as = ["runuser", "-u", user, "--"]

    def start(self):
        if not self._data.exists():
            self._run("initdb", "--pgdata", self._data, "--username", "askaside", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync")
        self._control("start", "-o", self._options)
        return self

    def restart(self):
        """As after a power cut: every connection is gone, what was not committed, too."""
        self._control("restart", "-m", "immediate")

    def away(self):
        """Gone, until `start()`."""
        self._control("stop", "-m", "immediate")

    def stop(self):
        """Gone for good, and its folder with it."""
        if (self._data / "postmaster.pid").exists():
            self.away()
        shutil.rmtree(self.folder)

    def url(self, name):
        return f"postgresql://askaside:canary-password@127.0.0.1:{self.port}/{name}"

    def make(self, name, template="template0"):
        """A new database, empty or as a copy of `template`. Returns its url."""
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name):
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _say(self, statement):
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _control(self, *words):
        self._run("pg_ctl", "--pgdata", self._data, "--log", self._log, "--silent", "--wait", *words)

    def _run(self, program, *words):
        done = subprocess.run([*self._as, self._bin / program, *words], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            log = self._log.read_text() if self._log.exists() else ""
            raise RuntimeError(f"{program} {' '.join(map(str, words))}: {done.stdout}{log[-2000:]}")


def _known(user):
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
