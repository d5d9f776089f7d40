"""A promise in one sentence: today, tomorrow, a day of the week, a date."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from askaside.hours import calendar_file
from askaside.hours.in_words import promised

CALENDAR = calendar_file.read({"office": {"zone": "Asia/Jerusalem", "week": {"sun-thu": ["09:00-17:00"]}}})["office"]
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Jerusalem"))   # a Sunday


@pytest.mark.parametrize("day, locale, text", [
    (22, "en", "An answer comes today by 15:40."), (23, "en", "An answer comes tomorrow by 15:40."), (25, "en", "An answer comes by Wednesday 15:40."),
    (30, "en", "An answer comes by Monday 30 November 15:40."), (25, "he", "המענה יגיע ביום רביעי עד 15:40."), (22, "he", "המענה יגיע היום עד 15:40."),
    (25, "sl", "Odgovor pride v sredo do 15.40."), (25, "ru", "Ответ придёт в среду до 15:40."), (25, "fi", "Vastaus tulee keskiviikkona klo 15.40 mennessä."),
    (23, "fi", "Vastaus tulee huomenna klo 15.40 mennessä."), (25, "de", "An answer comes by Wednesday 15:40.")])
def test_a_promise_reads_like_speech(day, locale, text):
    due = datetime(2026, 11, day, 15, 40, tzinfo=ZoneInfo("Asia/Jerusalem")).astimezone(UTC)
    assert promised(due, NOW.astimezone(UTC), locale, CALENDAR) == text


def test_it_is_told_by_the_readers_clock():
    due = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert promised(due, NOW, "en", CALENDAR, "America/New_York") == "An answer comes today by 17:30."
    assert promised(due, NOW, "en", CALENDAR) == "An answer comes tomorrow by 00:30."
