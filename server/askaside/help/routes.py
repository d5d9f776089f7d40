"""The JSON doors of the help. Each: read, ask, say."""

import mimetypes

from flask import Response, current_app, g, request

from ..core import http
from ..core import locale as locales_
from ..core.errors import NotFound
from ..people.entitlements import open_ways
from . import audience, schemas, seen, votes
from .pages import articles_for

MOST_ANSWERS = 2000   # for one library; beyond, an answer is made each time
bp = http.Blueprint("help", __name__, url_prefix="/api/v1/<site>", description="Answers that are already written.")


@bp.before_request
def _site():
    """Every door has its site, lets in only that site's origins, and shows what is for who asks, too."""
    library = current_app.shelf.library(request.view_args["site"])
    http.allow_origin(library.site.allows)
    g.library = audience.read_by(library, request.headers.get("Authorization"))


@bp.route("/help")
@bp.arguments(schemas.HelpQuery, location="query")
@bp.response(200, schemas.HelpAnswer)
def page_help(asked, site):
    """The answers for the page where the visitor stands, each with its reason, and the ways onward."""
    library = g.library
    view = library.view(asked["locale"])
    found = articles_for(library, view, schemas.context(library.site, asked))
    # Most pages of a product come down to few answers: the bytes of each are made once.
    resolved = (view.locale, found.module, tuple((shown.article.id, shown.reason) for shown in found.shown))
    if resolved not in library.answers and len(library.answers) < MOST_ANSWERS:
        library.answers[resolved] = http.to_bytes(help_answer(library, view, found))
    return http.content_answer(library.answers.get(resolved) or help_answer(library, view, found))


def help_answer(library, view, found):
    here = found.module
    return {
        "site": library.site.key, "locale": view.locale, "dir": locales_.direction(view.locale), "version": library.version,
        "module": here and module_row(library, view, here),
        "articles": [{**row(shown.article), "reason": shown.reason} for shown in found.shown],
        "first": [row(article) for article in found.first],
        "counts": {"module": len(view.in_module(here.key)) if here else 0, "site": view.count},
        "modules": [module_row(library, view, module) for module in library.site.modules],
        "channels": open_ways(library.site, view.locale),
        "notice": library.site.words(library.notice, view.locale) if library.notice else None}


@bp.route("/articles")
@bp.arguments(schemas.ListQuery, location="query")
@bp.response(200, schemas.ListAnswer)
def list_articles(asked, site):
    """All answers of a module, or of the whole site, in groups by module."""
    library = g.library
    view = library.view(asked["locale"])
    module = asked["module"] and known_module(library.site, asked["module"])
    found = [a for a in view.articles.values() if not module or a.module == module.key]
    page, following = http.cut(found, asked["limit"], asked["after"], lambda article: article.id)
    groups = {}
    for article in page:
        groups.setdefault(article.module, []).append(row(article))
    return http.content_answer({
        "locale": view.locale, "dir": locales_.direction(view.locale),
        "groups": [{"module": module_row(library, view, library.site.module(key)), "articles": rows} for key, rows in groups.items()],
        "next": following})


@bp.route("/articles/<module>/<slug>")
@bp.arguments(schemas.LocaleQuery, location="query")
@bp.response(200, schemas.ArticleAnswer)
def one_article(asked, site, module, slug):
    """One answer."""
    library = g.library
    view = library.view(asked["locale"])
    article = known_article(view, f"{module}/{slug}")
    answer = {
        "id": article.id, "title": article.title, "kind": article.kind, "html": article.html, "text": article.text,
        "headings": list(article.headings), "updated_at": http.stamp(article.updated), "locale": article.locale,
        "dir": locales_.direction(article.locale), "fallback": article.locale != view.locale,
        "module": module_row(library, view, library.site.module(article.module)),
        "related": [row(view.articles[id_]) for id_ in article.related if id_ in view.articles]}
    if article.video:
        answer["video"] = article.video
    if library.site.edit_url:
        answer["edit_url"] = library.site.edit_url.replace("{path}", article.path.partition("/")[2])
    return http.content_answer(answer)


@bp.route("/search")
@bp.arguments(schemas.SearchQuery, location="query")
@bp.response(200, schemas.SearchAnswer)
def search(asked, site):
    """The answers to a question, best first, and whether the first one answers it."""
    library = g.library
    return http.content_answer(current_app.answers.find(
        library, library.view(asked["locale"]), asked["q"], module=asked["module"], route=library.site.within(asked["url"]),
        limit=asked["limit"], exact=asked["exact"]), kept=False)   # hardly two people type the same: it would push out what many ask


@bp.route("/files/<module>/<name>")
@bp.response(200, content_type="image/*")
def content_file(site, module, name):
    """A picture of the content."""
    picture = g.library.files.get(f"{module}/{name}")   # looked up among what was found: no path is ever made of a request
    try:
        body = picture.path.read_bytes() if picture else None
    except OSError:
        body = None
    if body is None:
        raise NotFound("There is no such picture.")
    answer = Response(body, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return http.cached(answer, body, max_age=60)


@bp.route("/articles/<module>/<slug>/votes", methods=["POST"])
@bp.arguments(schemas.LocaleQuery, location="query")
@bp.arguments(schemas.VoteBody)
@bp.response(204)
@http.idempotent
def vote(asked, body, site, module, slug):
    """“Did this help?”"""
    article = known_article(g.library.view(asked["locale"]), f"{module}/{slug}")
    current_app.limits.spend("vote", (site, http.client_address()))
    votes.cast(article, site, **body)
    return 204, None


@bp.route("/seen", methods=["POST"])
@bp.arguments(schemas.SeenBody)
@bp.response(204)
@http.idempotent
def note_seen(body, site):
    """What was asked, found, opened, and where. Nothing is kept unless the site measures."""
    library = g.library
    current_app.limits.spend("seen", (site, http.client_address()))
    view = library.view(body.pop("locale"))
    route = library.site.within(body.pop("url"))
    article = body.pop("article")
    seen.note(library, view, route=route, article=article if article in view.articles else None, **body)
    return 204, None


# --- rows -----------------------------------------------------------------------------------------------------------

def row(article):
    return {"id": article.id, "title": article.title, "summary": article.summary, "kind": article.kind, "locale": article.locale}


def module_row(library, view, module):
    about = view.about(module.key)
    return {"key": module.key, "title": library.site.words(module.title, view.locale),
            "about": about and about.id, "count": len(view.in_module(module.key))}


def known_article(view, id_):
    found = view.articles.get(id_)
    if found is None:
        raise NotFound("There is no such answer. It may have been renamed or taken back.")
    return found


def known_module(site, key):
    found = site.module(key)
    if found is None:
        raise NotFound(f"This site has no module {key!r}.")
    return found
