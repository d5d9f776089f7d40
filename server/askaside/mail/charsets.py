"""Bytes of a letter → text, whatever they are said to be."""

import re

# What other programs call them; and what is a codec of Python, yet no way to write letters.
_ALIASES = {"iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "x-windows-1251": "cp1251", "x-windows-1255": "cp1255",
            "x-unknown": "", "unknown-8bit": "", "default": "", "_iso-2022-jp$esc": "iso-2022-jp", "x-sjis": "shift_jis", "x-gbk": "gbk",
            "ks_c_5601-1987": "cp949", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "x-mac-hebrew": "iso-8859-8"}
_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)


def decode(data, charset):
    """(text, problem or None): by `charset` when it can be, else as UTF-8, else as Windows-1252; nothing is left out."""
    name = (charset or "").strip().strip("\"'").lower()
    known = _ALIASES.get(name, name)
    if known and known not in _REFUSED and re.fullmatch(r"[\w.:-]{1,40}", known):
        try:
            return data.decode(known), None
        except (LookupError, ValueError):   # unknown, or not what it says
            pass
    try:
        text = data.decode()
        wrong = bool(name) and not data.isascii()
        return text, f"The text is not {name}; read as UTF-8." if wrong else None
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode(known or "cp1252", "replace") if known not in _REFUSED else data.decode("cp1252", "replace")
    except (LookupError, ValueError):
        text = data.decode("cp1252", "replace")
    return text, f"Some characters cannot be read as {name or 'UTF-8'}."


def of_html(data):
    """The charset that an HTML text names itself; None without one."""
    found = _META.search(data[:4096])
    return found and found[1].decode("ascii", "replace")
