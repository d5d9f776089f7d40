"""What was probably meant: words a slip away, and words typed in another keyboard layout."""

import zlib

import numpy as np
from rapidfuzz.distance import OSA

from .languages import KEYS, LANGUAGES

SHORTEST = 4   # a shorter word has too many neighbours
_TWO_SLIPS_FROM = 6


class Neighbours:
    """Which words are near a misspelt one. Two words a slip apart become equal when a letter is taken out of each
    (symmetric deletion, W. Garbe 2012): those shortened forms are kept, hashed and sorted."""

    def __init__(self, hashes, owners):
        self.hashes, self.owners = hashes, owners   # uint32, int32

    @staticmethod
    def of(words):
        hashes, owners = [], []
        for at, word in enumerate(words):
            if len(word) >= SHORTEST - 1 and not any(c.isdigit() for c in word):
                short = shortened(word)
                hashes += short
                owners += [at] * len(short)
        hashes, owners = np.array(hashes, np.uint32), np.array(owners, np.int32)
        order = np.argsort(hashes, kind="stable")
        return Neighbours(hashes[order], owners[order])

    def near(self, word, words, frequency, most=2):
        """Numbers of at most `most` of `words` that may be meant by `word`, the likeliest first."""
        if len(word) < SHORTEST or any(c.isdigit() for c in word):
            return []
        wanted = np.array(shortened(word), np.uint32)
        starts, ends = np.searchsorted(self.hashes, wanted), np.searchsorted(self.hashes, wanted, "right")
        found = {int(owner) for start, end in zip(starts, ends, strict=True) for owner in self.owners[start:end]}
        allowed = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        ranked = []
        for at in found:
            slips = OSA.distance(word, words[at], score_cutoff=allowed)
            if 0 < slips <= allowed:
                # A wrong first letter is rare.
                ranked.append((slips + (0.5 if words[at][0] != word[0] else 0), -int(frequency[at]), words[at], at))
        return [at for _, _, _, at in sorted(ranked)[:most]]


def shortened(word):
    """Hashes of `word` and of what is left when one of its letters is taken out."""
    return [zlib.crc32(form.encode()) for form in {word, *(word[:at] + word[at + 1:] for at in range(len(word)))}]


def retyped(text, language):
    """`text` as the same keys write it in the other layout: Latin letters in the language's own, others in Latin ones.

    None where there is no other layout.
    """
    letters = [c for c in text if c.isalpha()]
    if sum(c.isascii() for c in letters) * 2 > len(letters):
        table = dict(zip(KEYS, language.keys, strict=True)) if language.keys else None
    else:
        keys = next((row.keys for row in LANGUAGES.values() if row.keys and any(c in row.keys for c in letters)), None)
        table = keys and dict(zip(keys, KEYS, strict=True))
    return "".join(table.get(c, c) for c in text.lower()) if table else None
