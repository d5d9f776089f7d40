"""When clocks change, the clock on the wall says whether we are open, and time is what really passes."""

from datetime import timedelta

import pytest
from hours_material import at, calendar, wall

HOUR = timedelta(hours=1)


def night(zone, window):
    return calendar(f'[office]\nzone = "{zone}"\nweek = {{ mon-sun = ["{window}"] }}\n')


@pytest.mark.parametrize("window, on_29_march, on_25_october", [
    ("01:00-04:00", 2, 4), ("02:00-03:00", 0, 2), ("02:30-03:30", 0.5, 1.5), ("00:00-02:00", 2, 2), ("03:00-05:00", 2, 2), ("00:00-24:00", 23, 25)])
def test_a_window_over_the_change_has_its_true_length(window, on_29_march, on_25_october):
    office = night("Europe/Ljubljana", window)
    for day, hours in (("2026-03-29", on_29_march), ("2026-10-25", on_25_october)):
        begin = at(f"{day} 00:00", office.zone)
        end = at(f"{day} 23:59:59", office.zone) + timedelta(seconds=1)
        assert office.working_time_between(begin, end) == hours * HOUR


def test_an_hour_that_the_clocks_skip_is_no_opening():
    office = night("Europe/Ljubljana", "02:00-03:00")
    assert wall(office.next_opening(at("2026-03-29 00:00", office.zone)), office) == "Mon 2026-03-30 02:00"


def test_an_hour_that_the_clocks_show_twice_counts_twice():
    office = night("Europe/Ljubljana", "02:15-02:45")
    assert office.openings(at("2026-10-25").date()) == (
        (at("2026-10-25T00:15+00:00"), at("2026-10-25T00:45+00:00")), (at("2026-10-25T01:15+00:00"), at("2026-10-25T01:45+00:00")))
    assert office.add_working_time(at("2026-10-25T00:15+00:00"), HOUR) == at("2026-10-25T01:45+00:00")
    assert not office.is_open(at("2026-10-25T00:50+00:00"))


def test_a_day_without_a_window_over_the_change_is_as_long_as_any():
    office = night("Europe/Ljubljana", "09:00-17:00")
    assert wall(office.add_working_time(at("2026-03-28 16:00", office.zone), 2 * HOUR), office) == "Sun 2026-03-29 10:00"
    assert office.add_working_time(at("2026-03-28 16:00", office.zone), 2 * HOUR) == at("2026-03-29T08:00+00:00")


@pytest.mark.parametrize("zone, moment, hours, due", [
    ("Australia/Lord_Howe", "2026-10-04 00:00", 3, "2026-10-04 03:30"),       # half an hour forward
    ("America/Havana", "2026-11-01 00:00", 3, "2026-11-01 02:00"),            # one o'clock is midnight again
    ("Africa/Cairo", "2026-10-29 22:00", 3, "2026-10-30 00:00"),              # midnight is eleven again
    ("Asia/Beirut", "2026-03-28 23:00", 2, "2026-03-29 02:00"),               # midnight is one o'clock
    ("Antarctica/Troll", "2026-03-29 00:00", 2, "2026-03-29 04:00")])         # two hours forward
def test_clocks_change_at_other_hours_and_by_other_amounts(zone, moment, hours, due):
    assert night(zone, "00:00-24:00").add_working_time(at(moment, zone), hours * HOUR) == at(due, zone)


def test_a_date_that_a_country_skipped_is_no_opening():
    samoa = night("Pacific/Apia", "09:00-10:00")   # 30 December 2011 was left out
    assert wall(samoa.add_working_time(at("2011-12-29 09:00", samoa.zone), 2 * HOUR), samoa) == "Sat 2011-12-31 10:00"
    assert samoa.openings(at("2011-12-30").date()) == ()
    assert wall(samoa.moment_at(at("2011-12-30").date(), 0), samoa) == "Sat 2011-12-31 00:00"
