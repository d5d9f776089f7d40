"""The doors of the public help centre: the same answers as pages, readable without JavaScript. Each answer has its lasting address."""

from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for

from ..core import http
from ..core import locale as locales_
from ..core.errors import NotFound
from . import centre_page, head
from .centre_page import FILES, KINDS, page
from .pages import ENOUGH, REASONS
from .words import Words

FOUND = 20        # results on a page of the search
ROWS = 50         # answers on a page of a module
FEW = 5           # answers of each module on the page of all
SHORT = 50        # characters; a first paragraph of no more says too little to stand for the whole
CONTENTS = 3      # headings from which on an answer gets a table of contents
FOREVER = 365 * 86400
bp = Blueprint("centre", __name__, url_prefix="/help", template_folder="templates")
bp.register_error_handler(Exception, centre_page.sorry)
bp.add_app_template_filter(centre_page.marked, "marked")


def file(name):
    """Style, script and icon; kept for ever under the address that bears the hash of today."""
    lasting = request.full_path == centre_page.ADDRESSES[name]
    answer = http.cached(Response(FILES[name], mimetype=KINDS[name]), FILES[name], FOREVER if lasting else 300)
    return answer


for _name in FILES:   # each by its own name: as a pattern, it would look like a site without its slash
    bp.add_url_rule(f"/{_name}", view_func=file, defaults={"name": _name})


@bp.get("/<site>/")
def door(site):
    """To the reader's language."""
    known = current_app.shelf.library(site).site
    best = request.accept_languages.best_match(known.locales) or known.default_locale
    answer = redirect(url_for("centre.home", site=site, locale=best))
    answer.vary.add("Accept-Language")
    return answer


@bp.get("/<site>/<locale>/")
def home(site, locale):
    library, view, t = view_of(site, locale)
    about = t("centre.lead", site=library.site.name)
    return page("home.html", library, view, path="", title=library.site.name, about=about, locales=head.spoken(library), counted=_counted(view, t), modules=_modules(library, view),
                often=[view.articles[id_] for id_ in REASONS["site"](library, view, None, None)[:ENOUGH]],
                data=[head.website(http.base(), library.site, view.locale, about)])


@bp.get("/<site>/<locale>/modules")
def modules(site, locale):
    library, view, t = view_of(site, locale)
    title, about = t("centre.topics"), f"{t('centre.topics')} · {library.site.name} · {_counted(view, t)}"
    return page("modules.html", library, view, path="modules", title=title, about=about, locales=head.spoken(library), steps=_steps(library, (title, "modules")),
                modules=_modules(library, view), few=FEW, data=[head.collection(http.base(), library.site, view.locale, "modules", title, about)])


@bp.get("/<site>/<locale>/search")
def search(site, locale):
    """What the widget's field finds, as a page that can be shared, and needs no JavaScript."""
    library, view, t = view_of(site, locale)
    asked = request.args.get("q", "").strip()
    exact = request.args.get("exact") == "1"
    found = current_app.answers.find(library, view, asked, limit=FOUND, exact=exact) if asked else None
    title = t("searchTitle", text=found["query"]) if found else t("searchButton")
    return page("search.html", library, view, path="search", title=title, about=title, indexed=False, kept=not asked, steps=_steps(library, (t("searchButton"), "search")),
                asked=asked, found=found, module_titles={m.key: library.site.words(m.title, view.locale) for m in library.site.modules})


@bp.get("/<site>/<locale>/<module>/")
def module(site, locale, module):
    library, view, t = view_of(site, locale)
    found = library.site.module(module)
    if found is None:
        raise NotFound("This site has no such module.")
    answers, about, title = view.in_module(module), view.about(module), library.site.words(found.title, view.locale)
    number, total = request.args.get("page", 1, int), max(1, -(-len(answers) // ROWS))
    if not 1 <= number <= total:
        raise NotFound("This module has fewer pages.")
    path, told = f"{module}/", about.summary if about else f"{title} · {t('answers', n=len(answers))}"
    return page("module.html", library, view, path=path if number == 1 else f"{path}?page={number}", here=path, title=title, about=told, steps=_steps(library, (title, path)),
                locales=head.spoken(library, path), shown=_original(library, view, path), module=module, number=number, total=total,
                info=about if number == 1 else None, content=about and centre_page.content(about, library.site, view.locale, t),
                count=len(answers), articles=answers[(number - 1) * ROWS:number * ROWS],
                data=[head.collection(http.base(), library.site, view.locale, path, title, head.description(told))])


@bp.get("/<site>/<locale>/<module>/<slug>")
def article(site, locale, module, slug):
    library, view, t = view_of(site, locale)
    found = view.articles.get(f"{module}/{slug}")
    if found is None:
        raise NotFound("There is no such answer. It may have been renamed or taken back.")
    site, base, about = library.site, http.base(), head.description(found.summary if len(found.summary) > SHORT else found.text)
    section = site.words(site.module(module).title, view.locale)
    # The information page of a module stands on the module's own: that is the one to be found.
    path = f"{module}/" if found.kind == "about" else found.id
    pictures = _pictures(library, found, base)
    return page("article.html", library, view, path=path, here=found.id, title=found.title, about=about, locales=[tag for tag in site.locales if tag in library.articles[found.id]],
                shown=found.locale, article=found, content=centre_page.content(found, site, view.locale, t), contents=found.headings if len(found.headings) >= CONTENTS else (),
                related=[view.articles[id_] for id_ in found.related if id_ in view.articles], near=_near(view, found), section=section,
                edit_url=site.edit_url and site.edit_url.replace("{path}", found.path.partition("/")[2]),
                steps=_steps(library, (section, f"{module}/"), (found.title, found.id)), image=pictures[0] if pictures else None,
                data=[head.article(base, site, found, section, about, pictures)])


@bp.get("/", defaults={"rest": ""})
@bp.get("/<path:rest>")
def nothing(rest):
    """Any other address: told by a page, too."""
    raise NotFound("There is nothing at this address.")


def view_of(site, locale):
    """(library, view, words) of the reader's language; an address with a language that the site does not speak leads to the nearest."""
    library = current_app.shelf.library(site)
    if locale not in library.site.locales:
        tag = locales_.pick(locale, library.site.locales, library.site.default_locale)
        asked = "?" + request.query_string.decode("utf-8", "replace") if request.query_string else ""
        abort(redirect(url_for(request.endpoint, **{**request.view_args, "locale": tag}) + asked))
    return library, library.view(locale), Words(locale)


def _steps(library, *steps):
    return [(library.site.name, ""), *steps]


def _modules(library, view):
    """Rows (key, title, information page or None, answers) of the modules that hold something."""
    rows = [(m.key, library.site.words(m.title, view.locale), view.about(m.key), view.in_module(m.key)) for m in library.site.modules]
    return [row for row in rows if row[2] or row[3]]


def _counted(view, t):
    return t("inModules", answers=t("answers", n=view.count), modules=t("modules", n=len(view.by_module)))


def _original(library, view, path):
    """The locale in which what begins with `path` was written, where none of it is translated into the reader's."""
    tags = head.spoken(library, path)
    return view.locale if view.locale in tags or not tags else tags[0]


def _near(view, found):
    """(the answer before, the one behind) in its module; None where there is none."""
    row = view.in_module(found.module)
    at = row.index(found) if found in row else len(row)
    return (row[at - 1] if 0 < at < len(row) else None, row[at + 1] if at + 1 < len(row) else None)


def _pictures(library, found, base):
    """The addresses of its pictures, for previews: those that are drawn of points, for few programs draw SVG."""
    names = [f"{found.module}/{name.removeprefix('./')}" for name, _ in found.images]
    return [f"{base}/api/v1/{library.site.key}/files/{quote(name)}" for name in names if name in library.files and not name.lower().endswith(".svg")]
