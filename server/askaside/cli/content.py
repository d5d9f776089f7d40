"""The commands for editors: check, try, gaps."""

import os
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import click

from .. import settings as settings_
from . import given

PATIENCE_SECONDS = 2   # what takes longer says what it does, on a terminal


@click.command()
@click.argument("site", required=False)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(site, strict):
    """Check the content (of SITE): errors as file:line: message, exit 1.

    Warnings are what a reader will miss: links, anchors and pictures that lead nowhere, patterns and keys that bring nobody,
    titles that do not bring their own article, questions that two articles claim. Notes are what is left to do: missing and
    older translations, pages without an article of their own. Weak spots are other phrasings (`asks`) that would not be found
    were they not written down. Notes and weak spots never fail.
    """
    from ..help import checks, own_questions, placement, translations
    from ..search.making import in_memory
    from ..tickets import unheard

    found = given.settings()
    shelf = given.shelf(found)
    if site or not shelf.registry.entries:
        given.entry(shelf, site or "content")
    errors = [p for p in shelf.problems if not site or p.path.startswith(f"{site}/")]
    libraries = [library for key, library in shelf.libraries.items() if not site or key == site]
    texts = [(library, shelf.registry.entries[library.site.key].text) for library in libraries]
    views = [view for library in libraries for view in library.views.values() if own_questions.own(view)]
    warnings = [spot for library, text in texts for spot in (*checks.weak_spots(library), *placement.weak_spots(library, text))]
    notes = [spot for library, text in texts for spot in (*translations.gaps(library, text), *placement.pages_without_article(library, text), *unheard.gaps(library, text))]
    weak = []
    tell = _teller()
    with _dictionaries(found, [view.locale for view in views], tell):
        for view in views:
            tell(f"Asking {view.site} its own questions in {view.locale} …")
            index = in_memory(view.collection)
            warnings += own_questions.claimed_twice(view) + own_questions.lost_titles(view, index)
            weak += own_questions.weak_asks(view, index)
    # What matters most comes last, where the eye is.
    for kind, spots in (("weak spot", weak), ("note", notes), ("warning", warnings)):
        for spot in sorted(spots):
            click.echo(f"{spot.path}:{spot.line}: {kind}: {spot.cause} {spot.remedy}")
    for problem in errors:
        click.echo(f"{problem.path}:{problem.line}:{problem.column}: error: {problem.cause} {problem.remedy}")
    count = sum(len(library.articles) for library in libraries)
    click.echo(f"{count} articles, {len(errors)} errors, {len(warnings)} warnings, {len(notes)} notes, {len(weak)} weak spots")
    sys.exit(bool(errors or (strict and warnings)))


@click.command("try")
@click.argument("site")
@click.argument("locale")
@click.argument("question")
@click.option("--page", "route", default="/", metavar="ROUTE", help="Where the reader stands: /invoices/5.")
@click.option("--module", metavar="KEY", help="The module that the reader is in; else the page's.")
@click.option("--limit", default=5, type=click.IntRange(1, 50), show_default=True, help="How many to show.")
@click.option("--exact", is_flag=True, help="Mend nothing.")
def try_(site, locale, question, route, module, limit, exact):
    """Ask QUESTION of SITE in LOCALE: the ranking, and why."""
    from ..help import answers, why

    found = given.settings()
    library = given.library(given.shelf(found), site)
    view = given.view(library, locale)
    asked = answers.asked(library.site, view, question, given.module(library.site, module), library.site.within(route), exact)
    with _dictionaries(found, [view.locale], _teller()):
        for line in why.lines(view, _index(found, view), asked, limit):
            click.echo(line)


@click.command()
@click.argument("site")
@click.option("--days", default=90, type=click.IntRange(1, 90), show_default=True, help="How far to look back; older lines are not kept.")
def gaps(site, days):
    """What readers of SITE asked in vain, by page, and the pages that have no article."""
    from ..help import gaps as gaps_
    from ..search.engine import Question

    found = given.settings()
    library = given.library(given.shelf(found), site)
    rows = _seen(found, site, days)
    if not library.site.measure:
        click.echo(f"{site} does not measure: write `measure = true` into {site}/site.toml. Until then nothing is counted.")
    if not rows:
        click.echo(f"{site}: nothing was seen in the last {days} days.")
        return
    click.echo(f"{site}, the last {days} days: ", nl=False)
    indexes = {}
    with _dictionaries(found, [library.view(row.locale).locale for row in rows], _teller()):
        def find(locale, text):
            view = library.view(locale)
            if view.locale not in indexes:
                indexes[view.locale] = _index(found, view)
            return indexes[view.locale].find(Question(text), 1)

        for line in gaps_.lines(rows, library, find):
            click.echo(line)


def _teller():
    """A function that says on a terminal what is being done: once all of it takes its time, or `now`."""
    start = time.monotonic()

    def tell(line, now=False):
        if sys.stderr.isatty() and (now or time.monotonic() - start > PATIENCE_SECONDS):
            click.echo(line, err=True)

    return tell


@contextmanager
def _dictionaries(settings, locales, tell):
    """Have the dictionaries of `locales` ready while it lasts: kept under the data directory, or in a folder that goes again
    where that cannot be written."""
    from ..search import dictionaries, languages

    codes = list(dict.fromkeys(code for locale in locales for code in languages.of(locale).needs))

    def prepare(folder):
        dictionaries.use(folder)
        for code in codes:
            if not dictionaries.ready(code):
                tell(f"Making the dictionary of {code}, once …", now=True)   # seconds each
                dictionaries.prepare(code)

    with ExitStack() as stack:
        try:
            prepare(settings.data_dir / "search" / "dictionaries")
        except OSError:
            prepare(stack.enter_context(tempfile.TemporaryDirectory(prefix="askaside-")))
        yield


def _index(settings, view):
    """The Index that a server keeps of the view under the data directory, if it is of today's articles; else one of our own."""
    from ..search.making import in_memory
    from ..search.whoosh_engine import WhooshEngine

    folder = settings.data_dir / "search"
    if (folder / view.site / view.locale).is_dir() and os.access(folder, os.W_OK):
        engine = WhooshEngine(folder)
        if not engine.follow([view.collection]):
            return engine.index(view.collection)
    return in_memory(view.collection)


def _seen(settings, site, days):
    """Rows of help.gaps; none while there is no database yet."""
    import sqlalchemy as sa
    from sqlalchemy.orm import Session

    from ..core import clock
    from ..core.db import first_line
    from ..help import gaps

    file = settings_.database_file(settings)
    if file and not file.is_file():
        return []   # to look into it would make it
    engine = sa.create_engine(settings_.database_url(settings))
    try:
        if not sa.inspect(engine).has_table("seen"):
            return []
        with Session(engine) as session:
            return gaps.rows(session, site, clock.now() - timedelta(days=days))
    except sa.exc.DatabaseError as wrong:
        raise click.ClickException(f"the database cannot be read: {first_line(wrong)}") from None
    finally:
        engine.dispose()
