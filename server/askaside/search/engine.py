"""The port of the search: what goes in, what comes out, whatever engine finds it."""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_CHARACTERS = 200
MOST_WORDS = 30


class Document(NamedTuple):
    """One text to be found.

    digest  another one whenever anything below changes
    group   documents of one group stand together (a module)
    names   other words for the title: how else people ask, keywords
    exact   codes and messages that lead here when they stand in the question
    """

    id: str
    digest: str
    group: str
    title: str
    names: tuple
    exact: tuple
    body: str


@dataclass(frozen=True)
class Collection:
    """The documents of one site in one locale. Ids are unique; `locale` says how they are cut and stemmed.

    fingerprint  equal for equal documents, whatever their order
    by_id        {id: Document}
    """

    site: str
    locale: str
    documents: tuple
    fingerprint: str = field(init=False, compare=False)
    by_id: dict = field(init=False, compare=False, repr=False)

    def __post_init__(self):
        told = hashlib.sha256(self.locale.encode())
        for id_, digest in sorted((d.id, d.digest) for d in self.documents):
            told.update(f"\0{id_}\0{digest}".encode())
        object.__setattr__(self, "fingerprint", told.hexdigest()[:20])
        object.__setattr__(self, "by_id", {document.id: document for document in self.documents})


class Question(NamedTuple):
    """What a person typed, and where they stand.

    group, own  a document of this group, or among these ids, is lifted a little
    exact       the words as they are: nothing mended
    """

    text: str
    group: str | None = None
    own: tuple = ()
    exact: bool = False


class Mark(NamedTuple):
    """A place that matches: code points from `start` to before `end`; `word` tells equal words, `weight` says how much they tell."""

    start: int
    end: int
    word: int
    weight: float


class Hit(NamedTuple):
    """`score`: 1 is as good as the best of all. `why`: how the score came about, {part: what it added}, when
    that was asked for."""

    id: str
    score: float
    title: tuple
    body: tuple
    why: dict = {}   # noqa: RUF012


class Found(NamedTuple):
    """The answer to a question.

    query       what was searched for: cut when it was long
    cut         was it?
    corrected   the question as it was understood, or None when it was taken as it is
    confidence  0 to 1, comparable between collections; from .5 the first hit counts as the answer
    mended      {word as typed: what it was taken for}
    """

    query: str
    cut: bool = False
    corrected: str | None = None
    confidence: float = 0.0
    answered: bool = False
    hits: tuple = ()
    mended: dict = {}   # noqa: RUF012


def shortened(text):
    """(text, was it cut): control characters, and halves of signs, out; at most 200 characters and 30 words."""
    clean = "".join(c if c.isprintable() else " " for c in text[:MOST_CHARACTERS * 20])
    words = clean.split()
    kept = " ".join(words[:MOST_WORDS])[:MOST_CHARACTERS]
    whole = len(text) <= MOST_CHARACTERS * 20 and kept == " ".join(words)
    # The blank behind the last word stays: it says that the word is finished.
    return (kept + " " if kept and whole and clean[-1:].isspace() else kept), not whole
