"""A letter of ours → the bytes that go over the wire.

Written by hand and not by `email.message`: its folding of headers has let line breaks of others through more than once.
"""

import base64
import html
import quopri
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple

from ..core.locale import direction as direction_of
from .plain import block, one_line
from .quotes import MARKER

MOST_SUBJECT = 200      # characters
MOST_NAME = 80          # characters
MOST_REFERENCES = 20    # the first and the newest: threads are found by these
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,400}@[!-;=?-~]{1,253}>")
_TOKEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_WORDS_ONLY = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_PRINTED = re.compile(r"[ -~]*")
_WEB = re.compile(r"(?:https?://|mailto:)[!-~]+", re.I)
_STYLE = (":root{color-scheme:light dark;supported-color-schemes:light dark}"
          "body{font:16px/1.5 system-ui,-apple-system,'Segoe UI',Arial,sans-serif;max-width:40em;margin:1.5em auto;padding:0 1em;"
          "color:#1c1c1e;background:#fff}p{margin:0 0 1em;overflow-wrap:anywhere}a{color:#0b57d0}.marker{color:#5f6368;font-size:.85em}"
          "@media (prefers-color-scheme:dark){body{color:#ececf1;background:#1c1c1e}a{color:#8ab4f8}.marker{color:#9aa0a6}}")


class AddressRefused(ValueError):
    """What should be an address, a message id or a link is none."""


class Link(NamedTuple):
    """A block of its own: `text` that leads to `url` (https, http or mailto)."""

    text: str
    url: str


@dataclass(frozen=True)
class Letter:
    """What goes out. `paragraphs`: text (its line breaks are kept) and Link, in order.

    `date` is an aware datetime. `in_reply_to` and `references` are message ids in angle brackets, oldest first.
    `automatic`: no person wrote it; a reply when there is `in_reply_to`. `direction` "ltr" or "rtl"; "" is that of the locale.
    `marker`: begin with the line below which an answer is not looked for.
    """

    to: str
    subject: str
    locale: str
    paragraphs: tuple
    from_name: str
    from_address: str
    message_id: str
    date: datetime
    direction: str = ""
    to_name: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple = ()
    automatic: bool = False
    marker: bool = False


def new_message_id(domain, token):
    """`<askaside.TOKEN@domain>`; the first word is how a letter of ours is known when it comes back.

    raises AddressRefused unless `token` is 8 to 64 letters, digits and hyphens
    """
    made = f"<askaside.{token}@{_domain(domain)}>"
    if not _TOKEN.fullmatch(token) or not _MESSAGE_ID.fullmatch(made):
        raise AddressRefused(f"No message id can be made of {domain!r} and {token!r}.")
    return made


def compose(letter):
    """The letter as bytes (RFC 5322, lines end in CRLF and stay under 998 bytes), ready for SMTP.

    raises AddressRefused for an address, message id or link that is none, ValueError for a date without a zone.
    What others wrote (names, subject, paragraphs) is never refused: it loses what could end a line or turn the reading.
    """
    if letter.date.utcoffset() is None:
        raise ValueError("The date of a letter needs a zone.")
    way = letter.direction or direction_of(letter.locale)
    if way not in ("ltr", "rtl"):
        raise ValueError(f"A letter runs ltr or rtl, not {way!r}.")
    edge = "=_" + base64.b32encode(_message_id(letter.message_id).encode())[-40:].decode().strip("=")
    lines = [*_headers(letter), f'Content-Type: multipart/alternative;\r\n boundary="{edge}"', ""]
    for kind, text in (("plain", _plain(letter)), ("html", _html(letter, way))):
        encoding, body = _encoded(text)
        lines += [f"--{edge}", f"Content-Type: text/{kind}; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", "", body]
    return "\r\n".join([*lines, f"--{edge}--", ""]).encode("ascii")


def address(text):
    """`text` as an address in ASCII, the domain as IDNA. raises AddressRefused; letters beyond ASCII before the @ are refused, too."""
    local, at, domain = text.rpartition("@")
    found = f"{local}{at}{_domain(domain)}"
    if not _ADDRESS.fullmatch(found) or local.startswith(".") or local.endswith(".") or ".." in found or "=?" in found:
        raise AddressRefused(f"{text[:100]!r} is no address.")
    return found


def mailbox(text):
    """What the address `text` counts as, where letters to one mailbox are counted: without regard to case, to space around it and to how its domain is written.

    Dots and `+details` count: whether those are one mailbox only the server of that domain knows, and at most of them they are two.
    """
    with suppress(AddressRefused):   # to what is none, no letter goes
        text = address(text.strip())
    return text.strip().lower().rstrip(".")


def _domain(text):
    try:
        return text.lower() if text.isascii() else text.encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressRefused(f"{text[:100]!r} is no domain.") from None


def _headers(letter):
    yield f"From: {_person(letter.from_name, letter.from_address)}"
    yield f"To: {_person(letter.to_name, letter.to)}"
    yield "Subject: " + (_words(one_line(letter.subject, MOST_SUBJECT)) or "-")
    yield "Date: " + format_datetime(letter.date)
    yield "Message-ID: " + _message_id(letter.message_id)
    if letter.in_reply_to:
        yield "In-Reply-To: " + _message_id(letter.in_reply_to)
    if known := [one for one in letter.references if _MESSAGE_ID.fullmatch(one)]:   # others' ids: a bad one is left out
        kept = known if len(known) <= MOST_REFERENCES else [known[0], *known[1 - MOST_REFERENCES:]]
        yield "References: " + "\r\n ".join(kept)
    if letter.reply_to:
        yield "Reply-To: " + address(letter.reply_to)
    if letter.automatic:
        yield "Auto-Submitted: " + ("auto-replied" if letter.in_reply_to else "auto-generated")
    yield "X-Auto-Response-Suppress: All"
    yield "MIME-Version: 1.0"


def _message_id(text):
    if not _MESSAGE_ID.fullmatch(text):
        raise AddressRefused(f"{text[:100]!r} is no message id.")
    return text


def _person(name, where):
    name = one_line(name, MOST_NAME)
    where = address(where)
    if not name:
        return where
    if _PRINTED.fullmatch(name) and "=?" not in name:
        quoted = name if _WORDS_ONLY.fullmatch(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
        return f"{quoted}\r\n <{where}>"
    return f"{_words(name)}\r\n <{where}>"


def _words(text):
    """One line of text as header value; encoded words (RFC 2047) of whole characters where it is not plain ASCII."""
    if _PRINTED.fullmatch(text) and "=?" not in text:   # "=?": what looks encoded would be read as such
        return re.sub(r"(.{60,}?) ", "\\1\r\n ", text) if max(map(len, text.split(" "))) < 900 else _words_of(text)
    return _words_of(text)


def _words_of(text):
    pieces, piece = [], b""
    for character in text:
        byte = character.encode()
        if len(piece) + len(byte) > 42:   # 75 characters with charset and signs
            pieces.append(piece)
            piece = b""
        piece += byte
    return "\r\n ".join(f"=?utf-8?B?{base64.b64encode(one).decode()}?=" for one in [*pieces, piece])


def _blocks(letter):
    return ([MARKER.get(letter.locale.partition("-")[0], MARKER["en"])] if letter.marker else []) + [_checked(one) for one in letter.paragraphs]


def _checked(paragraph):
    if not isinstance(paragraph, Link):
        return block(paragraph).strip("\n")
    if not _WEB.fullmatch(paragraph.url):
        raise AddressRefused(f"{paragraph.url[:100]!r} is no link for a letter.")
    return Link(one_line(paragraph.text), paragraph.url)


def _plain(letter):
    # An address stands on a line of its own, so that neither punctuation nor the other direction gets into it.
    return "\n\n".join(f"{one.text}\n{one.url}" if isinstance(one, Link) else one for one in _blocks(letter)) + "\n"


def _html(letter, way):
    lang = html.escape(one_line(letter.locale))
    lines = [f'<!DOCTYPE html>\n<html lang="{lang}" dir="{way}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">',
             '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">',
             f"<title>{html.escape(one_line(letter.subject, MOST_SUBJECT))}</title>\n<style>{_STYLE}</style>\n</head>\n<body dir=\"{way}\">"]
    for at, one in enumerate(_blocks(letter)):
        if isinstance(one, Link):
            lines.append(f'<p dir="auto"><a href="{html.escape(one.url)}">{html.escape(one.text)}</a></p>')
        else:
            mark = ' class="marker"' if letter.marker and at == 0 else ""
            lines.append(f'<p dir="auto"{mark}>' + html.escape(one).replace("\n", "<br>\n") + "</p>")
    return "\n".join([*lines, "</body>\n</html>\n"])


def _encoded(text):
    """(encoding, body): quoted-printable while it is readable, base64 where most of it is not ASCII."""
    data = text.encode()
    if sum(byte > 127 for byte in data) * 6 > len(data):
        return "base64", base64.encodebytes(data).decode().strip().replace("\n", "\r\n")
    return "quoted-printable", quopri.encodestring(data).decode().rstrip("\n").replace("\n", "\r\n")
