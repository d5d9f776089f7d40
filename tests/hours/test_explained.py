"""Why a request falls due when it does, step by step, in words that a person reads."""

import string
from datetime import timedelta

import pytest
from hours_material import LOCALES, OFFICE, PLAIN, at, calendar, calendars

from askaside.hours.explained import explain
from askaside.hours.in_words import in_words, texts

HOUR = timedelta(hours=1)
NAMED = """
[[office.days]]
yearly = "12-24"
open = ["09:00-12:00"]
name = { en = "Christmas Eve", he = "ערב חג המולד", sl = "sveti večer", ru = "сочельник", fi = "jouluaatto" }
[[office.absences]]
from = 2026-12-28
until = 2026-12-31
notice = { en = "The office is closed until 3 January.", he = "המשרד סגור עד 3 בינואר.", sl = "Pisarna je zaprta do 3. januarja." }
"""


def words(calendar, moment, hours, locale="en", zone=None):
    return in_words(explain(calendar, at(moment, calendar.zone), hours * HOUR), locale, calendar, zone)


def test_a_request_after_the_cut_off_hour():
    assert words(calendar(OFFICE), "2026-11-26 16:30", 10) == [
        "Came Thursday at 16:30, after 16:00: counts from Friday 09:00.",
        "Friday 09:00–12:00: 3 h.", "Saturday: closed.", "Sunday 09:00–13:00: 4 h.", "Sunday 14:00–17:00: 3 h.", "Due Sunday at 17:00."]


def test_a_request_while_we_are_there():
    assert words(calendar(OFFICE), "2026-11-25 12:15", 1.75) == [
        "Came Wednesday at 12:15, while we are open: counts at once.", "Wednesday 12:15–13:00: 45 min.", "Wednesday 14:00–15:00: 1 h.", "Due Wednesday at 15:00."]


def test_a_request_while_we_are_closed():
    assert words(calendar(OFFICE), "2026-11-25 13:30", 1)[0] == "Came Wednesday at 13:30, while we are closed: counts from Wednesday 14:00."
    assert words(calendar(OFFICE), "2026-11-27 18:00", 1)[0] == "Came Friday at 18:00, while we are closed: counts from Sunday 09:00."


def test_holidays_and_half_holidays_are_named():
    assert words(calendar(OFFICE), "2026-09-24 16:00", 4)[2:] == [
        "Saturday is Sukkot: closed.", "Sunday, Chol HaMoed Sukkot: 09:00–12:00 only.", "Sunday 09:00–10:00: 1 h.", "Due Sunday at 10:00."]


def test_the_day_before_a_holiday_says_which():
    office = calendar(OFFICE + 'holiday_eves = ["09:00-11:00"]')
    assert words(office, "2026-09-20 10:00", 2)[1:] == [
        "Sunday, the day before Yom Kippur: 09:00–11:00.", "Sunday 10:00–11:00: 1 h.", "Monday is Yom Kippur: closed.", "Tuesday 09:00–10:00: 1 h.", "Due Tuesday at 10:00."]


def test_an_absence_gives_its_notice_once_for_all_its_days():
    assert words(calendar(PLAIN + NAMED), "2026-12-24 11:00", 8) == [
        "Came Thursday at 11:00, while we are open: counts at once.", "Thursday, Christmas Eve: 09:00–12:00 only.", "Thursday 11:00–12:00: 1 h.",
        "Friday 09:00–13:00: 4 h.", "Friday 14:00–17:00: 3 h.", "Due Friday at 17:00."]
    assert words(calendar(PLAIN + NAMED), "2026-12-25 16:00", 2)[2:] == [
        "Saturday: closed.", "Sunday: closed.", "Monday – Thursday: closed. The office is closed until 3 January.",
        "Friday 1 January 09:00–10:00: 1 h.", "Due Friday 1 January at 10:00."]


def test_longer_hours_are_not_called_short():
    office = calendar(PLAIN + '[[office.days]]\non = 2026-11-24\nopen = ["08:00-20:00"]\nname = "Fair"\n[[office.days]]\non = 2026-11-25\nopen = ["08:00-09:00"]\n'
                      + '[[office.days]]\non = 2026-11-26\nopen = ["10:00-11:00", "14:00-15:00"]\n')
    told = words(office, "2026-11-24 09:00", 14)
    assert [line for line in told if "h." not in line] == [
        told[0], "Tuesday, Fair: 08:00–20:00.", "Wednesday: 08:00–09:00.", "Thursday: 10:00–11:00, 14:00–15:00 only.", "Due Thursday at 15:00."]


def test_an_own_day_without_a_name_is_just_closed():
    office = calendar(PLAIN + "[[office.days]]\non = 2026-11-24\nopen = []\n")
    assert words(office, "2026-11-23 16:00", 2)[2] == "Tuesday: closed."


@pytest.mark.parametrize("locale, expected", [
    ("he", ["הפנייה התקבלה ביום חמישי בשעה 16:30, אחרי 16:00: הזמן נספר מיום שישי בשעה 09:00.", "יום שישי 09:00–12:00: 3 שעות.", "שבת, סוכות: סגור.",
            "יום ראשון, חול המועד סוכות: 09:00–12:00 בלבד.", "יום ראשון 09:00–11:01: שעתיים ודקה אחת.", "מועד המענה: יום ראשון בשעה 11:01."]),
    ("sl", ["Prejeto v četrtek ob 16.30, po 16.00: čas teče od petka ob 9.00.", "Petek, 9.00–12.00: 3 ure.", "Sobota, Sukkot: zaprto.",
            "Nedelja, Chol HaMoed Sukkot: samo 9.00–12.00.", "Nedelja, 9.00–11.01: 2 uri in 1 minuta.", "Rok: nedelja ob 11.01."]),
    ("ru", ["Получено в четверг в 16:30, после 16:00: отсчёт идёт с пятницы, 09:00.", "Пятница, 09:00–12:00: 3 ч.", "Суббота, Sukkot: закрыто.",
            "Воскресенье, Chol HaMoed Sukkot: только 09:00–12:00.", "Воскресенье, 09:00–11:01: 2 ч 1 мин.", "Срок: воскресенье, 11:01."]),
    ("fi", ["Saapui torstaina klo 16.30, kello 16.00 jälkeen: aika lasketaan perjantaista klo 9.00 alkaen.", "Perjantai klo 9.00–12.00: 3 t.", "Lauantai, Sukkot: suljettu.",
            "Sunnuntai, Chol HaMoed Sukkot: vain 9.00–12.00.", "Sunnuntai klo 9.00–11.01: 2 t 1 min.", "Määräaika: sunnuntai klo 11.01."])])
def test_each_language_says_it_in_its_own_grammar(locale, expected):
    office = calendar(OFFICE)
    assert words(office, "2026-09-24 16:30", 5 + 1 / 60, locale) == expected
    assert words(office, "2026-09-24 16:30", 5 + 1 / 60, f"{locale}-XX") == expected


@pytest.mark.parametrize("hours, amount", [(1, "1 ura"), (2, "2 uri"), (3, "3 ure"), (5, "5 ur"), (1 / 60, "1 minuta"), (0.05, "3 minute"), (1 / 120, "manj kot minuta"), (1.5, "1 ura in 30 minut")])
def test_amounts_take_the_plural_of_the_language(hours, amount):
    office = calendar('[office]\nzone = "UTC"\nweek = { mon-sun = ["00:00-12:00"] }\n')
    assert words(office, "2026-11-23 00:00", hours, "sl")[1].endswith(f": {amount}.")


@pytest.mark.parametrize("hours, amount", [(1, "שעה אחת"), (2, "שעתיים"), (11, "11 שעות"), (1 / 60, "דקה אחת"), (2 / 60, "שתי דקות"), (1.5, "שעה אחת ו־30 דקות"), (2 + 2 / 60, "שעתיים ושתי דקות")])
def test_hebrew_has_a_dual(hours, amount):
    office = calendar('[office]\nzone = "UTC"\nweek = { mon-sun = ["00:00-12:00"] }\n')
    assert words(office, "2026-11-23 00:00", hours, "he")[1].endswith(f": {amount}.")


def test_a_weekday_more_than_six_days_on_has_its_date():
    office = calendar(PLAIN)
    assert words(office, "2026-11-25 09:00", 30)[-1] == "Due Tuesday at 11:00."
    assert [words(office, "2026-11-25 09:00", 40, locale)[-1] for locale in LOCALES] == [
        "Due Wednesday 2 December at 15:00.", "מועד המענה: יום רביעי, 2 בדצמבר בשעה 15:00.", "Rok: sreda, 2. 12. ob 15.00.",
        "Срок: среда, 2 декабря, 15:00.", "Määräaika: keskiviikko 2.12. klo 15.00."]


def test_times_may_be_told_in_the_zone_of_the_reader():
    told = words(calendar(OFFICE), "2026-11-26 16:30", 5, zone="America/New_York")
    assert told == ["Came Thursday at 09:30, after 16:00: counts from Friday 02:00.", "Friday 02:00–05:00: 3 h.", "Saturday: closed.",
                    "Sunday 02:00–04:00: 2 h.", "Due Sunday at 04:00."]
    assert words(calendar(OFFICE), "2026-11-26 10:00", 5, zone="Pacific/Auckland")[1:3] == ["Thursday 21:00–24:00: 3 h.", "Friday 01:00–03:00: 2 h."]


def test_a_window_over_the_midnight_of_the_reader_names_both_days():
    told = words(calendar(PLAIN), "2026-11-23 09:00", 4, zone="America/Anchorage")
    assert told[1] == "Sunday 23:00 – Monday 03:00: 4 h."


def test_a_window_that_ends_with_the_day_ends_at_24():
    night = calendar('[office]\nzone = "UTC"\nweek = { mon = ["20:00-24:00"] }\n')
    assert words(night, "2026-11-23 20:00", 4) == ["Came Monday at 20:00, while we are open: counts at once.", "Monday 20:00–24:00: 4 h.", "Due Tuesday at 00:00."]


def test_a_change_of_the_clocks_is_told():
    night = calendar('[office]\nzone = "Europe/Ljubljana"\nweek = { sun = ["00:00-12:00"] }\n')
    assert words(night, "2026-03-29 00:00", 5)[1:] == [
        "Sunday: the clocks change, so more or less time passes than they show.", "Sunday 00:00–06:00: 5 h.", "Due Sunday at 06:00."]


def test_an_outage_counts_day_and_night():
    outage = calendars("[outage]\nalways = true\n")["outage"]
    assert words(outage, "2026-12-25 22:00", 4) == [
        "Came Friday at 22:00, while we are open: counts at once.", "Friday 22:00–24:00: 2 h.", "Saturday 00:00–02:00: 2 h.", "Due Saturday at 02:00."]


def test_no_time_at_all_is_due_at_once():
    assert words(calendar(OFFICE), "2026-11-25 12:15", 0) == ["Came Wednesday at 12:15, while we are open: counts at once.", "Due Wednesday at 12:15."]


def test_the_steps_sum_up_and_end_at_the_due_time():
    office, moment = calendar(OFFICE), at("2026-09-10T13:37:11.5+00:00")
    steps = explain(office, moment, 33 * HOUR)
    assert sum((step.counted for step in steps if step.kind == "counted"), timedelta(0)) == 33 * HOUR
    assert steps[-1].to_at == office.due_at(moment, 33 * HOUR)


def test_a_language_that_we_do_not_speak_gets_english():
    assert words(calendar(OFFICE), "2026-11-25 12:15", 0, "fr")[1] == "Due Wednesday at 12:15."


def test_a_name_in_another_language_is_better_than_none():
    assert "Pisarna je zaprta" in words(calendar(PLAIN + NAMED), "2026-12-25 16:00", 2, "sl")[4]
    assert "The office is closed" in words(calendar(PLAIN + NAMED), "2026-12-25 16:00", 2, "ru")[4]
    only = calendar(PLAIN + '[[office.days]]\non = 2026-11-24\nopen = []\nname = { he = "יום כיף" }\n')
    assert words(only, "2026-11-23 16:00", 2)[2] == "Tuesday is יום כיף: closed."


def test_all_languages_have_the_same_sentences_and_places():
    places = {locale: {name: sorted(filter(None, (place for _, place, _, _ in string.Formatter().parse(text)))) for name, text in table["say"].items()}
              for locale, table in texts().items()}
    assert sorted(places) == sorted(LOCALES)
    assert all(places[locale] == places["en"] for locale in LOCALES)
    assert all(len(table[case]) == 7 for table in texts().values() for case in ("day", "on", "since"))
    assert all(len(table["months"]) == 12 for table in texts().values())
