"""The JSON door of the contact."""

from flask import current_app, request

from ..core import clock, http
from ..people import identity
from ..people import queries as people
from ..tickets import attachments, queries
from ..tickets.facts import needed
from ..tickets.fair_use import SPAN
from . import schemas
from .ways import ways

bp = http.Blueprint("contact", __name__, url_prefix="/api/v1/<site>", description="The ways to a person, and when an answer comes.")


@bp.route("/contact")
@bp.arguments(schemas.ContactQuery, location="query")
@bp.response(200, schemas.ContactAnswer)
def contact(asked, site):
    """The ways to a person as they stand now."""
    library = current_app.shelf.library(site)
    http.allow_origin(library.site.allows)
    known = request.headers.get("Authorization")
    plan, count, now, locale = None, 0, clock.now(), library.view(asked["locale"]).locale
    if known:
        caller = identity.caller(library.site, known)
        plan, count = caller.claims.get("plan"), queries.asked(people.requester(caller), now - SPAN)
    rows = ways(library.site, locale, now, asked["kind"], plan, count, asked["module"])
    for row in rows:
        if row["promise"]:
            row["promise"] = {**row["promise"], "answer_by_at": http.stamp(row["promise"]["answer_by_at"])}
        if "opens_at" in row:
            row["opens_at"] = http.stamp(row["opens_at"])
    facts = [_fact(library.site, fact, locale) for fact in needed(library.site.tables.get("facts", ()), asked["module"])]
    return {"channels": rows, "facts": facts, "attachments": attachments.limits(library.site)}, 200, {"Cache-Control": "no-store"}


def _fact(site, fact, locale):
    return {"key": fact.key, "ask": site.words(fact.ask, locale), "kinds": list(fact.kinds), "words": list(fact.words.get(locale, ())),
            "looks_like": list(fact.looks_like), "page": list(fact.page)}
