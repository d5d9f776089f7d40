"""The JSON door of a chat: what came meanwhile."""

from flask import current_app, g, request

from ..core import http, uploads
from ..people import identity
from ..tickets import queries as requests
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


@bp.route("/unread")
@bp.doc(**http.SIGNED)
@bp.response(200, schemas.Unread)
def unread(site):
    """How much the caller has not read yet, of requests and chats."""
    return {"unread": requests.unread_of(g.caller) + queries.unread_of(g.caller)}


@bp.route("/conversations")
@bp.doc(**http.SIGNED)
@bp.arguments(http.Page, location="query")
@bp.response(200, schemas.ConversationList)
def conversations(asked, site):
    """The caller's own chats, the newest first."""
    found, more = queries.page(g.caller, asked["limit"], asked["after"])
    return {"conversations": rows.states(found), "next": found[-1].id if more else None}


@bp.route("/conversations/<conversation>/files/<file>")
@bp.doc(**http.SIGNED)
@bp.response(200, content_type="application/octet-stream")
def one_file(site, conversation, file):
    """A file of one of its lines."""
    return uploads.serve(access.file(access.one(g.caller, conversation), file))


@bp.route("/conversations/<conversation>/messages")
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.AfterQuery, location="query")
@bp.response(200, schemas.ChatAnswer)
def messages(asked, site, conversation):
    """The lines behind number `after`, in order, and how the conversation stands."""
    found = access.one(g.caller, conversation)
    lines = queries.after(found, asked["after"], asked["limit"] + 1)
    told = lines[:asked["limit"]]
    return {"conversation": rows.state(found), "messages": rows.lines(told), "next": str(told[-1].n) if len(lines) > len(told) else None}
