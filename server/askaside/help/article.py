"""Article and PageContext: one answer in one locale, and where the visitor stands."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from . import front_matter, markdown
from .front_matter import ArticleBroken

MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Article:
    """One answer in one locale. What a translation leaves to its default locale is None until it is joined to it."""

    id: str
    locale: str
    title: str
    kind: str
    html: str
    text: str
    summary: str
    headings: tuple
    sections: tuple
    path: str
    digest: str
    pages: tuple | None = None
    keys: tuple | None = None
    errors: tuple | None = None
    order: int | None = None
    related: tuple | None = None
    audience: tuple | None = None
    keywords: tuple = ()
    asks: tuple = ()
    video: str | None = None
    updated: datetime | None = None
    draft: bool = False
    images: tuple = ()
    links: tuple = ()
    clashes: tuple = ()
    lines: dict = field(default_factory=dict)   # {key of the front matter: the line of each of its texts}

    @property
    def module(self):
        return self.id.partition("/")[0]

    @property
    def slug(self):
        return self.id.partition("/")[2]

    @property
    def has_steps(self):
        """Is there a numbered list in it, that the reader can tick?"""
        return "<ol>" in self.html or "<ol " in self.html


@dataclass(frozen=True)
class PageContext:
    """Where the visitor stands. `route` without the site's base; `errors` codes or messages on the screen;
    `element` the id of the article that belongs to the focused element."""

    route: str = "/"
    module: str | None = None
    keys: tuple = ()
    errors: tuple = ()
    element: str | None = None


def read(site, module, slug, locale, data, path):
    """The Article of a file's bytes.

    site    the site's key, for the addresses of images
    raises  ArticleBroken
    """
    text = _decoded(data, path)
    taken, values, body, body_line = front_matter.read(text, path)
    if not taken.get("title"):
        raise ArticleBroken(path, 1 if "title" not in values else values["title"].line, 1, "The title is missing.",
                            "Write `title: …` between the two --- lines at the top.")
    kind = taken.setdefault("kind", "about" if slug == "about" else "faq")
    if (kind == "about") != (slug == "about"):
        raise ArticleBroken(path, values["kind"].line if "kind" in values else 1, 1, f"`kind` is {kind}, the file is {slug}.",
                            "`about` is the kind of a module's file about.<locale>.md, and of no other.")
    if (line := markdown.too_dense(body)) is not None:
        raise ArticleBroken(path, body_line + line + 1, 1, f"Up to here the text holds {markdown.MOST_SIGNS:,} signs that Markdown gives a meaning to "
                            "(line ends, dashes, brackets …); that is the most.", "Make several articles of it.")
    rendered = markdown.render(body, site=site, module=module, locale=locale)
    return Article(
        id=f"{module}/{slug}", locale=locale, html=rendered.html, text=rendered.text, summary=rendered.summary,
        headings=rendered.headings, sections=rendered.sections, images=_placed(rendered.images, body_line), links=_placed(rendered.links, body_line),
        clashes=_placed(rendered.clashes, body_line), lines={name: tuple(line for text, line, _ in value.items if text.strip()) for name, value in values.items()},
        path=path, digest=hashlib.sha256(data).hexdigest(), **taken)


def _placed(found, body_line):
    """`found` with its lines counted from 1, in the file."""
    return tuple((name, line + body_line + 1) for name, line in found)


def _decoded(data, path):
    if len(data) > MOST_BYTES:
        raise ArticleBroken(path, 1, 1, f"The file is {len(data) >> 20} MB.", "An article is at most 1 MB; move pictures into files.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ArticleBroken(path, data[:wrong.start].count(b"\n") + 1, 1, f"The file is not UTF-8 (byte {wrong.start}).",
                            "Save it as UTF-8.") from None
    if "\0" in text:
        raise ArticleBroken(path, text[:text.index("\0")].count("\n") + 1, 1, "The file holds a NUL character.",
                            "It may not be a text file; save it as UTF-8 text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
