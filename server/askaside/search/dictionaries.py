"""Lemmas: the dictionary form of a word, by simplemma's tables.

As they come, the tables of five languages take 580 MB. As tries they take 46, but making them takes seconds and hundreds
of megabytes: `prepare` does it once, in the process that builds indexes; who only asks calls `ready` first.
"""

import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from simplemma import Lemmatizer
from simplemma.__metadata__ import __version__ as VERSION
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory

_folder = Path(tempfile.gettempdir(), "askaside-dictionaries")


def use(folder):
    """Keep the tries in `folder` from now on."""
    global _folder
    _folder = Path(folder) / VERSION
    _tables.cache_clear()


def ready(code):
    """Is the trie of the language `code` there, and whole?"""
    try:
        return (_folder / f"{code}.dic").stat().st_size == int((_folder / f"{code}.size").read_text())
    except (OSError, ValueError):
        return False


def prepare(code):
    """Make the trie of the language `code` where there is none. Beside first, then moved: nobody sees half of one.

    raises  OSError when it cannot be written
    """
    if ready(code):
        return
    _folder.mkdir(parents=True, exist_ok=True)
    beside = tempfile.mkdtemp(dir=_folder)
    try:
        TrieDictionaryFactory(disk_cache_dir=beside).get_dictionary(code)
        made = Path(beside, f"{code}.dic")
        size = made.stat().st_size   # simplemma only warns when it could not write
        os.replace(made, _folder / f"{code}.dic")
        (_folder / f"{code}.size").write_text(str(size))
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@lru_cache(1)
def _tables():
    factory = TrieDictionaryFactory(disk_cache_dir=str(_folder), cache_max_size=64)
    return factory, Lemmatizer(cache_max_size=1 << 14, lemmatization_strategy=DefaultStrategy(dictionary_factory=factory))


def lemma(word, code):
    """The dictionary form of `word`; the word itself where none is known."""
    return _tables()[1].lemmatize(word, code)


def known(word, code):
    """Does the language have this word?"""
    return _tables()[0].get_dictionary(code).get(word) is not None
