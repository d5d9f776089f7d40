"""Markdown → safe HTML, plain text, headings.

CommonMark and tables, by markdown-it-py; what an author writes as HTML, and all that comes out, passes nh3's allow-list:
no `style`, `class`, `id` or `name`. The anchors of headings are ours.
"""

import re
import secrets
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

import nh3
from markdown_it import MarkdownIt

TAGS = {"a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption",
        "figure", "h2", "h3", "h4", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
        "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var"}
ATTRIBUTES = {"a": {"href", "title", "target"}, "abbr": {"title"}, "img": {"src", "alt", "title"}, "ol": {"start"},
              "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "details": {"open"},
              "*": {"dir", "lang", "id"}}
SCHEMES = {"http", "https", "mailto", "tel"}
SUMMARY = 180   # characters
_ARTICLE = re.compile(r"([a-z0-9-]+/[a-z0-9-]+)(#\S*)?")
_ANCHOR = re.compile(r"\s*\{#([\w-]{1,80})\}\s*$")
_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Rendered(NamedTuple):
    """`images`: (name, line); `links` to other articles: (id, line); lines from 0 of the body. `sections`: where in
    `text` each heading begins, and its anchor."""

    html: str
    text: str
    summary: str
    headings: tuple
    sections: tuple
    images: tuple
    links: tuple


def render(body, *, site, module, locale):
    """The body of an article. Addresses in the HTML begin at our own root (`/help/…`, `/api/v1/…`)."""
    tokens = _markdown.parse(body)
    ours = secrets.token_hex(8) + "-"   # tells our anchors from an author's `id` when the HTML is cleaned
    pictures = f"/api/v1/{site}/files/{module}/"
    pages = f"/help/{site}/{locale}/"
    headings, sections, blocks, images, links, names = [], [], [], [], [], {}
    line = 0
    for at, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h" + str(min(4, max(2, int(token.tag[1]))))
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
        if token.type != "inline":
            continue
        opener = tokens[at - 1]
        anchor = _take_anchor(token) if opener.type == "heading_open" else None
        for child in token.children:
            if child.type == "link_open":
                links += _address(child, pages, line)
            elif child.type == "image":
                images.append((unquote(child.attrGet("src") or ""), line))
                child.attrSet("src", _picture(child.attrGet("src") or "", pictures))
        plain = _plain(token.children)
        if opener.type == "heading_open":
            anchor = _unique(anchor or _slug(plain), names)
            opener.attrSet("id", ours + anchor)
            headings.append({"level": int(opener.tag[1]), "text": plain, "anchor": anchor})
            sections.append((sum(len(block) + 1 for block in blocks if block), anchor))
        blocks.append(plain)
    html = _clean(_markdown.renderer.render(tokens, _markdown.options, {}), ours, pictures, pages)
    return Rendered(html, "\n".join(filter(None, blocks)), _summary(tokens), tuple(headings), tuple(sections),
                    tuple(images), tuple(links))


def _take_anchor(token):
    """The `{#name}` at the end of a heading, taken out of it; or None."""
    last = token.children[-1] if token.children else None
    found = _ANCHOR.search(last.content) if last and last.type == "text" else None
    if found:
        last.content = last.content[:found.start()]
    return found and found.group(1)


def _address(link, pages, line):
    """Set the link's address; [(article id, line)] when it leads to another article."""
    href = link.attrGet("href") or ""
    if inner := _ARTICLE.fullmatch(href):
        link.attrSet("href", pages + inner.group(1) + (inner.group(2) or ""))
        return [(inner.group(1), line)]
    if urlsplit(href).scheme in ("http", "https"):
        link.attrSet("target", "_blank")
    return []


def _picture(src, pictures):
    """The address of a picture that lies beside the article; a remote one gets none, and its description shows."""
    name = unquote(src).removeprefix("./")
    return pictures + quote(name) if name and "/" not in name and ":" not in name else ""


def _plain(children):
    """The text of inline tokens; an image gives its description."""
    parts = []
    for child in children or ():
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _slug(text):
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w]+", "-", text).strip("-_")[:60].strip("-") or "part"


def _unique(anchor, names):
    names[anchor] = count = names.get(anchor, 0) + 1
    return anchor if count == 1 else f"{anchor}-{count}"


def _summary(tokens):
    """The first paragraph, cut at a word."""
    for at, token in enumerate(tokens):
        if token.type == "inline" and tokens[at - 1].type == "paragraph_open" and (text := _plain(token.children)):
            return text if len(text) <= SUMMARY else text[:SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return ""


def _clean(html, ours, pictures, pages):
    def attribute(tag, name, value):
        if name == "id":
            return value.removeprefix(ours) if value.startswith(ours) else None
        if name == "src":
            return value if value.startswith(pictures) and "/" not in value.removeprefix(pictures) else None
        if name == "href" and not urlsplit(value).scheme:
            return value if value.startswith((pages, "#")) else None
        if name == "target":
            return "_blank" if value == "_blank" else None
        if name == "dir":
            return value if value in ("ltr", "rtl", "auto") else None
        return value

    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, attribute_filter=attribute,
                     link_rel="noopener noreferrer")
