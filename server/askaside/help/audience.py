"""What is for an audience: a Library of their own for those whose plan or role an article is written for.

The public Library holds no such article, and whatever is made of it (answers, counts, indexes, sitemaps, the help centre) cannot tell
that there is one. Who belongs to an audience reads another Library, made of both when the first of them asks; it goes when
the public one goes, so a change is live for them as soon.
"""

from dataclasses import replace

from ..core import aside
from ..people import groups
from ..search.beside import Beside
from ..search.engine import Collection
from . import library as library_

MOST = 8   # kept Libraries of audiences, for one site; beyond, the oldest is made again


def read_by(library, authorization):
    """The Library as the caller with the header `authorization` (a text, or None) reads it: `library` itself where nothing more is for them."""
    if not (library.kept and authorization):
        return library
    return _for(library, groups.of(library.site, authorization))


def _for(library, theirs):
    """`library` and what is for one of the plans and roles `theirs`."""
    theirs &= {group for by_locale in library.kept.values() for article in by_locale.values() for group in article.audience}
    if not theirs:
        return library
    if theirs not in library.apart:
        while len(library.apart) >= MOST:
            library.apart.pop(next(iter(library.apart)), None)
        library.apart[theirs] = _with(library, theirs)
    return library.apart[theirs]


def _with(library, theirs):
    articles = dict(library.articles)
    for id_, by_locale in library.kept.items():
        if more := {tag: article for tag, article in by_locale.items() if theirs & set(article.audience)}:
            articles[id_] = {**articles.get(id_, {}), **more}
    return replace(library, articles=articles, views=_Views(library, articles), answers={}, kept={}, apart={})


class _Views(dict):
    """{locale: View}, each made when it is first asked for. The index of all is used for them too; what is theirs alone lies beside it."""

    def __init__(self, library, articles):
        super().__init__()
        self._library, self._articles = library, articles

    def __missing__(self, locale):
        self[locale] = made = aside.run(self._make, locale)
        return made

    def _make(self, locale):
        public = self._library.views[locale]
        view = library_.view(self._library.site, locale, self._articles, self._library.scores)
        own = tuple(d for d in view.collection.documents if view.articles[d.id] is not public.articles.get(d.id))
        return replace(view, collection=public.collection, beside=Beside(Collection(view.site, locale, own)) if own else None)
