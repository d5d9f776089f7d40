"""A stretch of days as it passes: the windows of its dates on the line of time, summed so that arithmetic is a search.

Moments here are whole microseconds since 1970, UTC.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
BLOCK = 32 * DAY
_FIRST = date(1970, 1, 1).toordinal()


def micros(moment):
    """An aware datetime as microseconds. A naive one is a TypeError."""
    return (moment - EPOCH) // MICRO


def moment_of(micros):
    return EPOCH + timedelta(microseconds=micros)


class Block(NamedTuple):
    """The openings within 32 days: where they start and end, and the working time from the block's begin to each end."""

    starts: tuple
    ends: tuple
    sums: tuple

    @property
    def total(self):
        return self.sums[-1] if self.sums else 0

    def before(self, at):
        """The working time of the block up to `at`."""
        found = bisect_right(self.ends, at)
        if found == len(self.ends):
            return self.total
        return self.sums[found] - self.ends[found] + max(at, self.starts[found])


def block(number, windows_of, zone):
    """The Block that begins `number` times 32 days after 1970, of the windows that `windows_of(date)` tells."""
    begin, end = number * BLOCK, (number + 1) * BLOCK
    starts, ends, sums, total = [], [], [], 0
    # Local dates begin up to a day before the date in UTC, and end up to a day after it.
    for ordinal in range(_FIRST + number * 32 - 1, _FIRST + (number + 1) * 32 + 1):
        day = date.fromordinal(ordinal)
        for since, until in of_date(day, windows_of(day), zone):
            since, until = max(since, begin), min(until, end)
            if since < until:
                total += until - since
                starts.append(since)
                ends.append(until)
                sums.append(total)
    return Block(tuple(starts), tuple(ends), tuple(sums))


def of_date(day, windows, zone):
    """(from, to) of all that passes while the wall clock of `zone` shows `day` and a time within `windows`, in order."""
    if not windows:
        return []
    midnight = (day.toordinal() - _FIRST) * DAY     # as if the wall were in UTC
    before, after = midnight - DAY, midnight + 2 * DAY
    offset, later = _offset(before, zone), _offset(after, zone)
    if offset == later:
        return [(midnight + since * MINUTE - offset, midnight + until * MINUTE - offset) for since, until in windows]
    change = _change(before, after, zone)
    first = [(midnight + since * MINUTE - offset, min(midnight + until * MINUTE - offset, change)) for since, until in windows]
    second = [(max(midnight + since * MINUTE - later, change), midnight + until * MINUTE - later) for since, until in windows]
    found = []
    for since, until in first + second:
        if found and since == found[-1][1] and since < until:
            found[-1] = (found[-1][0], until)   # open on both sides of the change: one opening
        elif since < until:
            found.append((since, until))
    return found


def _offset(at, zone):
    return moment_of(at).astimezone(zone).utcoffset() // MICRO


def _change(before, after, zone):
    """The second between the two at which the offset from UTC changes. It is taken to change once within three days."""
    offset = _offset(before, zone)
    low, high = before // SECOND, after // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle * SECOND, zone) == offset:
            low = middle
        else:
            high = middle
    return high * SECOND
