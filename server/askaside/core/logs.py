"""The log: one line an event, as JSON, with nothing in it that could pass for another line. No words of people, no token, no address of a person.

On the standard library alone: fields are what `tell` is given, and all that structlog would add is bound context, which greenlets and threads make doubtful.
"""

import io
import json
import logging
import sys
import threading
import time
import traceback
from datetime import UTC, datetime

from .errors import legible

MOST_TEXT, MOST_TRACE = 2000, 8000   # characters of an event, of a trace
SELDOM_SECONDS, MOST_KEYS = 10, 500
_last, _lock = {}, threading.Lock()


def begin(level, stream):
    """From now on everything is told to `stream`: what is ours from `level` on, what is others' from WARNING on. On a terminal it is for eyes."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Plain() if stream.isatty() else _Json())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("askaside").setLevel(level)
    if not stream.isatty():
        sys.stderr = _Stray(stream)


def tell(log, level, event, **fields):
    """`event` at `level` (a name) with its `fields`: numbers, and names of ours."""
    log.log(logging.getLevelName(level), "%s", event, extra={"told": fields})


def seldom(log, level, event, **fields):
    """As `tell`, at most once in SELDOM_SECONDS for the same; `times`: how often since the last time. What strangers can cause at will must not fill a disk."""
    key, now = (event, *sorted(fields.items())), time.monotonic()
    with _lock:
        at, times = _last.get(key, (None, 0))
        if (at is not None and now - at < SELDOM_SECONDS) or (key not in _last and len(_last) >= MOST_KEYS):
            if key in _last:
                _last[key] = at, times + 1
            elif len(_last) >= MOST_KEYS:
                for old in [one for one, (since, _) in _last.items() if now - since > SELDOM_SECONDS]:
                    del _last[old]
            return
        _last[key] = now, 0
    tell(log, level, event, **fields, times=times + 1)


class _Json(logging.Formatter):
    def format(self, record):
        more = dict(getattr(record, "told", {}))
        if record.exc_info and record.exc_info[1]:
            more["trace"] = trace(record.exc_info[1])
        return _row(record.created, record.levelname.lower(), record.name, record.getMessage(), **more)


class _Stray(io.TextIOBase):
    """In the place of `sys.stderr`: what others write past the log are lines of it, too. Without its locks, for it may be the loop itself that writes."""

    def __init__(self, stream):
        self._stream, self._begun = stream, ""

    def write(self, text):
        *lines, self._begun = (self._begun + text).split("\n")
        if len(self._begun) > MOST_TEXT:
            lines, self._begun = [*lines, self._begun], ""
        for line in filter(str.strip, lines):
            self._stream.write(_row(time.time(), "warning", "stderr", line) + "\n")
        self._stream.flush()
        return len(text)


class _Plain(logging.Formatter):
    def format(self, record):
        fields = "".join(f" {name}={value}" for name, value in getattr(record, "told", {}).items())
        told = f"{record.levelname} {record.name}: {legible(record.getMessage() + fields, MOST_TEXT)}"
        return f"{told}\n{trace(record.exc_info[1])}" if record.exc_info and record.exc_info[1] else told


def trace(error):
    """Where `error` came from, its causes first. Of what is wrong only the first line: further ones may show what somebody wrote, as PostgreSQL's do."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    first = legible(str(error).partition("\n")[0])
    told = f"Traceback (most recent call last):\n{frames}{type(error).__name__}{first and f': {first}'}"
    return (f"{trace(before)}\n\n{told}" if before else told)[-MOST_TRACE:]


def _row(seconds, level, source, event, **more):
    at = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    event = event if len(event) <= MOST_TEXT else event[:MOST_TEXT - 1] + "…"
    text = json.dumps({"at": at, "level": level, "from": source, "event": event, **more}, ensure_ascii=False, default=str)
    return "".join(c if c.isprintable() else "".join(f"\\u{unit:04x}" for unit in _units(c)) for c in text)


def _units(c):
    """As JSON escapes it: two of them beyond the first 65,536 characters."""
    raw = c.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(raw[at:at + 2]) for at in range(0, len(raw), 2))
