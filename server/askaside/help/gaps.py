"""What readers missed, out of what was seen: questions asked in vain, and pages without an article of their own.

That a search found something says little: some piece of some word stands nearly everywhere. So every question is asked
again among the articles of today, and listed as well when they do not surely answer it.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

import sqlalchemy as sa

from ..search import languages
from .printed import columns, isolated, padded
from .seen import Seen

WIDEST = 60   # columns of a question; a longer one pushes the rest aside


class Row(NamedTuple):
    """What was seen the same way `count` times. `text` None: a search whose words may have named a person, and were not kept."""

    kind: str
    page: str
    locale: str
    text: str | None
    found: bool | None
    count: int


class Missed(NamedTuple):
    """A question as most people put it, and how often; `today`: what it brings now, a Found."""

    text: str
    locale: str
    count: int
    today: object


def rows(session, site, since):
    """[Row] of what was seen on a site since a moment."""
    same = (Seen.kind, Seen.page, Seen.locale, Seen.text, Seen.found)
    found = session.execute(sa.select(*same, sa.func.count()).where(Seen.site == site, Seen.at >= since).group_by(*same))
    return [Row(*row) for row in found]


def missed(rows, find):
    """({page: [Missed]} of questions that found nothing, the same of those that found something, but no sure answer).

    Pages and questions with the most misses first.

    find  (locale, text) → Found, among today's articles
    """
    groups = defaultdict(list)
    for row in rows:
        if row.kind == "search" and row.text:
            words = tuple(word.text for word in languages.cut(row.text))   # “Refund?” and “refund” are one question
            groups[row.page, row.locale, words or row.text].append(row)
    in_vain, unsure = defaultdict(list), defaultdict(list)
    for (page, locale, _), same in groups.items():
        text = max(same, key=lambda row: (row.count, row.text)).text
        nothing, today = sum(row.count for row in same if row.found is False), find(locale, text)
        if nothing:
            in_vain[page].append(Missed(text, locale, nothing, today))
        elif not today.answered:
            unsure[page].append(Missed(text, locale, sum(row.count for row in same), today))
    return _most_first(in_vain), _most_first(unsure)


def _most_first(by_page):
    ordered = {page: sorted(those, key=lambda one: (-one.count, one.text)) for page, those in by_page.items()}
    return dict(sorted(ordered.items(), key=lambda item: (-sum(one.count for one in item[1]), item[0])))


def opened_without_article(rows, library):
    """[(page, how often)] of pages where the ? was opened and that no article's `pages` match, most first."""
    counts = Counter()
    for row in rows:
        if row.kind == "open" and not library.view(row.locale).by_page.match(row.page):
            counts[row.page] += row.count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def lines(rows, library, find):
    """The lines that an editor reads."""
    searches = sum(row.count for row in rows if row.kind == "search")
    dropped = sum(row.count for row in rows if row.kind == "search" and not row.text)
    opened = sum(row.count for row in rows if row.kind == "open")
    yield f"{opened} times opened, {searches} searches" + (f", of which {dropped} were not kept: they may have named a person" if dropped else "")
    yield ""
    in_vain, unsure = missed(rows, find)
    yield "Asked in vain: nothing was found"
    yield from _by_page(in_vain)
    yield ""
    yield "Found something, but today's articles do not surely answer it"
    yield from _by_page(unsure)
    yield ""
    yield "Opened on a page that no article has"
    without = opened_without_article(rows, library)
    yield from (f"{count:>6}  {isolated(page)}" for page, count in without)
    if not without:
        yield "     0"
    yield ""
    yield "An article has the answer? Add the question to its `asks:`, as it was put. It belongs to a page? Add that to its `pages:`, with a {name}"
    yield "for each {}. Else write one. `askaside try` shows why the search finds what it finds."


def _by_page(missed):
    everything = [one for those in missed.values() for one in those]
    if not everything:
        yield "     0"
        return
    wide = min(WIDEST, max(columns(one.text) for one in everything))
    tag = max(len(one.locale) for one in everything)
    for page, those in missed.items():
        yield f"  {isolated(page)}"
        for one in those:
            yield f"{one.count:>6}  {padded(one.text, wide)}  {one.locale:{tag}}  {_today(one.today)}"


def _today(found):
    if not found.hits:
        return "nothing is near"
    return f"{'now answered by' if found.answered else 'nearest is'} {found.hits[0].id} ({found.confidence:.2f})"
