"""The one clock: UTC, and tests can set it."""

from datetime import UTC, datetime

_set = None


def now():
    """The present moment, aware, UTC."""
    return _set or datetime.now(UTC)


def at(moment):
    """Stop the clock at `moment` (aware), or let it run again with None. For tests."""
    global _set
    _set = moment
