"""What is asked at the same moment is done in one go."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from askaside.core import together
from askaside.core.together import Together


def gathered(act, count):
    """[future] of `count` who ask while the first one is being done; and what was done together."""
    begun, go, done = Event(), Event(), []

    def slow(things):
        done.append(list(things))
        begun.set()
        assert go.wait(10)
        return act(things)

    many = Together(slow)
    pool = ThreadPoolExecutor(count)
    futures = [pool.submit(many.ask, 0)]
    assert begun.wait(10)
    futures += [pool.submit(many.ask, n) for n in range(1, count)]
    while len(many._waiting) < count - 1:
        time.sleep(0.001)
    go.set()
    pool.shutdown()
    return many, futures, done


def test_who_comes_meanwhile_is_done_in_one_go_and_each_has_their_own_answer():
    many, futures, done = gathered(lambda things: [10 * thing for thing in things], 6)
    assert [future.result() for future in futures] == [0, 10, 20, 30, 40, 50]
    assert done[0] == [0] and sorted(done[1]) == [1, 2, 3, 4, 5] and len(done) == 2
    assert many.ask(7) == 70


def test_no_go_is_larger_than_it_may_be(monkeypatch):
    monkeypatch.setattr(together, "MOST", 2)
    _, futures, done = gathered(lambda things: things, 6)
    assert [future.result() for future in futures] == list(range(6)) and [len(one) for one in done] == [1, 2, 2, 1]


def test_what_goes_wrong_is_told_to_everyone_who_was_in_it_and_the_next_ones_are_done():
    def act(things):
        if 0 in things:
            raise ValueError("the disk is full")
        return things

    many, futures, _ = gathered(act, 4)
    with pytest.raises(ValueError, match="full"):
        futures[0].result()
    assert [future.result() for future in futures[1:]] == [1, 2, 3] and many.ask(8) == 8


def test_who_is_ended_while_they_begin_leaves_the_way_free(monkeypatch):
    class Ended(BaseException):
        pass

    def end(seconds):
        raise Ended

    many = Together(lambda things: things)
    with monkeypatch.context() as patch:
        patch.setattr(together.time, "sleep", end)
        with pytest.raises(Ended):
            many.ask(1)
    assert many.ask(2) == 2


def test_only_where_goes_follow_each_other_closely_the_next_one_waits_for_more(monkeypatch):
    slept, now = [], [100.0]
    monkeypatch.setattr(together.time, "sleep", slept.append)
    monkeypatch.setattr(together.time, "monotonic", lambda: now[0])
    many = Together(lambda things: things)
    for seconds in (0, together.BUSY_SECONDS / 2, together.BUSY_SECONDS * 2):
        now[0] += seconds
        many.ask(1)
    assert slept == [0, together.GATHER_SECONDS, 0]
