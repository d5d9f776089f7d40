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
    parts = [part for part in route[:4096].split("/", MOST_SEGMENTS + 8)[:MOST_SEGMENTS + 8] if part]
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

    def meets(self, other):
        """Is there a route that both match?"""
        for a, b in zip(self.parts, other.parts, strict=False):
            if REST in (a, b):
                return True
            if ONE not in (a, b) and a != b:
                return False
        return len(self.parts) == len(other.parts)


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
    """Many patterns at once. Built from pairs (Pattern, value); asked by route; the most specific first.

    Each pattern is a bit, and each place in a route has masks of the patterns that let a segment pass there. So a match takes
    one step for each segment, however many patterns begin alike.
    """

    def __init__(self, pairs):
        same = {}
        for pattern, value in pairs:
            same.setdefault(pattern.parts, []).append((pattern, value))
        self._pairs = sorted(same.values(), key=lambda rows: rows[0][0].rank)
        self._all = (1 << len(self._pairs)) - 1
        self._literal = [{} for _ in range(MOST_SEGMENTS)]
        self._one, self._rest, self._end = ([0] * (MOST_SEGMENTS + 1) for _ in range(3))
        for at, rows in enumerate(self._pairs):
            self._add(rows[0][0].parts, 1 << at)

    def _add(self, parts, bit):
        for at, part in enumerate(parts):
            if part == REST:
                self._rest[at] |= bit
                return
            if part == ONE:
                self._one[at] |= bit
            else:
                self._literal[at][part] = self._literal[at].get(part, 0) | bit
        self._end[len(parts)] |= bit

    def match(self, route):
        """[(Pattern, value)] of all that match `route`, the most specific first; equals in the order given."""
        found, alive, hits = segments(route), self._all, 0
        for at, segment in enumerate(found[:MOST_SEGMENTS]):
            hits |= alive & self._rest[at]
            alive &= self._literal[at].get(segment, 0) | self._one[at]
            if not alive:
                break
        if len(found) <= MOST_SEGMENTS:
            hits |= alive & self._end[len(found)]
        return [pair for at, bit in enumerate(bin(hits)[:1:-1]) if bit == "1" for pair in self._pairs[at]]


def strip(base, found):
    """`found` segments without the first of the `base` patterns that they begin with."""
    for pattern in base:
        head = found[:len(pattern.parts)]
        if pattern.match(head):
            return found[len(head):]
    return found
