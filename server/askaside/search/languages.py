"""How each language is cut into words, and what a word comes down to, so that its other forms find it.

A speaker of a language corrects its row in LANGUAGES here, and its table in `speech/` (words that say little, words that
mean the same, prefixes and endings): nothing else of the search knows one. A language without a row is found by the pieces of its words.
"""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import snowballstemmer

from . import dictionaries

# Niqqud and cantillation, Arabic vowels, combining accents: part of a word, no letter of it.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}\u200d\u00ad]|['\u2019\u02bc\u05f3\u05f4\uff07](?=[^\W_])|(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea]))*")
_DROPPED = re.compile(rf"[{_MARKS}\u200d\u00ad'\u2019\u02bc\u05f3\u05f4\uff07\"]")
# Written without spaces between words: pairs of signs stand for words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
LONGEST_WORD = 40


class Word(NamedTuple):
    """A word of a text: how it is compared, and where it stands (code points)."""

    text: str
    start: int
    end: int


def cut(text):
    """[Word] of `text`: NFKC, lower case, without vowel points, apostrophes and gershayim; ё as е."""
    found = []
    for match in _WORD.finditer(text):
        word = normal(match[0])
        if word:
            found.append(Word(word, match.start(), match.end()))
    return found


@lru_cache(50_000)
def normal(word):
    """A word as it is compared: `Don’t` → `dont`, `שָׁלוֹם` → `שלום`, `Ещё` → `еще`."""
    if word.isascii():
        word = word.lower()
        return (word[:-2] if word.endswith("'s") else word.replace("'", "").replace('"', ""))[:LONGEST_WORD]
    word = unicodedata.normalize("NFKC", word).lower().replace("\u2019", "'")
    if word.endswith("'s"):
        word = word[:-2]
    word = unicodedata.normalize("NFC", _DROPPED.sub("", word)).replace("ё", "е")
    return "".join(c for c in word if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc"))[:LONGEST_WORD]


@lru_cache(50_000)
def bare(word):
    """`word` without accents: many type `racun` for `račun`. Й is a letter of its own, and stays."""
    if word.isascii():
        return word
    plain = "".join(c for c in unicodedata.normalize("NFD", word.replace("й", "\0")) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", plain).replace("\0", "й").replace("đ", "d").replace("ø", "o").replace("ł", "l").replace("ß", "ss")


@lru_cache(5_000)
def grams(word, size=4):
    """The pieces of a word: `card` → `_car card ard_`; pairs where a language is written without spaces."""
    if _UNSPACED.search(word):
        return tuple(word[at:at + 2] for at in range(max(1, len(word) - 1)))
    padded = f"_{bare(word)}_"
    return tuple(padded[at:at + size] for at in range(max(1, len(padded) - size + 1)))


# --- what a word comes down to ------------------------------------------------------------------------------------------

HEBREW_FINALS = str.maketrans("םןץףך", "מנצפכ")


def hebrew(word):
    """Without one prefix (ו ה ב כ ל מ ש and their chains) and one ending, three letters always left; finals as others."""
    word = _without(word, _affixes("he", "prefixes"), front=True)
    return _without(word, _affixes("he", "suffixes")).translate(HEBREW_FINALS)


def slovene(word):
    """The lemma without its ending: `računov`, `račun`, `računa` → `racun`."""
    return bare(_without(dictionaries.lemma(word, "sl").lower(), _affixes("sl", "suffixes")))


def lemmatised(code, stemmer=None):
    """The lemma, then Snowball's stem of it where there is a `stemmer`: together they know more forms than either."""
    stem = snowballstemmer.stemmer(stemmer).stemWord if stemmer else bare

    def reduced(word):
        return stem(normal(dictionaries.lemma(word, code)) or word)

    return reduced


@lru_cache(16)
def _affixes(code, kind):
    """The longest first."""
    return sorted(_speech(code)[kind].split(), key=len, reverse=True)


def _without(word, affixes, front=False):
    for affix in affixes:
        if len(word) - len(affix) >= 3 and (word.startswith(affix) if front else word.endswith(affix)):
            return word[len(affix):] if front else word[:-len(affix)]
    return word


# --- the rows -----------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Language:
    """`stem(word)`: what its forms have in common; None leaves words as they are. `lemmas`: needs its dictionary.

    script      the letters that are its own; words in others are taken as English
    keys        what its keyboard writes where a Latin one writes KEYS
    pieces      how much the pieces of words in a body tell, beside its words (1: a tenth)
    """

    code: str
    stem: Callable[[str], str] | None = None
    lemmas: bool = False
    script: str = ""
    keys: str = ""
    pieces: float = 1.0

    def reduce(self, word):
        """The stem of a normalised `word`."""
        return _reduced(self.code, word)

    @property
    def needs(self):
        """The languages whose dictionaries must be ready."""
        return [code for code, row in LANGUAGES.items() if row.lemmas and (code == self.code or (code == "en" and self.script))]

    # Not cached_property: before Python 3.12 it locks, and a lock may not be waited for aside.
    @property
    def version(self):
        """Another one when the tables change: an index made with others is made anew."""
        return _version(self.code)

    @property
    def common(self):
        """Words that carry little of a question's meaning."""
        return _common(self.code)

    @property
    def same(self):
        """{phrase: other phrases that mean the same}, a phrase being a tuple of stems."""
        return _same(self.code)


KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`"
LANGUAGES = {row.code: row for row in [
    Language("en", lemmatised("en", "english"), lemmas=True),
    Language("fi", lemmatised("fi", "finnish"), lemmas=True),
    Language("he", hebrew, script="[\u05d0-\u05ea]", keys="/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.;", pieces=2),
    Language("ru", lemmatised("ru", "russian"), lemmas=True, script="[\u0400-\u04ff]", keys="йцукенгшщзхъфывапролджэячсмитьбю.ё", pieces=2),
    Language("sl", slovene, lemmas=True, pieces=2),
    Language("de", lemmatised("de", "german"), lemmas=True),
    Language("fr", lemmatised("fr", "french"), lemmas=True),
    Language("es", lemmatised("es", "spanish"), lemmas=True),
    Language("it", lemmatised("it", "italian"), lemmas=True),
    Language("pt", lemmatised("pt", "portuguese"), lemmas=True),
    Language("nl", lemmatised("nl", "dutch"), lemmas=True),
    Language("sv", lemmatised("sv", "swedish"), lemmas=True),
    Language("da", lemmatised("da", "danish"), lemmas=True),
    Language("nb", lemmatised("nb", "norwegian"), lemmas=True),
    Language("pl", lemmatised("pl"), lemmas=True),
    Language("cs", lemmatised("cs"), lemmas=True),
    Language("uk", lemmatised("uk"), lemmas=True, script="[\u0400-\u04ff]", keys="йцукенгшщзхїфівапролджєячсмитьбю.'"),
    Language("ar", snowballstemmer.stemmer("arabic").stemWord, script="[\u0600-\u06ff]", keys="ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظذ"),
]}


def of(locale):
    """The Language of a locale: `pt-BR` → Portuguese; a row without rules where there is none."""
    code = locale.partition("-")[0].lower()
    return LANGUAGES.get(code) or Language(code)


@lru_cache(100_000)
def _reduced(code, word):
    row = of(code)
    if row.stem is None or any(c.isdigit() for c in word):
        return bare(word)
    if row.script and not re.match(row.script, word):
        return LANGUAGES["en"].reduce(word) if word.isascii() else bare(word)
    return row.stem(word)


def _speech_file(code):
    return Path(__file__).parent / "speech" / f"{code}.toml"


@lru_cache(32)
def _speech(code):
    path = _speech_file(code)
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


@lru_cache(32)
def _version(code):
    path = _speech_file(code)
    return hashlib.sha256(dictionaries.VERSION.encode() + (path.read_bytes() if path.is_file() else b"")).hexdigest()[:12]


@lru_cache(32)
def _common(code):
    return frozenset(normal(word) for word in _speech(code).get("common", "").split())


@lru_cache(32)
def _same(code):
    found = {}
    for group in _speech(code).get("same", ()):
        phrases = dict.fromkeys(tuple(of(code).reduce(normal(word)) for word in phrase.split("_")) for phrase in group.split())
        for phrase in phrases:
            found[phrase] = (*found.get(phrase, ()), *(other for other in phrases if other != phrase))
    return found
