"""Weak spots of a site's content: nothing is broken, but a reader will miss something."""

import difflib
from typing import NamedTuple

from .front_matter import ID


class Weak(NamedTuple):
    path: str
    line: int
    cause: str
    remedy: str


def weak_spots(library):
    """[Weak] of what the articles that are shown lead to, by place: links, headings, pictures, related articles."""
    found = list(_same_names(library))
    for by_locale in library.articles.values():
        for article in by_locale.values():
            found += _of(library, article)
    return sorted(found)


def near(word, known):
    """`Did you mean …? ` when one of the `known` is like `word`, else an empty text."""
    close = difflib.get_close_matches(word, list(known), 1)
    return f"Did you mean `{close[0]}`? " if close else ""


def _of(library, article):
    for name, line in article.images:
        if f"{article.module}/{name.removeprefix('./')}" not in library.files:
            there = [file.partition("/")[2] for file in library.files if file.startswith(f"{article.module}/")]
            yield Weak(article.path, line, f"The picture {name!r:.200} is not in the folder {article.module}/.",
                       near(name, there) + "Put the file there; pictures from elsewhere are never loaded.")
    for target, line in article.links:
        if told := _dead(library, article, target):
            yield Weak(article.path, line, *told)
    for anchor, line in article.clashes:
        yield Weak(article.path, line, f"Another heading has the anchor `#{anchor}` already.", "Give each its own; links lead to the first.")
    for id_, line in zip(article.related, article.lines.get("related", ()), strict=False):
        if id_ not in library.articles:
            yield Weak(article.path, line, f"`related` names {id_}, which is not there.", near(id_, library.articles) + "Correct the id, or take it out.")


def _dead(library, article, target):
    """(cause, remedy) of a link that leads nowhere, or None."""
    id_, _, anchor = target.partition("#")
    if id_ and not ID.fullmatch(id_):
        name = id_.rpartition("/")[2].removesuffix(".md").partition(".")[0]
        return (f"The link leads to {target!r:.200}, which is no address.",
                near(f"{article.module}/{name}", library.articles) + "Write the id of an article, as in invoices/send-again, or a whole address that begins with https:.")
    if id_ and id_ not in library.articles:
        return f"The link leads to {id_}, which is not there.", near(id_, library.articles) + "Correct the id, or take the link out."
    if not anchor and id_:
        return None
    # Where this text is shown, in which languages does its reader not come to that heading?
    shown = [view for view in library.views.values() if view.articles.get(article.id) is article]
    wrong, anchors = [], []
    for view in shown:
        there = view.articles.get(id_) if id_ else article
        anchors = [heading["anchor"] for heading in there.headings] if there else []
        if anchor not in anchors:
            wrong.append(view.locale)
    if not wrong:
        return None
    where = (f"{id_} in {', '.join(wrong)}" if len(library.views) > 1 else id_) if id_ else "this article"
    return (f"The link leads to `#{anchor}`, which is no heading of {where}.",
            near(anchor, anchors) + f"Correct it, or give the heading this anchor: `## … {{#{anchor}}}`.")


def _same_names(library):
    """Pictures that a disk which takes upper and lower case for the same could not tell apart."""
    first = {}
    for name in library.files:
        other = first.setdefault(name.lower(), name)
        if other != name:
            yield Weak(f"{library.site.key}/{name}", 1, f"It differs from {other} only in upper and lower case.",
                       "Rename one: many computers can keep only one of the two.")
