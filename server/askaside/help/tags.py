"""The HTML of an article, which `markdown.py` has cleaned, changed tag by tag.

Every tag is taken whole, with its quoted attributes: what looks like a tag within an attribute is never touched.
"""

import re
from html import escape
from itertools import count

_TAG = re.compile(r'<(/?[a-z][a-z0-9]*)([^<>"]*(?:"[^"]*"[^<>"]*)*)>')
_SRC = re.compile(r' src="([^"]*)"')


def sized(html, sizes):
    """`html` with the size of each picture on its tag. `sizes`: {address: (width, height)}; one that is not there stays as it is."""

    def change(tag):
        source = tag[1] == "img" and _SRC.search(tag[2])
        known = source and sizes.get(source[1])
        return f'<img{tag[2]} width="{known[0]}" height="{known[1]}">' if known else tag[0]

    return _TAG.sub(change, html)


def for_page(html, title, moved, new_tab):
    """`html` as a page of the help centre shows it.

    What may be wider than the page scrolls by itself, by keyboard too, and is called `title`. Pictures behind the first are
    fetched when they come near. A link that leaves says so (`new_tab`). `moved`: (from, to), the beginnings of addresses
    within the centre: an article that stands in for a missing translation leads on in the reader's language.
    """
    frame = f'<div class="wide" tabindex="0" role="group" aria-label="{escape(title)}">'
    note = f'<span class="hidden"> ({escape(new_tab)})</span>'
    pictures, leaves, within = count(), False, 0

    def change(tag):
        nonlocal leaves, within
        name, rest = tag[1], tag[2]
        if name in ("table", "pre"):
            within += 1
            return frame + tag[0] if within == 1 else tag[0]
        if name in ("/table", "/pre"):
            within -= 1
            return tag[0] + "</div>" if within == 0 else tag[0]
        if name == "img" and next(pictures):
            return f'<img{rest} loading="lazy">'
        if name == "a":
            leaves = ' target="_blank"' in rest
            return "<a" + rest.replace(*(f' href="{start}' for start in moved), 1) + ">"
        if name == "/a" and leaves:
            return note + tag[0]
        return tag[0]

    return _TAG.sub(change, html)
