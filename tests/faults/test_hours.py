"""Ten thousand random calendars and moments, each within 21 days, against a walk through the minutes: some five minutes."""

import time

import hours_simulation as simulation


def test_ten_thousand_random_calendars_agree_with_a_walk_through_the_minutes():
    seed, begun = 5, time.perf_counter()
    wrong, met = simulation.run(10_000, seed)
    print(f"\nseed {seed}: {met} in {time.perf_counter() - begun:.0f} s")
    assert not wrong
    assert min(met.values()) >= 1000, met
