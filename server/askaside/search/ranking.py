"""From words to an order: BM25 over stems, pieces of words and pairs of neighbours, and how sure the best one is.

Everything that does not depend on the question is worked out beforehand: a posting holds what its term adds to its
document (boost · idf · saturated frequency). A question then costs one addition per posting.
Source of the figures: the tables in the manual's `search` article.
"""

from typing import NamedTuple

import numpy as np

SATURATION, LENGTH_SHARE = 2.0, 0.75      # BM25's k1 and b
NAMES, BODY = 0.5, 0.3                    # stems in the title and its other names; in the body
PIECES = 0.1                              # pieces of words, in both
PAIRS_NAMES, PAIRS_BODY = 0.1, 0.06       # two words side by side
OFTEN = 5                                 # a term in more than a fifth of the documents


class Postings(NamedTuple):
    """Terms × documents. The postings of term t are `docs[starts[t]:starts[t+1]]` (sorted) with `adds` beside them.

    idf        what one occurrence of a term tells; `rarest` of a term that stands nowhere
    """

    starts: np.ndarray
    docs: np.ndarray
    adds: np.ndarray
    idf: np.ndarray

    def rows(self, documents):
        """{term: what it adds to every document} of terms that stand in so many that a whole row is faster to add."""
        often = np.flatnonzero(np.diff(self.starts) * OFTEN > max(documents, 500))
        found = {}
        for term in often.tolist():
            row = found[term] = np.zeros(documents, np.float32)
            row[self.documents(term)] = self.adds[self.starts[term]:self.starts[term + 1]]
        return found

    def holds(self, term, doc):
        start, end = self.starts[term], self.starts[term + 1]
        at = start + int(self.docs[start:end].searchsorted(doc))
        return at < end and self.docs[at] == doc

    def documents(self, term):
        return self.docs[self.starts[term]:self.starts[term + 1]]


def summed(parts, documents):
    """The score of each document for [(Postings, their rows, {term: weight})]."""
    docs, adds, often = [], [], np.zeros(documents, np.float32)
    for postings, whole, weights in parts:
        starts = postings.starts
        for term, weight in weights.items():
            if term in whole:
                often += whole[term] * np.float32(weight)
            else:
                span = slice(starts[term], starts[term + 1])
                docs.append(postings.docs[span])
                adds.append(postings.adds[span] * np.float32(weight))
    return often + (np.bincount(np.concatenate(docs), np.concatenate(adds), documents) if docs else np.zeros(documents))


def rarest(documents):
    """The idf of a term that no document holds."""
    return float(np.log(1 + (documents + 0.5) / 0.5))


def weigh(fields, terms, documents):
    """The Postings of counted terms.

    fields     [(boost, term numbers, document numbers, counts, lengths of the documents)], arrays
    terms      how many different terms there are
    """
    keys, adds = [], []
    for boost, term, doc, count, lengths in fields:
        key = term.astype(np.int64) * documents + doc
        key, count = _summed(key, count)
        norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / max(lengths.sum() / max(documents, 1), 1e-9))
        adds.append(boost * count * (SATURATION + 1) / (count + norm[key % documents]))
        keys.append(key)
    key, add = _summed(np.concatenate(keys), np.concatenate(adds))
    term, doc = key // documents, (key % documents).astype(np.int32)
    held = np.bincount(term, minlength=terms)
    idf = np.log(1 + (documents - held + 0.5) / (held + 0.5)).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(held))).astype(np.int64)
    return Postings(starts, doc, (add * idf[term]).astype(np.float32), idf)


def _summed(keys, values):
    """(sorted distinct keys, their values added up)"""
    order = np.argsort(keys, kind="stable")
    keys, values = keys[order], np.asarray(values, np.float64)[order]
    if not len(keys):
        return keys, values
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[first], np.add.reduceat(values, first)


class Sureness(NamedTuple):
    """What tells whether the best document answers the question; `value` is their product, on a scale of the index's own.

    match    score / √(score of a perfect match)
    pieces   share of the question's pieces that the document holds
    lead     how far it is ahead of the second: 0 to 1
    self     its score, as a share of what its own title would get
    stands   standard deviations above the mean of all
    """

    match: float
    pieces: float
    lead: float
    self: float
    stands: float

    @property
    def value(self):
        return self.match * self.pieces ** 0.2 * float(np.exp(0.8 * self.lead)) * self.self ** 0.3 * self.stands ** 0.3


UNSURE_SHARE = 80     # of the index's own questions, asked with their answer taken out, so many count as unanswered
USUAL = 5.0           # the threshold of an index that is too small to tell,
USUAL_WEIGHT = 8      # as if so many questions had said so


def threshold(unanswered):
    """The sureness from which a first hit counts as the answer: few questions without an answer reach it.

    unanswered  sureness of each question of the index's own that was asked with its answer taken out
    """
    if not len(unanswered):
        return USUAL
    own = np.log(max(float(np.percentile(unanswered, UNSURE_SHARE)), 1e-3))
    return float(np.exp((own * len(unanswered) + np.log(USUAL) * USUAL_WEIGHT) / (len(unanswered) + USUAL_WEIGHT)))


def confidence(sureness, threshold):
    """0 to 1; .5 at the threshold, so that it means the same in every index."""
    return round(sureness / (sureness + threshold), 3) if sureness > 0 else 0.0
