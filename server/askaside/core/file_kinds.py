"""What a file is by its bytes, never by its name or by what somebody says of it; and the name that it may be shown and kept by."""

import re
import unicodedata

from .examine import OFFICE, OPEN

_BEGINS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif", b"%PDF-": "pdf", b"PK\x03\x04": "zip"}
# What browsers take for HTML or XML by its first bytes (WHATWG MIME sniffing, section 7.1), and SVG.
_ACTIVE = re.compile(r"(?:\s|<!--.*?-->|<\?xml.*?\?>)*<(?:!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math|xsl:|\?xml)[\s/>:]", re.I | re.S)
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")   # those that no text has; 1B colours logs
LOOKED_AT = 1 << 16   # characters of a text

# The types that are kept, each with the ends that a name of it may have; the first is given to a name with another one.
ENDS = {"image/png": ("png",), "image/jpeg": ("jpg", "jpeg"), "image/webp": ("webp",), "application/pdf": ("pdf",),
        "text/plain": ("txt", "csv", "log", "tsv", "md", "json"),
        OFFICE + "wordprocessingml.document": ("docx",), OFFICE + "spreadsheetml.sheet": ("xlsx",), OFFICE + "presentationml.presentation": ("pptx",),
        OPEN + "text": ("odt",), OPEN + "spreadsheet": ("ods",), OPEN + "presentation": ("odp",)}
ALLOWED = "PNG, JPEG, GIF, WebP, PDF, plain text, CSV, and office documents without macros (docx, xlsx, pptx, odt, ods, odp)"

MOST_NAME = 100   # characters
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.I)
_SIGNS = re.compile(r'[<>:"|?*%]')


def kind_of(data):
    """png, jpeg, gif, webp, pdf, zip or text, as the first bytes of `data` say; None for all else, HTML and SVG among it."""
    found = next((kind for begin, kind in _BEGINS.items() if data.startswith(begin)), None)
    if found:
        return found
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return "text" if _is_text(data) else None


def _is_text(data):
    """Text in UTF-8, or in UTF-16 that says so, or in some older charset; and no page that a browser would run."""
    coding = next((coding for mark, coding in _MARKS if data.startswith(mark)), None)
    if coding != "utf-16" and _CONTROLS.search(data):
        return False
    try:
        text = data.decode(coding or "utf-8")
    except UnicodeDecodeError:
        if coding:
            return False
        text = data.decode("latin-1")   # ASCII is the same in all of them
    return "\0" not in text and not _ACTIVE.match(text[:LOOKED_AT])


def clean_name(name, type_):
    """`name` as it may be shown, and kept on any machine: one line, no path, no sign that turns the reading; it ends as `type_` does."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    name = "".join(" " if c.isspace() else c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") or c.isspace())
    name = " ".join(_SIGNS.sub("_", name).split()).strip(". ")
    stem, dot, end = name.rpartition(".")
    if not dot or end.lower() not in ENDS[type_]:
        stem, end = name, ENDS[type_][0]
        if type_ == "image/png":
            stem = re.sub(r"\.gif$", "", stem, flags=re.I)   # drawn anew as PNG
    stem = stem[:MOST_NAME - len(end) - 1].strip(". ") or "file"
    return f"{'_' if _TAKEN.match(stem) else ''}{stem}.{end}"
