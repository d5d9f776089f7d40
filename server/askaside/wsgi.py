"""`python -m askaside.wsgi [--demo]`: patches first, then imports the application, and serves it.

A fresh interpreter, for an import of Flask before the patch leaves locks that stop everyone. SIGTERM and SIGINT let
open requests finish; a signal handler cannot wake eventlet's hub, so a flag is looked at.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")   # its farewell note; why we stay is in the manual's decisions
    import eventlet

eventlet.monkey_patch()

import os  # noqa: E402

os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"   # before psycopg is imported: its own waiting, in C, would stop everyone for each query

import gc  # noqa: E402
import logging  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

import eventlet.tpool  # noqa: E402
import eventlet.wsgi  # noqa: E402
from click import ClickException  # noqa: E402

from . import cli, jobs  # noqa: E402
from . import settings as settings_  # noqa: E402
from .app import create_app  # noqa: E402
from .core import aside, live  # noqa: E402
from .help import votes  # noqa: E402

MOST_CONNECTIONS = 20_000   # greenlets; eventlet's own 1,024 would let idle connections shut everybody out
IDLE_SECONDS = 65
DRAIN_SECONDS = 30
GOODBYE_SECONDS = 0.1   # for what tells the sockets that we go
SWITCH_SECONDS = 0.0005   # until work aside must let the loop go on; Python's own 5 ms add up, as a request waits several times
log = logging.getLogger("askaside")


class Drain:
    """WSGI middleware that counts open requests and, once `stopping`, asks connections to close. Sockets are not waited for: they stay open by nature."""

    def __init__(self, app):
        self.app, self.open, self.stopping = app, 0, False

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(live.PATH):
            return self.app(environ, start_response)
        self.open += 1
        environ["eventlet.posthooks"].append((self._done, (), {}))

        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("Connection", "close")] if self.stopping else headers, exc_info)

        return self.app(environ, start)

    def _done(self, environ):
        self.open -= 1


def serve(settings, with_demo):
    """Serve until a signal comes; then finish what is open. Returns the exit code."""
    app = create_app(settings, with_demo, "eventlet")
    try:
        cli.upgrade_database(settings)
    except ClickException as away:
        log.error("%s", away.message)
        return 1
    try:
        # Without reuse_port=False a second server on the same port would start, and take every other request.
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = eventlet.listen((settings.host, settings.port), family, backlog=1024, reuse_port=False)
    except OSError as wrong:
        log.error("cannot listen on %s:%s: %s; choose another ASKASIDE_PORT", settings.host, settings.port, wrong.strerror)
        return 1
    with app.app_context():
        votes.fold(app.shelf)
        app.shelf.reread()
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()   # ten thousand articles would stop everyone for 100 ms each time they are looked through for garbage
    drain, asked = Drain(app), []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.append(True))
    server = eventlet.spawn(eventlet.wsgi.server, listener, drain, max_size=MOST_CONNECTIONS, log_output=False, debug=False,
                            socket_timeout=IDLE_SECONDS, url_length_limit=32 << 10)
    jobs.start(app)
    log.info("Askaside is at %s", settings.public_url or f"http://{settings.host}:{settings.port}")
    while not asked and not server.dead:
        time.sleep(0.1)
    drain.stopping = True
    listener.close()
    live.cut_all()   # their browsers come back, to whoever serves then
    time.sleep(GOODBYE_SECONDS)
    until = time.monotonic() + DRAIN_SECONDS
    while drain.open and time.monotonic() < until:
        time.sleep(0.05)
    log.info("stopped with %d requests open", drain.open)
    logging.shutdown()
    os._exit(0)   # idle connections hold greenlets that would be waited for


def main():
    try:
        settings = settings_.read()
    except settings_.SettingWrong as wrong:
        sys.exit(f"askaside: {wrong}")
    logging.basicConfig(level=settings.log_level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    aside.use(eventlet.tpool.execute)
    sys.exit(serve(settings, "--demo" in sys.argv[1:]))


if __name__ == "__main__":
    main()
