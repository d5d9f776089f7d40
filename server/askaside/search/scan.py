"""Finding without an index: the texts themselves are looked through, while there is none to use.

Slower and simpler: every word, or its beginning, somewhere in a text. It never says that it has the answer.
"""

from functools import lru_cache

from . import languages
from .engine import Found, Hit, Mark, shortened


def find(collection, question, limit=10):
    """The Found of a Question in a Collection."""
    text, cut = shortened(question.text)
    wanted = list(dict.fromkeys(word.text for word in languages.cut(text)))
    stems = [word if len(word) < 5 else word[:max(4, len(word) * 3 // 4)] for word in wanted]
    scored = []
    for document in collection.documents:
        head, body = _lowered(document)
        score = sum((3 if stem in head else 0) + (1 if stem in body else 0) for stem in stems)
        if score:
            score *= 1.1 if document.group == question.group or document.id in question.own else 1
            scored.append((-score, document.id, document))
    scored.sort(key=lambda row: row[:2])
    best = -scored[0][0] if scored else 1
    hits = tuple(Hit(d.id, round(-score / best, 3), marks(d.title, stems), marks(d.body, stems)) for score, _, d in scored[:limit])
    return Found(text.strip(), cut, hits=hits)


def marks(text, stems):
    """The words of `text` that begin with one of `stems`, as Marks."""
    return tuple(Mark(word.start, word.end, at, 1.0) for word in languages.cut(text)
                 for at, stem in enumerate(stems) if word.text.startswith(stem))


@lru_cache(20_000)
def _lowered(document):
    return "\n".join((document.title, *document.names, *document.exact)).lower(), document.body.lower()
