"""What the system says in a chat, by language: `words.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from ..core import locale as locales_

TEXTS = Path(__file__).with_name("words.toml")


def say(locale, key, **values):
    """The text `key` in the language of `locale`, else in English."""
    texts = _texts()
    return texts[locales_.pick(locale, texts, "en") or "en"][key].format(**values).strip()


@cache
def _texts():
    return tomllib.loads(TEXTS.read_text("utf-8"))
