"""Library: all articles of a site that may be shown, immutable; one View for each locale.

A translation shares its default locale's rules (pages, keys, order, related, audience) unless it says otherwise; its
`errors` are added, for the message on a screen may be in the product's language rather than in the reader's. Where a
translation is missing, the article stands in the next locale of the chain, and says so.
"""

import hashlib
import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from ..core import locale as locales_
from ..search.beside import Beside
from ..search.engine import Collection, Document
from ..sites.patterns import PatternIndex
from ..sites.site import Site
from . import tags

INHERITED = ("pages", "keys", "errors", "order", "related", "audience")


def join(translation, default):
    """`translation` with what it leaves to the article of the default locale (or None)."""
    values = {name: getattr(translation, name) for name in INHERITED}
    if default is not None:
        values = {name: getattr(default, name) if value is None else value for name, value in values.items()}
        values["errors"] = (*(translation.errors or ()), *(default.errors or ()))
    values["audience"] = (default.audience if default else None) or translation.audience   # never widened by a translation
    return replace(translation, **{name: value if value is not None or name == "order" else () for name, value in values.items()})


def words(text):
    """The words of a message or a code, for comparing: "E42: the range …" → ("e42", "the", "range")."""
    return tuple(re.findall(r"\w+", text.casefold()))


@dataclass(frozen=True)
class View:
    """The site's articles as one locale sees them; `articles` by id, in the site's order.

    Everything is made beforehand, for a Library is made aside, and the first question should not wait for it.

    by_error    (words, id) of each message that an article is about
    by_key      {key: [Article]}
    by_module   {module: [Article]}, in order, without its `about`
    collection  what the search is to find
    beside      what of it is for an audience only (a Beside), and not in `collection`; None in what everybody reads
    """

    site: str
    locale: str
    articles: dict
    by_page: PatternIndex
    by_error: tuple
    by_key: dict
    by_module: dict
    collection: Collection
    beside: Beside | None = None

    @property
    def count(self):
        """Answers in all, `about` pages not counted."""
        return sum(map(len, self.by_module.values()))

    def in_module(self, key):
        """The articles of a module in order, without its `about`."""
        return self.by_module.get(key, [])

    def about(self, key):
        """The module's information page, or None."""
        return self.articles.get(f"{key}/about")


@dataclass(frozen=True)
class Library:
    """`articles`: {id: {locale: Article}}, drafts and those for an audience left out. `files`: {module/name: Picture}.
    `views`: {locale: View}. `scores`: {id: share of "this helped"}. `version` covers content, votes and the notice's presence.
    `kept`: {id: {locale: Article}} of those for an audience: nothing else here knows of them, see audience.py."""

    site: Site
    articles: dict
    files: dict
    version: str
    views: dict
    scores: dict = field(default_factory=dict)
    notice: dict | None = None
    answers: dict = field(default_factory=dict, compare=False)   # bytes of answers already made; they go when the library goes
    kept: dict = field(default_factory=dict)
    apart: dict = field(default_factory=dict, compare=False)     # {their plans and roles: Library}, made when it is first asked for

    def view(self, wanted):
        """The View for the locale that somebody wants: the nearest that the site speaks."""
        return self.views[locales_.pick(wanted, self.site.locales, self.site.default_locale)]


def build(site, site_text, found, files, scores, notice):
    """The Library of `found` articles (as read, translations and all)."""
    articles = {}
    for article in _with_sizes(site, found, files):
        articles.setdefault(article.id, {})[article.locale] = article
    shown, kept = {}, {}
    for id_, by_locale in articles.items():
        default = by_locale.get(site.default_locale)
        for tag, article in by_locale.items():
            if not article.draft:
                article = join(article, default)
                (kept if article.audience else shown).setdefault(id_, {})[tag] = article
    told = hashlib.sha256(repr((site_text, bool(notice))).encode())
    # One by one: a single `repr` of ten thousand holds everybody up.
    for row in (*sorted((a.path, a.digest, str(a.updated)) for a in found), *sorted((name, picture.signature) for name, picture in files.items()), *sorted(scores.items())):
        told.update(repr(row).encode())
    views = {locale: view(site, locale, shown, scores) for locale in site.locales}
    return Library(site, shown, files, told.hexdigest()[:16], views, scores, notice, kept=kept)


def _with_sizes(site, found, files):
    """`found`, each picture in them with its size, so that nothing moves when it arrives."""
    sizes = {f"/api/v1/{site.key}/files/{quote(name)}": picture.size for name, picture in files.items() if picture.size}
    return [replace(article, html=tags.sized(article.html, sizes)) if sizes and "<img" in article.html else article for article in found]


def view(site, locale, articles, scores):
    """The View of `articles` ({id: {locale: Article}}) that the locale has."""
    place = {module.key: at for at, module in enumerate(site.modules)}
    chosen = []
    for by_locale in articles.values():
        tag = locales_.pick(locale, by_locale, site.default_locale)
        if tag:
            chosen.append(by_locale[tag])
    chosen.sort(key=lambda a: (place.get(a.module, len(place)), a.module, a.kind != "about", *standing(scores, a)))
    by_key, by_module = {}, {}
    for article in chosen:
        for key in article.keys:
            by_key.setdefault(key, []).append(article)
        if article.kind != "about":
            by_module.setdefault(article.module, []).append(article)
    return View(
        site.key, locale, {article.id: article for article in chosen},
        PatternIndex((pattern, article.id) for article in chosen for pattern in article.pages),
        tuple((words(error), article.id) for article in chosen for error in article.errors if words(error)),
        by_key, by_module, Collection(site.key, locale, tuple(map(_document, chosen))))


def _document(article):
    """An article as the search takes it; what else of it changes the answer goes into its digest."""
    names = (*article.asks, *article.keywords)
    digest = hashlib.sha256(repr((article.digest, article.errors)).encode()).hexdigest()[:16]
    return Document(article.id, digest, article.module, article.title, names, tuple(article.errors), article.text)


def standing(scores, article):
    """Sorts articles of equal reason: `order` first, then what helped most, then the title."""
    return (article.order if article.order is not None else 1 << 30, -scores.get(article.id, 0.5), article.title)
