"""When we are there, and what working time comes to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from effort import effort
from hours_material import OFFICE, PLAIN, at, calendar, wall

from askaside.hours import stretch
from askaside.hours.calendar import BLOCKS, Absence, BusinessCalendar, CalendarNeverOpens, Special

OUTAGE = "[office]\nalways = true\n"
MIDNIGHTS = '[office]\nzone = "UTC"\nweek = { mon = ["20:00-24:00"], tue = ["00:00-02:00"] }\n'
HOUR = timedelta(hours=1)


def here(text):
    return at(text, "Europe/Ljubljana")


@pytest.mark.parametrize("moment, is_open", [
    ("2026-11-23 08:59:59.999999", False), ("2026-11-23 09:00", True), ("2026-11-23 12:59:59.999999", True), ("2026-11-23 13:00", False),
    ("2026-11-23 14:00", True), ("2026-11-23 17:00", False), ("2026-11-22 10:00", False)])
def test_a_window_begins_at_its_first_moment_and_is_over_at_its_last(moment, is_open):
    assert calendar().is_open(here(moment)) is is_open


@pytest.mark.parametrize("moment, opening", [
    ("2026-11-23 10:30", "Mon 2026-11-23 10:30"), ("2026-11-23 13:00", "Mon 2026-11-23 14:00"), ("2026-11-27 17:00", "Mon 2026-11-30 09:00")])
def test_the_next_opening_is_now_when_we_are_open(moment, opening):
    office = calendar()
    assert wall(office.next_opening(here(moment)), office) == opening


@pytest.mark.parametrize("moment, hours, due", [
    ("2026-11-23 10:00", 1, "Mon 2026-11-23 11:00"), ("2026-11-23 12:00", 2, "Mon 2026-11-23 15:00"), ("2026-11-23 09:00", 7, "Mon 2026-11-23 17:00"),
    ("2026-11-23 16:00", 2, "Tue 2026-11-24 10:00"), ("2026-11-27 16:30", 1, "Mon 2026-11-30 09:30"), ("2026-11-21 12:00", 35, "Fri 2026-11-27 17:00"),
    ("2026-11-23 09:00", 7 * 261, "Mon 2027-11-22 17:00")])
def test_time_outside_opening_hours_does_not_count(moment, hours, due):
    office = calendar()
    assert wall(office.add_working_time(here(moment), hours * HOUR), office) == due


def test_time_that_ends_with_a_window_is_over_then_and_not_at_the_next_opening():
    office = calendar()
    assert wall(office.add_working_time(here("2026-11-23 12:00"), HOUR), office) == "Mon 2026-11-23 13:00"


def test_no_time_at_all_is_over_at_the_next_opening():
    office = calendar()
    assert wall(office.add_working_time(here("2026-11-23 13:00"), timedelta(0)), office) == "Mon 2026-11-23 14:00"


def test_less_than_nothing_and_twenty_years_are_refused():
    with pytest.raises(ValueError, match="cannot be added"):
        calendar().add_working_time(here("2026-11-23 13:00"), -HOUR)
    with pytest.raises(ValueError, match="20 years"):
        calendar().add_working_time(here("2026-11-23 13:00"), timedelta(days=6000))


def test_microseconds_are_kept():
    assert calendar().add_working_time(here("2026-11-23 12:59:59.999999"), timedelta(microseconds=2)) == here("2026-11-23 14:00:00.000001")


def test_a_naive_moment_is_refused():
    with pytest.raises(TypeError):
        calendar().is_open(here("2026-11-23 09:00").replace(tzinfo=None))


def test_answers_are_in_utc():
    office = calendar()
    answers = (office.next_opening(here("2026-11-22 10:00")), office.received_at(here("2026-11-22 10:00")), office.add_working_time(here("2026-11-22 10:00"), HOUR))
    assert {moment.tzname() for moment in answers} == {"UTC"}


def test_a_window_may_end_with_the_day_and_go_on_with_the_next():
    night = calendar(MIDNIGHTS)
    assert night.is_open(at("2026-11-23 23:59:59")) and night.is_open(at("2026-11-24 00:00"))
    assert night.add_working_time(at("2026-11-23 23:00"), 2 * HOUR) == at("2026-11-24 01:00")
    assert night.next_opening(at("2026-11-24 00:00")) == at("2026-11-24 00:00")


def test_working_time_between_two_moments_is_what_was_added():
    office = calendar()
    start = here("2026-11-20 15:12:13")
    assert office.working_time_between(start, office.add_working_time(start, 100 * HOUR)) == 100 * HOUR
    assert office.working_time_between(here("2026-11-28 10:00"), here("2026-11-29 10:00")) == timedelta(0)
    assert office.working_time_between(here("2026-11-23 16:00"), here("2026-11-23 10:00")) == -5 * HOUR


def test_an_outage_is_worked_on_at_every_hour():
    outage = calendar(OUTAGE)
    assert outage.is_open(at("2026-12-25 03:00"))
    assert outage.due_at(at("2026-12-25 23:30:10"), 30 * HOUR) == at("2026-12-27 05:30:10")


def test_a_calendar_that_never_opens_says_so():
    never = BusinessCalendar("never", "UTC")
    for ask in (never.next_opening, never.received_at, lambda moment: never.add_working_time(moment, HOUR)):
        with pytest.raises(CalendarNeverOpens, match="`never`"):
            ask(at("2026-11-23 10:00"))
    assert never.working_time_between(at("2026-11-23 10:00"), at("2027-11-23 10:00")) == timedelta(0)


def test_an_opening_within_a_year_is_waited_for_and_a_later_one_is_not():
    one_day = BusinessCalendar("fair", "UTC", days={date(2027, 11, 23): Special(((0, 60),))})
    assert one_day.add_working_time(at("2026-11-23 10:00"), HOUR) == at("2027-11-23 01:00")
    with pytest.raises(CalendarNeverOpens):
        one_day.next_opening(at("2026-11-21 10:00"))
    with pytest.raises(CalendarNeverOpens):
        one_day.add_working_time(at("2026-11-23 10:00"), 2 * HOUR)
    with pytest.raises(CalendarNeverOpens):
        one_day.add_working_time(at("2026-09-01 10:00"), HOUR)


def test_nobody_is_there_during_an_absence_and_the_notice_says_so():
    away = replace(calendar(), days={date(2026, 12, 30): Special(((540, 720),))}, absences=(Absence(date(2026, 12, 28), date(2026, 12, 31), {"en": "Back on 1 January."}),))
    assert wall(away.add_working_time(here("2026-12-25 16:00"), 2 * HOUR), away) == "Fri 2027-01-01 10:00"
    assert away.notice_at(here("2026-12-27 23:59:59")) is None
    assert away.notice_at(here("2026-12-28 00:00")) == {"en": "Back on 1 January."} == away.notice_at(here("2026-12-31 23:59"))
    assert away.notice_at(here("2027-01-01 00:00")) is None


def test_the_same_week_in_two_zones_is_open_at_other_moments():
    jerusalem, new_york = (calendar(PLAIN.replace("Europe/Ljubljana", zone)) for zone in ("Asia/Jerusalem", "America/New_York"))
    moment = at("2026-11-23 07:30")
    assert (jerusalem.is_open(moment), new_york.is_open(moment)) == (True, False)
    moved = replace(jerusalem, zone="America/New_York")
    assert not moved.is_open(moment)


def test_what_a_calendar_remembers_is_bounded():
    office = calendar()
    for year in range(1980, 2080):
        office.is_open(here(f"{year}-05-05 10:00"))
        office.is_open(here(f"{year}-11-05 10:00"))
    assert len(office._blocks) <= BLOCKS
    assert office.working_time_between(here("2026-11-23 00:00"), here("2026-11-24 00:00")) == 7 * HOUR


def test_blocks_meet_without_a_gap_or_an_overlap():
    office = calendar(OFFICE)
    edge = stretch.moment_of(650 * stretch.BLOCK)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Jerusalem"):
        there = replace(office, zone=zone, week=(((0, 1440),),) * 7, country=None)
        assert there.working_time_between(edge - 48 * HOUR, edge + 48 * HOUR) == 96 * HOUR


def test_due_times_come_fast_enough_for_a_queue():
    """A tenth of what is promised, so that a busy machine does not fail; `bench/test_hours.py` measures."""
    office, start = calendar(OFFICE), at("2026-11-23 07:30")
    assert effort(lambda: [office.add_working_time(start + n * timedelta(minutes=7), timedelta(hours=12)) for n in range(2000)], 1)[1] < 1
