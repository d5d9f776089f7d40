"""Locales: how they are written, what stands in for a missing one, and which way they run.

Tags are BCP 47 in their short form: `he`, `pt-BR`.
"""

import re
from functools import lru_cache

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
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
