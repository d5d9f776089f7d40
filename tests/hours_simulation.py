"""The same questions answered the slow way: walk the minutes in UTC, look at the clock on the wall, count.

Nothing here is taken from `askaside.hours` but its answers. A case is drawn as plain values, told to the program as the table
of a site.toml, and to the walk as it is.
"""

import random
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from askaside.hours import calendar_file, explained

MINUTES = 23 * 24 * 60      # walked: 21 days after a moment in the second day
MINUTE = timedelta(minutes=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Zones with clock changes at night, at midnight, on Fridays, by half an hour and by two; with odd offsets; and with none.
ZONES = {"Asia/Jerusalem": "IL", "Europe/Ljubljana": "SI", "Europe/Helsinki": "FI", "Europe/Moscow": "RU", "America/New_York": "US",
         "America/St_Johns": "CA-NL", "Australia/Lord_Howe": "AU-NSW", "Asia/Kathmandu": "NP", "Africa/Cairo": "EG", "America/Havana": "CU",
         "Asia/Beirut": "LB", "Africa/Casablanca": "MA", "Pacific/Chatham": "NZ", "Antarctica/Troll": "NO", "Europe/Berlin": "DE-BY", "UTC": "GB-SCT"}


@lru_cache(40)
def walk(zone, start):
    """[(local date, minute of the day)] of each minute from `start`, by the wall clock of `zone`."""
    here, found = ZoneInfo(zone), []
    for n in range(MINUTES):
        local = (start + n * MINUTE).astimezone(here)
        found.append((local.date(), local.hour * 60 + local.minute))
    return found


@lru_cache(1000)
def closed_by(code, year):
    """(holidays, half-holidays) of the country."""
    code, _, part = code.partition("-")
    public = holidays.country_holidays(code, subdiv=part or None, years=year)
    if code != "IL":
        return frozenset(public), frozenset()
    optional = holidays.country_holidays(code, years=year, categories=("optional",), language="he")
    return frozenset(public), frozenset(day for day, name in optional.items() if "חול המועד" in name)


def a_start(rng, zone):
    """Midnight in UTC, two days before or after which something happens more often than not."""
    year = rng.choice((2024, 2025, 2026, 2027))
    if rng.random() < 0.6:   # around a change of the clocks
        here, found = ZoneInfo(zone), []
        for n in range(366):
            noon = datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(n)
            if noon.astimezone(here).utcoffset() != (noon + timedelta(1)).astimezone(here).utcoffset():
                found.append(noon.replace(hour=0))
        if found:
            return rng.choice(found) - timedelta(rng.randrange(20))
    month, day = rng.choice(((1, 1), (12, 20), (4, 1), (9, 20), (5, 1), (2, 25), (10, 1), (rng.randrange(1, 13), rng.randrange(1, 29))))
    return datetime(year, month, day, tzinfo=UTC) - timedelta(rng.randrange(10))


def some_windows(rng, at_least=1):
    """Up to three, apart; often at the ends of the day and at the hours at which clocks change."""
    edges = sorted(rng.sample(sorted({0, 1440, 60, 90, 120, 150, 180, 1380, 1410, *(rng.randrange(1, 1440) for _ in range(8)), 540, 1020}), 6))
    return [tuple(edges[2 * n:2 * n + 2]) for n in sorted(rng.sample(range(3), rng.randint(at_least, 3)))]


class Case:
    """One random calendar and moment. Windows are (from, to) in minutes."""

    def __init__(self, rng, starts):
        self.zone, self.start = rng.choice(starts)
        first = self.start.date()
        self.country = ZONES[self.zone] if rng.random() < 0.7 else None
        self.week = [some_windows(rng) if rng.random() < 0.8 else [] for _ in range(7)]
        self.week[rng.randrange(7)] = some_windows(rng)
        self.cut_off = rng.randrange(1440) if rng.random() < 0.5 else None
        self.half = some_windows(rng, 0) if self.country == "IL" and rng.random() < 0.7 else None
        self.eves = some_windows(rng, 0) if self.country and rng.random() < 0.3 else None
        self.also = {name for name in ("mon", "sun", "holidays") if rng.random() < 0.3 and (name != "holidays" or self.country)}
        self.also_open = some_windows(rng) if self.also and rng.random() < 0.6 else None
        if self.also_open is None:
            self.also -= {name for name in self.also - {"holidays"} if not self.week[NAMES.index(name)]}
        self.own = [(first + timedelta(rng.randrange(24)), rng.randrange(3), some_windows(rng, 0)) for _ in range(rng.randrange(4))]
        self.yearly = [(first + timedelta(rng.randrange(24)), some_windows(rng, 0)) for _ in range(rng.randrange(2))]
        self.away = [(first + timedelta(rng.randrange(24)), rng.randrange(5)) for _ in range(rng.random() < 0.2)]
        self.at = rng.randrange(1440, 2 * 1440) if rng.random() < 0.8 else rng.randrange(1440, MINUTES)
        self.share, self.probes = rng.random(), [rng.randrange(MINUTES) for _ in range(5)]

    def table(self):
        """As it stands in site.toml. Days with the same windows are told as one range, over the end of the week too."""
        def told(windows):
            return [f"{since // 60:02}:{since % 60:02}-{until // 60:02}:{until % 60:02}" for since, until in windows]
        week, day = {}, 0
        while day < 7:
            last = day
            while last < 6 and self.week[last + 1] == self.week[day]:
                last += 1
            week[NAMES[day] if last == day else f"{NAMES[day]}-{NAMES[last]}"] = told(self.week[day])
            day = last + 1
        made = {"zone": self.zone, "week": week, "also": sorted(self.also)}
        if self.cut_off is not None:
            made["cut_off"] = f"{self.cut_off // 60:02}:{self.cut_off % 60:02}"
        for name, windows in (("half_holidays", self.half), ("holiday_eves", self.eves), ("also_open", self.also_open)):
            if windows is not None:
                made[name] = told(windows)
        if self.country:
            made["holidays"] = self.country
        made["days"] = [{"from": day, "until": day + timedelta(more), "open": told(windows)} for day, more, windows in self.own]
        made["days"] += [{"yearly": day.strftime("%m-%d"), "open": told(windows)} for day, windows in self.yearly]
        made["absences"] = [{"from": day, "until": day + timedelta(more), "notice": {"en": "Away."}} for day, more in self.away]
        return made

    def windows(self, day):
        """Those of a local date, by the rules of the manual, one after the other."""
        name = NAMES[day.weekday()]
        usual = self.also_open if name in self.also and self.also_open is not None else self.week[day.weekday()]
        if any(first <= day <= first + timedelta(more) for first, more in self.away):
            return []
        for first, more, windows in reversed(self.own):
            if first <= day <= first + timedelta(more):
                return windows
        for yearly, windows in reversed(self.yearly):
            if (yearly.month, yearly.day) == (day.month, day.day):
                return windows
        if self.country:
            public, half = closed_by(self.country, day.year)
            if day in public:
                if "holidays" not in self.also:
                    return []
                return usual if self.also_open is None else self.also_open
            tomorrow = day + timedelta(1)
            if self.eves is not None and usual and tomorrow in closed_by(self.country, tomorrow.year)[0]:
                return self.eves
            if day in half and self.half is not None:
                return self.half if usual else []
        return usual

    def minutes(self):
        """[whether it is open] for each minute walked."""
        days = {}
        for day in dict.fromkeys(day for day, _ in walk(self.zone, self.start)):
            shown = bytearray(1440)
            for since, until in self.windows(day):
                for minute in range(since, until):
                    shown[minute] = 1
            days[day] = shown
        return [days[day][minute] for day, minute in walk(self.zone, self.start)]


def differences(case):
    """What the program says otherwise than the walk: [(question, its answer, ours)]."""
    calendar = calendar_file.read({"office": case.table()})["office"]
    wall, is_open, at = walk(case.zone, case.start), case.minutes(), case.at
    wrong = []

    def moment(n):
        return case.start + n * MINUTE

    def ask(question, given, expected):
        if given != expected:
            wrong.append((question, given, expected))

    for n in (at, *case.probes):
        ask(f"is_open {moment(n)}", calendar.is_open(moment(n)), bool(is_open[n]))
    opening = next((n for n in range(at, MINUTES) if is_open[n]), None)
    if opening is None:
        return wrong
    ask("next_opening", calendar.next_opening(moment(at)), moment(opening))

    today = wall[at][0]
    late = case.cut_off is not None and any(wall[n][0] == today and wall[n][1] >= case.cut_off for n in range(max(0, at - 1600), at + 1))
    received = next((n for n in range(at, MINUTES) if is_open[n] and wall[n][0] > today), None) if late else opening
    if received is None:
        return wrong
    ask("received_at", calendar.received_at(moment(at)), moment(received))

    end = min(MINUTES, at + 21 * 1440)
    for question, begin, answer in (("add_working_time", at, calendar.add_working_time), ("due_at", received, calendar.due_at)):
        open_ones = [n for n in range(begin, end) if is_open[n]]
        if open_ones:
            wanted = 1 + int(case.share * (len(open_ones) - 1))
            ask(question, answer(moment(at), wanted * MINUTE), moment(open_ones[wanted - 1] + 1))
    if open_ones:
        steps = explained.explain(calendar, moment(at), wanted * MINUTE)
        ask("explain: due", (steps[-1].kind, steps[-1].to_at), ("due", moment(open_ones[wanted - 1] + 1)))
        ask("explain: counted", sum((s.counted for s in steps if s.kind == "counted"), timedelta(0)), wanted * MINUTE)
    since, until = min(at, case.probes[0]), max(at, case.probes[0])
    ask("working_time_between", calendar.working_time_between(moment(since), moment(until)), sum(is_open[since:until]) * MINUTE)
    return wrong


def run(cases, seed):
    """Compares `cases` random calendars and moments; (the first differences with their case, what was met: counts by word)."""
    rng, wrong = random.Random(seed), []
    met = dict.fromkeys(("clock changes", "holidays", "cut-offs", "own days", "absences"), 0)
    starts = []
    for n in range(cases):
        if n % 100 == 0:   # walks are costly, so a hundred cases share twelve of them
            starts = [(zone, a_start(rng, zone)) for zone in rng.sample(sorted(ZONES), 12)]
        case = Case(rng, starts)
        if found := differences(case):
            wrong.append((n, vars(case), found))
            if len(wrong) == 3:
                break
        here, first = ZoneInfo(case.zone), case.start
        dates = [first.date() + timedelta(day) for day in range(23)]
        met["clock changes"] += first.astimezone(here).utcoffset() != (first + timedelta(23)).astimezone(here).utcoffset()
        met["holidays"] += bool(case.country) and any(day in closed_by(case.country, day.year)[0] for day in dates)
        met["cut-offs"] += case.cut_off is not None
        met["own days"] += bool(case.own or case.yearly)
        met["absences"] += bool(case.away)
    return wrong, met
