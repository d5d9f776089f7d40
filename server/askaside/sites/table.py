"""A table of `site.toml` that belongs to a room above: its keys read one by one, and what is wrong told."""

import difflib
from datetime import timedelta

from ..core import locale as locales_
from .site import KEY

MISSING = object()
UNITS = {"m": 60, "h": 3600}
MOST_HOURS = 2000   # of working time: a year


class TableBroken(Exception):
    """A table of a room above cannot be used: why, what to do, and the key it is about, in the `at`-th [table] of that name."""

    def __init__(self, cause, remedy, name=None, table=None, at=0, holding=None):
        """`holding`: the piece of its text that is wrong, which may take several lines."""
        super().__init__(f"{cause} {remedy}")
        self.cause, self.remedy, self.name, self.table, self.at, self.holding = cause, remedy, name, table, at, holding


def named(value, name, example):
    """The items of a table of tables, {key: table}. raises  TableBroken"""
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        raise TableBroken(f"`{name}` is {value!r:.80}.", f"Write {example}.", name)
    return value.items()


def listed(value, name, keys):
    """(Table, its key) of each of the [[name]] tables, which may have `keys`. raises  TableBroken"""
    if not isinstance(value, list):
        raise TableBroken(f"`{name}` is {value!r:.80}.", f"Write [[{name}]] tables.", name)
    seen = set()
    for at, one in enumerate(value):
        table = Table(one, name, keys, at)
        key = table.take("key", str, "a-z, 0-9 and -")
        if not KEY.fullmatch(key) or key in seen:
            raise table.broken(f"`key` in [[{name}]] is {key!r:.80}.", "A key is a-z, 0-9 and -, and there once.", "key")
        seen.add(key)
        yield table, key


class Table:
    """One table: `name` as its head writes it ("teams", "sla.gold"), the `at`-th of that name, and the keys it may have."""

    def __init__(self, value, name, keys, at=0):
        self.name, self.at = name, at
        if not isinstance(value, dict):
            raise self.broken(f"`{name}` is {value!r:.80}.", f"Write [[{name}]] or [{name}] tables.")
        for key in value:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                raise self.broken(f"`{key}` is not a key of {name}.", f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(sorted(keys))}.", key)
        self.value = value

    def broken(self, cause, remedy, key=None, holding=None):
        return TableBroken(cause, remedy, key, self.name, self.at, holding)

    def take(self, key, kind, shape, default=MISSING):
        """The value of `key`, if it is of `kind` (True is no number here); `default` when it is not there."""
        if key not in self.value:
            if default is MISSING:
                raise self.broken(f"`{key}` is missing.", f"It takes {shape}.", key)
            return default
        value = self.value[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.broken(f"`{key}` is {value!r:.80}.", f"It takes {shape}.", key)
        return value

    def one_of(self, key, allowed, default=MISSING):
        """The value of `key`, one of `allowed`."""
        shape = f"one of {', '.join(map(str, allowed)) or 'those that there are: none'}"
        value = self.take(key, object, shape, default)
        if value is not default and (isinstance(value, bool) or value not in allowed):
            near = difflib.get_close_matches(str(value), list(map(str, allowed)), 1)
            raise self.broken(f"`{key}` is {value!r:.80}.", f"Did you mean `{near[0]}`?" if near else f"It takes {shape}.", key)
        return value

    def some(self, key, allowed):
        """A tuple of texts out of `allowed`; () when it is not there."""
        for text in (given := self.take(key, list, f"a list, of {', '.join(allowed)}", [])):
            if text not in allowed:
                raise self.broken(f"`{key}` names {text!r:.80}.", f"There are: {', '.join(allowed)}.", key)
        return tuple(given)

    def texts(self, key, site, default=MISSING):
        """{locale: text} of the Site `site`; a plain text stands for its default locale."""
        value = self.take(key, (str, dict), 'a text, or texts by locale: { en = "…" }', default)
        if value is default:
            return default
        found = {}
        for tag, text in ({site.locales[0]: value} if isinstance(value, str) else value).items():
            if locales_.tidy(tag) not in site.locales or not isinstance(text, str):
                raise self.broken(f"`{key}` has {text!r:.40} for `{tag}`.", f"Write a text for each of the site's locales: {', '.join(site.locales)}.", key)
            found[locales_.tidy(tag)] = text
        return found

    def span(self, key, text, seconds=False):
        """A timedelta from a text such as "90m" or "4h"; with `seconds` "45s", too."""
        number, unit = (text[:-1], text[-1:]) if isinstance(text, str) else ("", "")
        units = {**UNITS, **({"s": 1} if seconds else {})}
        if unit not in units or not number.isdecimal() or not 0 < int(number) * units[unit] <= MOST_HOURS * 3600:
            shape = 'seconds, minutes or hours: "45s", "90m"' if seconds else 'working time in minutes or hours: "90m", "4h"'
            raise self.broken(f"`{key}` is {text!r:.80}.", f"It takes {shape}.", key)
        return timedelta(seconds=int(number) * units[unit])
