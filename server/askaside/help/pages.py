"""(Library, PageContext) → the articles for where the visitor stands, each with its reason.

The rungs of the ladder stand in REASONS, the first first. A new reason is a function here and its line in the table;
`schemas.py` takes its names from there.
"""

from typing import NamedTuple

from .article import Article
from .library import standing, words

OWN_MOST = 12        # articles of the page's own
ENOUGH = 6           # with fewer of its own, the module's are added up to this many
FIRST_STEPS = "first-steps"   # the key of what is to be read on a first visit


class Shown(NamedTuple):
    article: Article
    reason: str


class Help(NamedTuple):
    """`module`: the Module that the visitor is in, or None; `shown`: a list of Shown, most fitting first; `first`: the
    articles that go on top of the module's on a first visit to it (its `about`, and what is marked as first steps)."""

    module: object
    shown: list
    first: list


def _by_error(library, view, context, module):
    screens = [words(error) for error in context.errors]
    return [id_ for error, id_ in view.by_error if any(_within(error, screen) for screen in screens)]


def _within(part, whole):
    """Does the sequence of words `part` stand in `whole`?"""
    return any(whole[at:at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _by_element(library, view, context, module):
    return [context.element] if context.element in view.articles else []


def _by_key(library, view, context, module):
    found = [a for key in sorted(set(context.keys) - {FIRST_STEPS}) for a in view.by_key.get(key, ())]
    return [a.id for a in sorted(found, key=lambda a: standing(library.scores, a))]


def _by_page(library, view, context, module):
    hits = view.by_page.match(context.route)
    hits.sort(key=lambda hit: (hit[0].rank, standing(library.scores, view.articles[hit[1]])))
    return [id_ for _, id_ in hits]


def _by_module(library, view, context, module):
    return [a.id for a in view.in_module(module.key)] if module else []


def _by_site(library, view, context, module):
    """What helped most, one module after the other, so that no module fills the list alone."""
    rows = [view.in_module(m.key) for m in library.site.modules]
    found = [row[at] for at in range(min(ENOUGH, max(map(len, rows), default=0))) for row in rows if at < len(row)]
    return [a.id for a in found] or list(view.articles)


REASONS = {"error": _by_error, "element": _by_element, "key": _by_key, "page": _by_page,
           "module": _by_module, "site": _by_site}
_OWN = ("error", "element", "key", "page")


def articles_for(library, view, context):
    """Help for `context`: never empty while the site has content.

    The page's own (error, element, key, page) all come; the module's fill up to ENOUGH; the site's come only where
    there is nothing else.
    """
    site = library.site
    module = site.module(context.module) if context.module else site.module_of(context.route)
    shown = {}
    for reason, rung in REASONS.items():
        most = OWN_MOST if reason in _OWN else ENOUGH if reason == "module" or not shown else len(shown)
        for id_ in rung(library, view, context, module):
            if len(shown) >= most:
                break
            shown.setdefault(id_, Shown(view.articles[id_], reason))
    return Help(module, list(shown.values()), _first(view, module))


def _first(view, module):
    about = module and view.about(module.key)
    steps = [a for a in view.by_key.get(FIRST_STEPS, ()) if module and a.module == module.key]
    return ([about] if about else []) + steps
