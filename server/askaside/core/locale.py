"""Locales: how they are written, what stands in for a missing one, and which way they run.

Tags are BCP 47 in their short form: `he`, `pt-BR`.
"""

import re
from functools import lru_cache

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
# What languages are called in themselves; the browser knows more, but a page is read without it too.
AUTONYMS = {
    "ar": "العربية", "bg": "Български", "ca": "Català", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English",
    "es": "Español", "et": "Eesti", "fa": "فارسی", "fi": "Suomi", "fr": "Français", "he": "עברית", "hr": "Hrvatski", "hu": "Magyar",
    "id": "Indonesia", "it": "Italiano", "ja": "日本語", "ko": "한국어", "lt": "Lietuvių", "lv": "Latviešu", "nb": "Norsk bokmål",
    "nl": "Nederlands", "pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina",
    "sr": "Српски", "sv": "Svenska", "th": "ไทย", "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文"}
_OLD_NAMES = {"iw": "he", "ji": "yi", "in": "id", "no": "nb"}   # still sent by old browsers


def tidy(text):
    """`he_IL`, `IW-il` → `he-IL`; None when `text` is no language tag at all."""
    if not text or not _TAG.fullmatch(text):
        return None
    language, *rest = re.split("[-_]", text)
    language = language.lower()
    return "-".join([_OLD_NAMES.get(language, language), *(p.upper() if len(p) == 2 else p.title() for p in rest)])


@lru_cache(1000)
def chain(wanted, default):
    """The locales to try, best first: he-IL → he → the default (and its own language)."""
    steps = []
    for tag in (tidy(wanted), tidy(default)):
        while tag:
            if tag not in steps:
                steps.append(tag)
            tag = tag.rpartition("-")[0]
    return tuple(steps)


def pick(wanted, available, default):
    """The first of the chain that is `available` (a container); None when not even the default is."""
    return next((tag for tag in chain(wanted, default) if tag in available), None)


def direction(tag):
    """`rtl` or `ltr`."""
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def autonym(tag):
    """What the language is called in itself, its script or region behind it: `Português (BR)`; None where we do not know it."""
    language, _, rest = tag.partition("-")
    name = AUTONYMS.get(language)
    return f"{name} ({rest})" if name and rest else name


def plural(tag, n):
    """The plural category (CLDR) of the whole number `n` in a language that we speak; `one` and `other` in any other."""
    ones, tens = n % 10, n % 100
    match tag.partition("-")[0]:
        case "he":
            return {1: "one", 2: "two"}.get(n, "other")
        case "sl":
            return {1: "one", 2: "two", 3: "few", 4: "few"}.get(tens, "other")
        case "ru":
            if 11 <= tens <= 14:
                return "many"
            return {1: "one", 2: "few", 3: "few", 4: "few"}.get(ones, "many")
    return "one" if n == 1 else "other"
