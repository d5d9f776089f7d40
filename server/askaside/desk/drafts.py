"""From an answer to an article: what a draft of it would say, and its file in the content folder; or its text, where the folder cannot be written to."""

import logging
import os
from contextlib import suppress

from flask import current_app

from ..chat import queries as chats
from ..core import aside, files
from ..core.errors import BadRequest
from ..help import article, seen
from ..help.front_matter import KEY, ArticleBroken
from ..tickets import queries
from . import draft as drafts
from .draft import MOST_TITLE, Draft

log = logging.getLogger(__name__)
TRIES = 100   # names of a file: send, send-2, …


def of_answer(library, ticket, n=None):
    """The Draft that the answer `n` (None: the last one) to the Ticket `ticket` would become. Of the person's words, no address and no long number is in it.

    raises  BadRequest when there is no such answer of an agent's that the person could read
    """
    return _of(library, ticket, queries.messages(ticket), n, f"request-{ticket.number}")


def of_chat(library, conversation, n=None):
    """The same of a Conversation."""
    return _of(library, conversation, chats.after(conversation, 0), n, "chat")


def _of(library, about, lines, n, otherwise):
    said = [line for line in lines if line.author_kind == "agent"]
    if n is not None:
        said = [line for line in said if line.n == n]
        if not said:
            raise BadRequest(f"Message {n} is no answer of an agent's.", word="no_answer", errors={"n": ["Choose an answer that the person could read."]})
    asked = drafts.line(seen.impersonal(about.subject.removesuffix("…")))
    url = about.context.get("url")
    return _begun(library, about.locale, asked, library.site.within(url) if url else None, about.module, said[-1].body if said else "", otherwise)


def of_question(library, text, page, locale):
    """The Draft that the question `text`, asked on `page` (as `seen` keeps it) and answered by nothing, would become."""
    here = library.site.module_of(page.replace("{}", "x"))
    return _begun(library, locale, drafts.line(seen.impersonal(text)), page, here and here.key, "", "question")


def checked(library, draft):
    """`draft`, when it can be an article of the site. raises  BadRequest naming what is wrong"""
    errors = {}
    if library.site.module(draft.module) is None:
        errors["module"] = [f"There are: {', '.join(module.key for module in library.site.modules)}."]
    if not KEY.fullmatch(draft.slug) or draft.slug == "about":
        errors["slug"] = ["It is a-z, 0-9 and -, and not `about`."]
    if not drafts.line(draft.title):
        errors["title"] = ["Write a few words."]
    if errors:
        raise BadRequest("The article cannot be written like this.", word="draft", errors=errors)
    try:
        article.read(library.site.key, draft.module, draft.slug, draft.locale, draft.text.encode(), name_of(draft))
    except ArticleBroken as wrong:
        raise BadRequest(f"The article cannot be written like this: {wrong.cause} {wrong.remedy}", word="draft") from None
    return draft


def keep(library, draft):
    """{written, name, text} of the Draft `draft`, checked, as a new file of the content folder. Nothing is ever written over; the same again is the same file."""
    name, wrong = aside.run(_put, current_app.shelf.registry.content_dir / library.site.key, draft)
    if wrong:
        log.warning("a draft could not be written to %s/%s: %s", library.site.key, name, wrong)
    return {"written": wrong is None, "name": f"{library.site.key}/{name}", "text": draft.text}


def name_of(draft, number=1):
    """The place of its file within the site."""
    return f"{draft.module}/{draft.slug}{f'-{number}' if number > 1 else ''}.{draft.locale}.md"


def _begun(library, locale, asked, route, module, body, otherwise):
    view, site = library.view(locale), library.site
    return Draft(module if site.module(module) else site.modules[0].key, drafts.slug(asked, otherwise), view.locale, asked[:MOST_TITLE] or otherwise, (asked[:MOST_TITLE],) if asked else (),
                 tuple(drafts.pattern(seen.opaque(route), view.by_page.match(route))) if route else (), body)


def _put(folder, draft):
    """(its name within the site, what hinders it or None)."""
    data, within = draft.text.encode(), os.path.realpath(folder)
    place, there = folder / draft.module, set()
    with suppress(OSError):   # it may be made; or what hinders it is told below
        there = {entry.name.lower() for entry in os.scandir(place)}
    for number in range(1, TRIES):
        name = name_of(draft, number)
        path = folder / name
        taken = [other for other in there if other.startswith(f"{path.name.partition('.')[0]}.") and other.endswith(".md")]   # in another language it would be a translation of that
        try:
            if taken:
                if path.name in there and files.read(path, len(data)) == data:
                    return name, None
                continue
            if os.path.commonpath([within, os.path.realpath(place)]) != within:
                return name, "the folder of the module lies elsewhere"
            files.write(path, data, new=True)
            return name, None
        except OSError as wrong:
            if isinstance(wrong, FileExistsError) and os.path.lexists(path):
                continue   # somebody was faster
            return name, wrong.strerror or str(wrong)
    return name, "there are too many of this name"
