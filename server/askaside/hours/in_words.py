"""The steps of a due time in words, in the languages we speak. The texts lie beside it, in `words.toml`.

A sentence is one text with places for a day, a time, a name and an amount. Days come in the case that the sentence asks for,
so no ending is ever glued on.
"""

import tomllib
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ..core import locale as locales_

TEXTS = Path(__file__).with_name("words.toml")
OWN = "en"
NEAR = timedelta(days=6)   # further on, the name of a weekday would mean two days
MIDNIGHT = 24 * 60


@lru_cache(1)
def texts():
    """{locale: its table}, as `words.toml` has them."""
    return tomllib.loads(TEXTS.read_text("utf-8"))


def in_words(steps, locale, calendar, zone=None):
    """A sentence for each of the `steps` that `explain` gives.

    locale  a language that has no texts of its own gets English
    zone    IANA name of the reader's zone, for the times of day; None: that of the calendar. A day that is closed, or has
            other hours, is a date of the calendar, and is told by its wall clock
    """
    told = _Told(locale, calendar, zone, steps[0].from_at)
    return [told.step(step) for step in steps]


def promised(due_at, now, locale, calendar, zone=None):
    """The promise itself as a sentence: "An answer comes today by 15:40." `due_at` and `now` are aware; the rest as in `in_words`."""
    told = _Told(locale, calendar, zone, now)
    days = (due_at.astimezone(told.zone).date() - now.astimezone(told.zone).date()).days
    kind = {0: "promised_today", 1: "promised_tomorrow"}.get(days, "promised")
    return told.say(kind, on=told.day("on", due_at, told.zone), time=told.time(due_at))


def amount(duration, locale):
    """A timedelta in the nearest language to `locale`: `3 h 30 min`; what is over a whole minute is left out, and less than one says so."""
    tag = locales_.pick(locale, texts(), OWN) or OWN
    words = texts()[tag]

    def counted(unit, n):
        forms = words[unit]
        return forms.get(locales_.plural(tag, n), forms["other"]).format(n=n)

    hours, minutes = divmod(duration // timedelta(minutes=1), 60)
    if not hours and not minutes:
        return words["moment"]
    if not minutes:
        return counted("hours", hours)
    if not hours:
        return counted("minutes", minutes)
    return words["both"].format(hours=counted("hours", hours), minutes=counted("and_minutes", minutes))


class _Told:
    def __init__(self, locale, calendar, zone, came_at):
        self.locale = locales_.pick(locale, texts(), OWN) or OWN
        self.words, self.calendar, self.came_at = texts()[self.locale], calendar, came_at
        self.zone = ZoneInfo(zone or calendar.zone)
        self.home = ZoneInfo(calendar.zone)

    def step(self, step):
        return _capital(getattr(self, step.kind)(step))

    # --- one for each kind ---------------------------------------------------------------------------------------------

    def came(self, step):
        return self.say("came", on=self.day("on", step.from_at, self.zone), time=self.time(step.from_at))

    def waits(self, step):
        return self.say("waits", **self.arrival(step))

    def cut_off(self, step):
        # The hour is that of the calendar's wall clock: told in the reader's zone, it would be another one every half year.
        return self.say("cut_off", **self.arrival(step), cut_off=self.clock(self.calendar.cut_off))

    def rested(self, step):
        return self.say("rested", on=self.day("on", step.to_at, self.zone), time=self.time(step.to_at), amount=self.amount(step.counted))

    def closed(self, step):
        return self.say("closed_named" if step.reason else "closed", day=self.days(step), name=self.name(step))

    def absent(self, step):
        return self.say("absent", day=self.days(step), notice=self.name(step))

    def reduced(self, step, kind="reduced"):
        return self.say(f"{kind}_named" if step.reason else kind, day=self.day("day", step.from_at, self.home), name=self.name(step),
                        hours=self.hours(step))

    def changed(self, step):
        return self.reduced(step, "changed")

    def eve(self, step):
        return self.reduced(step, "eve")

    def clocks(self, step):
        return self.say("clocks", day=self.day("day", step.from_at, self.home))

    def counted(self, step):
        first, last = step.from_at.astimezone(self.zone), step.to_at.astimezone(self.zone)
        amount = self.amount(step.counted)
        day = self.day("day", step.from_at, self.zone)
        midnight = last.date() == first.date() + timedelta(1) and not (last.hour or last.minute)
        if first.date() == last.date() or midnight:
            return self.say("counted", day=day, since=self.time(step.from_at), until=self.clock(MIDNIGHT) if midnight else self.time(step.to_at),
                            amount=amount)
        return self.say("counted_over", day=day, since=self.time(step.from_at), last=self.day("day", step.to_at, self.zone),
                        until=self.time(step.to_at), amount=amount)

    def due(self, step):
        return self.say("due", day=self.day("day", step.to_at, self.zone), time=self.time(step.to_at))

    # --- what stands in the places ---------------------------------------------------------------------------------------

    def say(self, which, **places):
        return self.words["say"][which].format(**places)

    def arrival(self, step):
        return {"on": self.day("on", step.from_at, self.zone), "time": self.time(step.from_at),
                "since": self.day("since", step.to_at, self.zone), "since_time": self.time(step.to_at)}

    def name(self, step):
        best = locales_.pick(self.locale, step.reason, OWN)
        return step.reason[best] if best else next(iter(step.reason.values()), "")

    def day(self, case, moment, zone):
        """A weekday in the `case` (day, on, since), with its date when a weekday would not say which."""
        local = moment.astimezone(zone)
        word = self.words[case][local.weekday()]
        if abs(local.date() - self.came_at.astimezone(zone).date()) <= NEAR:
            return word
        return self.words["dated"].format(day=word, date=local.day, month=self.words["months"][local.month - 1])

    def days(self, step):
        """The first and last local date of a step that is some dates long."""
        last = step.to_at - timedelta(microseconds=1)
        first_day, last_day = self.day("day", step.from_at, self.home), self.day("day", last, self.home)
        same = step.from_at.astimezone(self.home).date() == last.astimezone(self.home).date()
        return first_day if same else self.say("days", first=first_day, last=last_day)

    def time(self, moment):
        local = moment.astimezone(self.zone)
        return self.clock(local.hour * 60 + local.minute)

    def clock(self, minute):
        return self.words["clock"].format(hour=minute // 60, minute=minute % 60)

    def hours(self, step):
        """All windows of the step's date, by the calendar's clock."""
        windows = self.calendar.windows_of(step.from_at.astimezone(self.home).date())
        return ", ".join(self.say("window", since=self.clock(since), until=self.clock(until)) for since, until in windows)

    def amount(self, duration):
        return amount(duration, self.locale)


def _capital(text):
    return text[:1].upper() + text[1:]
