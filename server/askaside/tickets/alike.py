"""Is one text about the same as another? By the words that they share, in whatever form: what the form asks of one's own requests, asked of others' wishes."""

from ..search import dictionaries, languages

LEAST = 2   # words that a title has to share: one alone may be about anything


def nearest(rows, text, locale, most):
    """Those of `rows` ([{title, …}]) that are about the same as `text`, the nearest first: most of the words of their title are there.

    locale   of both: its rules tell which forms are of one word, as far as its dictionary is there
    """
    said = _telling(text, locale)
    shares = [(_share(_telling(row["title"], locale), said), row) for row in rows]
    return [row for share, row in sorted(shares, key=lambda found: -found[0]) if share > 0.5][:most]


def _share(words, said):
    """How much of `words` (a set) is among `said`, 0 to 1; 0 for too little to tell."""
    shared = len(words & said)
    return shared / len(words) if shared >= LEAST else 0


def _telling(text, locale):
    """The words of `text` that tell something, each brought down to what its forms have in common."""
    language = languages.of(locale)
    stem = language.reduce if all(map(dictionaries.ready, language.needs)) else languages.bare
    return {stem(word.text) for word in languages.cut(text) if word.text not in language.common}
