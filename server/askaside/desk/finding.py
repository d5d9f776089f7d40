"""The search at the desk: requests, people and articles at once. And its door."""

import sqlalchemy as sa
from flask import current_app

from ..core import http
from ..core.db import db
from ..people import queries as people
from ..people.roles import READ
from ..tickets import find
from ..tickets.models import Ticket
from . import access, doors, rows, schemas, shell
from .doors import SIGNED

bp = doors.blueprint("desk_search")
TICKETS, PEOPLE, ARTICLES = 20, 10, 10   # at most of each


@bp.route("/<site>/find")
@bp.doc(**SIGNED)
@bp.arguments(schemas.FindQuery, location="query")
@bp.response(200, schemas.FindAnswer)
def search(asked, site):
    """Requests by number, words and person; people; articles."""
    library, text = access.library(site, READ), " ".join(asked["q"].replace("\0", "").split())
    locale = asked["locale"] or shell.locale()
    who = people.like(site, text, PEOPLE) if text and find.numbered(text) is None else []
    return {"tickets": [_ticket(one) for one in find.tickets(site, text, who, TICKETS)] if text else [], "people": [_person(one, newest) for one, newest in zip(who, _newest(who), strict=True)],
            "articles": articles(library, text, locale, ARTICLES)}


def articles(library, text, locale, most, least=0.0, **where):
    """[row] of the articles that answer `text`, in the nearest language to `locale`, each with its whole address. `where`: as `Answers.find` takes it;
    `least`: the confidence below which there are none."""
    view = library.view(locale)
    found = current_app.answers.find(library, view, text, limit=most, **where) if text else None
    if not found or found["confidence"] < least:
        return []
    return [{"id": row["id"], "title": row["title"], "summary": row["summary"], "locale": row["locale"], "url": f"{http.base()}/help/{library.site.key}/{view.locale}/{row['id']}",
             "answered": found["answered"] and not at} for at, row in enumerate(found["results"])]


def _ticket(one):
    return {**rows.other(one), "severity": one.severity, "requester": one.requester.name, "account": one.requester.account and (one.requester.account.name or one.requester.account.key),
            "changed_at": http.stamp(one.changed_at)}


def _person(one, newest):
    return {"name": one.name, "email": one.email, "account": one.account and (one.account.name or one.account.key), "proven": one.key.startswith("sub:"), "newest": rows.other(newest)}


def _newest(who):
    """[their newest Ticket or None]"""
    last = sa.select(sa.func.max(Ticket.number)).where(Ticket.requester_id.in_([one.id for one in who])).group_by(Ticket.requester_id)
    found = {one.requester_id: one for one in db.session.scalars(sa.select(Ticket).where(Ticket.site.in_({one.site for one in who}), Ticket.number.in_(last)))} if who else {}
    return [found.get(one.id) for one in who]
