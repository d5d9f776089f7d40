"""The reports of a site: how much came, how soon it was answered and solved, what of the promises was kept, and who helped themselves."""

import csv
import io
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..help import seen
from ..tickets import measures

SPANS = {30: 1, 90: 7}   # days of a report: days of one of its stretches
PROMISES = ("first", "next", "resolution")
COLUMNS = ("opened", "solved", "reopened", "first_median_minutes", "first_90_percent_minutes", "resolution_median_minutes", "resolution_90_percent_minutes",
           *(f"{name}_promises_{end}" for name in PROMISES for end in ("kept", "missed")), "rating_mean", "ratings", "help_opened", "help_searches", "help_articles_read")
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


class Figures:
    """What was counted of one stretch of time, team or module."""

    def __init__(self):
        self.counts, self.times = Counter(), defaultdict(list)

    def __getitem__(self, name):
        return self.counts[name]

    def add(self, other):
        self.counts.update(other.counts)
        for name, times in other.times.items():
            self.times[name] += times

    def share(self, name):
        """Promises kept, in per cent, None where none was due."""
        kept, missed = self.promises(name)
        return round(100 * kept / (kept + missed)) if kept + missed else None

    def promises(self, name):
        """(kept, missed)"""
        missed = self.counts[f"{name}_missed"]
        return (max(0, self.counts["next_asked"] - missed) if name == "next" else self.counts[f"{name}_kept"]), missed

    def took(self, name, share):
        """The time that this `share` of the answers took at most, a timedelta; None without any."""
        found = self.times[f"{name}_took"]
        return timedelta(seconds=found[max(0, -int(-len(found) * share // 1) - 1)]) if found else None

    @property
    def stars(self):
        return self.counts["stars"] / self.counts["rated"] if self.counts["rated"] else None

    @property
    def alone(self):
        """Articles that were read, in per cent of those and of requests; None where nothing was seen."""
        read = self.counts["article"]
        return round(100 * read / (read + self.counts["opened"])) if read else None


def made(site, zone, now, days):
    """{group: {key: Figures}} of the Site `site` for the last `days` (of SPANS), today among them, by the clock of `zone` (an IANA name).

    all     {None: …}
    time    {the local midnight that a stretch begins at: …}, all of them, the newest first
    team    {key or None: …} of those that there was something of, the most requests first; `module` the same
    """
    bounds = stretches(zone, now, days)
    found = {"all": {None: Figures()}, "time": {bound: Figures() for bound in reversed(bounds[:-1])}, "team": defaultdict(Figures), "module": defaultdict(Figures)}

    cells = defaultdict(Figures)   # by what all groups tell apart: each line of the database is looked at once
    for name, *where, count in measures.counted(site.key, bounds, now):
        if name.endswith("_took"):
            cells[tuple(where)].times[name].append(max(0, count))
        else:
            cells[tuple(where)].counts[name] += count
    for (place, team, module), one in cells.items():
        for figures in (found["all"][None], found["time"][bounds[place]], found["team"][team], found["module"][module]):
            figures.add(one)
    for place, module, kind, count in seen.counted(site.key, bounds):
        for figures in (found["all"][None], found["time"][bounds[place]], found["module"][module]):
            figures.counts[kind] += count
    for group in found.values():
        for figures in group.values():
            for times in figures.times.values():
                times.sort()
    for group in ("team", "module"):
        found[group] = dict(sorted(found[group].items(), key=lambda one: (-one[1]["opened"], one[0] or "")))
    return found


def stretches(zone, now, days):
    """The moments between which a report's stretches lie: local midnights, and the end of today."""
    first, step = now.astimezone(ZoneInfo(zone)).date() - timedelta(days - 1), SPANS[days]
    dates = [first + timedelta(n) for n in (*range(0, days, step), days)]
    return [datetime.combine(date, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC) for date in dates]


def rows(found, titles, zone):
    """The rows of `made` for a spreadsheet, the head first. `titles`: {group: {key: text}}"""
    yield ("by", "key", "title", *COLUMNS)
    for group, those in found.items():
        for key, figures in those.items():
            name = f"{key.astimezone(ZoneInfo(zone)):%Y-%m-%d}" if group == "time" else key or ""
            yield (group, name, titles.get(group, {}).get(key, ""), *_values(figures))


def table(lines):
    """The bytes of a CSV file (RFC 4180, UTF-8 with its mark) that no spreadsheet takes for anything but words and numbers."""
    told = io.StringIO()
    csv.writer(told, lineterminator="\r\n").writerows([cell(value) for value in line] for line in lines)
    return told.getvalue().encode("utf-8-sig")


def cell(value):
    """`value` as a cell may hold it: a text that begins like a formula gets an apostrophe, and is none."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and (text.startswith(RISKY) or text.lstrip().startswith(RISKY)) else text


def _values(figures):
    for name in ("opened", "solved", "reopened"):
        yield figures[name]
    for name in ("first", "resolution"):
        for share in (0.5, 0.9):
            took = figures.took(name, share)
            yield None if took is None else took // timedelta(minutes=1)
    for name in PROMISES:
        yield from figures.promises(name)
    yield None if figures.stars is None else round(figures.stars, 2)
    for name in ("rated", "open", "search", "article"):
        yield figures[name]
