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


def notice(ticket):
    """Kind words on why the answer comes later than usual, in the ticket's language; None where it does not."""
    return of(ticket.locale)["over_use"].format(**ticket.over_use) if ticket.over_use else None


def awaited(ticket):
    """Of a wish that waits with that of others: that its requester will be told, in the ticket's language; else None."""
    return of(ticket.locale)["wish_kept"] if ticket.kind == "change" and ticket.cause_id and ticket.status == "on_hold" else None
