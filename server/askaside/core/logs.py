"""The log: one line an event, as JSON, with nothing in it that could pass for another line. No words of people, no token, no address of a person.

On the standard library alone: fields are what `tell` is given, and all that structlog would add is bound context, which greenlets and threads make doubtful.
"""

import json
import logging
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
        row = {"at": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z", "level": record.levelname.lower(), "from": record.name, "event": _text(record)}
        row |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1]:
            row["trace"] = trace(record.exc_info[1])
        text = json.dumps(row, ensure_ascii=False, default=str)
        return "".join(c if c.isprintable() else "".join(f"\\u{unit:04x}" for unit in _units(c)) for c in text)


class _Plain(logging.Formatter):
    def format(self, record):
        fields = "".join(f" {name}={value}" for name, value in getattr(record, "told", {}).items())
        told = f"{record.levelname} {record.name}: {legible(_text(record) + fields, MOST_TEXT)}"
        return f"{told}\n{trace(record.exc_info[1])}" if record.exc_info and record.exc_info[1] else told


def trace(error):
    """Where `error` came from, its causes first. Of what is wrong only the first line: further ones may show what somebody wrote, as PostgreSQL's do."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    first = legible(str(error).partition("\n")[0])
    told = f"Traceback (most recent call last):\n{frames}{type(error).__name__}{first and f': {first}'}"
    return (f"{trace(before)}\n\n{told}" if before else told)[-MOST_TRACE:]


def _text(record):
    text = record.getMessage()
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT - 1] + "…"


def _units(c):
    """As JSON escapes it: two of them beyond the first 65,536 characters."""
    raw = c.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(raw[at:at + 2]) for at in range(0, len(raw), 2))
