"""The parts of a letter, found in any bytes at all, in time that grows with their number only.

Our own reading and not `email`'s: that one raises for 7 of 177 real letters, and needs minutes for hostile ones.
"""

import base64
import binascii
import re
from email.message import Message
from functools import cached_property
from typing import NamedTuple

from .charsets import decode
from .plain import one_line

MOST_DEPTH = 12           # multiparts in multiparts
MOST_PARTS = 500
MOST_HEADERS = 262_144    # bytes; and one of them:
MOST_HEADER = 16_384      # characters
_LINE_END = re.compile(rb"\r\n|\r|\n")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.S)
_ENCODED = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{1,20})?\?([bq])\?([^?]{0,8000})\?=(?:[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bq]\?))?", re.I)


class Headers:
    """Header fields as they came: names in small letters, values unfolded, still encoded; each at most MOST_HEADER long."""

    def __init__(self, fields):
        self.fields = fields

    def all(self, name):
        return [value for key, value in self.fields if key == name]

    def get(self, name, default=""):
        """The first value of the field, else `default`."""
        return next((value for key, value in self.fields if key == name), default)

    def has(self, name):
        return any(key == name for key, _ in self.fields)

    @cached_property
    def content(self):
        """What is said of the content: an `email` Message with these fields only, for their parameters."""
        made = Message()
        for name in ("content-type", "content-disposition"):
            if value := self.get(name)[:2000]:
                made[name] = re.sub(r"[\r\n]+", " ", raw_text(value))
        return made

    def ask(self, what, *args):
        """What the content's Message answers; None when it cannot read its own fields."""
        try:
            return getattr(self.content, what)(*args)
        except Exception:
            return None   # any exception: RFC 2231 in the library fails in many ways, and a letter must not fail with it


class Part(NamedTuple):
    """One leaf: `path` the multiparts it lies in, outermost first (`("mixed", "alternative")`); `body` bytes, decoded."""

    headers: Headers
    type: str
    name: str
    attached: bool
    path: tuple
    body: bytes


def split(raw):
    """(Headers, body bytes, problem or None). Without a header line at its start, all of `raw` is body."""
    if raw.startswith(b"From ") and (end := _LINE_END.search(raw[:2000])):
        raw = raw[end.end():]   # as a mailbox file begins a letter
    fields, at, problem = [], 0, None
    while at < len(raw):
        end = _LINE_END.search(raw, at, at + MOST_HEADERS)
        stop, after = (end.start(), end.end()) if end else (min(len(raw), at + MOST_HEADERS), len(raw) if len(raw) - at <= MOST_HEADERS else at + MOST_HEADERS)
        line = raw[at:stop]
        if not line:
            return Headers(_fields(fields)), raw[after:], problem
        if fields and line[:1] in b" \t":
            fields[-1][1].append(line)
        elif found := _FIELD.fullmatch(line):
            fields.append((found[1].lower().decode("ascii"), [found[2]]))
        elif not fields:
            return Headers([]), raw, "The letter has no headers."
        else:
            return Headers(_fields(fields)), raw[at:], "The headers end without an empty line."
        at = after
        if at > MOST_HEADERS:
            return Headers(_fields(fields)), raw[at:], "The headers are too long."
    return Headers(_fields(fields)), b"", problem


def _fields(found):
    return [(name, b" ".join(line.strip() for line in lines).decode("ascii", "surrogateescape").strip()[:MOST_HEADER]) for name, lines in found]


def words(value):
    """The text of a header value: encoded words (RFC 2047) and raw bytes decoded, on one line."""
    value = raw_text(value)
    pieces, at, kept = [], 0, None
    for found in _ENCODED.finditer(value):
        data = _encoded(found[2], found[3])
        if data is None:
            continue
        charset = found[1].lower()
        if kept and found.start() == at and kept[0] == charset:
            kept = (charset, kept[1] + data)   # one character may be cut in two
        else:
            pieces += [decode(kept[1], kept[0])[0] if kept else "", value[at:found.start()]]
            kept = (charset, data)
        at = found.end()
    pieces += [decode(kept[1], kept[0])[0] if kept else "", value[at:]]
    return one_line("".join(pieces))


def raw_text(value):
    """A header value with raw bytes in it as text."""
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"), None)[0]


def _encoded(way, text):
    """The bytes of an encoded word; None when it is none."""
    data = text.encode("utf-8", "replace")
    if way in "bB":
        made, whole = base64_bytes(data)
        return made if whole else None
    return binascii.a2b_qp(data.replace(b"_", b" "), header=False)


def base64_bytes(data):
    """(bytes, whether it was whole): what is no base64 in between is passed over."""
    clean = re.sub(rb"[^A-Za-z0-9+/=]+", b"", data)
    whole, made = len(re.sub(rb"\s+", b"", data)) == len(clean), []
    for piece in re.split(rb"=+", clean):
        whole = whole and len(piece) % 4 != 1
        piece = piece[:len(piece) - 1] if len(piece) % 4 == 1 else piece
        made.append(base64.b64decode(piece + b"=" * (-len(piece) % 4)))
    return b"".join(made), whole


def parts(headers, body, problems):
    """Every leaf of the letter as Part, in order; `problems` gains what was broken. Beyond MOST_PARTS the rest is one part, undecoded."""
    return list(_walk(headers, body, (), problems, [MOST_PARTS]))


def _walk(headers, body, path, problems, left):
    kind = (headers.ask("get_content_type") or "text/plain").lower()
    main, _, sub = kind.partition("/")
    if main == "multipart":
        edge = headers.ask("get_boundary")
        pieces = _pieces(body, edge, problems) if edge and len(path) < MOST_DEPTH else []
        if pieces:
            for at, piece in enumerate(pieces):
                left[0] -= 1
                if left[0] <= 0:
                    _say(problems, "The letter has too many parts; the rest is kept as one.")
                    rest = b"\n".join(pieces[at:])
                    yield Part(Headers([]), "application/octet-stream", "rest.eml", True, path, rest)
                    return
                inner, content, _ = split(piece) if not piece.startswith((b"\n", b"\r\n")) else (Headers([]), piece.lstrip(b"\r\n"), None)
                if sub == "digest" and not inner.has("content-type"):
                    inner = Headers([*inner.fields, ("content-type", "message/rfc822")])
                yield from _walk(inner, content, (*path, sub), problems, left)
            return
        if len(path) >= MOST_DEPTH:
            _say(problems, "The parts lie too deep; the rest is kept as one.")
            yield Part(headers, "application/octet-stream", "rest.eml", True, path, body)
            return
        if not body.strip():
            _say(problems, "A part is empty.")
            return
        _say(problems, "The parts of the letter have no boundary; it is read as text.")
        kind = "text/plain"
    said = (headers.ask("get_content_disposition") or "").lower()
    name = _name(headers)
    yield Part(headers, kind, name, said == "attachment", path, _decoded(headers, kind, body, problems))


def _pieces(body, edge, problems):
    """What lies between the boundaries; [] when there is none."""
    line = re.compile(rb"(?:^|(?<=[\r\n]))--" + re.escape(edge.encode("utf-8", "surrogateescape")) + rb"(--)?[ \t]*(?:\r\n|[\r\n]|$)")
    found, start = [], None
    for here in line.finditer(body):
        if start is not None:
            found.append(_less_break(body[start:here.start()]))
        start = here.end()
        if here[1]:
            return found
    if start is not None:
        _say(problems, "The letter ends in the middle.")
        found.append(body[start:])
    return found


def _less_break(piece):
    return piece[:-2] if piece.endswith(b"\r\n") else piece[:-1] if piece.endswith((b"\n", b"\r")) else piece


def _decoded(headers, kind, body, problems):
    way = re.sub(r"\(.*?\)", "", headers.get("content-transfer-encoding")).strip().lower()
    if way == "base64":
        data, whole = base64_bytes(body)
        if not whole:
            _say(problems, "A part is not whole base64.")
        return data if data or not body.strip() else body
    if way == "quoted-printable":
        return binascii.a2b_qp(body)
    if way not in ("", "7bit", "8bit", "binary"):
        _say(problems, f"The encoding {one_line(way, 40)!r} is unknown; a part is kept as it came.")
    return body


def _name(headers):
    """The file name a part gives itself; "" without one."""
    name = headers.ask("get_filename")
    if isinstance(name, tuple):
        name = name[2]
    return words(name) if isinstance(name, str) else ""


def _say(problems, text):
    if text not in problems:
        problems.append(text)
