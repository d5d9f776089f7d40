"""A page of the desk: what all of them have in common, and what stands there when one cannot be shown."""

import hashlib
import json
from pathlib import Path
from urllib.parse import quote

from flask import Response, current_app, g, redirect, render_template, request

from ..core import http, problems
from ..core import locale as locales_
from ..core.errors import Unsigned
from ..help.centre_page import ADDRESSES, reasons
from ..help.words import UI_DEFAULT, Words, spoken
from . import access

STYLE = Path(__file__).with_name("templates").joinpath("desk.css").read_bytes()
STYLE_ADDRESS = f"/desk/style.css?{hashlib.sha256(STYLE).hexdigest()[:10]}"
MANUAL = "askaside"   # the site of our own manual, for our own "?"
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}   # with "no-referrer" browsers would send forms without their origin
SORRY = {401: ("desk.ended", "centre.no.ended"), 404: ("desk.nothing", "desk.nothingHint"), 429: ("centre.busy", "centre.wait")}


def locale():
    """The language of the reader's browser, of those that we speak."""
    return next(filter(None, (locales_.pick(tag, spoken(), None) for tag in request.accept_languages.values())), UI_DEFAULT)


def words(site=None):
    """The Words of the reader; times are told by the clock of the site's first calendar."""
    return Words(locale(), next((calendar.zone for calendar in site.tables.get("calendars", {}).values()), "UTC") if site else "UTC")


def page(template, *, title, status=200, site=None, **values):
    """The answer with a page for one person. `site`: the Site that it is about, or None."""
    desk, tag = g.get("desk"), locale()
    body = render_template(
        template, title=title, site=site, locale=tag, dir=locales_.direction(tag), t=words(site), file=ADDRESSES, style=STYLE_ADDRESS,
        person=desk and desk.agent, sites=access.mine(desk.agent) if desk else (), door=access.door, csrf=desk and access.proof(desk),
        manual=MANUAL if MANUAL in current_app.shelf.libraries else None, **values)
    return Response(body, status, PRIVATE, mimetype="text/html")


def file(name, text, type_):
    """The answer with a file called `name` (a-z, 0-9, - and .), to be saved."""
    return Response(text, 200, {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}, mimetype=type_)


def style():
    lasting = request.full_path == STYLE_ADDRESS
    return http.cached(Response(STYLE, mimetype="text/css"), STYLE, 365 * 86400 if lasting else 300)


def refused(error):
    """The problem of an AskasideError, its `detail` in the reader's language: the desk's script shows it to them."""
    answer, t = problems.problem(error), words()
    if t.locale != UI_DEFAULT:
        answer.data = json.dumps({**answer.get_json(), "detail": t.refused(error)}, ensure_ascii=False)
    answer.vary.add("Accept-Language")
    return answer


def sorry(error):
    """`error` as a page in the reader's language, or the way to sign in; for programs as a problem."""
    told = problems.told(error)
    if isinstance(told, Unsigned) and request.method == "GET":
        answer = redirect(f"/desk/sign-in?next={quote(request.full_path.removesuffix('?'), safe='')}")
        answer.headers.update(PRIVATE)
        return answer
    if told.status >= 500:
        g.desk = None   # what cannot be read now is not asked for again
    answer = problems.problem(told)
    if request.accept_mimetypes.best_match(["application/problem+json", "text/html"]) == "text/html":
        title, hint = reasons(told, words(), SORRY, "desk.nothingHint")
        answer.data = page("desk-sorry.html", title=title, hint=hint).data
        answer.mimetype = "text/html"
    answer.headers.update(PRIVATE)
    answer.vary.add("Accept")
    return answer
