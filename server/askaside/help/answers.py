"""Question → answer: what is found among the articles of a site, shown around the words that match.

The engine finds; here the hits become articles again: those that may be shown, each with the piece of it that matches.
"""

from ..core import aside
from ..search.engine import Question
from .excerpt import LENGTH, excerpt, joined

MOST = 50


class Answers:
    """The search of all sites, with an engine that finds in collections."""

    def __init__(self, engine):
        self.engine = engine

    def tend(self, shelf):
        """Keep the indexes equal to the content."""
        self.engine.tend(aside.run(_collections, shelf))

    def waiting(self, shelf):
        """`site/locale` of what is not indexed yet, and only scanned."""
        return sorted(f"{c.site}/{c.locale}" for c in self.engine.waiting(_collections(shelf)))

    def find(self, library, view, text, *, module=None, route="/", limit=10, exact=False):
        """What `GET /search` answers. `module` and `route` say where the visitor stands: what belongs there is lifted a little."""
        question = asked(library.site, view, text, module, route, exact)
        found = self.engine.find(view.collection, question, min(limit, MOST))
        if view.beside:
            found = view.beside.join(found, view.collection, question, min(limit, MOST))
        return {"query": found.query, "cut": found.cut, "corrected": found.corrected, "locale": view.locale, "answered": found.answered,
                "confidence": found.confidence, "results": [result(view.articles[hit.id], hit) for hit in found.hits]}


def asked(site, view, text, module, route, exact):
    """The Question of somebody who stands on `route` (without the site's base), in `module` (a key; None: the route's)."""
    here = site.module(module) if module else site.module_of(route)
    return Question(text, here and here.key, tuple(id_ for _, id_ in view.by_page.match(route)), exact)


def _collections(shelf):
    """What is to be found: the articles of each site in each locale."""
    return [view.collection for library in shelf.libraries.values() for view in library.views.values() if view.articles]


def result(article, hit):
    """A hit as it is shown: the piece of text around the match, and the section to begin at."""
    piece = excerpt(article.text, hit.body)
    row = {"id": article.id, "title": article.title, "kind": article.kind, "module": article.module, "locale": article.locale, "score": hit.score}
    if not piece.ranges:
        row["summary"], piece = article.summary, piece._replace(at=0)
    else:
        row["summary"] = piece.text
        if anchor := section(article, piece.at):
            row["anchor"] = anchor
    row["ranges"] = {"title": joined([mark.start, mark.end] for mark in hit.title), "summary": piece.ranges}
    return row


def section(article, at):
    """The anchor of the section that `at` (a place in the text) lies in; None for the beginning of an article."""
    if len(article.text) < 3 * LENGTH:
        return None
    return next((anchor for start, anchor in reversed(article.sections) if start <= at), None)
