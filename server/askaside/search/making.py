"""Documents and their postings → the arrays of an Index, and the file that they are kept in."""

import json
import os
import random
from collections import Counter
from typing import NamedTuple

import numpy as np

from . import languages, ranking, spelling
from .engine import Question
from .index import Index, Tokens
from .question import COMMON
from .ranking import Postings

FORMAT = 1            # another one makes all indexes anew
MOST_ASKED = 300      # own questions asked to find the threshold
_LISTS = ("ids", "digests", "groups", "words", "stems", "grams")


class IndexBroken(ValueError):
    """A file that is no whole index of this format."""


class Texts(NamedTuple):
    """The words of each document: of its title, of its other names, of its body."""

    titles: list
    names: list
    bodies: list

    def counted(self):
        """{field: [{word: count} of each document]}, as the record takes it."""
        def count(*texts):
            return Counter(word.text for words in texts for word in words)

        return {"names": list(map(count, self.titles, self.names)), "body": list(map(count, self.bodies))}


def cut(collection):
    """The Texts of a Collection."""
    documents = collection.documents
    return Texts([languages.cut(d.title) for d in documents], [[word for name in d.names for word in languages.cut(name)] for d in documents],
                 [languages.cut(d.body) for d in documents])


def in_memory(collection):
    """The Index of a Collection without a record on the disk: for trying things."""
    texts = cut(collection)
    return make(collection, texts, {field: _counted(counts) for field, counts in texts.counted().items()})


def _counted(counts):
    """(words, word numbers, document numbers, counts)"""
    numbers = {}
    rows = [(numbers.setdefault(word, len(numbers)), at, count) for at, one in enumerate(counts) for word, count in one.items()]
    terms, docs, found = np.array(rows, np.int64).reshape(-1, 3).T
    return list(numbers), terms, docs, found


def make(collection, texts, postings):
    """The Index of a Collection.

    texts     its Texts
    postings  {"names" | "body": (words, word numbers, document numbers, counts)} of record; documents in the collection's order
    """
    language, documents = languages.of(collection.locale), collection.documents
    words = sorted({word for field in postings.values() for word in field[0]})
    number = {word: at for at, word in enumerate(words)}
    fields = {}
    for name, (own, term, doc, count) in postings.items():
        renumbered = np.array([number[word] for word in own], np.int64)
        fields[name] = (renumbered[term] if len(term) else np.zeros(0, np.int64), np.asarray(doc, np.int64), np.asarray(count, np.float64))
    stems, stem_of = _numbered([language.reduce(word) for word in words])
    pieces = [languages.grams(word) for word in words]
    grams, gram_of = _numbered([gram for row in pieces for gram in row])
    per_word = np.array([len(row) for row in pieces], np.int64)
    first = np.concatenate(([0], np.cumsum(per_word)))[:-1]
    many = len(documents)

    def lengths(doc, count):
        return np.bincount(doc, count, minlength=many)

    boosts = {"names": (ranking.NAMES, ranking.PIECES), "body": (ranking.BODY, ranking.PIECES * language.pieces)}
    in_stems, in_grams, held = [], [], []
    for name, (term, doc, count) in fields.items():
        held.append(term * many + doc)
        in_stems.append((boosts[name][0], stem_of[term], doc, count, lengths(doc, count)))
        repeat = per_word[term]
        offsets = np.arange(repeat.sum()) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        terms, docs, counts = gram_of[np.repeat(first[term], repeat) + offsets], np.repeat(doc, repeat), np.repeat(count, repeat)
        in_grams.append((boosts[name][1], terms, docs, counts, lengths(docs, counts)))
    frequency = np.bincount(np.unique(np.concatenate(held)) // many, minlength=len(words)).astype(np.int32)
    titles, bodies = _tokens(texts.titles, number), _tokens(texts.bodies, number)
    named = _tokens([title + names for title, names in zip(texts.titles, texts.names, strict=True)], number)
    pair_keys, by_pair = _pairs([(ranking.PAIRS_NAMES, named), (ranking.PAIRS_BODY, bodies)], stem_of, len(stems), many)
    index = Index(
        collection.locale, collection.fingerprint, [d.id for d in documents], [d.digest for d in documents], [d.group for d in documents],
        words, frequency, stem_of.astype(np.int32), stems, grams, pair_keys,
        ranking.weigh(in_stems, len(stems), many), ranking.weigh(in_grams, len(grams), many), by_pair,
        spelling.Neighbours.of(words), titles, bodies, np.ones(many, np.float32),
        [([word.text for word in languages.cut(text)], at) for at, d in enumerate(documents) for text in d.exact if languages.cut(text)])
    index.own = np.maximum(_own(index), 1e-3)
    index.threshold = ranking.threshold(_unanswered(index, documents))
    return index


def _numbered(names):
    """(distinct names in order of appearance, the number of each of `names`)"""
    numbers = {}
    each = np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)
    return list(numbers), each


def _tokens(texts, number):
    """Tokens of the words of each document, one behind the other."""
    flat = [word for words in texts for word in words]
    at = np.array([word.start for word in flat], np.int32)
    return Tokens(np.cumsum([0, *map(len, texts)]), np.array([number[word.text] for word in flat], np.int32), at,
                  (np.array([word.end for word in flat], np.int32) - at).astype(np.uint16))


def _pairs(kinds, stem_of, stems, many):
    """(sorted keys, Postings) of two stems side by side in the texts of a document."""
    fields = []
    for boost, tokens in kinds:
        stem = stem_of[tokens.word].astype(np.int64)
        doc = np.repeat(np.arange(many), np.diff(tokens.starts))
        beside = doc[:-1] == doc[1:]
        fields.append((boost, (stem[:-1] * stems + stem[1:])[beside], doc[:-1][beside]))
    keys = np.unique(np.concatenate([key for _, key, _ in fields])) if fields else np.zeros(0, np.int64)
    counted = [(boost, keys.searchsorted(key), doc, np.ones(len(doc)), np.bincount(doc, minlength=many).astype(float)) for boost, key, doc in fields]
    return keys, ranking.weigh(counted, len(keys), many)


def _own(index):
    """What each title scores in its own document."""
    many = len(index.ids)
    doc = np.repeat(np.arange(many), np.diff(index.titles.starts))
    telling = np.array([COMMON if word in index.language.common else 1.0 for word in index.words])
    scores = np.zeros(many)
    key = np.unique(index.stem_of[index.titles.word].astype(np.int64) * many + doc)
    weight = np.zeros(len(index.stems))
    np.maximum.at(weight, index.stem_of, telling)
    _gather(scores, index.by_stem, key // many, key % many, weight)
    pieces = [(index.gram_numbers[gram], at) for at in range(many) for word in set(index.titles.of(at)[0].tolist()) for gram in set(languages.grams(index.words[word]))]
    if pieces:
        gram, at = np.unique(np.array(pieces, np.int64), axis=0).T
        _gather(scores, index.by_gram, gram, at, np.ones(len(index.grams)))
    return scores


def _gather(scores, postings, term, doc, weight):
    """Add to `scores` what `postings` hold of each (term, document)."""
    many = len(scores)
    keys = np.repeat(np.arange(len(postings.idf)), np.diff(postings.starts)) * many + postings.docs
    at = keys.searchsorted(term * many + doc)
    np.add.at(scores, doc, postings.adds[at] * weight[term])


def _unanswered(index, documents):
    """Sureness of the index's own titles, each asked with its document taken out."""
    chosen = random.Random(index.fingerprint).sample(range(len(documents)), min(MOST_ASKED, len(documents)))
    found = []
    usual, index.threshold = index.threshold, 1.0
    for at in chosen:
        share = index.find(Question(documents[at].title), 1, hidden=at, literal=False).confidence
        found.append(share / (1 - share) if share < 1 else 1e3)
    index.threshold = usual
    return found


# --- the file -----------------------------------------------------------------------------------------------------------

def save(index, path):
    """Write `index` to a file: all or nothing is read back, for each array has its check sum (zip)."""
    about = {"format": FORMAT, "locale": index.locale, "fingerprint": index.fingerprint, "language": index.language.version,
             "threshold": index.threshold, "exact": index.exact}
    arrays = {"about": _packed([json.dumps(about)])}
    arrays |= {name: _packed(getattr(index, name)) for name in _LISTS}
    arrays |= {name: getattr(index, name) for name in ("frequency", "stem_of", "pair_keys", "own")}
    for name in ("by_stem", "by_gram", "by_pair"):
        arrays |= {f"{name}.{part}": array for part, array in getattr(index, name)._asdict().items()}
    for name in ("titles", "bodies"):
        arrays |= {f"{name}.{part}": array for part, array in vars(getattr(index, name)).items()}
    arrays |= {"near.hashes": index.neighbours.hashes, "near.owners": index.neighbours.owners}
    with open(path, "wb") as file:
        np.savez(file, **arrays)
        file.flush()
        os.fsync(file.fileno())


def load(path):
    """The Index in a file.

    raises  IndexBroken, whatever is wrong with it
    """
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as kept:   # numpy itself leaves a broken one open
            arrays = {name: kept[name] for name in kept.files}
        about = json.loads(_unpacked(arrays["about"])[0])
        if about["format"] != FORMAT:
            raise IndexBroken(f"{path} has format {about['format']}, this is {FORMAT}")
        if about["language"] != languages.of(about["locale"]).version:
            raise IndexBroken(f"{path} was made with other language tables")
        lists = {name: _unpacked(arrays[name]) for name in _LISTS}
        postings = {name: Postings(*(arrays[f"{name}.{part}"] for part in Postings._fields)) for name in ("by_stem", "by_gram", "by_pair")}
        tokens = {name: Tokens(*(arrays[f"{name}.{part}"] for part in ("starts", "word", "at", "length"))) for name in ("titles", "bodies")}
        return Index(about["locale"], about["fingerprint"], **lists, **postings, **tokens, **{name: arrays[name] for name in ("frequency", "stem_of", "pair_keys", "own")},
                     neighbours=spelling.Neighbours(arrays["near.hashes"], arrays["near.owners"]), exact=about["exact"], threshold=about["threshold"])
    except IndexBroken:
        raise
    except Exception as wrong:   # a changed byte makes numpy and zipfile raise nearly anything
        raise IndexBroken(f"{path}: {wrong}") from None


def _packed(lines):
    """Texts as one array of bytes."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _unpacked(array):
    text = array.tobytes().decode()
    return text.split("\n") if text else []
