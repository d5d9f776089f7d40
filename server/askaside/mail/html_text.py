"""The HTML of a letter → its text, as lines.

nh3 first makes one reading of it, so that what follows meets no broken tag; nothing is fetched, nothing hidden is read.
"""

import re
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from .plain import block
from .quote_headers import forwarded, seen
from .quotes import MOST_SIGNATURE, Mark, attributed

MOST_DEPTH = 20     # quote signs before a line
MOST_TAGS = 30_000  # and entities; beyond, or deeper than this, an HTML letter is read with its tags simply left out:
MOST_NESTED = 500   # nh3 takes a time that grows with tags times depth
_VOID = {"br", "hr", "img", "wbr"}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ENDS_ITSELF = {"br", "hr", "img", "wbr", "p", "li", "td", "th", "tr", "dd", "dt", "tbody", "thead", "tfoot", "meta", "link", "input", "col", "option", "area", "base", "o", "v", "w"}
_BLANK_AROUND = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "table", "pre"}
_BLOCKS = _BLANK_AROUND | {"div", "tr", "li", "dd", "dt", "section", "article", "header", "footer", "main", "center", "address", "figure", "figcaption", "details", "summary", "caption", "form"}
_INLINE = {"a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sub", "sup", "code", "kbd", "samp", "tt", "td", "th", "tbody", "thead", "tfoot", "q", "cite", "del", "ins", "mark",
           "label", "time", "abbr", "bdi", "bdo"}
_DROPPED = {"script", "style", "title", "template", "iframe", "object", "svg", "math", "select", "textarea", "noembed", "noframes", "xmp"}
_ATTRIBUTES = {"*": {"class", "id", "style", "hidden", "type"}, "a": {"href"}, "img": {"alt"}}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|opacity|max-height)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)", re.I)
_ATTRIBUTION = {"gmail_attr", "moz-cite-prefix", "gmail_quote_attribution"}
_SIGNATURE = {"gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "signature", "applemailsignature", "yahoo_signature", "protonmail_signature_block-user"}
_TAIL = {"divrplyfwdmsg", "yahoo_quoted", "outlookmessageheader", "olk_src_body_section", "mail-editor-reference-message-container"}
_TAIL_OF_ANSWERS = {"appendonsend"}   # Outlook puts it into new letters, too
_QUOTE_NAMES = re.compile(r"quote|^cite$")


class Read(NamedTuple):
    """`text` with quotes signed by >, and what the HTML told about its lines (quotes.Mark)."""

    text: str
    marks: tuple


def read(source, reply=False, most_tags=MOST_TAGS):
    """The Read of an HTML text; `reply`: it is known to answer a letter."""
    if source.count("<") + source.count("&") > most_tags or _nested(source) > MOST_NESTED:
        return Read(block(re.sub(r"[ \t]+", " ", unescape(re.sub(r"<[^<>]*>", " ", source))), turns=True).strip(), ())
    clean = nh3.clean(source, tags=_BLOCKS | _INLINE | _VOID, clean_content_tags=_DROPPED, attributes=_ATTRIBUTES,
                      url_schemes={"http", "https", "mailto", "tel"}, link_rel=None)
    reader = _Reader(reply)
    reader.feed(clean)
    reader.close()
    return reader.read()


def _nested(source):
    """How deep the tags lie at most, those aside that end by themselves."""
    depth = most = 0
    for closes, tag in _TAG.findall(source):
        if tag.lower() not in _ENDS_ITSELF:
            depth = max(0, depth + (-1 if closes else 1))
            most = max(most, depth)
    return most


class _Reader(HTMLParser):
    def __init__(self, reply):
        super().__init__(convert_charrefs=True)
        self.reply = reply
        self.lines, self.line, self.blanks = [], None, 0
        self.open, self.hidden, self.pre, self.depth = [], 0, 0, 0
        self.marks = []

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag in _VOID:
            self._void(tag, given)
            return
        names = {name.lower() for name in [*given.get("class", "").split(), given.get("id", "")]}
        hides = self.hidden or "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))
        if tag in _BLOCKS:
            self._end_line(tag in _BLANK_AROUND)
        quotes = tag == "blockquote" and not hides and self._is_quote(given, names)
        kind = None if hides else ("attribution" if names & _ATTRIBUTION else "signature" if names & _SIGNATURE
                                   else "tail" if names & _TAIL or (self.reply and names & _TAIL_OF_ANSWERS) else None)
        if kind:
            self._end_line()
        self.hidden += bool(hides)
        self.pre += tag == "pre"
        self.depth += quotes
        self.open.append((tag, bool(hides), quotes, kind, len(self.lines), given.get("href"), self.line))
        if tag == "li":
            self._write("- ")
        elif tag in ("td", "th"):
            self._write(" ")

    def handle_endtag(self, tag):
        if tag in _VOID or not any(one[0] == tag for one in self.open[-1:]):
            return
        _, hides, quotes, kind, first, href, before = self.open.pop()
        if tag == "a" and href and not self.hidden:
            self._link(href, before)
        if tag in _BLOCKS or kind:
            self._end_line(tag in _BLANK_AROUND)
        self.hidden -= hides
        self.pre -= tag == "pre"
        self.depth -= quotes
        if kind:
            self._mark(kind, first)

    def handle_data(self, data):
        if self.hidden:
            return
        if self.pre:
            for at, line in enumerate(data.split("\n")):
                if at:
                    self._void("br", {})
                self._write(line)
            return
        self._write(re.sub(r"[ \t\r\n\f]+", " ", data))

    def read(self):
        self._end_line()
        lines = [line.rstrip(" ") if line != "-- " else line for line in self.lines]
        return Read(block("\n".join(lines), turns=True), tuple(self.marks))

    def _void(self, tag, given):
        if self.hidden:
            return
        if tag == "img":
            if given.get("alt", "").strip():
                self._write("[" + " ".join(given["alt"].split())[:200] + "]")
        elif tag == "br" and self.line is None:
            if self.lines and self.lines[-1:] != [""]:
                self.blanks = max(self.blanks, 1)
        elif tag in ("br", "hr"):
            self._end_line()

    def _write(self, text):
        if self.line is None:
            if not self.pre:
                text = text.lstrip(" ")
            if not text:
                return
            if self.lines:
                self.lines += [""] * self.blanks
            self.blanks = 0
            self.line = "> " * min(self.depth, MOST_DEPTH) + text
        elif self.pre or not self.line.endswith(" "):
            self.line += text
        else:
            self.line += text.lstrip(" ")

    def _end_line(self, blank=False):
        if self.line is not None:
            self.lines += self.line.split("\n")
            self.line = None
        self.blanks = max(self.blanks, int(bool(blank)))

    def _link(self, href, before):
        text = (self.line or "")[len(before or ""):].strip() if (self.line or "").startswith(before or "") else ""
        bare = re.sub(r"^(?:mailto:|tel:|https?://)", "", href, flags=re.I).rstrip("/")
        if href.lower().startswith(("http", "mailto", "tel")) and bare and bare not in text:
            self._write(f" ({href[:2000]})" if text else href[:2000])

    def _is_quote(self, given, names):
        return (self.depth > 0 or given.get("type") == "cite" or any(_QUOTE_NAMES.search(name) for name in names)
                or attributed(self.lines))

    def _mark(self, kind, first):
        while first < len(self.lines) and not self.lines[first]:
            first += 1
        said = [line for line in self.lines[first:] if line]
        if kind == "tail":
            # An empty element stands before the quote that follows it.
            self.marks.append(Mark(kind, first, first))
        elif said and not any(forwarded(seen(line)) for line in said) and len(said) <= MOST_SIGNATURE:
            self.marks.append(Mark(kind, first, len(self.lines) - 1))
