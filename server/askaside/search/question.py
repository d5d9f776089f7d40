"""What a person typed → what to look for: each word with the other words it may stand for."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from . import dictionaries, languages, spelling

COMMON = 0.3           # weight of a word that says little
UNFINISHED = 0.8       # of the words that begin with an unknown last word
MAYBE_UNFINISHED = 0.4   # the same, when the last word is a word by itself
MENDED = 0.7           # of what a misspelt word may stand for
SAME = 0.5             # of words that mean the same; a part of a phrase tells less
SAME_PHRASE = 0.3
MOST_ENDINGS = 5
_QUOTED = re.compile(r'["“”„«»″]([^"“”„«»″]{2,})["“”„«»″]')


@dataclass
class Asked:
    """One word of the question. `weight`: how much it tells; `forms`: {word: share of that weight}; `mended`: the
    word it was taken for."""

    text: str
    start: int
    end: int
    stem: str
    weight: float
    forms: dict
    mended: str | None = None


class Reading(NamedTuple):
    """A question as it is searched for. `stems`: {stem: weight} of words that mean the same; `corrected`: the text as it
    was understood, or None; `quoted`: word sequences that must stand so."""

    words: list
    stems: dict
    corrected: str | None
    quoted: list


@dataclass
class Vocabulary:
    """The words of an index, sorted; `frequency`: in how many documents each stands; `stem_of`: the number of its stem."""

    language: object
    words: list
    frequency: object
    stem_of: object
    neighbours: object
    stems: list
    known: dict = field(init=False)
    stem_numbers: dict = field(init=False)

    def __post_init__(self):
        self.known = {word: at for at, word in enumerate(self.words)}
        self.stem_numbers = {stem: at for at, stem in enumerate(self.stems)}

    def has(self, word):
        return self.stem_number(word) is not None

    def stem_number(self, word):
        """The number of the stem of a word; None when the index has no form of it. Its own words need no dictionary."""
        at = self.known.get(word)
        return self.stem_numbers.get(self.language.reduce(word)) if at is None else int(self.stem_of[at])

    def stem(self, word):
        at = self.known.get(word)
        return self.language.reduce(word) if at is None else self.stems[self.stem_of[at]]

    def beginning(self, start, most=MOST_ENDINGS):
        """The most frequent words that begin with `start`, itself left out."""
        first = bisect_left(self.words, start)
        last = bisect_left(self.words, start + "\U0010ffff")
        found = sorted(range(first, last), key=lambda at: -self.frequency[at]) if last - first < 64 else \
            (first + (-self.frequency[first:last]).argsort(kind="stable")[:most + 1]).tolist()
        return [self.words[at] for at in found if self.words[at] != start][:most]


def read(text, vocabulary, exact=False):
    """The Reading of `text`; with `exact` nothing is mended."""
    swapped = None if exact else _in_other_layout(text, vocabulary)
    words = [_asked(word, vocabulary, exact) for word in languages.cut(swapped or text)]
    if words and (swapped or text)[-1:].isalnum():
        _finish(words[-1], vocabulary)
    return Reading(words, _meaning_the_same(words, vocabulary), swapped or _mended_text(text, words), _quotes(text))


def _asked(word, vocabulary, exact):
    language = vocabulary.language
    asked = Asked(word.text, word.start, word.end, vocabulary.stem(word.text), COMMON if word.text in language.common else 1.0, {word.text: 1.0})
    if not exact and not vocabulary.has(word.text):
        near = vocabulary.neighbours.near(word.text, vocabulary.words, vocabulary.frequency)
        for at in near:
            asked.forms[vocabulary.words[at]] = MENDED
        if near and not _is_a_word(word.text, language):
            asked.mended = vocabulary.words[near[0]]
    return asked


def _is_a_word(word, language):
    """A word that the language has was not misspelt, though no document holds it."""
    return language.lemmas and dictionaries.known(word, language.code)


def _finish(last, vocabulary):
    """The last word may be half typed: what it begins counts as well, and instead of what it may be mended to."""
    endings = vocabulary.beginning(last.text) if len(last.text) > 1 else []
    if not endings:
        return
    known = vocabulary.has(last.text)
    last.forms = {last.text: 1.0, **dict.fromkeys(endings, MAYBE_UNFINISHED if known else UNFINISHED)}
    last.mended = None
    last.weight = last.weight if known else 1.0


def _meaning_the_same(words, vocabulary):
    found = {}
    for at in range(len(words)):
        for length in (1, 2, 3):
            phrase = tuple(word.stem for word in words[at:at + length])
            if len(phrase) < length:
                break
            # A word that says little stands for no other, though it may come down to the same: שוב (again) is no משוב (feedback).
            if length == 1 and words[at].text in vocabulary.language.common:
                continue
            for other in vocabulary.language.same.get(phrase, ()):
                if all(stem in vocabulary.stem_numbers for stem in other):
                    for stem in other:
                        found[stem] = SAME if len(other) == 1 else max(found.get(stem, 0), SAME_PHRASE)
    return found


def _mended_text(text, words):
    if not any(word.mended for word in words):
        return None
    for word in reversed(words):
        if word.mended:
            text = text[:word.start] + word.mended + text[word.end:]
    return text.strip()


def _in_other_layout(text, vocabulary):
    """`text` as typed on the other layout, when only that makes sense: none of its words is known, most of those are."""
    language = vocabulary.language
    telling = [word.text for word in languages.cut(text) if word.text not in language.common or not word.text.isascii()]
    if not telling or any(vocabulary.has(word) for word in telling):
        return None
    other = spelling.retyped(text, language)
    words = [word.text for word in languages.cut(other)] if other else []
    good = [word for word in words if len(word) > 1 and (word in language.common or vocabulary.has(word) or vocabulary.beginning(word, 1))]
    if not good or len(good) * 2 < len(words) or any(_is_a_word(word, language) for word in telling):
        return None
    return other


def _quotes(text):
    return [tuple(word.text for word in languages.cut(match[1])) for match in _QUOTED.finditer(text)]
