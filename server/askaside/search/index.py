"""An index in memory: arrays made once from the postings of record, and the finding in them."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from . import languages, ranking, spelling
from .engine import Found, Hit, Mark, Question, shortened
from .question import Vocabulary, read
from .ranking import Postings, Sureness

LIFT = 1.08           # of documents where the visitor stands: of the module; twice of the page. A clearly better one stays above
MOST_MARKS = 60       # in one text
EXACT = 0.9           # confidence of a question that is a title, or holds a code that belongs to the document


@dataclass
class Tokens:
    """The words of all texts of one kind, in order: those of document d are `[starts[d]:starts[d+1]]`."""

    starts: np.ndarray
    word: np.ndarray
    at: np.ndarray
    length: np.ndarray

    def of(self, doc):
        """(word numbers, places, lengths) of a document."""
        span = slice(self.starts[doc], self.starts[doc + 1])
        return self.word[span], self.at[span], self.length[span]


@dataclass
class Index:
    """`ids`, `digests`, `groups` by document; `exact`: {first word: [(words, document)]} of codes and messages;
    `own`: what each title scores by itself; `pairs`: sorted keys of two stems side by side."""

    locale: str
    fingerprint: str
    ids: list
    digests: list
    groups: list
    words: list
    frequency: np.ndarray
    stem_of: np.ndarray
    stems: list
    grams: list
    pair_keys: np.ndarray
    by_stem: Postings
    by_gram: Postings
    by_pair: Postings
    neighbours: spelling.Neighbours
    titles: Tokens
    bodies: Tokens
    own: np.ndarray
    exact: list
    threshold: float = ranking.USUAL

    def __post_init__(self):
        self.language = languages.of(self.locale)
        self.gram_numbers = {gram: at for at, gram in enumerate(self.grams)}
        self.vocabulary = Vocabulary(self.language, self.words, self.frequency, self.stem_of, self.neighbours, self.stems)
        self.stem_numbers = self.vocabulary.stem_numbers

    @cached_property
    def numbers(self):
        return {id_: at for at, id_ in enumerate(self.ids)}

    @cached_property
    def _in_group(self):
        found = {}
        for at, group in enumerate(self.groups):
            found.setdefault(group, []).append(at)
        return {group: np.array(members) for group, members in found.items()}

    @cached_property
    def _exact(self):
        found = {}
        for words, doc in self.exact:
            found.setdefault(words[0], []).append((tuple(words), doc))
        return found

    @cached_property
    def _titled(self):
        """{numbers of the words of a title: documents}"""
        found = {}
        for doc in range(len(self.ids)):
            if len(numbers := self.titles.of(doc)[0]):
                found.setdefault(tuple(numbers.tolist()), []).append(doc)
        return found

    def warm(self):
        """Make what the first question would wait for: dictionaries and tables of the language."""
        self.find(Question("warm x", self.groups[0] if self.groups else None, tuple(self.ids[:1])), 1)

    def find(self, question, limit=10, hidden=None, explained=False, literal=True):
        """The Found of a Question. `hidden`: the number of a document that is taken out; `explained`: with `why` in each hit;
        `literal`: a whole title, or a code, in the question comes first whatever else scores."""
        text, cut = shortened(question.text)
        reading = read(text, self.vocabulary, question.exact)
        scores, parts, pieces = self._scores(reading)
        if hidden is not None:
            scores[hidden] = 0
        best = float(scores.max(initial=0))
        named = self._named(reading) if literal else set()
        for doc in named:
            scores[doc] += best + 1   # before all others, among themselves as they are
        for quoted in reading.quoted:
            self._prefer_quoted(scores, quoted)
        plain = scores.copy() if question.group or question.own else scores
        self._lift(scores, question)
        order = _top(scores, limit)
        mended = {word.text: word.mended for word in reading.words if word.mended}
        if not len(order):
            return Found(text.strip(), cut, reading.corrected, mended=mended)
        sure = self._sureness(plain, reading, order[0], pieces)
        confidence = ranking.confidence(sure.value, self.threshold)
        if order[0] in named:
            confidence = max(confidence, EXACT)
        top = float(scores[order[0]])
        tells = self._telling(reading)
        titles, bodies = self._marks(self.titles, order, tells), self._marks(self.bodies, order, tells)
        why = [{name: float(ranking.summed([part], len(scores))[doc]) for name, part in parts.items()} if explained else {} for doc in order]
        hits = tuple(Hit(self.ids[doc], round(float(scores[doc]) / top, 3), titles[at], bodies[at], why[at]) for at, doc in enumerate(order))
        return Found(text.strip(), cut, reading.corrected, confidence, confidence >= 0.5, hits, mended)

    def _scores(self, reading):
        """(scores by document, {part: what it adds}, {piece: weight} of the words as typed)"""
        count = len(self.ids)
        stems, grams, pieces = {}, {}, {}
        for word in reading.words:
            for form, share in word.forms.items():
                weight = share * word.weight
                stem = self.vocabulary.stem_number(form)
                if stem is not None:
                    stems[stem] = max(stems.get(stem, 0), weight)
                for gram in languages.grams(form):
                    number = self.gram_numbers.get(gram)
                    if number is not None:
                        grams[number] = max(grams.get(number, 0), weight)
            for gram in languages.grams(word.text):
                pieces[gram] = max(pieces.get(gram, 0), word.weight)
        for stem, weight in reading.stems.items():
            number = self.stem_numbers[stem]
            stems[number] = max(stems.get(number, 0), weight)
        weights = {"words": stems, "pieces": grams, "pairs": dict.fromkeys(self._pairs(reading), 1.0)}
        parts = {part: (*self._postings[part], weights[part]) for part in weights}
        return ranking.summed(parts.values(), count), parts, pieces

    @cached_property
    def _postings(self):
        return {part: (postings, postings.rows(len(self.ids))) for part, postings in
                (("words", self.by_stem), ("pieces", self.by_gram), ("pairs", self.by_pair))}

    def _pairs(self, reading):
        numbers = [self.stem_numbers.get(word.stem) for word in reading.words]
        keys = {a * len(self.stems) + b for a, b in pairwise(numbers) if a is not None and b is not None}
        for key in keys:
            at = int(self.pair_keys.searchsorted(key))
            if at < len(self.pair_keys) and self.pair_keys[at] == key:
                yield at

    def _lift(self, scores, question):
        if question.group in self._in_group:
            scores[self._in_group[question.group]] *= LIFT
        for id_ in question.own:
            if id_ in self.numbers:
                scores[self.numbers[id_]] *= LIFT

    def _named(self, reading):
        """Documents whose code or message stands in the question, or whose title the question is."""
        words = tuple(word.text for word in reading.words)
        coded = {doc for at, word in enumerate(words) for code, doc in self._exact.get(word, ()) if words[at:at + len(code)] == code}
        return coded | set(self._titled.get(tuple(map(self.vocabulary.known.get, words)), ()))

    def _prefer_quoted(self, scores, quoted):
        """Where the quoted words stand somewhere in just this order, documents without them come after."""
        numbers = [self.vocabulary.known.get(word) for word in quoted]
        if None in numbers or not numbers:
            return
        held = None
        for at in numbers:
            docs = set(self.by_stem.documents(self.stem_of[at]).tolist())
            held = docs if held is None else held & docs
        with_it = [doc for doc in held if any(_holds(tokens.of(doc)[0], numbers) for tokens in (self.titles, self.bodies))]
        if with_it:
            scores[with_it] += float(scores.max(initial=0))

    def _sureness(self, scores, reading, best, pieces):
        most = float(scores[best])
        rest = float(np.partition(scores, -2)[-2]) if len(scores) > 1 else 0.0
        rest = min(rest, most)
        unknown = ranking.rarest(len(self.ids))
        perfect = held = whole = 0.0
        for stem, weight in {word.stem: word.weight for word in reading.words}.items():
            number = self.stem_numbers.get(stem)
            perfect += (ranking.NAMES + ranking.BODY) * weight * (unknown if number is None else float(self.by_stem.idf[number]))
        in_both = ranking.PIECES * (1 + self.language.pieces)
        for gram, weight in pieces.items():
            number = self.gram_numbers.get(gram)
            tells = weight * (unknown if number is None else float(self.by_gram.idf[number]))
            whole += tells
            if number is not None and self.by_gram.holds(number, best):
                held += tells
        perfect += in_both * whole
        mean = float(scores.sum()) / len(scores)
        spread = max(float(scores.dot(scores)) / len(scores) - mean * mean, 0.0) ** 0.5
        return Sureness(most / max(perfect, 1e-9) ** 0.5, max(held / max(whole, 1e-9), 0.01), (most - rest) / most if most else 0.0,
                        most / max(float(self.own[best]), 1e-9), max((most - mean) / (spread + 1e-9), 0.1))

    def _telling(self, reading):
        """What each stem tells, by its number; 0 of those that were not asked for. Words that say little are not marked
        where others are."""
        tells = np.zeros(len(self.stems), np.float32)
        some = any(word.weight == 1 for word in reading.words)
        for word in reading.words:
            if word.weight == 1 or not some:
                for form in word.forms:
                    number = self.vocabulary.stem_number(form)
                    if number is not None:
                        tells[number] = max(tells[number], self.by_stem.idf[number])
        for stem, weight in reading.stems.items():
            number = self.stem_numbers[stem]
            tells[number] = max(tells[number], weight * self.by_stem.idf[number])
        return tells

    def _marks(self, tokens, docs, tells):
        """A tuple of Marks for each of the documents."""
        spans = [slice(tokens.starts[doc], tokens.starts[doc + 1]) for doc in docs]
        stems = self.stem_of[np.concatenate([tokens.word[span] for span in spans])]
        found = tells[stems].nonzero()[0]
        ends = found.searchsorted(np.cumsum([span.stop - span.start for span in spans]))
        places = found + np.repeat([span.start for span in spans] - np.cumsum([0, *(span.stop - span.start for span in spans[:-1])]), np.diff(ends, prepend=0))
        at, stems = tokens.at[places], stems[found]
        marks = list(map(Mark, at.tolist(), (at + tokens.length[places]).tolist(), stems.tolist(), tells[stems].tolist()))
        return [tuple(marks[start:end][:MOST_MARKS]) for start, end in pairwise((0, *ends.tolist()))]


def _top(scores, limit):
    """Numbers of the `limit` best documents with any score, best first."""
    if len(scores) > 4 * limit:
        chosen = np.argpartition(-scores, limit)[:limit]
        chosen.sort()
    else:
        chosen = np.arange(len(scores))
    chosen = chosen[scores[chosen] > 0]
    return [int(doc) for doc in chosen[np.argsort(-scores[chosen], kind="stable")][:limit]]


def _holds(words, sequence):
    """Does `sequence` stand in the array `words`?"""
    starts = np.flatnonzero(words[:len(words) - len(sequence) + 1] == sequence[0]) if len(words) >= len(sequence) else ()
    return any(words[at:at + len(sequence)].tolist() == sequence for at in starts)
