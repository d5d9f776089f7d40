"""The doors for search engines and browsers: sitemaps, robots.txt, and the search as browsers take it over (OpenSearch)."""

from html import escape

from flask import Blueprint, Response, current_app, render_template

from ..core import aside, http
from ..core.errors import NotFound
from . import centre_page, sitemap
from .words import Words

KEPT_BYTES = 1 << 20   # larger answers are not packed and kept: it would hold up everybody else
bp = Blueprint("machines", __name__)
bp.register_error_handler(Exception, centre_page.sorry)


@bp.get("/robots.txt")
def robots():
    """Everything may be read; where the sitemaps are."""
    lines = ["User-agent: *", "Disallow:", *(f"Sitemap: {http.base()}/help/{key}/sitemap.xml" for key in sorted(current_app.shelf.libraries))]
    return _said("\n".join(lines) + "\n", "text/plain")


@bp.get("/help/<site>/sitemap.xml")
def site_map(site):
    files = _site_map(site)
    return _xml(files[0] if len(files) == 1 else sitemap.index(current_app.shelf.library(site).site, len(files)))


@bp.get("/help/<site>/sitemap-<int:number>.xml")
def part_of_site_map(site, number):
    files = _site_map(site)
    if not 1 <= number <= len(files):
        raise NotFound("There is no such part of the sitemap.")
    return _xml(files[number - 1])


def _site_map(site):
    """The files of the site's sitemap; they go when the library goes."""
    library = current_app.shelf.library(site)
    if "sitemap" not in library.answers:
        library.answers["sitemap"] = aside.run(sitemap.parts, library)
    return library.answers["sitemap"]


def _xml(body):
    return _said(body.replace(sitemap.BASE.encode(), escape(http.base()).encode()), "application/xml")


@bp.get("/help/<site>/<locale>/opensearch.xml")
def open_search(site, locale):
    library = current_app.shelf.library(site)
    tag = library.view(locale).locale
    return _said(render_template("opensearch.xml", site=library.site, locale=tag, base=http.base(), t=Words(tag)), "application/opensearchdescription+xml")


def _said(text, kind):
    body = text if isinstance(text, bytes) else text.encode()
    return http.cached(Response(body, mimetype=kind), body, max_age=300, kept=len(body) < KEPT_BYTES)
