"""What a due time costs: the arithmetic, the whole way from a request, and a month that is new to the calendar."""

import random
import time
from datetime import timedelta

from hours_material import OFFICE, at, calendar

from askaside.hours.explained import explain

PROMISED = 20_000   # a second, on one core


def rate(work, times):
    """How often a second, the best of three."""
    best = 0
    for _ in range(3):
        begun = time.perf_counter()
        for given in times:
            work(*given)
        best = max(best, len(times) / (time.perf_counter() - begun))
    return best


def test_due_times_a_second():
    rng, start, office = random.Random(1), at("2026-01-01"), calendar(OFFICE)
    asked = [(start + timedelta(seconds=rng.randrange(365 * 86_400)), timedelta(minutes=rng.randrange(1, 40 * 60))) for _ in range(10_000)]
    print()
    found = {}
    for name, work in (("add_working_time", office.add_working_time), ("due_at", office.due_at), ("is_open", lambda moment, _: office.is_open(moment)),
                       ("working_time_between", lambda moment, more: office.working_time_between(moment, moment + 5 * more)),
                       ("add_working_time, 32 new days", lambda moment, more: calendar(OFFICE).add_working_time(moment, more)),
                       ("explain", lambda moment, more: explain(office, moment, more))):
        found[name] = rate(work, asked if "new" not in name and name != "explain" else asked[:300])
        print(f"{name:30} {found[name]:10,.0f} a second")
    assert min(found["add_working_time"], found["due_at"]) >= PROMISED
