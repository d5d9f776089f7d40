"""`site.toml` → Site, every key checked; what is wrong is told with its line."""

import difflib
import re
import tomllib
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from ..core import locale as locales_
from ..core.errors import legible
from .patterns import REST, PatternBroken, PatternIndex, parse
from .site import CHANNELS, HERE, IDENTITY, KEY, Channel, Module, Site
from .table import TableBroken

# `help` is in use as a module of real products, and no address of ours collides with it.
TAKEN = frozenset({"desk", "api"})
# Addresses of ours have these in the place of a site's key, as a test reads from the routes; `content` will be the editors' desk.
TAKEN_SITES = frozenset({"content", "desk", "invitation", "password", "sign-in", "sign-out"})
SAFE_LINKS = ("https", "http", "mailto", "tel", "sms")
SITE_KEYS = {"name", "locales", "origins", "route", "base", "edit_url", "measure", "keys", "identity", "notice", "modules", "channels"}
MODULE_KEYS = {"key", "title", "pages"}
CHANNEL_KEYS = {"kind", "link", "title", "advice", "hours"}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class SiteBroken(Exception):
    """`site.toml` cannot be used: where, why, and what to do."""

    def __init__(self, path, line, cause, remedy):
        path, cause, remedy = legible(path, 1000), legible(cause), legible(remedy)
        super().__init__(f"{path}:{line}: {cause} {remedy}")
        self.path, self.line, self.column, self.cause, self.remedy = path, line, 1, cause, remedy


def address(text):
    """The parts of an address, as `urlsplit` gives them; empty ones for what is none."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def read(key, text, path="site.toml", tables=None):
    """The Site of the folder `key` from the text of its site.toml. `tables`: {name: reader(value, site so far) → what is kept
    in `Site.tables`} of the rooms above, in the order in which they may look at each other's; a reader raises TableBroken.

    raises  SiteBroken(path, line, cause, remedy)
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        last = text.count("\n") + 1
        raise SiteBroken(path, int(line.group(1)) if line else last, f"This is not TOML: {wrong}.",
                         "Correct the line, or compare it with the example in the manual.") from None
    except (RecursionError, ValueError):   # too deep for Python, or a number with thousands of digits
        lines = text.split("\n")
        longest = max(range(len(lines)), key=lambda at: len(lines[at]))
        raise SiteBroken(path, longest + 1, "A value is nested too deeply, or a number is too long.", "No key needs that: take it out.") from None
    return _Reader(key, text, path).site(given, tables or {})


def line_of(lines, name, table=None, at=0, holding=None):
    """The line, from 1, where `name` is set among the `lines` of a site.toml, in the `at`-th [[table]] if one is given (or as a
    [table.name] of it); that of its text `holding`, or of its {{piece}}, if it takes several lines. 1 when it is not there."""
    seen, inside, found = -1, table is None, None
    for number, line in enumerate(lines, 1):
        header = re.match(r"\s*\[\[?\s*([\w.-]+)", line)
        if header:
            if found:
                break
            seen += header.group(1) == table
            if name is not None and seen == at and header.group(1) == f"{table}.{name}":
                found = number
                continue
            inside = header.group(1) == table and seen == at
            if inside and name is None:
                return number
        elif inside and name is not None and not found and re.match(rf"""\s*["']?{re.escape(name)}["']?\s*[=.]""", line):
            found = number
        if found and (holding is None or f'"{holding}"' in line or f"'{holding}'" in line or (holding.startswith("{{") and holding in line)):
            return number
    if found or table is None:
        return found or 1
    return line_of(lines, None, table, at) if name is not None else line_of(lines, table)   # or the table stands in one line


class _Reader:
    """Checks one file and knows its lines."""

    def __init__(self, key, text, path):
        self.key, self.path, self.lines = key, path, text.split("\n")

    def broken(self, cause, remedy, name=None, table=None, at=0, holding=None):
        return SiteBroken(self.path, line_of(self.lines, name, table, at, holding), cause, remedy)

    def known(self, given, allowed, table=None, at=0):
        for name in given:
            if name not in allowed:
                near = difflib.get_close_matches(name, allowed, 1)
                remedy = f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(sorted(allowed))}."
                raise self.broken(f"`{name}` is not a key of {table or 'site.toml'}.", remedy, name, table, at)

    def want(self, value, kind, name, shape, table=None, at=0):
        """`value`, if it is of `kind` (True is no number here)."""
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.broken(f"`{name}` is {value!r:.80}.", f"It takes {shape}.", name, table, at)
        if kind is str and CONTROL.search(value):
            raise self.broken(f"`{name}` holds a control character: {value!r:.80}.", "Take it out.", name, table, at)
        return value

    def texts(self, value, name, table=None, at=0):
        """{locale: text}; a plain text stands for the default locale."""
        if isinstance(value, str):
            value = {self.locales[0]: value}
        self.want(value, dict, name, 'a text, or texts by locale: { en = "…" }', table, at)
        found = {}
        for tag, text in value.items():
            if locales_.tidy(tag) not in self.locales:
                near = difflib.get_close_matches(tag, self.locales, 1)
                remedy = f"Did you mean `{near[0]}`?" if near else f"The site's locales are {', '.join(self.locales)}."
                raise self.broken(f"`{name}` has a text for `{tag}`, which is no locale of this site.", remedy, name, table, at)
            found[locales_.tidy(tag)] = self.want(text, str, name, "a text for each locale", table, at)
        return found

    def patterns(self, value, name, table=None, at=0):
        value = [value] if isinstance(value, str) else value
        self.want(value, list, name, 'a list of routes: ["/invoices", "/invoices/*"]', table, at)
        try:
            return tuple(parse(text) for text in value)
        except PatternBroken as wrong:
            raise self.broken(f"`{name}`: {wrong}.", "See “Route patterns” in the manual.", name, table, at) from None

    def site(self, given, tables):
        self.known(given, SITE_KEYS | set(tables))
        for name in ("name", "locales", "modules"):
            if name not in given:
                raise self.broken(f"`{name}` is missing.", "The least that works is name, locales and one [[modules]].")
        if not KEY.fullmatch(self.key):
            raise self.broken(f"The folder is called {self.key!r}.", "A site's key is a-z, 0-9 and -, at most 64 characters.")
        if self.key in TAKEN_SITES:
            raise self.broken(f"No site can be called `{self.key}`: an address of the program has it in the place of a site's key.", "Give the folder another name.")
        self.want(given["locales"], list, "locales", 'a list: ["en", "he"]')
        self.locales = tuple(filter(None, (locales_.tidy(tag) if isinstance(tag, str) else None for tag in given["locales"])))
        if len(self.locales) != len(given["locales"]) or not self.locales or len(set(self.locales)) != len(self.locales):
            raise self.broken("`locales` holds something that is no language tag, or nothing, or one twice.",
                              'Write tags such as "en", "he", "pt-BR"; the first is the default.', "locales")
        modules = self.modules(self.want(given["modules"], list, "modules", "[[modules]] tables"))
        notice, until = self.notice(given.get("notice"))
        site = Site(
            key=self.key, name=self.want(given["name"], str, "name", "a text"), locales=self.locales, modules=modules,
            origins=tuple(self.origin(o) for o in self.want(given.get("origins", []), list, "origins", "a list of origins")),
            route=self.route(given.get("route", "path")), base=self.base(given.get("base", [])),
            edit_url=self.edit_url(given.get("edit_url")),
            measure=self.want(given.get("measure", False), bool, "measure", "true or false"),
            keys=self.keys(given["keys"]) if "keys" in given else None,
            notice=notice, notice_until=until,
            channels=self.channels(self.want(given.get("channels", []), list, "channels", "[[channels]] tables")),
            identity=self.identity(given.get("identity", "warn")),
            module_pages=PatternIndex((p, m) for m in modules for p in m.pages))
        for name, reader in tables.items():
            if name in given:
                try:
                    site = replace(site, tables={**site.tables, name: reader(given[name], site)})
                except TableBroken as wrong:
                    raise self.broken(wrong.cause, wrong.remedy, wrong.name, wrong.table or name, wrong.at, wrong.holding) from None
        return site

    def identity(self, text):
        if text not in IDENTITY:
            raise self.broken(f"`identity` is {text!r:.80}.", f"It is one of {', '.join(IDENTITY)}.", "identity")
        return text

    def origin(self, text):
        self.want(text, str, "origins", "a list of origins")
        parts = address(text)
        host = parts.netloc.removeprefix("*.")
        if parts.scheme not in ("http", "https") or not host or "*" in host or "@" in host or parts.path or parts.query or parts.fragment:
            raise self.broken(f"{text!r} is not an origin.",
                              "Write scheme and host only: https://app.example.com, or https://*.example.org.", "origins")
        return text.lower()

    def keys(self, value):
        """The keys that the product's pages set."""
        for text in self.want(value, list, "keys", 'a list: ["vat", "vat-rate"]'):
            if not isinstance(text, str) or not KEY.fullmatch(text):
                raise self.broken(f"The key {text!r:.80} is not allowed.", "A key is a-z, 0-9 and -, as in `vat-rate`.", "keys")
        return tuple(dict.fromkeys(value))

    def route(self, text):
        self.want(text, str, "route", "path, hash or query:NAME")
        if text in ("path", "hash") or re.fullmatch(r"query:[\w.~-]{1,64}", text):
            return text
        raise self.broken(f"`route` is {text!r}.", "It takes path, hash or query:NAME.", "route")

    def base(self, value):
        base = self.patterns(value, "base")
        if any(REST in pattern.parts for pattern in base):
            raise self.broken("`base` ends in `*`.", "Name each segment: /app/{lang}.", "base")
        return base

    def edit_url(self, text):
        if text is None:
            return None
        self.want(text, str, "edit_url", "an address with {path}")
        if "{path}" not in text or address(text).scheme not in ("http", "https"):
            raise self.broken(f"`edit_url` is {text!r}.", "It is an http(s) address that holds {path}.", "edit_url")
        return text

    def notice(self, given):
        if given is None:
            return None, None
        self.want(given, dict, "notice", "a table with `text`")
        self.known(given, {"text", "until"}, "notice")
        if "text" not in given:
            raise self.broken("[notice] has no `text`.", 'Add text = { en = "…" }, or take the table out.', None, "notice")
        until = given.get("until")
        if until is not None and (not isinstance(until, datetime) or until.tzinfo is None):
            raise self.broken("`until` has no time zone or is no time.", "Write it as 2026-11-26T18:00:00+02:00.", "until", "notice")
        return self.texts(given["text"], "text", "notice"), until

    def modules(self, tables):
        found = {}
        for at, table in enumerate(tables):
            self.want(table, dict, "modules", "[[modules]] tables")
            self.known(table, MODULE_KEYS, "modules", at)
            key = table.get("key")
            if not isinstance(key, str) or not KEY.fullmatch(key):
                raise self.broken(f"The key of a module is {key!r}.", "A key is a-z, 0-9 and -.", "key", "modules", at)
            if key in TAKEN or key in found:
                why = "is taken by the program" if key in TAKEN else "is there twice"
                raise self.broken(f"The module key `{key}` {why}.", "Choose another.", "key", "modules", at)
            title = self.texts(table.get("title", key.replace("-", " ").capitalize()), "title", "modules", at)
            found[key] = Module(key, title, self.patterns(table.get("pages", []), "pages", "modules", at))
        if not found:
            raise self.broken("There is no module.", "Add one [[modules]] table with a key.")
        return tuple(found.values())

    def channels(self, tables):
        found = []
        for at, table in enumerate(tables):
            self.want(table, dict, "channels", "[[channels]] tables")
            self.known(table, CHANNEL_KEYS, "channels", at)
            kind = table.get("kind")
            if kind not in CHANNELS:
                raise self.broken(f"The kind of a channel is {kind!r}.", f"It is one of {', '.join(CHANNELS)}.", "kind", "channels", at)
            link = table.get("link")
            if kind == "chat" and any(one.kind == kind for one in found):
                raise self.broken("There is a second chat.", "A site has one. Take this one out.", "kind", "channels", at)
            if kind in HERE and link is not None:
                raise self.broken(f"A {kind} has no `link`: it stays in the widget.", "Take the link out.", "link", "channels", at)
            if kind not in HERE:
                self.want(link, str, "link", "an address: this kind of channel leaves the widget", "channels", at)
                if address(link).scheme not in SAFE_LINKS:
                    raise self.broken(f"`link` is {link!r}.", f"It begins with one of {', '.join(s + ':' for s in SAFE_LINKS)}.",
                                      "link", "channels", at)
            found.append(Channel(kind, link, self.texts(table.get("title", {}), "title", "channels", at),
                                 self.texts(table.get("advice", {}), "advice", "channels", at),
                                 self.want(table.get("hours", ""), str, "hours", "the key of a calendar", "channels", at) or None))
        return tuple(found)
