"""Hot GETs answered before Flask: the same bytes again, by raw path and query.

A view that may be answered from here says so with `keep(response)`. Kept are whole answers (status 200, public), bounded
in number and bytes, and all of them are dropped with `clear()` when the content's version changes. An ordinary Flask
view costs about as much as the rest of the request; these cost a dictionary look-up.
"""

import gzip
import threading
from collections import OrderedDict
from typing import NamedTuple

from . import watched

GZIP_FROM = 860   # bytes; below, the head of the answer weighs more than what is saved
PACKED = ("application/json", "application/xml", "image/svg+xml", "text/css", "text/html", "text/javascript")
_KEEP, _PACK = "askaside.front.keep", "askaside.front.pack"


def keep(response, environ):
    """Mark `response` of the request `environ` as one that everybody may get again until the next `clear()`."""
    environ[_KEEP] = True
    return response


def pack(response, environ):
    """Mark `response` as one that is only to be compressed: hardly anybody else will ask for the same."""
    environ[_PACK] = True
    return response


def accepted(environ):
    """The encoding to use for this request: `br`, `gzip` or an empty string."""
    header = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "br" in header:
        return "br"
    return "gzip" if "gzip" in header else ""


def matches(header, etag):
    """Does If-None-Match `header` name `etag`? A weak mark counts as equal (RFC 9110, 13.1.2)."""
    return header.strip() == "*" or any(part.strip().removeprefix("W/") == etag for part in header.split(","))


class Front:
    """WSGI middleware around `app`. `most` answers, `most_bytes` in all."""

    def __init__(self, app, most=4096, most_bytes=32 << 20):
        self._app, self._most, self._most_bytes = app, most, most_bytes
        self._kept, self._bytes, self._age, self._changing = OrderedDict(), 0, 0, threading.Lock()

    def clear(self, *_):
        with self._changing:
            self._kept.clear()
            self._bytes = 0
            self._age += 1   # an answer that was being made meanwhile is of the old version: it is not kept

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ:
            return self._app(environ, start_response)
        key = (environ.get("RAW_PATH_INFO") or environ["PATH_INFO"], environ.get("QUERY_STRING", ""),
               environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST"), accepted(environ))
        kept = self._kept.get(key)
        if kept is None:
            return self._ask(key, environ, start_response)
        watched.note(environ, kept.route)
        return _answer(kept, environ, start_response)

    def _ask(self, key, environ, start_response):
        age, head = self._age, []
        body = self._app(environ, lambda status, headers, exc_info=None: head.append((status, headers)))
        status, headers = head[-1]
        if not status.startswith("200") or not (_KEEP in environ or _PACK in environ):
            start_response(status, headers)
            return body
        kept = _packed(b"".join(body), headers, key[-1], watched.noted(environ))
        getattr(body, "close", lambda: None)()
        if _KEEP in environ:
            self._remember(key, kept, age)
        return _answer(kept, environ, start_response)

    def _remember(self, key, kept, age):
        size = _size(key, kept)
        with self._changing:
            if size > self._most_bytes // 32 or key in self._kept or age != self._age:
                return
            self._kept[key] = kept
            self._bytes += size
            while len(self._kept) > self._most or self._bytes > self._most_bytes:
                self._bytes -= _size(*self._kept.popitem(last=False))


class Kept(NamedTuple):
    """One answer: the heads of a 200 and of a 304, the bytes, and the route that they were asked for by."""

    headers: list
    unchanged: list
    body: bytes
    etag: str | None
    route: str | None


def _size(key, kept):
    """Bytes, about: a stranger may fill the question, too."""
    return sum(len(part or "") for part in key) + len(kept.body) + 1024


def _packed(body, headers, encoding, route):
    """The answer as it is kept, compressed once when the asker takes it and it pays; a cache in front of us is told so."""
    headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
    names = {name.lower(): value for name, value in headers}
    if "content-encoding" not in names and len(body) >= GZIP_FROM and names.get("content-type", "").partition(";")[0] in PACKED:
        if encoding:
            body = gzip.compress(body, 6, mtime=0)
            headers = [(n, v[:-1] + '-gz"' if n.lower() == "etag" else v) for n, v in headers]
            headers.append(("Content-Encoding", "gzip"))
        vary = ", ".join(filter(None, [names.get("vary"), "Accept-Encoding"]))
        headers = [*((n, v) for n, v in headers if n.lower() != "vary"), ("Vary", vary)]
    etag = next((value for name, value in headers if name.lower() == "etag"), None)
    unchanged = [(n, v) for n, v in headers if n.lower() not in ("content-type", "content-encoding")]
    return Kept([*headers, ("Content-Length", str(len(body)))], unchanged, body, etag, route)


def _answer(kept, environ, start_response):
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and kept.etag and matches(asked, kept.etag):
        start_response("304 Not Modified", kept.unchanged)
        return [b""]
    start_response("200 OK", kept.headers)
    return [kept.body]
