"""The bytes of a letter → what a person wrote in it, and everything else that was in it.

Any bytes at all end as a Received: what cannot be read is told in `problems`, and its text is there.
"""

import mimetypes
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from . import automatic, charsets, html_text, mime, quote_headers, quotes
from .automatic import Bounce
from .flowed import unflowed
from .plain import block, file_name, one_line

MOST_TEXT = 1_000_000       # characters of text that are read; a longer part is kept as a file, too
MOST_TEXTS = 10             # texts beside each other that are read; further ones are kept as files
MOST_REFERENCES = 100
MOST_ALIBI = 50             # words that a plain text may have which only says that the letter is in its HTML
_ID = re.compile(r"<[^<>\s]{1,400}>")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,200}@[^\s@<>,;:\"()\[\]\\]{1,253}")
_NAMELESS = {"message/rfc822": ".eml", "text/calendar": ".ics", "application/ms-tnef": ".dat", "message/delivery-status": ".txt", "text/rfc822-headers": ".txt",
             "image/jpeg": ".jpg", "text/plain": ".txt", "text/html": ".html"}


@dataclass(frozen=True)
class Attachment:
    """`name` is fit to be shown and for a download, never for a path; `type` is what the sender says."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True)
class Received:
    """A letter as it came in.

    message_id, in_reply_to     with angle brackets; "" when absent
    references                  message ids, oldest first
    from_address                in small letters; "" when absent, or when there are several: no one can be sure then
    to, cc, delivered_to        addresses in small letters
    date                        UTC; None when absent or unreadable. The sender's word
    text                        all that can be read
    words                       what the sender newly wrote, quoted lines between answers with it; never "" while `text` says something
    cut                         what was taken out of `text` for `words`
    html_only                   the text was made from HTML
    automatic                   None for a person's letter, else "auto-reply", "bounce", "list", "loop"
    bounce                      automatic.Bounce, for a bounce; else None
    authentication              the `Authentication-Results` headers as they came, topmost first: only the own server's may be believed
    problems                    sentences: what was wrong with the letter
    """

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple = ()
    from_address: str = ""
    from_name: str = ""
    to: tuple = ()
    cc: tuple = ()
    delivered_to: tuple = ()
    subject: str = ""
    date: datetime | None = None
    text: str = ""
    words: str = ""
    cut: str = ""
    html_only: bool = False
    attachments: tuple = ()
    automatic: str | None = None
    bounce: Bounce | None = None
    authentication: tuple = ()
    problems: tuple = field(default=())


def read(raw, our_domains=()):
    """The Received of the bytes `raw`. Never raises.

    our_domains     the domains of our own message ids: a letter of ours that comes back is a loop
    """
    try:
        return _read(raw, our_domains)
    except Exception as error:
        # The corpora find no such letter; should one exist, it is kept as it came rather than lost.
        text = block(raw[:MOST_TEXT].decode("utf-8", "replace"), turns=True)
        return Received(text=text, words=text, problems=(f"The letter could not be read ({type(error).__name__}).",))


def _read(raw, our_domains):
    headers, body, problem = mime.split(raw)
    problems = [problem] if problem else []
    parts = mime.parts(headers, body, problems)
    subject = mime.words(headers.get("subject"))[:1000]
    ids = _ID.findall(" ".join(headers.all("references")))
    answered = _ID.findall(headers.get("in-reply-to"))
    reply = bool(ids or answered or quote_headers.answers(subject))
    from_name, from_address = _sender(headers, problems)
    text, marks, html_only, attachments = _contents(parts, reply, problems)
    words, cut = quotes.cut(text, reply, quote_headers.forwards(subject), marks)
    kind = automatic.kind(headers, parts, from_address, subject, [*answered, *ids], our_domains)
    return Received(
        message_id=next(iter(_ID.findall(headers.get("message-id"))), ""), in_reply_to=answered[0] if answered else "",
        references=tuple([ids[0], *ids[1 - MOST_REFERENCES:]] if len(ids) > MOST_REFERENCES else ids),
        from_address=from_address, from_name=from_name, to=_addresses(headers, "to"), cc=_addresses(headers, "cc"),
        delivered_to=_addresses(headers, "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"),
        subject=subject, date=_date(headers.get("date"), problems), text=text, words=words, cut=cut, html_only=html_only, attachments=tuple(attachments),
        automatic=kind, bounce=automatic.bounce(headers, parts) if kind == "bounce" else None,
        authentication=tuple(one_line(mime.raw_text(value)) for value in headers.all("authentication-results")), problems=tuple(problems))


def _contents(parts, reply, problems):
    """(text, marks, html_only, attachments) of all parts."""
    shown, further, attachments, choices = [], [], [], {}
    for at, part in enumerate(parts):
        if part.type in ("text/plain", "text/html") and not part.attached and not part.name:
            # Of what stands side by side in one `alternative`, one is read.
            group = part.path.index("alternative") if "alternative" in part.path else None
            key = (part.path[:group + 1], _run(parts, at)) if group is not None else at
            if key not in choices:
                choices[key] = []
                (shown if len(shown) < MOST_TEXTS else further).append(choices[key])
            choices[key].append(part)
        else:
            attachments.append(part)
    if further:
        problems.append("The letter has too many texts; the rest is kept as files.")
        attachments += [part for group in further for part in group]
    pieces, kinds, left = [], [], [html_text.MOST_TAGS]
    kept = [_attachment(part, n) for n, part in enumerate(attachments, 1)]
    for group in shown:
        html, text, marks, whole = _chosen(group, reply, problems, left)
        if whole:
            kept.append(whole)
        if text.strip():
            pieces.append((text, marks))
            kinds.append(html)
    lines, all_marks = [], []
    for text, marks in pieces:
        if lines:
            lines.append("")
        all_marks += [quotes.Mark(mark.kind, mark.first + len(lines), mark.last + len(lines)) for mark in marks]
        lines += text.split("\n")
    return "\n".join(lines), tuple(all_marks), bool(kinds) and all(kinds), kept


def _run(parts, at):
    """Where the unbroken run of parts with the same `alternative` above them begins."""
    depth = parts[at].path.index("alternative") + 1
    while at and parts[at - 1].path[:depth] == parts[at].path[:depth]:
        at -= 1
    return at


def _chosen(group, reply, problems, left):
    """(from HTML?, text, marks, Attachment of a text too long or None) of the parts that say the same.

    `left`: how many tags may still be read. The plain text, unless it says next to nothing of what the HTML says: some programs write "your reader shows no HTML" there.
    """
    plain = [part for part in group if part.type == "text/plain"]
    htmls = [part for part in group if part.type == "text/html"]
    text, whole = "", None
    for part in plain:
        more, whole_part = _text(part, problems)
        text, whole = text + ("\n" if text else "") + _unflowed(part, more), whole or whole_part
    if not htmls:
        return False, text.strip("\n"), (), whole
    if text.strip() and _word_count(text) >= MOST_ALIBI:
        return False, text.strip("\n"), (), whole
    source, html_whole = _text(htmls[0], problems)
    read = html_text.read(source, reply, left[0])
    left[0] -= source.count("<")
    if text.strip() and (_word_count(read.text) < 20 or _word_count(text) * 4 >= _word_count(read.text)):
        return False, text.strip("\n"), (), whole
    return True, read.text, read.marks, html_whole or whole


def _word_count(text):
    return len(text[:200_000].split())


def _unflowed(part, text):
    if (part.headers.ask("get_param", "format") or "") not in ("flowed", "Flowed", "FLOWED"):
        return text
    return unflowed(text, str(part.headers.ask("get_param", "delsp") or "").lower() == "yes")


def _text(part, problems):
    """(text, the part as Attachment when it is too long to be read whole)."""
    charset = part.headers.ask("get_param", "charset")
    charset = charset[2] if isinstance(charset, tuple) else charset
    if not charset and part.type == "text/html":
        charset = charsets.of_html(part.body)
    text, problem = charsets.decode(part.body, charset)
    if problem and problem not in problems:
        problems.append(problem)
    if len(text) <= MOST_TEXT:
        return block(text, turns=True), None
    problems.append("The text is too long; the whole is kept as a file.")
    return block(text[:MOST_TEXT], turns=True), Attachment("letter.html" if part.type == "text/html" else "letter.txt", part.type, part.body)


def _attachment(part, number):
    ending = _NAMELESS.get(part.type) or mimetypes.guess_extension(part.type) or ".bin"
    name = file_name(part.name) or f"attachment-{number}{ending}"
    return Attachment(name, part.type if re.fullmatch(r"[\w.+-]{1,100}/[\w.+-]{1,100}", part.type, re.A) else "application/octet-stream", part.body)


def _sender(headers, problems):
    """(name, address) of `From`; no address when it names several, since another program may believe another one."""
    found = [pair for value in headers.all("from") for pair in _pairs(value)]
    # Also what only looks like one: where readers of a header disagree about it, none is believed.
    plain = re.sub(r'"[^"]*"', " ", " ".join(mime.raw_text(value) for value in headers.all("from")))
    addresses = {where for _, where in found} and {where for _, where in found} | {where.lower() for where in _ADDRESS.findall(plain)}
    if len(addresses) != 1 or len(headers.all("from")) > 1:
        problems.append("The letter names no sender." if not addresses else "The letter names more than one sender.")
        return (found[0][0] if found else one_line(mime.words(headers.get("from")), 200)), ""
    return found[0]


def _addresses(headers, *names):
    """Each address of these fields once, in order."""
    return tuple(dict.fromkeys(where for name in names for value in headers.all(name) for _, where in _pairs(value)))


def _pairs(value):
    """[(name, address in small letters)] of a header value; what is no address is left out."""
    try:
        # Names are decoded after the splitting: an encoded `,` or `<` must not make an address.
        found = getaddresses([mime.raw_text(value)])
    except Exception:
        found = [("", where) for where in _ADDRESS.findall(mime.raw_text(value))]   # any exception: `email` recurses over brackets
    return [(one_line(mime.words(name), 200), where.lower()) for name, where in found if _ADDRESS.fullmatch(where)]


def _date(value, problems):
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value[:200])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        problems.append("The date cannot be read.")
        return None
