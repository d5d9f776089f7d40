"""Before 16:00 it counts today; at 16:00 and later, as of the next working day."""

from datetime import timedelta

import pytest
from hours_material import OFFICE, at, calendar, wall

JERUSALEM = "Asia/Jerusalem"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("moment, counts_from", [
    ("2026-11-25 15:59:59.999999", "Wed 2026-11-25 15:59"), ("2026-11-25 16:00", "Thu 2026-11-26 09:00"), ("2026-11-25 16:30", "Thu 2026-11-26 09:00"),
    ("2026-11-25 18:00", "Thu 2026-11-26 09:00"), ("2026-11-25 13:30", "Wed 2026-11-25 14:00"), ("2026-11-25 03:00", "Wed 2026-11-25 09:00"),
    ("2026-11-27 12:30", "Sun 2026-11-29 09:00"), ("2026-11-28 10:00", "Sun 2026-11-29 09:00"), ("2026-11-28 16:30", "Sun 2026-11-29 09:00")])
def test_a_request_counts_from(moment, counts_from):
    office = calendar(OFFICE)
    assert wall(office.received_at(at(moment, JERUSALEM)), office) == counts_from


def test_the_next_working_day_is_not_a_holiday():
    office = calendar(OFFICE)   # Yom Kippur is on Monday the 21st
    assert wall(office.received_at(at("2026-09-20 16:00", JERUSALEM)), office) == "Tue 2026-09-22 09:00"


def test_the_due_time_heeds_it_and_bare_working_time_does_not():
    office, moment = calendar(OFFICE), at("2026-11-25 16:30", JERUSALEM)
    assert wall(office.due_at(moment, HOUR), office) == "Thu 2026-11-26 10:00"
    assert wall(office.add_working_time(moment, HOUR), office) == "Thu 2026-11-26 09:30"


def test_without_one_a_request_counts_from_the_next_opening():
    office = calendar(OFFICE.replace('cut_off = "16:00"', ""))
    assert wall(office.received_at(at("2026-11-25 16:30", JERUSALEM)), office) == "Wed 2026-11-25 16:30"


def test_it_is_the_hour_of_the_calendar_in_summer_and_winter():
    office = calendar(OFFICE)
    assert office.received_at(at("2026-07-15T12:59+00:00")) == at("2026-07-15T12:59+00:00")   # 15:59 there
    assert wall(office.received_at(at("2026-07-15T13:00+00:00")), office) == "Thu 2026-07-16 09:00"
    assert office.received_at(at("2026-11-25T13:00+00:00")) == at("2026-11-25T13:00+00:00")   # 15:00 there


def test_the_evening_is_after_it_where_utc_has_the_next_date_already():
    york = calendar('[office]\nzone = "America/New_York"\nweek = { mon-sun = ["00:00-24:00"] }\ncut_off = "16:00"\n')
    assert wall(york.received_at(at("2026-11-25 20:00", york.zone)), york) == "Thu 2026-11-26 00:00"


def test_an_hour_that_clocks_show_twice_cuts_off_once():
    night = calendar('[office]\nzone = "Europe/Ljubljana"\nweek = { mon-sun = ["00:00-24:00"] }\ncut_off = "02:30"\n')
    for moment in ("2026-10-25T00:40+00:00", "2026-10-25T01:10+00:00", "2026-10-25T01:40+00:00"):   # 02:40, 02:10 again, 02:40 again
        assert wall(night.received_at(at(moment)), night) == "Mon 2026-10-26 00:00"
    assert night.received_at(at("2026-10-25T00:29+00:00")) == at("2026-10-25T00:29+00:00")


def test_an_hour_that_clocks_skip_cuts_off_when_they_have_passed_it():
    night = calendar('[office]\nzone = "Europe/Ljubljana"\nweek = { mon-sun = ["00:00-24:00"] }\ncut_off = "02:30"\n')
    assert night.received_at(at("2026-03-29T00:59+00:00")) == at("2026-03-29T00:59+00:00")
    assert wall(night.received_at(at("2026-03-29T01:00+00:00")), night) == "Mon 2026-03-30 00:00"   # 03:00 there
