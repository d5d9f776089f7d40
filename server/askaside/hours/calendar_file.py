"""The `calendars` of a site.toml → {key: BusinessCalendar}, every key checked; what is wrong is told with what to write.

Where a calendar is `like` another, their tables are joined before they are read: what it says itself wins, own days and
absences of both count, `false` takes away what the other has.
"""

import difflib
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from ..core import locale as locales_
from ..core.errors import legible
from . import holiday
from .calendar import HOLIDAYS, Absence, BusinessCalendar, CalendarNeverOpens, Special
from .windows import WEEKDAYS, WindowBroken, hour, week_of, weekdays, windows_of

KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
KEYS = {"zone", "week", "cut_off", "holidays", "half_holidays", "holiday_eves", "days", "like", "also", "also_open", "always", "absences"}
CAN_BE_TAKEN_AWAY = {"cut_off", "holidays", "half_holidays", "holiday_eves", "also", "also_open"}
DAY_KEYS = {"on", "from", "until", "yearly", "open", "name"}
ABSENCE_KEYS = {"from", "until", "notice"}
WITH_ALWAYS = {"always", "like", "zone"}
PLAIN_DAY = date(2001, 1, 1)
MOST_DAYS = 366 * 2         # of a range: a slip in the year must not fill the memory
MOST_DATES = 20_000         # of a calendar: nor may a file made to be large
YEARS = range(1970, 2200)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class CalendarBroken(Exception):
    """A calendar cannot be used: what is wrong, what to write, at which key of which calendar.

    part, at  the key stands in the `at`-th (from 0) table [[calendars.KEY.part]], `days` or `absences`; None: in the calendar's own
    """

    def __init__(self, cause, remedy, name=None, calendar_key=None, part=None, at=0):
        cause, remedy = legible(cause), legible(remedy)
        super().__init__(f"{cause} {remedy}")
        self.cause, self.remedy, self.name, self.calendar_key = cause, remedy, name, calendar_key
        self.part, self.at = part, at


def read(tables, locales=("en",)):
    """{key: BusinessCalendar} from the parsed table `calendars`.

    locales  those of the site; a plain text stands for the first
    raises   CalendarBroken(cause, remedy, name, calendar_key)
    """
    if not isinstance(tables, dict):
        raise CalendarBroken("`calendars` is no table.", "Write each as [calendars.office].", "calendars")
    readers = {}
    for key, table in tables.items():
        if not KEY.fullmatch(key):
            raise CalendarBroken(f"A calendar is called {key!r:.80}.", "A key is a-z, 0-9 and -.", key, key)
        if not isinstance(table, dict):
            raise CalendarBroken(f"The calendar `{key}` is no table.", f"Write it as [calendars.{key}].", key, key)
        readers[key] = _Reader(key, locales)
        readers[key].known(table, KEYS, f"the calendar `{key}`")
    chains = {key: reader.chain(tables) for key, reader in readers.items()}
    # Those that others are like come first: a mistake is told where it stands.
    found = {key: readers[key].calendar([tables[one] for one in reversed(chains[key])]) for key in sorted(tables, key=lambda key: len(chains[key]))}
    return {key: found[key] for key in tables}


class _Reader:
    """Checks one calendar."""

    def __init__(self, key, locales):
        self.key, self.locales = key, tuple(locales)
        self.part, self.place, self.taken_over = None, 0, {}

    def broken(self, cause, remedy, name=None):
        return CalendarBroken(cause, remedy, name, self.key, self.part, self.place)

    def each(self, tables, part):
        """The `tables` of one part, one by one, so that a mistake is told in its own."""
        for number, table in enumerate(self.tables(tables, part)):
            self.part, self.place = part, number - self.taken_over.get(part, 0)
            yield table
        self.part, self.place = None, 0

    def known(self, given, allowed, where):
        for name in given:
            if name not in allowed:
                raise self.broken(f"`{name}` is not a key of {where}.", _near(name, allowed), name)

    def chain(self, tables):
        """The keys of this calendar, the one that it is like, and so on."""
        chain = [self.key]
        while (like := tables[chain[-1]].get("like")) is not None:
            if not isinstance(like, str) or like not in tables:
                raise CalendarBroken(f"The calendar `{chain[-1]}` is like {like!r:.80}, which is not there.", _near(str(like), tables), "like", chain[-1])
            if like in chain:
                raise self.broken(f"These calendars are like each other in a circle: {', '.join(chain)}.", "Take `like` out of one of them.", "like")
            chain.append(like)
        return chain

    def joined(self, tables):
        """One table of several, the later winning; the last is the calendar's own."""
        whole = {}
        for table in tables:
            table = {name: value for name, value in table.items() if name != "like"}
            if "week" in table:
                table.setdefault("always", False)     # a week of its own is no "always" that it took over
            for name in ("days", "absences"):
                if name in table:
                    self.taken_over[name] = len(whole.get(name, []))
                    table[name] = [*whole.get(name, []), *self.tables(table[name], name)]
            whole |= table
        if whole.get("always") is True and (idle := [name for name in tables[-1] if name not in WITH_ALWAYS]):
            raise self.broken(f"`{idle[0]}` has no effect in a calendar that is always open.", f"Take `{idle[0]}` out, or write always = false.", idle[0])
        return {name: value for name, value in whole.items() if not (value is False and name in CAN_BE_TAKEN_AWAY)}

    def calendar(self, tables):
        """The BusinessCalendar of its tables; the last is its own."""
        given = self.joined(tables)
        always = given.get("always", False)
        if not isinstance(always, bool):
            raise self.broken(f"`always` is {always!r:.80}.", "It takes true or false.", "always")
        if always:
            return BusinessCalendar(self.key, self.zone(given.get("zone", "UTC")), always=True)
        for name, example in (("zone", 'zone = "Europe/Ljubljana"'), ("week", 'week = { mon-fri = ["09:00-17:00"] }')):
            if name not in given:
                raise self.broken(f"The calendar `{self.key}` has no `{name}`.", f"Add {example}, or `like`, or `always = true`.", name)
        country = self.country(given["holidays"]) if "holidays" in given else None
        if country is None and (name := next((name for name in ("half_holidays", "holiday_eves") if name in given), None)):
            raise self.broken(f"`{name}` needs to know the country.", 'Add holidays = "IL", or another country.', name)
        if "half_holidays" in given and not holiday.has_half_holidays(country.code):
            raise self.broken(f"We know no half-holidays of {country.code}.", f"Name them as [[calendars.{self.key}.days]].", "half_holidays")
        days, yearly = self.days(given.get("days", []))
        made = BusinessCalendar(
            key=self.key, zone=self.zone(given["zone"]), week=self.at("week", week_of, given["week"]),
            cut_off=self.at("cut_off", hour, given["cut_off"]) if "cut_off" in given else None,
            days=days, yearly=yearly, country=country, also=self.also(given.get("also", []), given),
            absences=tuple(self.absence(table) for table in self.each(given.get("absences", []), "absences")),
            **{name: self.at(name, windows_of, given[name]) for name in ("half_holidays", "holiday_eves", "also_open") if name in given})
        return self.opens(made)

    def opens(self, calendar):
        """`calendar`, if it opens within a year of any day: of a plain one, and of each that begins a time when nobody is there."""
        closing = {day for day in calendar.days if day - timedelta(1) not in calendar.days}
        for day in sorted({PLAIN_DAY, *closing, *(absence.first for absence in calendar.absences)}):
            try:
                calendar.next_opening(calendar.moment_at(day, 0))
            except CalendarNeverOpens:
                when = "never opens" if day == PLAIN_DAY else f"does not open for a year from {day} on"
                raise self.broken(f"The calendar `{self.key}` {when}.", 'Give `week` a day with windows, mon-fri = ["09:00-17:00"], that no other key takes away.',
                                  "week") from None
        return calendar

    # --- values --------------------------------------------------------------------------------------------------------

    def at(self, name, read_it, value):
        """What `read_it` makes of `value`; what is wrong with it is told with the key `name`."""
        try:
            return read_it(value)
        except WindowBroken as wrong:
            raise self.broken(f"`{name}`: {wrong.cause}", wrong.remedy, name) from None

    def tables(self, value, name):
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            raise self.broken(f"`{name}` is {value!r:.80}.", f"Write each as [[calendars.{self.key}.{name}]].", name)
        return value

    def zone(self, text):
        zones = _zones()
        if not isinstance(text, str) or text not in zones:
            near = difflib.get_close_matches(str(text), zones, 1, 0.7)
            raise self.broken(f"`zone` is {text!r:.80}, which is no time zone.",
                              f"Did you mean `{near[0]}`?" if near else "Write its IANA name, as Europe/Ljubljana.", "zone")
        return text

    def country(self, text):
        code, _, part = text.partition("-") if isinstance(text, str) else (None, "", "")
        known = holiday.known()
        if code not in known:
            raise self.broken(f"`holidays` is {text!r:.80}, which is no country that we know the holidays of.",
                              "Write its two letters as in ISO 3166, as IL, or DE-BY for a part of it.", "holidays")
        if part and part not in known[code]:
            raise self.broken(f"`holidays`: {code} has no part {part!r:.80}.",
                              f"Known are: {', '.join(known[code])}." if known[code] else f'Write holidays = "{code}".', "holidays")
        return holiday.Country(code, part or None)

    def also(self, value, given):
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.broken(f"`also` is {value!r:.80}.", 'It takes a list: ["sun", "holidays"].', "also")
        if "also_open" in given and not value:
            raise self.broken("`also_open` says when, but `also` does not say on which days.", 'Add also = ["sun", "holidays"].', "also_open")
        found = set()
        for text in value:
            found |= {HOLIDAYS} if text == HOLIDAYS else set(self.at("also", weekdays, text))
        week = self.at("week", week_of, given["week"])
        if "also_open" not in given and (closed := [WEEKDAYS[day] for day in sorted(found - {HOLIDAYS}) if not week[day]]):
            raise self.broken(f"`also` names {', '.join(closed)}, which has no windows in `week`.", 'Add also_open = ["10:00-14:00"].', "also")
        if HOLIDAYS in found and "holidays" not in given:
            raise self.broken("`also` names the holidays of no country.", 'Add holidays = "IL", or another country.', "also")
        return frozenset(found)

    # --- days ----------------------------------------------------------------------------------------------------------

    def days(self, tables):
        """({date: Special}, {(month, day): Special}); the later of two wins."""
        days, yearly = {}, {}
        for table in self.each(tables, "days"):
            self.known(table, DAY_KEYS, "an own day")
            if "open" not in table:
                raise self.broken("An own day has no `open`.", 'Add open = ["09:00-12:00"], or open = [] for closed.')
            special = Special(self.at("open", windows_of, table["open"]), self.texts(table.get("name", {}), "name"))
            if sum(name in table for name in ("on", "yearly", "from")) != 1 or ("from" in table) != ("until" in table):
                raise self.broken("An own day has no date, or more than one kind of it.",
                                  'Write on = 2026-12-24, or from = and until =, or yearly = "12-24".')
            if "yearly" in table:
                yearly[self.yearly(table["yearly"])] = special
            else:
                first, last = self.range(table, "from") if "from" in table else (self.date(table["on"], "on"),) * 2
                days |= {first + timedelta(n): special for n in range((last - first).days + 1)}
                if len(days) > MOST_DATES:
                    raise self.broken(f"A calendar has more than {MOST_DATES:,} days of its own.", "Use `yearly`, or take the past ones out.")
        return days, yearly

    def yearly(self, text):
        if isinstance(text, str) and re.fullmatch(r"\d\d-\d\d", text):
            try:
                day = date(2024, int(text[:2]), int(text[3:]))   # a leap year: 29 February may be meant
                return day.month, day.day
            except ValueError:
                pass
        raise self.broken(f"`yearly` is {text!r:.80}.", 'It takes month and day: "12-24".', "yearly")

    def absence(self, table):
        self.known(table, ABSENCE_KEYS, "an absence")
        for name in ("from", "until", "notice"):
            if name not in table:
                raise self.broken(f"An absence has no `{name}`.", 'It takes from = 2026-12-27, until = 2026-12-31 and notice = { en = "…" }.')
        return Absence(*self.range(table, "from"), self.texts(table["notice"], "notice"))

    def range(self, table, name):
        first, last = self.date(table[name], name), self.date(table["until"], "until")
        if not 0 <= (last - first).days <= MOST_DAYS:
            raise self.broken(f"`until` is {last}, and `from` is {first}.", "It takes the last day, at most two years on.", "until")
        return first, last

    def date(self, value, name):
        if not isinstance(value, date) or isinstance(value, datetime) or value.year not in YEARS:
            raise self.broken(f"`{name}` is {_shown(value)}.", f"It takes a date without quotes, 2026-12-24, from {YEARS[0]} to {YEARS[-1]}.", name)
        return value

    def texts(self, value, name):
        """{locale: text}; a plain text stands for the default locale."""
        value = {self.locales[0]: value} if isinstance(value, str) else value
        if not isinstance(value, dict) or (name == "notice" and not value):
            raise self.broken(f"`{name}` is {value!r:.80}.", 'It takes a text, or texts by locale: { en = "…" }.', name)
        found = {}
        for tag, text in value.items():
            if locales_.tidy(tag) not in self.locales:
                raise self.broken(f"`{name}` has a text for `{tag}`, which is no locale of this site.", _near(tag, self.locales), name)
            if not isinstance(text, str) or not text.strip() or CONTROL.search(text):
                raise self.broken(f"`{name}` is {text!r:.80}.", "It takes a text for each locale.", name)
            found[locales_.tidy(tag)] = text
        return found


def _near(name, allowed):
    near = difflib.get_close_matches(name, allowed, 1)
    return f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(sorted(allowed))}."


def _shown(value):
    return str(value) if isinstance(value, date) else f"{value!r:.80}"


@lru_cache(1)
def _zones():
    return available_timezones()   # it walks the folders of the machine: 10 ms
