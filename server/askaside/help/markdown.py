"""Markdown → safe HTML, plain text, headings.

CommonMark and tables, by markdown-it-py; what an author writes as HTML, and all that comes out, passes nh3's allow-list:
no `style`, `class`, `id` or `name`. The anchors of headings are ours.
"""

import re
import secrets
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote

import nh3
from markdown_it import MarkdownIt

from ..sites.site_file import address

TAGS = {"a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption",
        "figure", "h2", "h3", "h4", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
        "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var"}
ATTRIBUTES = {"a": {"href", "title", "target"}, "abbr": {"title"}, "img": {"src", "alt", "title"}, "ol": {"start"},
              "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "details": {"open"},
              "*": {"dir", "lang", "id"}}
SCHEMES = {"http", "https", "mailto", "tel"}
SUMMARY = 180   # characters
MOST_SIGNS = 20_000   # that Markdown gives a meaning to; each costs up to 50 µs, and a file should not cost a second
_SIGN = re.compile(r"[\[\]*_~`<>&!\\|#\n+-]|\d[.)]")
_ARTICLE = re.compile(r"([a-z0-9-]+/[a-z0-9-]+)(#\S*)?")
_ANCHOR = re.compile(r"\s*\{#([\w-]{1,80})\}\s*$")
_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Rendered(NamedTuple):
    """`images`: (name, line); `links` that are no whole addresses: (where to, line), as `invoices/send#anchor`, `#anchor`,
    or what leads nowhere; lines from 0 of the body. `sections`: where in `text` each heading begins, and its anchor.
    `clashes`: (anchor, line) of headings that fix an anchor which another heading has."""

    html: str
    text: str
    summary: str
    headings: tuple
    sections: tuple
    images: tuple
    links: tuple
    clashes: tuple


def too_dense(body):
    """The line (from 0) at which `body` passes MOST_SIGNS; None when it does not."""
    for count, sign in enumerate(_SIGN.finditer(body)):
        if count == MOST_SIGNS:
            return body.count("\n", 0, sign.start())
    return None


def render(body, *, site, module, locale):
    """The body of an article. Addresses in the HTML begin at our own root (`/help/…`, `/api/v1/…`)."""
    tokens = _markdown.parse(body)
    ours = secrets.token_hex(8) + "-"   # tells our anchors from an author's `id` when the HTML is cleaned
    pictures = f"/api/v1/{site}/files/{module}/"
    pages = f"/help/{site}/{locale}/"
    fixed = {at: _take_anchor(token) for at, token in enumerate(tokens) if token.type == "inline" and tokens[at - 1].type == "heading_open"}
    taken, given, clashes = {anchor: 1 for anchor in fixed.values() if anchor}, set(), []
    headings, sections, blocks, images, links = [], [], [], [], []
    line = length = 0
    for at, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h" + str(min(4, max(2, int(token.tag[1]))))
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
            length += len(blocks[-1]) + bool(blocks[-1])
        if token.type != "inline":
            continue
        opener = tokens[at - 1]
        here = line
        for child in token.children:
            if child.type in ("softbreak", "hardbreak"):
                here += 1
            elif child.type == "link_open":
                links += _address(child, pages, here)
            elif child.type == "image":
                images.append((unquote(child.attrGet("src") or ""), here))
                child.attrSet("src", _picture(child.attrGet("src") or "", pictures))
        plain = _plain(token.children)
        if opener.type == "heading_open":
            anchor = fixed[at]
            if anchor in given:
                clashes.append((anchor, line))
            if anchor is None or anchor in given:
                anchor = _unique(anchor or _slug(plain), taken)
            given.add(anchor)
            opener.attrSet("id", ours + anchor)
            headings.append({"level": int(opener.tag[1]), "text": plain, "anchor": anchor})
            sections.append((length, anchor))
        blocks.append(plain)
        length += len(plain) + bool(plain)
    html = _clean(_markdown.renderer.render(tokens, _markdown.options, {}), ours, pictures, pages)
    return Rendered(html, "\n".join(filter(None, blocks)), _summary(tokens), tuple(headings), tuple(sections),
                    tuple(images), tuple(links), tuple(clashes))


def _take_anchor(token):
    """The `{#name}` at the end of a heading, taken out of it; or None."""
    last = token.children[-1] if token.children else None
    found = _ANCHOR.search(last.content) if last and last.type == "text" else None
    if found:
        last.content = last.content[:found.start()]
    return found and found.group(1)


def _address(link, pages, line):
    """Set the link's address; [(where to, line)] when that is no whole address."""
    href = link.attrGet("href") or ""
    if inner := _ARTICLE.fullmatch(href):
        link.attrSet("href", pages + inner.group(1) + (inner.group(2) or ""))
    scheme = address(href).scheme
    if scheme in ("http", "https"):
        link.attrSet("target", "_blank")
    return [] if scheme in SCHEMES else [(unquote(href), line)]


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


def _unique(anchor, taken):
    """`anchor`, with a number behind it where it is `taken` ({anchor: how often})."""
    name = anchor
    while name in taken:
        taken[anchor] += 1
        name = f"{anchor}-{taken[anchor]}"
    taken[name] = 1
    return name


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
        if name == "href" and not address(value).scheme:
            return value if value.startswith((pages, "#")) else None
        if name == "target":
            return "_blank" if value == "_blank" else None
        if name == "dir":
            return value if value in ("ltr", "rtl", "auto") else None
        return value

    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, attribute_filter=attribute,
                     link_rel="noopener noreferrer")
