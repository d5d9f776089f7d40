"""An article as it begins: what an answer at the desk, or a question that nobody answered, becomes as a file. A draft: no reader sees it."""

import json
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from ..sites.patterns import REST, PatternBroken, parse
from ..sites.site_file import CONTROL

LONGEST_SLUG = 60
MOST_TITLE = 200
_NOT_PLAIN = re.compile("[\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Draft:
    """`asks`: how people ask it; `pages`: patterns of the routes where it helps; `body`: Markdown."""

    module: str
    slug: str
    locale: str
    title: str
    asks: tuple = ()
    pages: tuple = ()
    body: str = ""

    @property
    def text(self):
        """The whole file."""
        lists = [f"{name}: [{', '.join(map(_quoted, texts))}]" for name, texts in (("asks", self.asks), ("pages", self.pages)) if texts]
        body = _NOT_PLAIN.sub("", CONTROL.sub("", self.body.replace("\r\n", "\n"))).strip("\n")
        return "\n".join(["---", f"title: {_quoted(self.title)}", "draft: true", *lists, "---", "", body, ""])


def line(text):
    """`text` as one line of the front matter can hold it."""
    return _NOT_PLAIN.sub("", CONTROL.sub("", " ".join(text.split())))


def slug(title, otherwise):
    """The name of the file of an article called `title`: a-z, 0-9 and -; `otherwise` where the title has none of these."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words, found = re.findall(r"[a-z0-9]+", plain), ""
    for word in words:
        if len(found) + len(word) >= LONGEST_SLUG:
            break
        found = f"{found}-{word}" if found else word
    return found if sum(map(len, words)) * 2 > len(re.findall(r"\w", title)) and found else otherwise


def pattern(route, hits):
    """[text of the pattern] that an article about `route` has: the best that others have for it ([(Pattern, …)], the most specific first), or
    one made of the route (whose opaque parts are `{}`)."""
    known = next((one.text for one, *_ in hits if REST not in one.parts), None)
    parts = ["{id}" if part == "{}" else quote(part, safe="~") for part in route.split("/") if part]
    made = known or "/" + "/".join(parts)
    try:
        parse(made)
    except PatternBroken:
        return []
    return [made]


def _quoted(text):
    return json.dumps(line(text), ensure_ascii=False)
