"""What happened since the start, counted: for who watches. Names and labels are the program's own, so there are only so many; never a person, an address or a path."""

import threading
from bisect import bisect_left

BOUNDS = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10)   # seconds
_counts, _spans, _lock = {}, {}, threading.Lock()


def add(name, **labels):
    """One more of `name` with these labels."""
    key = name, tuple(labels.items())
    with _lock:
        _counts[key] = _counts.get(key, 0) + 1


def took(seconds, **labels):
    """Something with these labels took so long."""
    key = tuple(labels.items())
    with _lock:
        span = _spans.get(key)
        if span is None:
            span = _spans[key] = [0] * (len(BOUNDS) + 1) + [0.0]
        span[bisect_left(BOUNDS, seconds)] += 1
        span[-1] += seconds


def counts(name):
    """[({label: value}, number)] of `name`, in order."""
    with _lock:
        found = [(labels, number) for (other, labels), number in _counts.items() if other == name]
    return [(dict(labels), number) for labels, number in sorted(found)]


def spans():
    """[({label: value}, [how many took at most each of BOUNDS], how many in all, seconds in all)]"""
    with _lock:
        found = sorted((labels, list(span)) for labels, span in _spans.items())
    rows = []
    for labels, (*each, total) in found:
        upto = [sum(each[:at + 1]) for at in range(len(each))]
        rows.append((dict(labels), upto[:-1], upto[-1], total))
    return rows
