"""The promise as it is told: the policy's due time, unless at the pace of late the answer comes later. Then the later one, honestly."""

from datetime import timedelta

SPAN = timedelta(days=30)   # of late
ENOUGH = 20                 # answers of late from which on a pace can be told


def estimate(calendar, now, waiting, best_day, answered):
    """When the answer to what comes at `now` would be there; None while too little is known.

    waiting    requests before it that have no first answer yet
    best_day   first answers given on the best day of late: what the team can do when there is something to do
    answered   first answers of late in all
    """
    if answered < ENOUGH or not waiting:
        return None
    minutes = [sum(until - since for since, until in calendar.windows_of((now - timedelta(days=n)).date())) for n in range(SPAN.days)]
    open_days = list(filter(None, minutes))
    return calendar.due_at(now, timedelta(minutes=sum(open_days) / len(open_days)) * waiting / best_day) if open_days else None


def answer_by(due_at, estimated_at):
    """The moment that is told: the later of the two; None where nothing is promised."""
    return due_at and max(due_at, estimated_at or due_at)
