"""Why the search ranks as it does: one question, how it was read, what it brought and what each owes its place to."""

from ..search import languages, question
from ..search.engine import shortened
from ..search.index import LIFT
from .printed import isolated, padded

ANSWERED = 0.5


def lines(view, index, asked, limit):
    """The lines that explain what `asked`, a Question, brings in `index`, an Index of the view's collection."""
    found = index.find(asked, limit, explained=True)
    reading = question.read(shortened(asked.text)[0], index.vocabulary, asked.exact)
    yield f"question    {isolated(found.query)}{'   (too long: cut)' if found.cut else ''}"
    if reading.corrected:
        yield f"read as     {isolated(reading.corrected)}"
    yield ""
    yield from _words(reading, index)
    yield ""
    for rank, hit in enumerate(found.hits, 1):
        yield from _hit(rank, hit, view.articles[hit.id], asked, found.query)
    if not found.hits:
        yield "Nothing is found."
    yield ""
    yield f"confidence  {found.confidence:.2f}: {'answered' if found.answered else 'not answered'}; from {ANSWERED:.2f} the first one counts as the answer"
    yield f"threshold   {index.threshold:.2f}: as sure as that, this index says {ANSWERED:.2f}"


def _words(reading, index):
    """A table of the words as they are searched for."""
    rows = [("word", "weight", "stem", "stands for"), *((word.text, f"{word.weight:.1f}", word.stem, _forms(word, index)) for word in reading.words)]
    for text, weight, stem, others in rows:
        yield f"{padded(text, 18)}  {weight:>6}  {padded(stem, 18)}  {others}".rstrip()
    if reading.stems:
        yield "same meaning: " + ", ".join(f"{isolated(stem)} × {weight:.1f}" for stem, weight in sorted(reading.stems.items(), key=lambda row: -row[1]))
    for words in reading.quoted:
        yield f"must stand so: {isolated(' '.join(words))}"


def _forms(word, index):
    """What else a word of the question is looked for as."""
    others = [f"{isolated(form)} × {share:.1f}" for form, share in word.forms.items() if form != word.text]
    if word.mended:
        others.insert(0, f"mended to {isolated(word.mended)}")
    elif not index.vocabulary.has(word.text):
        others.insert(0, "stands in no article")
    return ", ".join(others)


def _hit(rank, hit, article, asked, query):
    yield f"{rank:>2}  {hit.id}  {isolated(article.title)}"
    yield f"    score {hit.score:.3f} ({' + '.join(f'{name} {share:.2f}' for name, share in hit.why.items())}){_lifts(article, asked, query)}"
    for name, text, marks in (("title", article.title, hit.title), ("text", article.text, hit.body)):
        if words := dict.fromkeys(text[mark.start:mark.end].lower() for mark in marks):
            yield f"    {name}: {', '.join(map(isolated, words))}"


def _lifts(article, asked, query):
    """What else moved the article up, and is in none of the parts."""
    told, lift = [], f"{LIFT - 1:.0%}"
    if asked.group == article.module:
        told.append(f"module {article.module} +{lift}")
    told += [f"page +{lift}"] * asked.own.count(article.id)
    said = _plain(query)
    told += [f"holds “{isolated(error)}”: before all others" for plain, error in {_plain(error): error for error in article.errors}.items()
             if plain.strip() and plain in said]
    if said == _plain(article.title):
        told.append("is its title, word for word")
    return "".join(f"; {reason}" for reason in told)


def _plain(text):
    """The words of a text as they are compared, with blanks around each."""
    return f" {' '.join(word.text for word in languages.cut(text))} "
