"""A second server on the same data folder or database says so and ends; a lock ends with its process, however that ends."""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from pages_server import Server
from ports import free_port

BOTH = pytest.mark.parametrize("mode", ["eventlet", "threading"])


@pytest.fixture
def start(folder, tmp_path):
    """Start a server, with more settings; all are gone at the end."""
    made = []

    def started(mode="eventlet", name="one", ready="/healthz", **environ):
        (tmp_path / name).mkdir(exist_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            for key, value in environ.items():
                patch.setenv(f"ASKASIDE_{key}", str(value))
            made.append(Server(tmp_path / name, folder.path, free_port(), "serve", mode))
            return made[-1].start(ready=ready)

    yield started
    for one in made:
        one.stop()


def refused(server, **environ):
    """(what a further start says, after how many seconds it has ended)"""
    environ = {f"ASKASIDE_{name}": str(value) for name, value in environ.items()}
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "askaside.wsgi"], capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "ASKASIDE_PORT": str(free_port()), "ASKASIDE_CONTENT_DIR": str(server.content), **environ})
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    return done.stderr, time.monotonic() - begun


def test_a_second_one_on_the_same_data_is_refused_and_says_who_has_it(start, tmp_path):
    server = start()
    with ThreadPoolExecutor() as pool:   # each waits for ten seconds
        same = pool.submit(refused, server, DATA_DIR=tmp_path / "one" / "var")
        database = pool.submit(refused, server, DATA_DIR=tmp_path / "other", DATABASE_URL=f"sqlite:///{tmp_path}/one/var/askaside.db")
    told, took = same.result()
    assert re.search(rf"another server \(process {server.process.pid}\) serves {re.escape(str(tmp_path / 'one' / 'var'))}\. Stop it first", told) and 10 < took < 30
    assert f"serves {tmp_path}/one/var/askaside.db. Stop it" in database.result()[0]
    assert server.get("/healthz")["status"] == "alive"


@BOTH
def test_a_kill_frees_it_at_once_and_an_end_in_order_is_waited_for(start, mode):
    start(mode).process.kill()
    begun = time.monotonic()
    second = start(mode)
    assert "waiting: another server" not in second.log.read_text() and time.monotonic() - begun < 10
    second.process.send_signal(signal.SIGSTOP)
    starting = subprocess.Popen([sys.executable, "-c", f"import os, signal, time; time.sleep(3); os.kill({second.process.pid}, signal.SIGKILL)"])
    assert start(mode).get("/healthz")["status"] == "alive" and second.process.wait(5) == -signal.SIGKILL
    assert f"waiting: another server (process {second.process.pid})" in second.log.read_text()
    starting.wait()


def test_of_a_database_of_its_own_server_there_is_one_too(start, postgres, tmp_path):
    url = postgres.make("alone")
    server = start(DATABASE_URL=url)
    told, _ = refused(server, DATA_DIR=tmp_path / "two", DATABASE_URL=url)
    assert re.search(r"another server \(from 127\.0\.0\.1, since 2\d\d\d-[-\d: ]+ UTC\) serves the database 127\.0\.0\.1/alone\. Stop it first", told)
    server.process.kill()
    begun = time.monotonic()
    server = start(name="two", DATABASE_URL=url)
    assert time.monotonic() - begun < 10 and server.get("/healthz")
    with psycopg.connect(url, autocommit=True) as connection:   # as a restart of the database does it
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1")
        until = time.monotonic() + 15
        while not connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted").fetchone()[0]:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_who_lost_the_database_to_another_ends(start, postgres, tmp_path):
    url = postgres.make("lost")
    server = start(DATABASE_URL=url)
    with psycopg.connect(url, autocommit=True) as other:
        key = other.execute("SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1").fetchone()[0]
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1")
        other.execute("SELECT pg_advisory_lock(%s)", (key,))
        assert server.process.wait(20) == 1
    assert "another server has it now: this one ends" in server.log.read_text()
