"""What a person writes in a chat → a little safe HTML: links, emphasis, code, lists. Everything else is text.

Every pattern begins at its own sign and stops at the next one, so the work grows with the length only.
"""

import re
from html import escape

import nh3

from ..core.errors import TooLarge

MOST_BYTES = 4096
DEEPEST = 3   # emphasis within emphasis
TAGS = {"a", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
SCHEMES = {"http", "https", "mailto"}
_ITEM = re.compile(r" {0,3}(?:([-*•])|\d{1,4}[.)])[ \t]+(?=\S)")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>[^\[\]\n]{1,500})\]\((?P<target>(?:https?://|mailto:)[^\s()<>]{1,1500})\)"
    r"|(?P<bare>https?://[^\s<>\"]{1,1500})"
    r"|\*\*(?P<strong>[^*\n]+)\*\*"
    r"|(?<![\w*])\*(?P<em>[^*\s][^*\n]*)\*(?![\w*])"
    r"|(?<!\w)_(?P<under>[^_\s][^_\n]*)_(?!\w)")
_MARKED = re.compile(r"[\n*_`:\[]|^ {0,3}[-•\d]")   # without one of these there is nothing but words
_TRAILING = ".,;:!?)]}'\"»”’*_"


def fits(body):
    """raises  TooLarge when `body` has more than 4 KiB in UTF-8"""
    if len(body.encode()) > MOST_BYTES:
        raise TooLarge("A chat message has at most 4 KiB. Send it in two, or as a request.")


def html(body):
    """The HTML of `body`, clean whatever stands in it. What is longer than a line of a chat may be came by another way, and is text."""
    if len(body) > MOST_BYTES:
        return "".join(f"<p>{'<br>'.join(map(escape, part.splitlines()))}</p>" for part in body.split("\n\n") if part.strip())
    if not _MARKED.search(body):
        return f"<p>{escape(body)}</p>" if body.strip() else ""
    return nh3.clean("".join(_blocks(body.replace("\r\n", "\n").split("\n"))), tags=TAGS, attributes={"a": {"href", "target"}}, url_schemes=SCHEMES,
                     link_rel="noopener noreferrer nofollow")


def _blocks(lines):
    """Paragraphs, lists and code between lines of three backticks."""
    kind, held = None, []
    for line in lines:
        if kind == "pre":
            if line.strip() == "```":
                yield _block(kind, held)
                kind, held = None, []
            else:
                held.append(line)
            continue
        item = _ITEM.match(line)
        found = "pre" if line.startswith("```") else ("ul" if item[1] else "ol") if item else "p" if line.strip() else None
        if found != kind:
            yield _block(kind, held)
            kind, held = found, []
        if found != "pre":
            held.append(line[item.end():] if item else line)
    yield _block(kind, held)


def _block(kind, lines):
    if kind is None:
        return ""
    if kind == "pre":
        return "<pre><code>" + escape("\n".join(lines)) + "</code></pre>"
    if kind == "p":
        return "<p>" + "<br>".join(map(_inline, lines)) + "</p>"
    return f"<{kind}>" + "".join(f"<li>{_inline(line)}</li>" for line in lines) + f"</{kind}>"


def _inline(text, depth=0):
    """One line. What is deeper than DEEPEST stays as it was typed."""
    if depth == DEEPEST:
        return escape(text)
    parts, end = [], 0
    for found in _INLINE.finditer(text):
        parts += [escape(text[end:found.start()]), _told(found, depth)]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _told(found, depth):
    kind = found.lastgroup
    inner = found[kind]
    if kind == "code":
        return f"<code>{escape(inner)}</code>"
    if kind == "target":
        return _link(inner, escape(found["label"]))
    if kind == "bare":
        address = inner.rstrip(_TRAILING)
        return _link(address, escape(address)) + escape(inner[len(address):])
    tag = "strong" if kind == "strong" else "em"
    return f"<{tag}>{_inline(inner, depth + 1)}</{tag}>"


def _link(address, label):
    target = ' target="_blank"' if address.startswith("http") else ""
    return f'<a href="{escape(address)}"{target}>{label}</a>'
