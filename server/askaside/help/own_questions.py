"""A site's own questions, asked back: does a title bring its article, do two articles claim one question, and would the
other phrasings (`asks`) be found by somebody who is the first to use them?
"""

from typing import NamedTuple

from ..search import languages
from ..search.engine import Collection, Question
from ..search.making import in_memory
from .checks import Weak
from .printed import isolated

ENOUGH = 3               # an article among the first so many is found
LOOKED_AT = 2 * ENOUGH


class Asked(NamedTuple):
    """A question that an article claims, and the line where it stands. `number`: which of its `asks`; None is the title."""

    text: str
    article: object
    line: int
    number: int | None


def own(view):
    """The articles of a View that are written in its language; those of other languages only stand in for missing ones."""
    return [article for article in view.articles.values() if article.locale == view.locale]


def questions(articles):
    """Every title and every one of the `asks` of `articles`, as Asked, by place."""
    found = [Asked(article.title, article, article.lines["title"][0], None) for article in articles]
    found += [Asked(ask, article, line, number) for article in articles
              for number, (ask, line) in enumerate(zip(article.asks, article.lines.get("asks", ()), strict=True))]
    return sorted(found, key=lambda asked: (asked.article.path, asked.line))


def claimed_twice(view):
    """[Weak] of titles and `asks` that are another article's word for word, told at the later one of the two."""
    first, found = {}, []
    for asked in questions(own(view)):
        words = tuple(word.text for word in languages.cut(asked.text))
        other = first.setdefault(words, asked)
        if words and other.article is not asked.article:
            found.append(Weak(asked.article.path, asked.line, f"{_quoted(asked.text)} is claimed by {other.article.path}:{other.line}, too.",
                              "Leave it to one of them, or make one article of the two."))
    return found


def lost_titles(view, index):
    """[Weak] of titles that do not bring their own article among the first ones. `index`: that of the view's collection."""
    found = []
    for article in own(view):
        ids = [hit.id for hit in index.find(Question(article.title), ENOUGH, literal=False).hits]
        if article.id not in ids:
            found.append(Weak(article.path, article.lines["title"][0], f"The title {_quoted(article.title)} does not bring this article among the first {ENOUGH}"
                              f"{_instead(ids)}.", "Use the title's words in the text or in `asks`, or say in it what the others are not about."))
    return found


def weak_asks(view, index):
    """[Weak] of `asks` that do not bring their article among the first ones when they are not written down.

    An index for every single one would take minutes. So all articles together are left without their first one, then
    without their second: what an article scores there is held against what the others score in `index`, where they have
    all of theirs. On our own sites that judges 11 of 747 otherwise than an index made for each would.
    """
    asks = [asked for asked in questions(own(view)) if asked.number is not None]
    found = []
    for number in range(max((len(article.asks) for article in own(view)), default=0)):
        row = [asked for asked in asks if asked.number == number]
        without = in_memory(_without(view.collection, {asked.article.id for asked in row}, number))
        for asked in row:
            mine = _scores(without, asked.text).get(asked.article.id)
            before = [id_ for id_, score in _scores(index, asked.text).items() if id_ != asked.article.id and score > (mine or 0)]
            if mine is None or len(before) >= ENOUGH:
                found.append(Weak(asked.article.path, asked.line, f"Nothing but this line brings {_quoted(asked.text)} here{_instead(before[:ENOUGH])}.",
                                  "Use such words in the text, or add to `asks` how else it is said."))
    return found


def _scores(index, text):
    """{id: score} of the first hits, on a scale that indexes of the same texts share."""
    return {hit.id: sum(hit.why.values()) for hit in index.find(Question(text), LOOKED_AT, explained=True, literal=False).hits}


def _without(collection, ids, number):
    """The collection without one of the `asks` of the articles `ids`; a document's names begin with them."""
    return Collection(collection.site, collection.locale, tuple(
        document._replace(names=document.names[:number] + document.names[number + 1:]) if document.id in ids else document
        for document in collection.documents))


def _quoted(text):
    return f"“{isolated(text)}”"


def _instead(ids):
    return f"; first comes {', '.join(ids)}" if ids else ""
