"""The arithmetic gives what a walk through the minutes gives. The ten thousand cases are in faults/test_hours.py."""

import hours_simulation as simulation


def test_random_calendars_agree_with_a_walk_through_the_minutes():
    seed = 20261122
    print(f"seed {seed}")
    wrong, met = simulation.run(300, seed)
    assert not wrong
    assert min(met.values()) >= 30, met   # else the cases would say little
