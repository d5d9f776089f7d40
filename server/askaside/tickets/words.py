"""The words of letters and lines about requests, by language: `letters.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from ..core import locale as locales_

TEXTS = Path(__file__).with_name("letters.toml")


def of(locale):
    """{key: text} in the language of `locale`, else in English."""
    texts = _texts()
    return texts[locales_.pick(locale, texts, "en") or "en"]


@cache
def _texts():
    return tomllib.loads(TEXTS.read_text("utf-8"))
