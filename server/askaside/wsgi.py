"""`python -m askaside.wsgi [--demo]`: patches first, then imports the application, and serves it.

A fresh interpreter, for an import of Flask before the patch leaves locks that stop everyone. SIGTERM and SIGINT let
open requests finish; a signal handler cannot wake eventlet's hub, so a flag is looked at.
"""

import os

GREEN = os.environ.get("ASKASIDE_ASYNC_MODE") != "threading"   # before anything is imported that reads settings
if GREEN:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")   # its farewell note; why we stay is in the manual's decisions
        import eventlet

    eventlet.monkey_patch()
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"   # before psycopg is imported: its own waiting, in C, would stop everyone for each query
    import eventlet.tpool
    import eventlet.wsgi

import gc  # noqa: E402
import logging  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402

import alembic.command  # noqa: E402, F401   (now, not between the end of the server before us and our beginning)
from click import ClickException  # noqa: E402
from sqlalchemy.exc import DBAPIError  # noqa: E402

from . import cli, jobs  # noqa: E402
from . import settings as settings_  # noqa: E402
from .app import VERSION, create_app  # noqa: E402
from .core import alone, aside, db, live, logs, threads  # noqa: E402
from .help import votes  # noqa: E402

MOST_CONNECTIONS = 20_000   # greenlets; eventlet's own 1,024 would let idle connections shut everybody out
MOST_THREADS = 2_000   # a socket of a browser takes four
IDLE_SECONDS = 65
DRAIN_SECONDS = 30
OVERLAP_SECONDS = 10   # for the one before us to end
GOODBYE_SECONDS = 3   # at most, until the last socket is ended
SWITCH_SECONDS = 0.0005   # until work aside must let the loop go on; Python's own 5 ms add up, as a request waits several times
log = logging.getLogger("askaside")


class Drain:
    """WSGI middleware that counts open requests and, once `stopping`, asks connections to close. Sockets are not waited for: they stay open by nature."""

    def __init__(self, app):
        self.app, self.open, self.stopping, self._counting = app, 0, False, threading.Lock()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(live.PATH):
            return self.app(environ, start_response)
        self._count(1)
        if GREEN:
            environ["eventlet.posthooks"].append((lambda environ: self._count(-1), (), {}))
        else:
            environ[threads.AFTER].append(lambda: self._count(-1))

        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("Connection", "close")] if self.stopping else headers, exc_info)

        return self.app(environ, start)

    def wait(self, seconds):
        """Until no request is open, at most so many seconds."""
        until = time.monotonic() + seconds
        while self.open and time.monotonic() < until:
            time.sleep(0.02)

    def _count(self, more):
        with self._counting:
            self.open += more


def serve(settings, with_demo):
    """Serve until a signal comes; then finish what is open. Returns the exit code."""
    app = create_app(settings, with_demo, settings.async_mode)
    only = alone.Alone(settings.data_dir.resolve(), settings_.database_url(settings), settings_.database_file(settings))
    try:
        only.take(OVERLAP_SECONDS, lambda who: log.info("waiting: %s", who))
    except alone.Taken as taken:
        log.error("%s", taken)
        return 1
    except DBAPIError as away:
        log.error("the database cannot be used: %s; `askaside doctor` looks into it", db.first_line(away))
        return 1
    except OSError as wrong:
        log.error("the data folder cannot be written: %s; `askaside doctor` looks into it", wrong)
        return 1
    try:
        cli.upgrade_database(settings)
    except ClickException as away:
        log.error("%s", away.message)
        return 1
    try:
        listener = socket.create_server((settings.host, settings.port), family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET, backlog=1024)
    except OSError as wrong:
        log.error("cannot listen on %s:%s: %s; choose another ASKASIDE_PORT", settings.host, settings.port, wrong.strerror.partition(" (while")[0])
        return 1
    with app.app_context():
        votes.fold(app.shelf)
        app.shelf.reread()
    gc.collect()
    gc.freeze()   # ten thousand articles would stop everyone for 100 ms each time they are looked through for garbage
    drain, asked = Drain(app), []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.append(True))
    running, close = _greenlets(listener, drain) if GREEN else threads.serve(listener, drain, MOST_THREADS, IDLE_SECONDS)
    jobs.start(app)
    logs.tell(log, "INFO", f"Askaside is at {settings.public_url or f'http://{settings.host}:{settings.port}'}", mode=settings.async_mode, version=VERSION, process=os.getpid())
    while not asked and running() and only.still():
        time.sleep(0.1)
    if not only.still():
        log.error("the lock of the database was lost, and another server has it now: this one ends")
    drain.stopping = True
    close()
    logs.tell(log, "INFO", "draining", requests=drain.open, sockets=sum(app.connections.count().values()))
    drain.wait(DRAIN_SECONDS)
    live.leave(GOODBYE_SECONDS)   # at last: chats go on while a long upload ends
    drain.wait(GOODBYE_SECONDS)   # what came meanwhile, over a connection that had been there
    log.info("stopped with %d requests open", drain.open)
    logging.shutdown()
    os._exit(0 if asked else 1)   # idle connections hold greenlets that would be waited for


def _greenlets(listener, app):
    """Serve `app` (WSGI) to who connects to `listener`, a greenlet for each. Returns running() → bool, and close(): let nobody in any more."""
    class Protocol(eventlet.wsgi.HttpProtocol):
        def handle_one_response(self):
            if self.environ.get("HTTP_UPGRADE", "").lower() == "websocket":   # it stays for hours, and writes past the 16 KiB that are kept for an answer
                self.wfile = self.connection.makefile("wb", 512)
            super().handle_one_response()

    sys.setswitchinterval(SWITCH_SECONDS)
    nowhere = open(os.devnull, "w")   # noqa: SIM115   (what eventlet says there of connections that were cut has the address of a person in it)
    server = eventlet.spawn(eventlet.wsgi.server, listener, app, protocol=Protocol, max_size=MOST_CONNECTIONS, log_output=False, debug=False,
                            socket_timeout=IDLE_SECONDS, url_length_limit=threads.MOST_LINE, environ={"wsgi.errors": nowhere})
    return lambda: not server.dead, listener.close


def main():
    try:
        settings = settings_.read()
    except settings_.SettingWrong as wrong:
        sys.exit(f"askaside: {wrong}")
    if settings.async_mode != ("eventlet" if GREEN else "threading"):   # it stands in `.env`, which was not read yet
        os.environ["ASKASIDE_ASYNC_MODE"] = settings.async_mode
        os.execv(sys.executable, [sys.executable, "-m", "askaside.wsgi", *sys.argv[1:]])
    logs.begin(settings.log_level, sys.stderr)
    if GREEN:
        aside.use(eventlet.tpool.execute)
    sys.exit(serve(settings, "--demo" in sys.argv[1:]))


if __name__ == "__main__":
    main()
