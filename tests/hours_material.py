"""Calendars and moments for tests."""

import tomllib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from askaside.hours import calendar_file

LOCALES = ("en", "he", "sl", "ru", "fi")

# Sunday to Friday, with a break; the country's holidays and half-holidays.
OFFICE = """
[office]
zone = "Asia/Jerusalem"
week = { sun-thu = ["09:00-13:00", "14:00-17:00"], fri = ["09:00-12:00"] }
cut_off = "16:00"
holidays = "IL"
half_holidays = ["09:00-12:00"]
"""
PLAIN = """
[office]
zone = "Europe/Ljubljana"
week = { mon-fri = ["09:00-13:00", "14:00-17:00"] }
"""


def calendars(text):
    """{key: BusinessCalendar} of the inner part of a site.toml."""
    return calendar_file.read(tomllib.loads(text), LOCALES)


def calendar(text=PLAIN, key="office"):
    return calendars(text)[key]


def at(text, zone="UTC"):
    """ "2026-11-26 16:30" on the wall clock of `zone`; with an offset, that very moment. Aware, UTC."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def wall(moment, calendar):
    """ "Thu 2026-11-26 16:30" on the wall clock of `calendar`."""
    return moment.astimezone(ZoneInfo(calendar.zone)).strftime("%a %Y-%m-%d %H:%M")
