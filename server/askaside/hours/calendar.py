"""BusinessCalendar: when time counts.

Windows are told in wall time, and the clock on the wall decides: we are open whenever it shows a time within a window of its
date. When clocks go forward, the part of a window that no clock ever shows is gone; when they go back, what is shown twice
counts twice. Between two such moments working time is the time that really passes.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from . import stretch
from .stretch import BLOCK, DAY, micros, moment_of

YEAR = 366 * DAY
LONGEST = 20 * YEAR
BLOCKS = 64                     # kept by a calendar: over five years of them, some 100 kB
MIDNIGHT = 24 * 60
ALL_DAY = ((0, MIDNIGHT),)
HOLIDAYS = "holidays"           # in `also`, beside weekdays (Monday is 0)


class CalendarNeverOpens(Exception):
    """There is no opening within a year. `key` names the calendar."""

    def __init__(self, key):
        super().__init__(f"The calendar `{key}` has no opening within a year.")
        self.key = key


@dataclass(frozen=True)
class Day:
    """A local date and its `windows`: (from, to) in minutes from midnight, rising, apart; () is closed.

    kind   what made it so: week, also, own, holiday, eve, half_holiday, absence, always
    name   by locale; of an eve, the name of the holiday that follows; of an absence, its notice; {} if it has none
    usual  the windows of the week on such a day
    """

    date: date
    windows: tuple
    kind: str = "week"
    name: dict = field(default_factory=dict)
    usual: tuple = ()


@dataclass(frozen=True)
class Special:
    """What an own day says: its windows, and its name by locale."""

    windows: tuple = ()
    name: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Absence:
    """Nobody is there from the local date `first` to `last`, both within. `notice` by locale."""

    first: date
    last: date
    notice: dict

    def covers(self, day):
        return self.first <= day <= self.last


@dataclass(frozen=True)
class BusinessCalendar:
    """When time counts. Everything in it is taken as unchangeable: `dataclasses.replace` makes another.

    zone           IANA name
    week           7 tuples of windows, Monday first; a window is (from, to) in minutes from midnight, local; to may be 1440
    cut_off        minutes from midnight; what comes at it or later counts as of the next working day. None: no such hour
    days, yearly   {date: Special}, {(month, day): Special}; a date wins over a yearly one, both over holidays
    always         open at every moment; nothing else of it counts then
    country        Country, closed on its holidays; None: none
    half_holidays  windows on the half-holidays of the country, in place of those of the week; None: as usual.
    holiday_eves   windows on the day before a holiday; None: as usual. Neither opens a day that the week leaves closed
    also           weekdays (Monday is 0) and "holidays" that are served also, with the windows `also_open` (None: those of the week)
    absences       of Absence; they win over everything
    """

    key: str
    zone: str
    week: tuple = ((),) * 7
    cut_off: int | None = None
    days: dict = field(default_factory=dict)
    yearly: dict = field(default_factory=dict)
    always: bool = False
    country: object = None
    half_holidays: tuple | None = None
    holiday_eves: tuple | None = None
    also: frozenset = frozenset()
    also_open: tuple | None = None
    absences: tuple = ()
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _blocks: dict = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "_zone", ZoneInfo(self.zone))
        object.__setattr__(self, "_blocks", {})   # its own, so no other zone or week can get into it

    # --- days ----------------------------------------------------------------------------------------------------------

    def day(self, date):
        """The Day that the local `date` is."""
        if self.always:
            return Day(date, ALL_DAY, "always", usual=ALL_DAY)
        usual = self.week[date.weekday()]
        for absence in self.absences:
            if absence.covers(date):
                return Day(date, (), "absence", absence.notice, usual)
        own = self.days.get(date) or self.yearly.get((date.month, date.day))
        if own:
            return Day(date, own.windows, "own", own.name, usual)
        return self._by_country(date, usual)

    def _by_country(self, date, usual):
        extra = date.weekday() in self.also and self.also_open is not None
        plain = Day(date, self.also_open if extra else usual, "also" if extra else "week", usual=usual)
        holiday = self.country and self.country.on(date)
        if holiday and holiday.kind == "holiday":
            if HOLIDAYS not in self.also:
                return Day(date, (), "holiday", holiday.name, usual)
            return Day(date, plain.windows if self.also_open is None else self.also_open, "holiday", holiday.name, usual)
        if self.holiday_eves is not None and self.country and plain.windows:
            next_one = self.country.on(date + timedelta(1))
            if next_one and next_one.kind == "holiday":
                return Day(date, self.holiday_eves, "eve", next_one.name, usual)
        if holiday and self.half_holidays is not None:
            return Day(date, self.half_holidays if plain.windows else (), "half_holiday", holiday.name, usual)
        return plain

    def windows_of(self, date):
        """The windows of the local `date`, in minutes from midnight; () when closed."""
        return self.day(date).windows

    def openings(self, date):
        """The windows of the local `date` as they pass: (from, to), aware, UTC. A change of the clocks may
        take one away, and show one twice."""
        return tuple((moment_of(start), moment_of(end)) for start, end in stretch.of_date(date, self.windows_of(date), self._zone))

    def local(self, moment):
        """`moment` on the wall clock of the calendar."""
        return moment.astimezone(self._zone)

    def notice_at(self, moment):
        """The notice, by locale, of the absence that stands at `moment`; else None."""
        today = self.local(moment).date()
        return next((absence.notice for absence in self.absences if absence.covers(today)), None)

    # --- moments -------------------------------------------------------------------------------------------------------

    def is_open(self, moment):
        """Does time count at `moment`? It does from the first moment of a window, and no more at its last."""
        at = micros(moment)
        block = self._block(at // BLOCK)
        found = bisect_right(block.ends, at)
        return found < len(block.ends) and block.starts[found] <= at

    def next_opening(self, moment):
        """The first moment, not before `moment`, at which we are open: `moment` itself if we are. UTC.

        raises  CalendarNeverOpens when there is none within a year
        """
        at = micros(moment)
        for number in range(at // BLOCK, (at + YEAR) // BLOCK + 1):
            block = self._block(number)
            found = bisect_right(block.ends, at)
            if found < len(block.ends):
                opening = max(at, block.starts[found])
                if opening - at > YEAR:
                    break
                return moment_of(opening)
        raise CalendarNeverOpens(self.key)

    def received_at(self, moment):
        """The moment from which a request that came at `moment` counts: the next opening; after the cut-off hour of a day,
        the first opening of a later one. That hour comes once a day, also when the clocks show it twice. UTC.

        raises  CalendarNeverOpens
        """
        if self.cut_off is not None and not self.always:
            local = self.local(moment)
            if moment >= self.moment_at(local.date(), self.cut_off):
                return self.next_opening(self.moment_at(local.date() + timedelta(1), 0))
        return self.next_opening(moment)

    def moment_at(self, date, minute):
        """When the wall clock first shows `minute` (from midnight) of the local `date`, or a later time if it skips that one. UTC."""
        start = stretch.of_date(date, ((minute, MIDNIGHT),), self._zone)
        if start:
            return moment_of(start[0][0])
        return self.moment_at(date + timedelta(1), 0)   # skipped to the end of the day, or the day was never there

    def add_working_time(self, moment, duration):
        """When `duration` of working time after `moment` has passed. UTC.

        A duration that ends with a window is over at its end, not at the next opening; none at all gives the next opening.
        The cut-off hour plays no part: see `due_at`.

        raises  CalendarNeverOpens when a year passes without an opening; ValueError for less than nothing, or 20 years ahead
        """
        if duration < timedelta(0):
            raise ValueError(f"{duration} cannot be added as working time.")
        if not duration:
            return self.next_opening(moment)
        at = last = micros(moment)
        number = at // BLOCK
        block = self._block(number)
        left = duration // stretch.MICRO + block.before(at)
        while left > block.total:
            left -= block.total
            if block.ends:
                last = max(last, block.ends[-1])
            number += 1
            block = self._block(number)
            if (block.starts[0] if block.starts else (number + 1) * BLOCK) - last > YEAR:
                raise CalendarNeverOpens(self.key)
            if number * BLOCK - at > LONGEST:
                raise ValueError(f"{duration} of working time would be over in more than 20 years.")
        found = bisect_left(block.sums, left)
        return moment_of(block.ends[found] - block.sums[found] + left)

    def due_at(self, moment, duration):
        """When a request that came at `moment` falls due, `duration` of working time after it counts. UTC.

        raises  as `add_working_time`
        """
        return self.add_working_time(self.received_at(moment), duration)

    def working_time_between(self, start, end):
        """The working time from `start` to `end`, a timedelta; below zero when `end` comes first."""
        if end < start:
            return -self.working_time_between(end, start)
        first, last = micros(start), micros(end)
        whole = sum(self._block(number).total for number in range(first // BLOCK, last // BLOCK))
        return timedelta(microseconds=whole + self._block(last // BLOCK).before(last) - self._block(first // BLOCK).before(first))

    def _block(self, number):
        block = self._blocks.get(number)
        if block is None:
            block = stretch.block(number, self.windows_of, self._zone)
            if len(self._blocks) >= BLOCKS:
                self._blocks.clear()   # bounded; what is asked again is soon there again
            self._blocks[number] = block
        return block
