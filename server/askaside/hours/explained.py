"""Why a request falls due when it does: step by step, for a program and in words."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

NONE = timedelta(0)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Step:
    """One step on the way from a request to the time it falls due. Moments are UTC.

    kind     came      it came while we were there, before the cut-off hour: counts at once
             waits     it came while we were closed, and counts from `to_at`
             rested    the clock had stood still and runs again at `to_at`, with `counted` left
    cut_off   it came at the cut-off hour or later, and counts from `to_at`
             closed    one local date or several: nothing counts; `reason` is a holiday's or own day's name, {} if it has none
             absent    the same, with the notice of an absence as `reason`
             reduced   a local date with less hours than usual; `reason` is its name
             changed   a local date with other hours than usual, not less
             eve       a local date with other hours, because the holiday `reason` comes the day after
             clocks    the clocks change within the windows of the local date
             counted   a window, from when it counts until it ends or all is counted; `counted` is the time it gives
             due       the end: `from_at` and `to_at` are the due time, `counted` the whole duration
    counted  timedelta; none but for `counted`, `rested` and `due`
    reason   texts by locale
    """

    kind: str
    from_at: datetime
    to_at: datetime
    counted: timedelta = NONE
    reason: dict = field(default_factory=dict)


def explain(calendar, moment, duration):
    """The Steps that lead from a request at `moment` to its due time, `duration` of working time later, day by day.

    The last is `due`, at `calendar.due_at(moment, duration)`; the `counted` steps sum up to `duration`.
    raises  as `due_at`
    """
    start = calendar.received_at(moment)
    return _steps(calendar, Step(_arrival(calendar, moment, start), moment, start), calendar.add_working_time(start, duration), duration)


def explain_rest(calendar, moment, left):
    """The same of a clock that had stood still, and runs again at `moment` with `left` of working time. The cut-off hour plays no part."""
    return _steps(calendar, Step("rested", moment, moment, left), calendar.add_working_time(moment, left), left)


def _steps(calendar, first, due, duration):
    moment, start, steps = first.from_at, first.to_at, [first]
    date = calendar.local(moment).date()
    # A window that ends at midnight ends on its own date, not on the next.
    last = calendar.local(max(moment, due - INSTANT)).date()
    while date <= last:
        for step in _of_day(calendar, date, start, due):
            if step.kind in ("closed", "absent") and (step.kind, step.reason) == (steps[-1].kind, steps[-1].reason) and step.reason:
                step = Step(step.kind, steps.pop().from_at, step.to_at, reason=step.reason)
            steps.append(step)
        date += timedelta(1)
    return [*steps, Step("due", due, due, duration)]


def _arrival(calendar, moment, start):
    if moment == start:
        return "came"
    # Without a cut-off hour it would count earlier: that hour is the reason, and not that we are closed.
    return "cut_off" if calendar.next_opening(moment) < start else "waits"


def _of_day(calendar, date, start, due):
    day = calendar.day(date)
    openings = calendar.openings(date)
    if not day.windows:
        begin, end = calendar.moment_at(date, 0), calendar.moment_at(date + timedelta(1), 0)
        if begin < end:   # else no clock ever showed this date
            yield Step("absent" if day.kind == "absence" else "closed", begin, end, reason=day.name)
    elif day.kind in ("own", "eve", "half_holiday") and day.windows != day.usual and openings:
        less = all(any(first <= since and until <= end for first, end in day.usual) for since, until in day.windows)
        kind = "eve" if day.kind == "eve" else "reduced" if less else "changed"
        yield Step(kind, openings[0][0], openings[-1][1], reason=day.name)
    passing = sum((until - since for since, until in openings), NONE)
    if openings and openings[0][0] < due and passing != timedelta(minutes=sum(until - since for since, until in day.windows)):
        yield Step("clocks", openings[0][0], openings[-1][1])
    for since, until in openings:
        since, until = max(since, start), min(until, due)
        if since < until:
            yield Step("counted", since, until, until - since)
