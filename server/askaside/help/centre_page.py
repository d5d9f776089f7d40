"""A page of the help centre: what all of them have in common, and what stands there when one cannot be shown."""

import hashlib
from pathlib import Path

from flask import Response, current_app, render_template, request
from markupsafe import Markup, escape

from ..core import front, http, problems
from ..core import locale as locales_
from ..people.entitlements import open_ways
from . import head, tags
from .words import UI_DEFAULT, Words, spoken

TEMPLATES = Path(__file__).resolve().parent / "templates"
KINDS = {"centre.css": "text/css", "centre.js": "text/javascript", "icon.svg": "image/svg+xml", "icon.png": "image/png"}
FILES = {name: (TEMPLATES / name).read_bytes() for name in KINDS}
SIZES = {-1: 90, 0: 100, 1: 113, 2: 130, 3: 147, 4: 173}   # steps of text size, as in the panel, and what they are in per cent
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'; trusted-types 'none'; require-trusted-types-for 'script'")
SORRY = {404: ("centre.missing", "centre.missingHint"), 429: ("centre.busy", "centre.wait")}
BROKEN = "centre.broken", "centre.wait"   # what we did wrong


def address_of(name):
    """The address of one of FILES, with its hash: it may be kept for ever."""
    return f"/help/{name}?{hashlib.sha256(FILES[name]).hexdigest()[:10]}"


ADDRESSES = {name: address_of(name) for name in FILES}


def marked(text, ranges):
    """`text` with its `ranges` (code points, in order) marked; everything in it escaped."""
    pieces, at = [], 0
    for start, end in ranges:
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])


def content(article, site, locale, t):
    """The HTML of an article (cleaned when it was read), as a page in `locale` shows it."""
    moved = tuple(f"/help/{site.key}/{tag}/" for tag in (article.locale, locale))
    return Markup(tags.for_page(article.html, article.title, moved, t("newTab")))


def page(template, library, view, *, path, title, about, steps=(), locales=None, shown=None, indexed=True, data=(), kept=True, image=None, here=None, **values):
    """The answer with a page.

    path      behind the locale: "", "modules", "invoices/", "invoices/send"; where search engines find it
    here      the same of this page, where that is not `path`
    about     its description for search engines
    steps     (text, path) rows of the way here from the first page, the page itself last
    locales   those in which it really exists; all of the site without it
    shown     the locale of what stands on it, where that is not the reader's
    data      nodes of structured data
    """
    site, locale, base = library.site, view.locale, http.base()
    locales = site.locales if locales is None else locales
    indexed = indexed and shown in (None, locale)
    nodes = [*data, head.breadcrumbs(base, site, locale, steps)] if steps else data
    body = _render(
        template, locale, library=library, title=title, about=head.description(about), steps=steps, locales=locales, here=path if here is None else here, indexed=indexed,
        canonical=head.address(base, site, shown or locale, path), alternates=head.alternates(base, site, path, locales) if indexed else (),
        data=head.graph(*nodes) if indexed and nodes else None, image=image, **values)
    answer = http.cached(Response(body, mimetype="text/html"), body, kept=kept)
    return _guarded(answer if kept else front.pack(answer, request.environ))


def private(template, library, view, *, title, here, status=200, **values):
    """The answer with a page that is for one person: kept nowhere, found by nobody, and its address goes to no other site (with
    "no-referrer" browsers would send forms without their origin). Its times are told by the clock of the site's first calendar."""
    zone = next((calendar.zone for calendar in library.site.tables.get("calendars", {}).values()), "UTC")
    body = _render(template, view.locale, library=library, title=title, here=here, locales=library.site.locales, indexed=False, zone=zone, **values)
    answer = _guarded(Response(body, status, {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}, mimetype="text/html"))
    return answer


def sorry(error):
    """`error` as a page in the reader's language, with a search and a way to a person; for programs as a problem."""
    told = problems.told(error)
    answer = problems.problem(told)
    if request.accept_mimetypes.best_match(["application/problem+json", "text/html"]) == "text/html":
        _, _, site, locale, *_ = [*request.path.split("/"), "", "", ""]
        library = current_app.shelf.libraries.get(site)
        known = library.site.locales if library else spoken()
        tag = locales_.pick(locale, known, None) or request.accept_languages.best_match(list(known)) or (library.site.default_locale if library else UI_DEFAULT)
        t = Words(tag)
        title, hint = reasons(told, t, SORRY, "centre.missingHint")
        answer.data = _render("sorry.html", tag, library=library, title=title, hint=hint, locales=known, here="", indexed=False)
        answer.mimetype = "text/html"
    answer.vary.add("Accept")
    return _guarded(answer)


def reasons(told, t, known, hint):
    """(title, hint) of the page that stands where the AskasideError `told` was raised, in the Words `t`: what it says itself, where
    it has a word of its own or a form was sent. `known`: {status: (title, hint)}; `hint`: of an address that leads nowhere."""
    own = told.word != told.code or request.method == "POST"
    title, hint = known.get(told.status, BROKEN if told.status >= 500 else ("centre.refused" if own else "centre.bad", hint))
    return t(title), t.refused(told) if own else t(hint)


def _render(template, locale, *, library, zone="UTC", **values):
    site = library.site if library else None
    return render_template(
        template, site=site, locale=locale, root=f"/help/{site.key}/{locale}/" if site else None, dir=locales_.direction(locale), direction=locales_.direction,
        t=Words(locale, zone), autonym=lambda tag: locales_.autonym(tag) or tag, sizes=SIZES, file=ADDRESSES, channels=_ways(site, locale) if site else (),
        notice=site.words(library.notice, locale) if library and library.notice else None, **values).encode()


def _ways(site, locale):
    """The ways to a person from a page: a chat runs in the widget only."""
    return [way for way in open_ways(site, locale) if way["kind"] != "chat"]


def _guarded(answer):
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
