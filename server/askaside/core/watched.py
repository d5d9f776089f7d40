"""Every request is counted and timed, by the route that answered it: a path that nobody knows is one series, whatever it says."""

import logging
import time

from flask import request

from . import counters, logs

ROUTE = "askaside.route"   # in the environment of a request: [the rule that it took], a list as the environment is copied on the way
METHODS = ("GET", "POST", "HEAD", "OPTIONS")
log = logging.getLogger(__name__)


def note_route():
    """Before each request."""
    note(request.environ, request.url_rule and request.url_rule.rule)


def note(environ, route):
    """The request was answered by `route` (a rule, or None)."""
    environ.get(ROUTE, []).append(route)


def noted(environ):
    return next(iter(environ.get(ROUTE, ())), None)


class Watched:
    """WSGI middleware around `app`; `sockets`: where connections begin that last, and are not timed."""

    def __init__(self, app, sockets):
        self._app, self._sockets = app, sockets

    def __call__(self, environ, start_response):
        begun, head, environ[ROUTE] = time.perf_counter(), [], []

        def start(status, headers, exc_info=None):
            head[:] = [status]
            return start_response(status, headers, exc_info)

        try:
            return self._app(environ, start)
        finally:
            self._note(environ, head[0][:3] if head else "101", time.perf_counter() - begun)

    def _note(self, environ, status, seconds):
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "other"
        lasting = environ["PATH_INFO"].startswith(self._sockets)
        route = self._sockets if lasting else noted(environ) or "none"
        counters.add("requests", route=route, method=method, status=f"{status[0]}xx")
        if not lasting:
            counters.took(seconds, route=route)
        if log.isEnabledFor(logging.DEBUG):
            logs.tell(log, "DEBUG", "request", method=method, route=route, status=int(status), ms=round(seconds * 1000, 1))
