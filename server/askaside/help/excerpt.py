"""The piece of a text that shows best why it was found."""

from typing import NamedTuple

LENGTH = 180   # characters
_ENDS = ".!?…\n"


class Excerpt(NamedTuple):
    """`text` as it is shown; `ranges` of the marks in it, code points; `at`: where in the whole it begins."""

    text: str
    ranges: list
    at: int


def excerpt(text, marks, length=LENGTH):
    """The Excerpt of `text` around its `marks` (search.engine.Mark, in order): where the most different ones stand close."""
    if not marks:
        return Excerpt(_cut(text, 0, length), [], 0)
    start = _begin(text, _best(marks, length), length)
    shown = _cut(text, start, length)
    lead = 1 if shown.startswith("…") else 0
    inner = len(shown) - (1 if shown.endswith("…") else 0)
    ranges = [[m.start - start + lead, m.end - start + lead] for m in marks if m.start >= start and m.end - start + lead <= inner]
    return Excerpt(shown, joined(ranges), start)


def joined(ranges):
    """`ranges` without overlap, in order."""
    found = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return found


def _best(marks, length):
    """The mark that begins the window of `length` with the most telling different words; the earliest of equals."""
    best, chosen, first = -1.0, marks[0], 0
    for mark in marks:
        here, seen = 0.0, set()
        for other in marks[first:]:
            if other.start < mark.start:
                continue
            if other.end > mark.start + length * 3 // 4:
                break
            if other.word not in seen:
                seen.add(other.word)
                here += other.weight
        if here > best + 1e-9:
            best, chosen = here, mark
        first += 1
    return chosen


def _begin(text, mark, length):
    """The start of the sentence of `mark`, when that is near; else of a word a little before it."""
    if mark.end <= length * 3 // 4:
        return 0
    nearest = mark.start - length // 3
    for at in range(mark.start - 1, nearest, -1):
        if text[at] == "\n" or (text[at].isspace() and text[at - 1] in _ENDS):
            return at + 1
    while nearest < mark.start and not text[nearest - 1].isspace():
        nearest += 1
    return nearest


def _cut(text, start, length):
    """`length` characters of `text` from `start`, cut at words, as one line."""
    piece = text[start:start + length]
    if start + length < len(text):
        piece = piece[:max(piece.rfind(" "), piece.rfind("\n"), length // 2)].rstrip(" \n,;:–-") + "…"
    before = start and text[start - 1] not in "\n" and text[max(0, start - 2)] not in _ENDS
    return ("…" if before else "") + piece.replace("\n", " ")
