"""What the sender newly wrote, and what is only carried along.

A lost word is worse than a kept quote: what is not surely a quote stays, a forwarded letter stays whole, an answer
between or below quoted lines stays, and where cutting would leave nothing, nothing is cut.
"""

from functools import cache, partial
from typing import NamedTuple

from . import quote_headers as headers

# The line that letters of ours may begin with; known in every language by its signs.
MARKER = {"en": "##- Write your answer above this line -##",
          "he": "##- כתבו את תשובתכם מעל שורה זו -##",
          "sl": "##- Odgovor napišite nad to vrstico -##",
          "ru": "##- Напишите ответ над этой строкой -##",
          "fi": "##- Kirjoita vastauksesi tämän rivin yläpuolelle -##"}
MOST_LINES = 20_000   # of a text that quotes are looked for in; beyond, nothing is cut
MOST_SIGNATURE = 10   # lines; what is longer below "-- " is no signature
_JOINED = 4           # lines that an attribution may be wrapped into


class Mark(NamedTuple):
    """What HTML told about the lines `first` to `last` of its text: "attribution", "signature", or "tail" (the quote begins at `first`)."""

    kind: str
    first: int
    last: int


class _Piece(NamedTuple):
    """Lines `start` to `end` (not itself): "words", "quote" (signed with >), "attribution", "signature" or "tail" (to the end)."""

    kind: str
    start: int
    end: int


def cut(text, reply=False, forwarded=False, marks=()):
    """(words, rest) of `text`, whose lines end in \\n: each line is in one of the two, apart from blank ones at the edges.

    reply       the letter says that it answers one (In-Reply-To, References, or its subject)
    forwarded   its subject says that it hands a letter on: nothing is cut
    marks       of Mark, from the HTML the text was made of
    """
    lines = text.split("\n")
    if forwarded or len(lines) > MOST_LINES:
        return _tidy(lines), ""
    pieces = _pieces(lines, reply, marks)
    gone = _gone(lines, pieces, reply)
    words = _tidy([line for at, line in enumerate(lines) if at not in gone])
    if not words:
        return _tidy(lines), ""   # only a quote, or our reading of it is wrong: nobody's words are thrown away
    return words, _tidy([lines[at] for at in sorted(gone)])


def attributed(lines):
    """Whether the last of `lines` that says something ends an attribution."""
    lines = [line for line in map(headers.seen, lines[-8:]) if line]
    return any(headers.attribution(" ".join(lines[-n:])) for n in range(1, _JOINED + 1))


def _pieces(lines, reply, marks):
    seen = [headers.seen(line) for line in lines]
    signs = [headers.quoted(line) for line in lines]
    told = {at: mark.kind for mark in marks if mark.kind != "tail" for at in range(mark.first, mark.last + 1)}
    tails = {mark.first for mark in marks if mark.kind == "tail"}
    tail, header = cache(partial(_tail, seen)), cache(partial(_attribution, seen, signs))   # asked again and again about the same lines
    pieces, at = [], 0
    while at < len(lines):
        length, kind = 1, "words"
        if signs[at]:
            kind = "quote"
        elif at in told:
            kind = told[at]
        elif at in tails or tail(at):
            kind, length = "tail", len(lines) - at
        elif n := header(at):
            follows = _next(seen, at + n)
            strong = headers.attribution(" ".join(seen[at:at + n]))
            if follows is None or signs[follows] or follows in tails or tail(follows):
                kind, length = "attribution", n
            elif strong == 2 or (reply and headers.exact(" ".join(seen[at:at + n])) and seen[at + n] == "" and (at == 0 or seen[at - 1] == "")):
                kind, length = "tail", len(lines) - at
        elif lines[at] == "-- " and (n := _signature(seen, signs, tail, header, at)):
            kind, length = "signature", n
        elif headers.from_device(seen[at]) and _ends(seen, signs, told, tail, header, at + 1):
            kind = "signature"
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = pieces[-1]._replace(end=at + length)
        else:
            pieces.append(_Piece(kind, at, at + length))
        at += length
    return pieces


def _tail(seen, at):
    """Whether the letter that is answered begins here, unsigned, and runs to the end."""
    line = seen[at]
    if not line:
        return False
    if headers.marker(line):
        return True
    before = [one for one in seen[max(0, at - 6):at] if one][-2:]
    if any(map(headers.forwarded, before)):
        return False   # handed on, not answered: that is why it was written
    if headers.original(line):
        return True
    if headers.rule(line):
        follows = _next(seen, at + 1)
        return follows is not None and headers.block(seen[follows:follows + 14]) > 0
    return headers.label(line) is not None and headers.block(seen[at:at + 14]) > 0


def _attribution(seen, signs, at):
    """Of how many lines the attribution is that begins at `at`; 0 when none does."""
    if not seen[at] or not headers.may_open(seen[at]):
        return 0
    for n in range(1, _JOINED + 1):
        if at + n > len(seen) or not seen[at + n - 1] or signs[at + n - 1]:
            return 0
        if headers.attribution(" ".join(seen[at:at + n])):
            # When it is whole without its first line, that line is the sender's.
            return 0 if any(headers.attribution(" ".join(seen[at + m:at + n])) == 2 and headers.may_open(seen[at + m]) and not _runs_on(seen[at]) for m in range(1, n)) else n
    return 0


def _runs_on(line):
    """Whether a line breaks off where a mail program would wrap it."""
    return line.endswith((",", "<", "(")) or headers.exact(line)


def _signature(seen, signs, tail, header, at):
    """Lines of the signature that the line `-- ` at `at` begins; 0 when it is too long for one."""
    end = at + 1
    while end < len(seen) and not signs[end] and not tail(end) and not header(end):
        end += 1
        if end - at > 2 * MOST_SIGNATURE + 10:
            return 0
    said = [line for line in seen[at + 1:end] if line]
    return end - at if len(said) <= MOST_SIGNATURE else 0


def _ends(seen, signs, told, tail, header, at):
    """Whether nothing but blank lines, a signature or a quote comes from `at` on."""
    at = _next(seen, at)
    return at is None or signs[at] or at in told or tail(at) or header(at) > 0 or headers.from_device(seen[at])


def _next(seen, at):
    """The next line that says something, or is signed; None at the end."""
    return next((n for n in range(at, len(seen)) if seen[n]), None)


def _gone(lines, pieces, reply):
    """The numbers of the lines that are cut."""
    says = [piece.kind == "words" and any(line.strip() for line in lines[piece.start:piece.end]) for piece in pieces]
    quotes = [n for n, piece in enumerate(pieces) if piece.kind == "quote"]
    first = next((n for n, piece in enumerate(pieces) if piece.kind == "attribution"), None)
    begun, done = (says.index(True), len(says) - 1 - says[::-1].index(True)) if any(says) else (len(says), -1)   # the first and the last words
    gone = set()
    for piece in pieces:
        if piece.kind in ("attribution", "signature", "tail"):
            gone.update(range(piece.start, piece.end))
    # The sender's own `>` lines, pasted, stand in the midst of words and under no attribution.
    theirs = [n for n in quotes if (first is not None and n > first) or n < begun or (reply and n > done and not _introduced(lines, pieces[n].start))]
    answered = [n for at, n in enumerate(theirs) if any(says[n:theirs[at + 1] if at + 1 < len(theirs) else None])]
    if len(answered) >= 2:
        theirs = [n for n in theirs if n > answered[-1]]   # answers between the lines: what they answer stays with them
    for n in theirs:
        gone.update(range(pieces[n].start, pieces[n].end))
    return gone


def _introduced(lines, at):
    """Whether the line right above says that something of the sender's follows: "I get this:"."""
    return at > 0 and lines[at - 1].rstrip().endswith(":")


def _tidy(lines):
    return "\n".join(line.rstrip() for line in lines).strip("\n")
