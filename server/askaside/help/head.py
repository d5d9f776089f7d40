"""What a page of the help centre says to machines: search engines, previews of links, browsers.

Addresses are made of `base`, which is where browsers see this server (https://help.example.com).
"""

DESCRIPTION = 160   # characters; search engines show about as many
HEADLINE = 110


def address(base, site, locale, path=""):
    """The lasting address of a page. `path`: "", "modules", "invoices/", "invoices/send"."""
    return f"{base}/help/{site.key}/{locale}/{path}"


def spoken(library, begins=""):
    """The locales, in the site's order, in which there is an answer whose id begins so."""
    found = [by_locale for id_, by_locale in library.articles.items() if id_.startswith(begins)]
    return [tag for tag in library.site.locales if any(tag in by_locale for by_locale in found)]


def alternates(base, site, path, locales):
    """Rows (hreflang, address): the page in each of the `locales` in which it exists, and where everybody else goes."""
    if not locales:
        return []
    default = site.default_locale if site.default_locale in locales else locales[0]
    other = address(base, site, default, path) if path else f"{base}/help/{site.key}/"   # which asks the browser for its language
    return [*((tag, address(base, site, tag, path)) for tag in locales), ("x-default", other)]


def description(text):
    """`text` in one line, cut at a word where it is too long to be shown whole."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION:
        return text
    return text[:DESCRIPTION].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


# --- structured data (schema.org) -----------------------------------------------------------------------------------

def graph(*nodes):
    """The structured data of a page, for JSON."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def website(base, site, locale, about):
    """The help centre itself, with the address of its search."""
    return {"@type": "WebSite", "name": site.name, "url": address(base, site, locale), "inLanguage": locale, "description": about,
            "potentialAction": {"@type": "SearchAction", "query-input": "required name=search_term_string",
                                "target": {"@type": "EntryPoint", "urlTemplate": address(base, site, locale, "search?q={search_term_string}")}}}


def article(base, site, found, section, about, pictures):
    """One answer. A TechArticle: for a QAPage readers would have to be able to answer too, and a FAQPage is a list of questions."""
    here = address(base, site, found.locale, found.id)
    told = {"@type": "TechArticle", "headline": found.title[:HEADLINE], "description": about, "inLanguage": found.locale,
            "dateModified": found.updated.isoformat(timespec="seconds"), "articleSection": section, "url": here, "mainEntityOfPage": here,
            "isPartOf": {"@type": "WebSite", "name": site.name, "url": address(base, site, found.locale)}}
    return {**told, "image": pictures} if pictures else told


def collection(base, site, locale, path, title, about):
    """A page that leads to answers."""
    return {"@type": "CollectionPage", "name": title, "description": about, "inLanguage": locale, "url": address(base, site, locale, path)}


def breadcrumbs(base, site, locale, steps):
    """The way from the first page. `steps`: (text, path) rows, the page itself last."""
    return {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": at, "name": text, "item": address(base, site, locale, path)} for at, (text, path) in enumerate(steps, 1)]}
