"""The sitemap of a site: every page that search engines should know, in each language in which it exists."""

from xml.sax.saxutils import escape

from . import head

BASE = "{base}"              # stands in each file for the address of the server, which a request brings; no other brace is in it
MOST_URLS = 50_000           # in one file, says the protocol (sitemaps.org)
MOST_BYTES = 10 << 20        # less than the protocol's 50 MB: a file is made and sent whole
_OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_CLOSE = "</urlset>\n"


def parts(library):
    """The files, as bytes: one, or as many as the limits ask for."""
    files, rows, length = [], [], 0
    for row in _rows(library):
        if len(rows) == MOST_URLS or length + len(row) > MOST_BYTES:
            files.append(rows)
            rows, length = [], 0
        rows.append(row)
        length += len(row)
    return [(_OPEN + "".join(rows) + _CLOSE).encode() for rows in [*files, rows]]


def index(site, count):
    """The file that names the `count` others."""
    rows = "".join(f"<sitemap><loc>{BASE}/help/{site.key}/sitemap-{at}.xml</loc></sitemap>\n" for at in range(1, count + 1))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'.encode()


def _rows(library):
    for path, updated in _pages(library):
        locales = [tag for tag in library.site.locales if tag in updated]
        others = ""
        if len(locales) > 1:
            others = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(url)}"/>' for tag, url in head.alternates(BASE, library.site, path, locales))
        for tag in locales:
            stamp = updated[tag].isoformat(timespec="seconds")
            yield f"<url><loc>{escape(head.address(BASE, library.site, tag, path))}</loc><lastmod>{stamp}</lastmod>{others}</url>\n"


def _pages(library):
    """(path, {locale: when it changed last}) of the first page, the list of modules, each module, each answer.

    A module's information page stands on the module's own, so it is not named twice.
    """
    site, modules, answers = library.site, {module.key: {} for module in library.site.modules}, []
    for id_, by_locale in library.articles.items():
        key, _, slug = id_.partition("/")
        for tag, article in by_locale.items():
            modules[key][tag] = max(article.updated, modules[key].get(tag, article.updated))
        if slug != "about":
            answers.append((id_, {tag: article.updated for tag, article in by_locale.items()}))
    whole = {tag: max(latest) for tag in site.locales if (latest := [times[tag] for times in modules.values() if tag in times])}
    yield from [("", whole), ("modules", whole), *((f"{key}/", times) for key, times in modules.items() if times), *answers]
