"""How it stands with the indexes and dictionaries that are kept under the data directory. Yields Findings."""

from ..core import machine
from ..core.findings import ok, warning
from . import dictionaries, languages
from .whoosh_engine import WhooshEngine

MEMORY_MB = 700   # that making a dictionary takes


def findings(folder, collections):
    """What is to be said of the search of `collections` in `folder`; nothing is built."""
    if not folder.is_dir():
        yield ok("The search indexes are made at the first start, while everything is served.")
        yield from machine.memory(MEMORY_MB, "making the dictionaries")
        return
    engine = WhooshEngine(folder)
    codes = sorted({code for collection in collections for code in languages.of(collection.locale).needs})
    if missing := [code for code in codes if not dictionaries.ready(code)]:
        yield warning(f"The dictionaries of {', '.join(missing)} are missing in {folder}/.", "A running server makes them, in half a minute; if it does not, its log says why.")
        yield from machine.memory(MEMORY_MB, "making the dictionaries")
    if old := [f"{collection.site}/{collection.locale}" for collection in engine.follow(collections)]:
        yield warning(f"The search indexes of {', '.join(old[:10])} are missing or older than the content.", "A running server builds them within minutes; if it does not, its log says why.")
    if not missing and not old:
        yield ok(f"{len(collections)} search indexes and {len(codes)} dictionaries are up to date.")
