"""The JSON door of the contact."""

from flask import current_app, request

from ..core import clock, http
from ..people import identity
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
    plan = identity.caller(library.site, known).claims.get("plan") if known else None
    rows = ways(library.site, library.view(asked["locale"]).locale, clock.now(), asked["kind"], plan)
    for row in rows:
        if row["promise"]:
            row["promise"] = {**row["promise"], "answer_by_at": http.stamp(row["promise"]["answer_by_at"])}
        if "opens_at" in row:
            row["opens_at"] = http.stamp(row["opens_at"])
    return {"channels": rows}, 200, {"Cache-Control": "no-store"}
