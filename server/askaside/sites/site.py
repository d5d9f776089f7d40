"""Site, Module, Channel: one host product."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from ..core import locale as locales_
from .patterns import PatternIndex, segments, strip

IDENTITY = ("off", "warn", "enforce")
KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
CHANNELS = ("chat", "ticket", "email", "whatsapp", "messenger", "phone", "link")
HERE = ("chat", "ticket")   # channels within the widget


@dataclass(frozen=True, eq=False)
class Module:
    """A part of the host product. `title` by locale."""

    key: str
    title: dict
    pages: tuple = ()


@dataclass(frozen=True)
class Channel:
    """A way to a person. `link` for those that leave the widget; `title` and `advice` by locale."""

    kind: str
    link: str | None = None
    title: dict = field(default_factory=dict)
    advice: dict = field(default_factory=dict)
    hours: str | None = None


@dataclass(frozen=True)
class Site:
    """One host product: see section 2 of the contract for each key."""

    key: str
    name: str
    locales: tuple
    modules: tuple
    origins: tuple = ()
    route: str = "path"
    base: tuple = ()
    edit_url: str | None = None
    measure: bool = False
    keys: tuple | None = None           # all keys that the product's pages set; None: nobody said
    notice: dict | None = None          # text by locale
    notice_until: datetime | None = None
    channels: tuple = ()
    module_pages: PatternIndex | None = None
    identity: str = "warn"              # off: nobody signs in; warn: who does not is unproven; enforce: who does not is refused
    tables: dict = field(default_factory=dict)   # what rooms above made of their own tables, by name

    @property
    def default_locale(self):
        return self.locales[0]

    def module(self, key):
        """The Module `key`, or None."""
        return next((module for module in self.modules if module.key == key), None)

    def module_of(self, route):
        """The Module that `route` (base taken off) belongs to, the most specific pattern deciding; or None."""
        hits = self.module_pages.match(route)
        return hits[0][1] if hits else None

    def within(self, route):
        """`route` as patterns see it: without the site's `base`."""
        return "/" + "/".join(strip(self.base, segments(route)))

    def words(self, texts, locale):
        """The text for `locale` out of `texts` by locale; whatever there is, rather than nothing."""
        best = locales_.pick(locale, texts, self.default_locale)
        return texts[best] if best else next(iter(texts.values()), "")

    def notice_at(self, moment):
        """The notice's texts by locale while it stands, else None."""
        if self.notice and (self.notice_until is None or moment < self.notice_until):
            return self.notice
        return None

    def ways_out(self, locale):
        """The ways to a person, in their order, as rows {kind, link?, title?, advice?} in the words of `locale`. `chat` and `ticket`
        stay within the widget and have no `link`."""
        return [{"kind": channel.kind, **({"link": channel.link} if channel.link else {}),
                 **{name: self.words(texts, locale) for name in ("title", "advice") if (texts := getattr(channel, name))}}
                for channel in self.channels]

    def allows(self, origin):
        """May `origin` ("https://app.example.com") embed this site?"""
        return any(_same_origin(origin, allowed) for allowed in self.origins)


def _same_origin(origin, allowed):
    scheme, _, host = allowed.partition("://")
    if not host.startswith("*."):
        return origin == allowed
    given_scheme, _, given = origin.partition("://")
    return given_scheme == scheme and given.endswith(host[1:]) and len(given) > len(host) - 1
