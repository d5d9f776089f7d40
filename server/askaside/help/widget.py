"""The widget's own files, and what it must know of a site before its first question: words, direction, route setting."""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, g, request

from ..core import front, http
from ..core import locale as locales_
from ..core.errors import NotFound
from ..people.entitlements import open_ways
from . import words

STATIC = Path(__file__).resolve().parent.parent / "static"
UNBUILT = "There is no such file. Was the widget built (`make setup`)?"
FOREVER = 365 * 86400
_ENCODINGS = {"br": ".br", "gzip": ".gz"}

bp = Blueprint("widget", __name__)


@bp.get("/askaside.js")
def embed():
    """The script tag's file: small, and asked for again after five minutes."""
    return _file("askaside.js", 300)


@bp.get("/askaside/<name>")
def part(name):
    """A part of the widget, its hash in its name: kept for ever. A page that was loaded before an upgrade asks for the
    part of then, and gets that of today, not kept."""
    if name in _names():
        return _file(name, FOREVER)
    kind = name.partition("-")[0]
    return _file(next((known for known in _names() if known.startswith(f"{kind}-")), name), 0)


@bp.get("/askaside/<site>/<locale>.js")
def site_words(site, locale):
    """The UI's words in the nearest language, and the site's settings that the browser needs."""
    library = current_app.shelf.library(site)
    http.allow_origin(library.site.allows)
    view = library.view(locale)
    ways = open_ways(library.site, view.locale)
    # The ways to a person are there too: they are within reach when the help is not. Their advice comes with the help.
    named = {f"channel.{way['kind']}" for way in ways if not way.get("title")}
    first = {key: text for key, text in words.for_widget(view.locale)["first"].items() if not key.startswith("channel.") or key in named}
    signed = {"signed": True} if library.kept else {}   # who is signed in says so when they read: it costs another round trip, so only where it may show more
    return _module({"locale": view.locale, "dir": locales_.direction(view.locale), "words": first,
                    "site": {"key": site, "name": library.site.name, "route": library.site.route,
                             "locales": library.site.locales, "languages": [_name(tag) for tag in library.site.locales], "measure": library.site.measure,
                             "channels": [{name: text for name, text in way.items() if name != "advice"} for way in ways], **signed}})


@bp.get("/askaside/<site>/<locale>/later.js")
def later_words(site, locale):
    """The words of the parts that come after the first picture: the search, an article."""
    library = current_app.shelf.library(site)
    http.allow_origin(library.site.allows)
    parts = words.for_widget(library.view(locale).locale)
    return _module({**{key: text for key, text in parts["first"].items() if key.startswith("channel.")}, **parts["later"]})


def _name(tag):
    """What a language is called in itself, where it is one of ours; the browser knows others, but takes its time."""
    return locales_.autonym(tag) if tag in words.spoken() else None


def built(kind):
    """The name of the built file of this kind, with its hash. raises  NotFound before `make setup`"""
    name = next((known for known in _names() if known.startswith(f"{kind}-")), None)
    if name is None:
        raise NotFound(UNBUILT)
    return name


@cache
def _bytes(name):
    """{encoding: bytes} of a built file with its packed twins, or None."""
    if name not in _names():
        return None
    path = STATIC / name
    return {"": path.read_bytes(),
            **{e: Path(f"{path}{end}").read_bytes() for e, end in _ENCODINGS.items() if Path(f"{path}{end}").is_file()}}


@cache
def _names():
    return frozenset(path.name for path in STATIC.glob("*.js"))


def _module(told):
    body = b"export default " + http.to_bytes(told)
    return _shared(http.cached(Response(body, mimetype="text/javascript"), body, max_age=60))


def _file(name, max_age):
    found = _bytes(name)
    if found is None:
        raise NotFound(UNBUILT)
    encoding = front.accepted(request.environ)
    encoding = encoding if encoding in found else ""
    answer = Response(found[encoding], mimetype="text/javascript")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    http.cached(answer, found[encoding], max_age)
    answer.headers["Cache-Control"] = f"public, max-age={max_age}" + (", immutable" if max_age == FOREVER else "")
    return _shared(answer)


def _shared(answer):
    """For pages of any origin, those with COEP `require-corp` too."""
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.vary.add("Accept-Encoding")
    if "Access-Control-Allow-Origin" not in answer.headers:
        answer.vary.add("Origin")
    g.setdefault("origin", None)
    return answer
