"""The public help centre: the same answers as pages, readable without JavaScript. Each answer has its lasting address."""

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, send_from_directory, url_for
from markupsafe import Markup, escape

from ..core import http
from ..core import locale as locales_
from ..core.errors import NotFound
from . import widget

FOUND = 20   # results on a page of the search
bp = Blueprint("centre", __name__, url_prefix="/help", template_folder="templates")


@bp.app_template_filter("marked")
def marked(text, ranges):
    """`text` with its `ranges` (code points, in order) marked; everything in it escaped."""
    pieces, at = [], 0
    for start, end in ranges:
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])


@bp.get("/centre.css")
def style():
    return send_from_directory(bp.root_path + "/templates", "centre.css", mimetype="text/css", max_age=300)


@bp.get("/<site>/")
def door(site):
    """To the reader's language."""
    known = current_app.shelf.library(site).site
    best = request.accept_languages.best_match(known.locales) or known.default_locale
    return redirect(url_for("centre.home", site=site, locale=best))


@bp.get("/<site>/<locale>/")
def home(site, locale):
    library, view = _view(site, locale)
    modules = [(m.key, library.site.words(m.title, view.locale), view.in_module(m.key)) for m in library.site.modules]
    return _page("home.html", library, view, title=library.site.name, modules=[m for m in modules if m[2]])


@bp.get("/<site>/<locale>/search")
def search(site, locale):
    """What the widget's field finds, as a page that can be shared, and needs no JavaScript."""
    library, view = _view(site, locale)
    words = widget.words(view.locale)
    asked = request.args.get("q", "").strip()
    exact = request.args.get("exact") == "1"
    found = current_app.answers.find(library, view, asked, limit=FOUND, exact=exact) if asked else None
    title = words["searchTitle"].replace("{text}", found["query"]) if found else words["searchButton"]
    return _page("search.html", library, view, title=title, asked=asked, found=found,
                 module_titles={m.key: library.site.words(m.title, view.locale) for m in library.site.modules})


@bp.get("/<site>/<locale>/<module>/")
def module(site, locale, module):
    library, view = _view(site, locale)
    found = library.site.module(module)
    if found is None:
        raise NotFound("This site has no such module.")
    return _page("module.html", library, view, title=library.site.words(found.title, view.locale),
                 about=view.about(module), articles=view.in_module(module))


@bp.get("/<site>/<locale>/<module>/<slug>")
def article(site, locale, module, slug):
    library, view = _view(site, locale)
    found = view.articles.get(f"{module}/{slug}")
    if found is None:
        raise NotFound("There is no such answer. It may have been renamed or taken back.")
    return _page("article.html", library, view, title=found.title, article=found,
                 related=[view.articles[id_] for id_ in found.related if id_ in view.articles],
                 module_title=library.site.words(library.site.module(module).title, view.locale))


def _view(site, locale):
    library = current_app.shelf.library(site)
    if locale not in library.site.locales:
        tag = locales_.pick(locale, library.site.locales, library.site.default_locale)
        asked = "?" + request.query_string.decode("utf-8", "replace") if request.query_string else ""
        abort(redirect(url_for(request.endpoint, **{**request.view_args, "locale": tag}) + asked))
    return library, library.view(locale)


def _page(template, library, view, **values):
    body = render_template(template, site=library.site, locale=view.locale, dir=locales_.direction(view.locale),
                           words=widget.words(view.locale), channels=library.site.ways_out(view.locale), **values).encode()
    return http.cached(Response(body, mimetype="text/html"), body)
