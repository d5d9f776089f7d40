"""Weak spots of a site's content: nothing is broken, but a reader will miss something."""

from typing import NamedTuple


class Weak(NamedTuple):
    path: str
    line: int
    cause: str
    remedy: str


def weak_spots(library):
    """[Weak] of all articles that are shown, by place."""
    found = []
    for by_locale in library.articles.values():
        for article in by_locale.values():
            found += _of(library, article)
    return sorted(found)


def _of(library, article):
    for name, line in article.images:
        if f"{article.module}/{name.removeprefix('./')}" not in library.files:
            yield Weak(article.path, line + 1, f"The picture {name!r} is not in the folder {article.module}/.",
                       "Put the file there; pictures from elsewhere are never loaded.")
    for id_, line in article.links:
        if id_ not in library.articles:
            yield Weak(article.path, line + 1, f"The link leads to {id_}, which is not there.", "Correct the id, or take the link out.")
    for id_ in article.related:
        if id_ not in library.articles:
            yield Weak(article.path, 1, f"`related` names {id_}, which is not there.", "Correct the id, or take it out.")
