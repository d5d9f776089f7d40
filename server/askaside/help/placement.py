"""Where articles show: patterns that match no page, keys that no page sets, pages that have no article."""

from ..sites.patterns import ONE, REST
from ..sites.site_file import line_of
from .checks import Weak, near
from .pages import FIRST_STEPS


def weak_spots(library, site_text):
    """[Weak] of patterns and keys that bring nobody, in the articles and in the site.toml of which `site_text` is the text."""
    found = list(_of_modules(library, site_text.split("\n")))
    for by_locale in library.articles.values():
        for article in by_locale.values():
            found += _of_article(library.site, article)
    return sorted(found)


def pages_without_article(library, site_text):
    """[Weak], one for each module, of pages on which readers get what belongs to the module, and nothing of the page's own."""
    lines, found = site_text.split("\n"), []
    for at, module in enumerate(library.site.modules):
        without = _without_article(library, module)
        if without and _in_module(library, module):
            found.append(Weak(f"{library.site.key}/site.toml", line_of(lines, "pages", "modules", at, without[0].text),
                              f"No article of its own has {', '.join(pattern.text for pattern in without)}: readers get what belongs to {module.key}.",
                              "Where one helps there most, add the page to its `pages`."))
    return found


def _of_article(site, article):
    lines = article.lines.get("pages", ())   # none when its original's patterns count
    seen = {}
    for pattern, line in zip(article.pages, lines, strict=False):
        if told := _never(site, pattern):
            yield Weak(article.path, line, *told)
        elif pattern.parts in seen:
            yield Weak(article.path, line, f"`{pattern.text}` stands there already, as `{seen[pattern.parts]}`.", "Keep one of them.")
        elif _nowhere(site, article.module, pattern):
            texts = [page.text for module in site.modules for page in module.pages]
            yield Weak(article.path, line, f"`{pattern.text}` lies outside the `pages` of every module.",
                       near(pattern.text, texts) + "Correct it, or add the page to a module in site.toml.")
        seen.setdefault(pattern.parts, pattern.text)
    for key, line in zip(article.keys, article.lines.get("keys", ()), strict=False):
        if site.keys is not None and key not in site.keys and key != FIRST_STEPS:
            yield Weak(article.path, line, f"No page sets the key `{key}`: it is not among the `keys` of site.toml.",
                       near(key, (*site.keys, FIRST_STEPS)) + "Correct it, or add it there once a page sets it.")


def _of_modules(library, lines):
    site, first = library.site, {}
    for at, module in enumerate(site.modules):
        for pattern in module.pages:
            def weak(cause, remedy, at=at, pattern=pattern):
                return Weak(f"{site.key}/site.toml", line_of(lines, "pages", "modules", at, pattern.text), cause, remedy)

            other = first.setdefault(pattern.parts, module)
            if told := _never(site, pattern):
                yield weak(*told)
            elif other is not module:
                yield weak(f"`{pattern.text}` belongs to the module {other.key} already; that one counts.", "Leave it to one of them.")
        if module.pages and not _in_module(library, module) and (without := _without_article(library, module)):
            yield Weak(f"{site.key}/site.toml", line_of(lines, "pages", "modules", at, without[0].text),
                       f"No article belongs to {', '.join(pattern.text for pattern in without)}, and none to the module {module.key}.",
                       f"Write one in {site.key}/{module.key}/, or take the module out.")


def _never(site, pattern):
    """(cause, remedy) of a pattern that no page can match, or None."""
    if dots := [part for part in pattern.parts if part in (".", "..")]:
        return f"`{pattern.text}` holds `{dots[0]}`: browsers take that out of every address.", "Write the path without it."
    for base in site.base:
        head = list(zip(base.parts, pattern.parts, strict=False))
        if len(head) == len(base.parts) and any(part != ONE for part in base.parts) and all(part in (ONE, other) for part, other in head):
            rest = [part for part in pattern.text.split("/") if part][len(head):]
            return f"`{pattern.text}` begins with the site's `base` {base.text}, which is taken off before.", f"Write `/{'/'.join(rest)}`."
    return None


def _nowhere(site, module, pattern):
    """Does no page of any module match? Unknown where the article's own `module` names no pages; `/` often belongs to none."""
    own = site.module(module)
    return bool(pattern.parts and own and own.pages) and not any(pattern.meets(page) for other in site.modules for page in other.pages)


def _in_module(library, module):
    return any(id_.startswith(f"{module.key}/") for id_ in library.articles)


def _without_article(library, module):
    """The `pages` of a module that no article's patterns meet."""
    patterns = {pattern.parts: pattern for by_locale in library.articles.values() for article in by_locale.values() for pattern in article.pages
                if pattern.parts != (REST,)}
    return [page for page in module.pages if not any(page.meets(pattern) for pattern in patterns.values())]
