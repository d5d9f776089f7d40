"""The JSON doors of the requester. Each: read, ask, say."""

from flask import current_app, g, request

from ..core import http
from ..core.errors import BadRequest
from ..people import identity
from . import access, actions, queries, schemas, words

bp = http.Blueprint("tickets", __name__, url_prefix="/api/v1/<site>", description="A request, followed until it is solved.")


@bp.before_request
def _who():
    """Every door has its site, lets in only that site's origins, and knows who asks."""
    g.library = current_app.shelf.library(request.view_args["site"])
    g.site = g.library.site
    http.allow_origin(g.site.allows)
    if request.method != "OPTIONS":
        g.caller = identity.caller(g.site, request.headers.get("Authorization"))
        g.scope = g.caller.key


@bp.after_request
def _private(response):
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/tickets", methods=["POST"])
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.TicketBody)
@bp.response(201, schemas.TicketRow)
@http.idempotent
def open_ticket(body, site):
    """A new request."""
    _spend("ticket")
    body["locale"] = g.library.view(body["locale"]).locale   # letters and pages are there in the site's languages
    return 201, row(actions.open_(g.caller, g.site, **body))


@bp.route("/tickets")
@bp.doc(**http.SIGNED)
@bp.arguments(http.Page, location="query")
@bp.response(200, schemas.TicketList)
def list_tickets(asked, site):
    """The caller's own requests, the newest first."""
    if asked["after"] is not None and not (asked["after"].isdecimal() and len(asked["after"]) < 10):
        raise BadRequest("`after` is not a `next` of ours.")
    found, following = queries.page(g.caller, asked["limit"], asked["after"] and int(asked["after"]))
    return {"tickets": [row(ticket) for ticket in found], "next": following and str(following)}


@bp.route("/tickets/<ticket>")
@bp.doc(**http.SIGNED)
@bp.response(200, schemas.TicketAnswer)
def one_ticket(site, ticket):
    """One request with its messages and how far it is."""
    found = access.one(g.caller, ticket)
    return {**row(found), "messages": [line(message) for message in queries.messages(found)],
            "progress": [{"step": name, "at": at and http.stamp(at)} for name, at in
                         (("received", found.opened_at), ("answered", found.first_responded_at), ("solved", found.solved_at))]}


@bp.route("/tickets/<ticket>/messages", methods=["POST"])
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.MessageBody)
@bp.response(201, schemas.MessageRow)
@http.idempotent
def reply(body, site, ticket):
    """A further line of the requester's."""
    _spend("message")
    return 201, line(actions.reply(g.caller, ticket, **body))


@bp.route("/tickets/<ticket>/rating", methods=["POST"])
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.RatingBody)
@bp.response(204)
@http.idempotent
def rate(body, site, ticket):
    """How it was."""
    _spend("message")
    actions.rate(g.caller, ticket, **body)
    return 204, None


@bp.route("/tickets/<ticket>/reopen", methods=["POST"])
@bp.doc(**http.SIGNED)
@bp.response(200, schemas.TicketRow)
@http.idempotent
def reopen(site, ticket):
    """It is not solved after all."""
    _spend("message")
    return 200, row(actions.reopen(g.caller, ticket))


def _spend(name):
    """One write of the caller's, and one of their address: who makes a new secret for each has still one address."""
    current_app.limits.spend(name, (g.site.key, g.caller.key))
    current_app.limits.spend(f"{name}_address", (g.site.key, http.client_address()))


# --- rows -----------------------------------------------------------------------------------------------------------

def row(ticket):
    due = queries.owed_at(ticket)
    return {"id": ticket.id, "number": ticket.number, "kind": ticket.kind, "severity": ticket.severity, "status": ticket.status, "subject": ticket.subject,
            "module": ticket.module, "opened_at": http.stamp(ticket.opened_at), "changed_at": http.stamp(ticket.changed_at),
            "answer_by_at": due and http.stamp(due), "notice": words.notice(ticket) if due else None, "stars": ticket.stars}


def line(message):
    return {"n": message.n, "author": {"kind": message.author_kind, "name": message.author_name}, "body": message.body, "at": http.stamp(message.at)}
