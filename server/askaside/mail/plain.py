"""Text from anywhere, made fit for a header, a letter or a screen."""

import re
import unicodedata

# What turns the reading direction of everything behind it, and what hides between letters.
# The joiners (U+200C, U+200D) stay: Persian words and emoji are written with them.
_BIDI_MARKS = "\u061c\u200e\u200f"
_BIDI_TURNS = "\u202a-\u202e\u2066-\u2069"
_UNSEEN = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LINE_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile(f"[{_BIDI_TURNS}]")
_NEVER_IN_A_LINE = re.compile(f"[{_BIDI_TURNS}{_BIDI_MARKS}{_UNSEEN}]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def one_line(text, most=None):
    """`text` as one line of a header: no break, control, direction mark or unseen character; spaces single; at most `most` characters."""
    text = _SURROGATES.sub("\ufffd", _LINE_CONTROLS.sub(" ", text))
    text = re.sub(r"\s+", " ", _NEVER_IN_A_LINE.sub("", text)).strip()
    return text if most is None or len(text) <= most else text[:most - 1].rstrip() + "…"


def block(text, turns=False):
    """`text` with \\n as its only break and without controls; directional turns go too, unless `turns` keeps them."""
    text = _CONTROLS.sub("", _BREAKS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text if turns else _TURNS.sub("", text))


def file_name(text, most=120):
    """The name of a file without a way to another folder, a hidden file or another reading; "" when nothing is left.

    Made tidy first and judged by others afterwards: `\\u200b.htaccess` is `htaccess` here.
    """
    text = unicodedata.normalize("NFC", one_line(text))
    text = re.sub(r'[<>:"|?*]', "_", re.split(r"[/\\]", text)[-1]).lstrip(". ").rstrip(". ")
    if len(text) <= most:
        return text
    stem, dot, ending = text.rpartition(".")
    return stem[:most - len(ending) - 1] + dot + ending if dot and len(ending) <= 10 else text[:most]
