"""The JSON door of a chat: what came meanwhile."""

from flask import current_app, g, request

from ..core import http
from ..people import identity
from . import access, queries, rows, schemas

bp = http.Blueprint("chat", __name__, url_prefix="/api/v1/<site>", description="A chat, for who was cut off.")


@bp.before_request
def _who():
    """The door has its site, lets in only that site's origins, and knows who asks."""
    site = current_app.shelf.library(request.view_args["site"]).site
    http.allow_origin(site.allows)
    if request.method != "OPTIONS":
        g.caller = identity.caller(site, request.headers.get("Authorization"))


@bp.after_request
def _private(response):
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@bp.route("/conversations/<conversation>/messages")
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.AfterQuery, location="query")
@bp.response(200, schemas.ChatAnswer)
def messages(asked, site, conversation):
    """The lines behind number `after`, in order, and how the conversation stands."""
    found = access.one(g.caller, conversation)
    lines = queries.after(found, asked["after"], asked["limit"] + 1)
    told = lines[:asked["limit"]]
    return {"conversation": rows.state(found), "messages": [rows.line(one) for one in told], "next": str(told[-1].n) if len(lines) > len(told) else None}
