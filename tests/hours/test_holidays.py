"""Holidays of a country, its half-holidays and eves, own days, and who is served even then."""

from datetime import date

import pytest
from hours_material import OFFICE, at, calendar, calendars

from askaside.hours import holiday
from askaside.hours.holiday import Country

MORNING, BREAK = ((540, 720),), ((540, 780), (840, 1020))
SLOVENIA = '[office]\nzone = "Europe/Ljubljana"\nweek = { mon-fri = ["09:00-17:00"] }\nholidays = "SI"\n'


def office(more=""):
    return calendar(OFFICE + more)


def day(calendar, text):
    found = calendar.day(date.fromisoformat(text))
    return found.kind, found.windows


@pytest.mark.parametrize("code, part, day, names", [
    ("IL", None, "2026-09-21", {"he": "יום כיפור", "en": "Yom Kippur"}), ("SI", None, "2026-02-08", {"sl": "Prešernov dan, slovenski kulturni praznik"}),
    ("FI", None, "2026-12-06", {"fi": "Itsenäisyyspäivä", "sv": "Självständighetsdagen"}), ("RU", None, "2026-06-12", {"ru": "День России"}),
    ("DE", "BY", "2026-06-04", {"de": "Fronleichnam", "en": "Corpus Christi"}), ("NZ", None, "2026-12-25", {"en": "Christmas Day"})])
def test_a_holiday_has_its_names_in_the_languages_of_the_country_and_in_ours(code, part, day, names):
    found = Country(code, part).on(date.fromisoformat(day))
    assert found.kind == "holiday"
    assert found.name | names == found.name


def test_a_part_of_a_country_has_holidays_of_its_own():
    assert Country("DE").on(date(2026, 6, 4)) is None


def test_chol_hamoed_is_a_half_holiday_and_purim_is_none():
    found = Country("IL").on(date(2026, 9, 29))
    assert (found.kind, found.name["he"], found.name["en"]) == ("half_holiday", "חול המועד סוכות", "Chol HaMoed Sukkot")
    assert Country("IL").on(date(2026, 9, 26)).name["en"] == "Sukkot"
    assert Country("IL").on(date(2026, 3, 3)) is None


def test_a_holiday_on_a_half_holiday_is_a_holiday():
    assert Country("PR").on(date(2027, 12, 24)).kind == "holiday"   # Christmas is on a Saturday, and its eve a half-holiday in other years
    assert Country("PR").on(date(2026, 12, 24)).kind == "half_holiday"


def test_years_are_read_once():
    holiday.of_year.cache_clear()
    for month in range(1, 13):
        Country("IL").on(date(2026, month, 1))
    assert holiday.of_year.cache_info().misses == 1
    assert holiday.of_year.cache_info().maxsize == 2000


def test_every_country_that_can_be_named_is_read_in_any_language():
    for code, parts in sorted(holiday.known().items())[::9]:
        for name in holiday.of_year(code, parts[0] if parts else None, 2026).values():
            assert name.name and all(name.name.values()), code


def test_we_are_closed_on_holidays():
    assert day(office(), "2026-09-21") == ("holiday", ())
    assert day(office(), "2026-09-22") == ("week", BREAK)
    assert day(calendar(OFFICE.replace('holidays = "IL"\n', "").replace('half_holidays = ["09:00-12:00"]', "")), "2026-09-21") == ("week", BREAK)


def test_half_holidays_have_their_own_hours_but_open_no_day_that_the_week_leaves_closed():
    assert day(office(), "2026-09-29") == ("half_holiday", MORNING)
    assert day(office(), "2026-04-04") == ("half_holiday", ())   # a Saturday
    assert day(calendar(OFFICE.replace('half_holidays = ["09:00-12:00"]', "")), "2026-09-29") == ("week", BREAK)


def test_the_day_before_a_holiday_may_have_its_own_hours():
    eves = office('holiday_eves = ["09:00-11:00"]')
    assert day(eves, "2026-09-20") == ("eve", ((540, 660),))
    assert eves.day(date(2026, 9, 20)).name["he"] == "יום כיפור"
    assert day(eves, "2026-09-12") == ("holiday", ())           # the first day of Rosh Hashanah is the eve of the second, and a holiday
    assert day(eves, "2026-04-07") == ("eve", ((540, 660),))    # the last of Chol HaMoed is the eve of the seventh day
    assert day(eves, "2026-09-28") == ("half_holiday", MORNING) # the day after it is a half-holiday only
    assert day(office(), "2026-09-20") == ("week", BREAK)


def test_an_eve_on_a_day_that_the_week_leaves_closed_stays_closed():
    assert day(calendar(SLOVENIA + 'holiday_eves = ["09:00-12:00"]'), "2026-02-07") == ("week", ())   # a Saturday


def test_an_eve_looks_into_the_next_year():
    eves = calendar(SLOVENIA + 'holiday_eves = ["09:00-12:00"]')
    assert day(eves, "2026-12-31") == ("eve", MORNING)


OWN = """
[[office.days]]
on = 2026-09-21
open = ["09:00-12:00"]
name = "We are here"
[[office.days]]
from = 2026-11-23
until = 2026-11-24
open = []
[[office.days]]
yearly = "12-24"
open = ["09:00-12:00"]
name = { en = "Christmas Eve", he = "ערב חג המולד" }
[[office.days]]
on = 2027-12-24
open = []
"""


def test_own_days_win_over_holidays_and_a_date_over_a_yearly_one():
    ours = office(OWN)
    assert day(ours, "2026-09-21") == ("own", MORNING)
    assert ours.day(date(2026, 9, 21)).name == {"en": "We are here"}
    assert [day(ours, f"2026-11-{n}") for n in (22, 23, 24, 25)] == [("week", BREAK), ("own", ()), ("own", ()), ("week", BREAK)]
    assert [day(ours, f"{year}-12-24") for year in (2025, 2026, 2027, 2028)] == [("own", MORNING), ("own", MORNING), ("own", ()), ("own", MORNING)]


def test_an_own_day_may_open_a_day_that_the_week_leaves_closed():
    assert day(office('[[office.days]]\non = 2026-11-28\nopen = ["10:00-11:00"]'), "2026-11-28") == ("own", ((600, 660),))


def test_a_day_at_the_end_of_february_comes_in_leap_years():
    leap = office('[[office.days]]\nyearly = "02-29"\nopen = []')
    assert day(leap, "2028-02-29") == ("own", ())
    assert day(leap, "2027-02-28")[0] == "week"


def test_priority_is_served_on_sundays_and_holidays_too():
    both = calendars(SLOVENIA + '[priority]\nlike = "office"\nalso = ["sun", "holidays"]\nalso_open = ["10:00-14:00"]\n')
    extra = ((600, 840),)
    for text, usual, priority in (("2026-12-20", ("week", ()), ("also", extra)), ("2026-12-25", ("holiday", ()), ("holiday", extra)),
                                  ("2026-12-19", ("week", ()), ("week", ())), ("2026-12-21", ("week", ((540, 1020),)), ("week", ((540, 1020),)))):
        assert (day(both["office"], text), day(both["priority"], text)) == (usual, priority)


def test_without_hours_of_its_own_a_holiday_is_served_as_the_week_says():
    served = calendar(SLOVENIA + 'also = ["holidays"]')
    assert day(served, "2026-12-25") == ("holiday", ((540, 1020),))   # a Friday
    assert day(served, "2026-12-26") == ("holiday", ())               # a Saturday


def test_sundays_too_are_no_holidays_too():
    sundays = calendar(SLOVENIA + 'also = ["sun"]\nalso_open = ["10:00-14:00"]')
    assert day(sundays, "2026-04-05") == ("holiday", ())   # Easter


def test_a_holiday_is_a_date_of_the_calendar_and_not_of_utc():
    assert not office().is_open(at("2026-09-20T21:00+00:00"))
    allday = calendar('[office]\nzone = "Asia/Jerusalem"\nweek = { mon-sun = ["00:00-24:00"] }\nholidays = "IL"\n')
    assert allday.is_open(at("2026-09-20T20:59+00:00")) and not allday.is_open(at("2026-09-20T21:00+00:00"))
    assert not allday.is_open(at("2026-09-21T20:59+00:00")) and allday.is_open(at("2026-09-21T21:00+00:00"))
