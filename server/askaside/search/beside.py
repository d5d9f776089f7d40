"""A few documents that only some may find, beside a Collection that everybody finds in.

They have a small index of their own, in memory, and what it finds is put among the hits of the large one. Scores of two indexes cannot be compared,
so a third hand judges both: the scan, which counts how many of the words stand in a title and in a text.
"""

from ..core import aside
from . import dictionaries, languages, making, scan
from .engine import Collection
from .index import EXACT

MOST_INDEXED = 300   # more documents would take seconds to index while somebody waits: they are scanned
UNSURE = 0.49        # at most, where the best hit is not theirs to see as it was found


class Beside:
    """`collection`: the Collection of those documents. One with the id of a public one stands in its place."""

    def __init__(self, collection):
        self.collection = collection
        self._index = None

    def join(self, found, public, question, limit):
        """The Found of a Question with the hits of both: `found` is that of the Collection `public`. Whose hit is the first says how sure we are."""
        mine = self._find(question, limit)
        others = [hit for hit in found.hits if hit.id not in self.collection.by_id]
        if others[:1] != list(found.hits[:1]):
            found = found._replace(answered=False, confidence=min(found.confidence, UNSURE))
        points = self._points(mine, others, public, question)
        if mine.hits and mine.confidence >= EXACT > found.confidence:
            points[mine.hits[0].id] = 2   # a whole title, or a code that it is about
        hits = others
        for hit in mine.hits:
            at = next((at for at, other in enumerate(hits) if points.get(other.id, 0) < points.get(hit.id, 0)), len(hits))
            hits.insert(at, hit._replace(score=hits[min(at, len(hits) - 1)].score) if hits else hit)
        first = mine if hits and hits[0].id in self.collection.by_id else found
        return first._replace(hits=tuple(hits[:limit]))

    def _find(self, question, limit):
        if self._index is None and len(self.collection.documents) <= MOST_INDEXED and all(map(dictionaries.ready, languages.of(self.collection.locale).needs)):
            self._index = aside.run(_made, self.collection)
        return self._index.find(question, limit) if self._index else scan.find(self.collection, question, limit)

    def _points(self, mine, others, public, question):
        """{id: how much of the question stands in it, 0 to 1}"""
        common = languages.of(public.locale).common
        text = mine.corrected or question.text
        telling = [word.text for word in languages.cut(text) if word.text not in common]
        documents = [*(self.collection.by_id[hit.id] for hit in mine.hits), *(public.by_id[hit.id] for hit in others if hit.id in public.by_id)]
        judged = scan.find(Collection(public.site, public.locale, tuple(documents)), question._replace(text=" ".join(telling) or text), len(documents))
        return {hit.id: hit.score for hit in judged.hits}


def _made(collection):
    index = making.in_memory(collection)
    index.warm()
    return index
