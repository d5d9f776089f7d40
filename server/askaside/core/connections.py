"""Open connections of browsers: whose, from where, and what they came with. In this process's memory."""

import threading
from typing import NamedTuple

from . import counters, limits
from .errors import TooMany

MOST_OF_PERSON, MOST_OF_ADDRESS = 20, 500   # windows of one person; an office behind one address
AGAIN_SECONDS = 30


class Connection(NamedTuple):
    """`person`: a name for who it is, or None; `known`: whatever its namespace wants to know of it."""

    namespace: str
    person: tuple | None
    address: str
    known: object = None


class Connections:
    """Connections by their ids."""

    def __init__(self, most_of_person=MOST_OF_PERSON, most_of_address=MOST_OF_ADDRESS):
        self._most = most_of_person, most_of_address
        self._open, self._counts, self._changing = {}, {}, threading.Lock()

    def take(self, sid, one):
        """raises  TooMany"""
        with self._changing:
            keys = _keys(one)
            if any(key and self._counts.get(key, 0) >= most for key, most in zip(keys, self._most, strict=True)):
                limits.fired("connections")
                raise TooMany("Too many windows are connected at once. Close some of them; nothing you wrote is lost.", retry_after_seconds=AGAIN_SECONDS)
            self._open[sid] = one
            for key in filter(None, keys):
                self._counts[key] = self._counts.get(key, 0) + 1
        counters.add("sockets_opened", namespace=one.namespace or "any")

    def leave(self, sid):
        """Returns the Connection that was, or None."""
        with self._changing:
            one = self._open.pop(sid, None)
            for key in filter(None, _keys(one) if one else ()):
                self._counts[key] -= 1
                if not self._counts[key]:
                    del self._counts[key]
        if one:
            counters.add("sockets_closed", namespace=one.namespace or "any")
        return one

    def get(self, sid):
        return self._open.get(sid)

    def of(self, namespace):
        """[(connection id, Connection)] of a namespace."""
        return [row for row in list(self._open.items()) if row[1].namespace == namespace]

    def count(self):
        """{namespace: how many}"""
        found = {}
        for one in list(self._open.values()):
            found[one.namespace] = found.get(one.namespace, 0) + 1
        return found


def _keys(one):
    return one.person and (one.namespace, one.person), (one.namespace, one.address)
