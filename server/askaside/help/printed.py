"""Lines for a terminal in which text of any direction stands beside other text."""

import unicodedata

ISOLATE, POP = "\u2068", "\u2069"


def isolated(text):
    """`text`, held together by two invisible signs when it holds letters that run from right to left: without them a
    terminal would move the numbers and paths around it."""
    return f"{ISOLATE}{text}{POP}" if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text) else text


def padded(text, width):
    """`text` with blanks behind it, up to `width` columns: vowel points and the like take none, wide signs take two."""
    return isolated(text) + " " * max(0, width - columns(text))


def columns(text):
    """How many columns of a terminal `text` takes."""
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
