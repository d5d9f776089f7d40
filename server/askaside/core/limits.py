"""Token buckets: how much one caller may ask for, and when to come again."""

import logging
import threading
import time
from collections import OrderedDict

from . import counters, logs
from .errors import TooMany

log = logging.getLogger(__name__)


def fired(name):
    """A limit did: for who watches."""
    counters.add("limits", limit=name)
    logs.seldom(log, "INFO", "a limit fired", limit=name)


class Limits:
    """Buckets by (name, key). The oldest are forgotten beyond `most`, so that strangers cannot fill the memory."""

    def __init__(self, rules, most=20_000, monotonic=time.monotonic):
        """`rules`: {name: (burst, per second)}."""
        self._rules, self._most, self._monotonic = rules, most, monotonic
        self._buckets, self._spending = OrderedDict(), threading.Lock()

    def spend(self, name, key):
        """Take one token of `name` from the bucket of `key`.

        raises  TooMany with the seconds until the next token
        """
        burst, rate = self._rules[name]
        with self._spending:
            now = self._monotonic()
            left, then = self._buckets.pop((name, key), (burst, now))
            left = min(burst, left + (now - then) * rate)
            self._buckets[name, key] = (left - 1 if left >= 1 else left, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        if left < 1:
            fired(name)
            raise TooMany("That was a lot at once. Please wait a little; nothing you wrote is lost.",
                          retry_after_seconds=max(1, round((1 - left) / rate)))
