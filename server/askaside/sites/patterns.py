"""Route patterns: our own small syntax, matched in linear time. Never a user's regular expression.

    /invoices              that route
    /invoices/{id}/edit    one segment, whatever it is
    /invoices/*            everything below (not /invoices itself); `*` only at the end

Upper and lower case differ; a slash at the end does not count; segments are compared after percent-decoding.
"""

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

MOST_SEGMENTS = 32
_NAME = re.compile(r"\{[a-z][a-z0-9_-]{0,39}\}")


class Wild(Enum):
    """The two parts of a pattern that are no literal text; not strings, for a route may hold any string."""

    ONE = 1
    REST = 2


ONE, REST = Wild.ONE, Wild.REST


class PatternBroken(ValueError):
    """A pattern that the syntax does not allow; the text says why."""


def segments(route):
    """`/a/b%20c/` → ["a", "b c"]. Deeper than any pattern is cut, for no pattern can tell the difference."""
    route = route.partition("?")[0].partition("#")[0]
    parts = [part for part in route[:4096].split("/", MOST_SEGMENTS + 8) if part]
    return [unquote(part, errors="replace") if "%" in part else part for part in parts]


@dataclass(frozen=True)
class Pattern:
    """A parsed pattern: `text` as written, `parts` literal segments, ONE or REST."""

    text: str
    parts: tuple

    @property
    def rank(self):
        """Sorts the most specific first: literal before {one} before *, so that of all that match, an exact one leads."""
        return (*(2 if part == REST else 1 if part == ONE else 0 for part in self.parts), 3)

    def match(self, found):
        """Does it match the route cut into `found` segments?"""
        if self.parts and self.parts[-1] == REST:
            head = self.parts[:-1]
            return len(found) > len(head) and all(a in (ONE, b) for a, b in zip(head, found, strict=False))
        return len(self.parts) == len(found) and all(a in (ONE, b) for a, b in zip(self.parts, found, strict=True))


def parse(text):
    """The Pattern of `text`.

    raises  PatternBroken with the cause
    """
    if not isinstance(text, str) or not text.startswith("/"):
        raise PatternBroken(f"{text!r} does not begin with a slash")
    if len(text) > 500:
        raise PatternBroken("a pattern is at most 500 characters long")
    if bad := re.search(r"[?#\s\\]", text):
        raise PatternBroken(f"{bad.group()!r} has no place in a route pattern (a route is the path only)")
    raw = [part for part in text.split("/") if part]
    if len(raw) > MOST_SEGMENTS:
        raise PatternBroken(f"a pattern has at most {MOST_SEGMENTS} segments")
    parts = []
    for at, part in enumerate(raw):
        if part == "*":
            if at != len(raw) - 1:
                raise PatternBroken("`*` stands only at the end, as in /invoices/*; for one segment write {name}")
            parts.append(REST)
        elif _NAME.fullmatch(part):
            parts.append(ONE)
        elif re.search(r"[{}*]", part):
            raise PatternBroken(f"{part!r}: a segment is plain text, {{name}} or, at the end, `*`")
        else:
            parts.append(unquote(part))
    return Pattern(text, tuple(parts))


class PatternIndex:
    """Many patterns at once. Built from pairs (Pattern, value); asked by route; the most specific first."""

    def __init__(self, pairs):
        self._root = {}
        for pattern, value in pairs:
            node = self._root
            for part in pattern.parts:
                node = node.setdefault(part, {})
            node.setdefault(None, []).append((pattern, value))

    def match(self, route):
        """[(Pattern, value)] of all that match `route`, the most specific first; equals in the order given."""
        found, nodes = [], [self._root]
        for segment in segments(route):
            found += [pair for node in nodes for pair in node.get(REST, {}).get(None, ())]
            nodes = [node[step] for node in nodes for step in (segment, ONE) if step in node]
            if not nodes:
                break
        else:
            found += [pair for node in nodes for pair in node.get(None, ())]
        return sorted(found, key=lambda pair: pair[0].rank)


def strip(base, found):
    """`found` segments without the first of the `base` patterns that they begin with."""
    for pattern in base:
        head = found[:len(pattern.parts)]
        if pattern.match(head):
            return found[len(head):]
    return found
