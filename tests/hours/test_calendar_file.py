"""The calendars of a site.toml: what is wrong is told with what to write."""

import tomllib
from datetime import date

import pytest
from hours_material import LOCALES, OFFICE, PLAIN, at, calendar, calendars

from askaside.hours import calendar_file
from askaside.hours.calendar_file import CalendarBroken

BREAK = ((540, 780), (840, 1020))
DAY = "\n[[office.days]]\n"
AWAY = "\n[[office.absences]]\n"


def broken(text):
    with pytest.raises(CalendarBroken) as wrong:
        calendars(text)
    assert wrong.value.remedy and wrong.value.cause.endswith((".", "?"))
    return wrong.value


def week(text):
    return calendar(f'[office]\nzone = "UTC"\nweek = {{ {text} }}\n').week


def test_the_least_that_works():
    office = calendar('[office]\nzone = "Europe/Ljubljana"\nweek = { mon = ["09:00-17:00"] }\n')
    assert (office.key, office.zone, office.week) == ("office", "Europe/Ljubljana", (((540, 1020),), *[()] * 6))
    assert (office.cut_off, office.country, office.days, office.absences, office.always) == (None, None, {}, (), False)
    assert calendar_file.read({}) == {}


def test_a_range_of_days_may_run_over_the_end_of_the_week():
    assert [bool(day) for day in week('sat-mon = ["09:00-10:00"]')] == [True, False, False, False, False, True, True]
    assert [bool(day) for day in week('sun-thu = ["09:00-10:00"]')] == [True, True, True, True, False, False, True]
    assert [bool(day) for day in week('fri-fri = ["09:00-10:00"]')] == [False, False, False, False, True, False, False]
    assert [bool(day) for day in week('mon-sun = ["09:00-10:00"]')] == [True] * 7


def test_windows_may_stand_in_any_order_and_those_that_touch_are_one():
    assert week('mon = ["14:00-17:00", "09:00-13:00"]')[0] == BREAK
    assert week('mon = ["09:00-13:00", "13:00-17:00"]')[0] == ((540, 1020),)
    assert week('mon = ["00:00-24:00"]')[0] == ((0, 1440),)


@pytest.mark.parametrize("text, name, cause, remedy", [
    ('mon = ["09:00-13:00", "12:59-17:00"]', "week", "overlaps", "apart"), ('mon = ["17:00-09:00"]', "week", "ends before it begins", '"17:00-24:00", and "00:00-09:00"'),
    ('mon = ["09:00-09:00"]', "week", "ends before", "24:00"), ('mon = ["20:00-00:00"]', "week", "ends before", "24:00"),
    ('mon = ["9-17"]', "week", "no time of day", "09:00"), ('mon = ["09:00-24:01"]', "week", "no time of day", "09:00"), ('mon = ["09:60-10:00"]', "week", "no time", "09:00"),
    ('mon = ["٠٩:٠٠-10:00"]', "week", "no time of day", "09:00"), ('mon = [9]', "week", "no window", "09:00-13:00"), ('mon = "09:00-13:00"', "week", "no list", "[]"),
    ('mo = ["09:00-13:00"]', "week", "no day of the week", "`mon`"), ('mon-fry = ["09:00-13:00"]', "week", "no day of the week", "`fri`"),
    ('mon-fri = ["09:00-13:00"], thu-sun = []', "week", "thu is there twice", "once"), ("", "week", "never opens", "mon-fri"), ("mon = []", "week", "never opens", "mon-fri")])
def test_a_wrong_week_is_told(text, name, cause, remedy):
    wrong = broken(f'[office]\nzone = "UTC"\nweek = {{ {text} }}\n')
    assert (wrong.name, wrong.calendar_key) == (name, "office")
    assert cause in wrong.cause and remedy in wrong.remedy


@pytest.mark.parametrize("text, name, cause, remedy", [
    (PLAIN.replace("zone", "zones"), "zones", "`zones` is not a key of the calendar `office`", "`zone`"),
    (PLAIN.replace("Ljubljana", "Lubljana"), "zone", "no time zone", "`Europe/Ljubljana`"), (PLAIN.replace('"Europe/Ljubljana"', "2"), "zone", "no time zone", "IANA"),
    (PLAIN.replace("Europe/Ljubljana", "../../etc/passwd"), "zone", "no time zone", "IANA"),
    ('[office]\nweek = { mon = ["09:00-10:00"] }', "zone", "has no `zone`", "Europe/Ljubljana"), ('[office]\nzone = "UTC"', "week", "has no `week`", "mon-fri"),
    (PLAIN + 'week_ = 1', "week_", "not a key", "`week`"), (PLAIN + 'cut_off = "24:00"', "cut_off", "no time of day", "09:00"), (PLAIN + "cut_off = 16:00:00", "cut_off", "no time", "09:00"),
    (PLAIN + 'holidays = "XX"', "holidays", "no country", "ISO 3166"), (PLAIN + 'holidays = "DE-XX"', "holidays", "no part 'XX'", "BY"),
    (PLAIN + 'holidays = "SI-1"', "holidays", "no part '1'", '"SI"'), (PLAIN + "holidays = true", "holidays", "no country", "ISO 3166"),
    (PLAIN + 'holidays = "country_holidays"', "holidays", "no country", "ISO"),
    (PLAIN + 'half_holidays = ["09:00-10:00"]', "half_holidays", "needs to know the country", "IL"), (PLAIN + 'holiday_eves = []', "holiday_eves", "needs to know the country", "IL"),
    (PLAIN + 'holidays = "SI"\nhalf_holidays = []', "half_holidays", "no half-holidays of SI", "[[calendars.office.days]]"),
    (PLAIN + 'also = "sun"', "also", "'sun'", '["sun", "holidays"]'), (PLAIN + 'also = ["son"]', "also", "no day of the week", "`sun`"),
    (PLAIN + 'also = ["sun"]', "also", "sun, which has no windows", "also_open"), (PLAIN + 'also = ["holidays"]', "also", "of no country", "IL"),
    (PLAIN + 'also_open = ["10:00-11:00"]', "also_open", "on which days", "also ="), (PLAIN + "always = 1", "always", "`always` is 1", "true or false"),
    ('[office]\nalways = true\ncut_off = "16:00"', "cut_off", "no effect", "Take `cut_off` out"), ('[office]\nlike = "offis"\n[offic]\n', "like", "'offis', which is not there", "`offic`"),
    ('[office]\nlike = "b"\n[b]\nlike = "office"', "like", "in a circle: office, b", "Take `like` out"), ('[office]\nlike = "office"', "like", "in a circle: office", "Take"),
    ('[office]\nlike = ["b"]', "like", "not there", "Known"),
    (PLAIN + DAY + "on = 2026-12-24", None, "no `open`", "open = []"), (PLAIN + DAY + 'on = "2026-12-24"\nopen = []', "on", "`on` is '2026-12-24'", "without quotes"),
    (PLAIN + DAY + "on = 2026-12-24T10:00:00\nopen = []", "on", "`on` is 2026-12-24 10:00:00", "without quotes"), (PLAIN + DAY + "open = []", None, "no date", "yearly"),
    (PLAIN + DAY + 'on = 2026-12-24\nyearly = "12-24"\nopen = []', None, "more than one", "yearly"), (PLAIN + DAY + "from = 2026-12-24\nopen = []", None, "no date", "until"),
    (PLAIN + DAY + "on = 2026-12-24\nuntil = 2026-12-26\nopen = []", None, "more than one", "until"),
    (PLAIN + DAY + "from = 2026-12-24\nuntil = 2026-12-23\nopen = []", "until", "`until` is 2026-12-23", "last day"),
    (PLAIN + DAY + "from = 2026-12-24\nuntil = 2126-12-23\nopen = []", "until", "`until` is 2126", "two years"),
    (PLAIN + DAY + "on = 0001-01-01\nopen = []", "on", "`on` is 0001-01-01", "1970 to 2199"), (PLAIN + DAY + "on = 9999-12-31\nopen = []", "on", "`on` is 9999", "2199"),
    (PLAIN + "".join(f"{DAY}from = {y}-01-01\nuntil = {y}-12-31\nopen = []" for y in range(1970, 2100)), None, "more than 20,000 days", "yearly"),
    (PLAIN + DAY + 'yearly = "24-12"\nopen = []', "yearly", "'24-12'", "month and day"), (PLAIN + DAY + 'yearly = "02-30"\nopen = []', "yearly", "'02-30'", "month and day"),
    (PLAIN + DAY + 'on = 2026-12-24\nopen = ["12:00-09:00"]', "open", "ends before", "24:00"), (PLAIN + DAY + 'on = 2026-12-24\nopens = []', "opens", "not a key of an own day", "`open`"),
    (PLAIN + DAY + 'on = 2026-12-24\nopen = []\nname = { fr = "Noël" }', "name", "no locale of this site", "en"),
    (PLAIN + DAY + 'on = 2026-12-24\nopen = []\nname = { en = 5 }', "name", "`name` is 5", "text"),
    (PLAIN + "days = 5", "days", "`days` is 5", "[[calendars.office.days]]"), (PLAIN + DAY + "from = 2026-01-01\nuntil = 2027-12-31\nopen = []", "week", "for a year from 2026-01-01", "week"),
    (PLAIN + AWAY + "from = 2026-12-24\nuntil = 2026-12-26", None, "no `notice`", "notice ="), (PLAIN + AWAY + 'on = 2026-12-24\nnotice = "Away"', "on", "not a key of an absence", "from"),
    (PLAIN + AWAY + 'from = 2026-12-24\nuntil = 2026-12-26\nnotice = {}', "notice", "`notice` is {}", "text"),
    (PLAIN + AWAY + 'from = 2026-12-24\nuntil = 2026-12-26\nnotice = "a\\u0000b"', "notice", "`notice`", "text"),
    (PLAIN + AWAY + 'from = 2026-01-01\nuntil = 2027-12-31\nnotice = "Gone"', "week", "for a year from 2026-01-01", "week")])
def test_what_is_wrong_is_told_with_its_key_and_what_to_write(text, name, cause, remedy):
    wrong = broken(text)
    assert (wrong.name, wrong.calendar_key) == (name, "office")
    assert cause in wrong.cause and remedy in wrong.remedy


@pytest.mark.parametrize("tables, cause", [(5, "no table"), ({"office": 5}, "no table"), ({"Office": {}}, "is called"), ({"a b": {}}, "is called"), ({"x" * 65: {}}, "is called")])
def test_a_calendar_is_a_table_with_a_key(tables, cause):
    with pytest.raises(CalendarBroken, match=cause):
        calendar_file.read(tables)


def test_like_takes_over_what_a_calendar_does_not_say_itself():
    found = calendars('[night]\nlike = "priority"\ncut_off = false\n[priority]\nlike = "office"\ncut_off = "20:00"\nholidays = false\nhalf_holidays = false\n' + OFFICE
                      + '[[office.days]]\non = 2026-12-24\nopen = []\n[[office.days]]\non = 2026-12-25\nopen = []\n[[priority.days]]\non = 2026-12-24\nopen = ["09:00-10:00"]\n'
                      + '[[office.absences]]\nfrom = 2026-12-27\nuntil = 2026-12-28\nnotice = "Away"\n')
    assert list(found) == ["night", "priority", "office"]
    office, priority, night = found["office"], found["priority"], found["night"]
    assert (priority.week, priority.zone, priority.key) == (office.week, office.zone, "priority")
    assert (office.cut_off, priority.cut_off, night.cut_off) == (960, 1200, None)
    assert (priority.country, night.country) == (None, None) and office.country
    assert [bool(calendar.windows_of(at(day).date())) for calendar in (office, priority) for day in ("2026-12-24", "2026-12-25")] == [False, False, True, False]
    assert office.absences == priority.absences == night.absences != ()


def test_a_mistake_in_a_calendar_that_others_are_like_is_told_of_that_one():
    assert broken('[priority]\nlike = "office"\n' + PLAIN.replace("09:00", "9:00")).calendar_key == "office"
    assert broken('[priority]\nlike = "office"\n[office]\nlike = "offise"\n').calendar_key == "office"


def test_an_outage_takes_the_zone_and_leaves_the_rest():
    found = calendars(OFFICE + '[outage]\nlike = "office"\nalways = true\n[day]\nlike = "outage"\nweek = { mon = ["09:00-10:00"] }\n')
    outage = found["outage"]
    assert (outage.zone, outage.always, outage.cut_off, outage.country) == ("Asia/Jerusalem", True, None, None)
    assert not found["day"].always and found["day"].cut_off == 960
    assert "no effect" in broken('[outage]\nalways = true\n[office]\nlike = "outage"\ncut_off = "16:00"\n').cause
    assert calendar("[office]\nalways = true\n").zone == "UTC"


def test_a_mistake_in_one_of_several_tables_is_told_with_its_place():
    good = DAY + "on = 2026-12-24\nopen = []\n"
    like = '[office]\nlike = "other"\n' + PLAIN.replace("office", "other")
    for text, place in ((PLAIN + good + good + good.replace("on =", "no ="), ("days", 2, "no")), (PLAIN + good + DAY + "on = 2026-12-24", ("days", 1, None)),
                        (like + good.replace("office", "other") * 3 + good + good.replace("[]", "[1]"), ("days", 1, "open")),
                        (PLAIN + good + AWAY + 'from = 2026-12-24\nuntil = 5\nnotice = "Away"', ("absences", 0, "until")),
                        (PLAIN.replace("zone", "cut_off") + good, (None, 0, "zone")), (PLAIN + good.replace("[]", "[]\nname = 5"), ("days", 0, "name"))):
        wrong = broken(text)
        assert (wrong.part, wrong.at, wrong.name, wrong.calendar_key) == (*place, "office")


def test_texts_are_by_locale_and_a_plain_one_is_in_the_default_locale():
    office = calendar(PLAIN + DAY + 'on = 2026-12-24\nopen = []\nname = { en = "Eve", he = "ערב" }' + DAY + 'on = 2026-12-25\nopen = []\nname = "Day"')
    assert [office.day(at(day).date()).name for day in ("2026-12-24", "2026-12-25")] == [{"en": "Eve", "he": "ערב"}, {"en": "Day"}]


def test_a_long_or_strange_value_is_legible_in_the_message():
    wrong = broken(PLAIN + f'cut_off = "{"x" * 5000}\\u001b[2J"')
    assert len(str(wrong)) < 700 and "\x1b" not in str(wrong)


def test_any_value_of_any_type_at_any_key_is_an_answer_or_a_told_mistake():
    base = tomllib.loads(OFFICE + DAY + 'on = 2026-12-24\nopen = []\nname = "a"' + AWAY + 'from = 2026-12-24\nuntil = 2026-12-26\nnotice = "b"')
    values = [0, -1, 1.5, True, False, "", "x", "-", "09:00-10:00", [], [[]], [{}], {}, {"a": 1}, {"mon": [None]}, at("2026-12-24"), at("2026-12-24").date(), date.min, date.max, [1], ["a"], "é" * 300]
    told = 0
    for name in sorted(calendar_file.KEYS):
        for value in values:
            try:
                calendar_file.read({"office": {**base["office"], name: value}}, LOCALES)
            except CalendarBroken:
                told += 1
    for table, keys in (("days", calendar_file.DAY_KEYS), ("absences", calendar_file.ABSENCE_KEYS)):
        for name in sorted(keys):
            for value in values:
                try:
                    calendar_file.read({"office": {**base["office"], table: [{**base["office"][table][0], name: value}]}}, LOCALES)
                except CalendarBroken:
                    told += 1
    assert told > 300
