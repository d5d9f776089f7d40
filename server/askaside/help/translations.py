"""What the languages of a site lack against its first one: told, and nobody's fault."""

from ..sites.site_file import line_of
from .checks import Weak

NAMED = 3   # articles by name; of the others the number


def gaps(library, site_text):
    """[Weak] by place: one for each language that lacks articles, one for each that has some of its own, and one for each
    translation that is older, by a day or more, than its original."""
    site, found = library.site, []
    place = f"{site.key}/site.toml", line_of(site_text.split("\n"), "locales")
    originals = {id_: by_locale[site.default_locale] for id_, by_locale in library.articles.items() if site.default_locale in by_locale}
    for locale in site.locales[1:]:
        lacking = [id_ for id_ in originals if _language(library.views[locale].articles[id_].locale) != _language(locale)]
        if lacking:
            found.append(Weak(*place, f"{locale} lacks {len(lacking)} of {len(originals)} articles: {_named(lacking)}.",
                              f"Readers get another language there. Translate them, as {lacking[0]}.{locale}.md."))
        own = [id_ for id_, by_locale in library.articles.items() if locale in by_locale and id_ not in originals]
        if own:
            found.append(Weak(*place, f"{locale} has {len(own)} articles that {site.default_locale} has not: {_named(own)}.",
                              f"Readers of other languages do not see them. Write them as {own[0]}.{site.default_locale}.md, too."))
    for id_, original in originals.items():
        found += [_older(article, original) for article in library.articles[id_].values() if article.updated.date() < original.updated.date()]
    return sorted(found)


def _older(article, original):
    line = article.lines.get("updated", article.lines["title"])[0]
    return Weak(article.path, line, f"Its original was changed on {original.updated:%Y-%m-%d}, this on {article.updated:%Y-%m-%d}.",
                f"Bring it up to date; if there is nothing to do, write `updated: {original.updated:%Y-%m-%d}`.")


def _language(locale):
    return locale.partition("-")[0]


def _named(ids):
    return ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED} more" if len(ids) > NAMED else "")
