"""The JSON doors of the requester. Each: read, ask, say."""

from flask import current_app, g, request

from ..core import http, uploads
from ..core.db import transaction
from ..core.errors import BadRequest
from ..people import identity
from ..people import queries as people
from . import access, actions, alike, attachments, queries, schemas, wishes, words

NEAREST = 3   # wishes of others that words may be about
bp = http.Blueprint("tickets", __name__, url_prefix="/api/v1/<site>", description="A request, followed until it is solved.")


@bp.before_request
def _who():
    """Every door has its site, lets in only that site's origins, and knows who asks; what all are shown may be asked for by nobody in particular."""
    g.library = current_app.shelf.library(request.view_args["site"])
    g.site = g.library.site
    http.allow_origin(g.site.allows)
    known, g.caller = request.headers.get("Authorization"), None
    if request.method != "OPTIONS" and (known or request.endpoint != "tickets.list_changes"):
        g.caller = identity.caller(g.site, known)
        g.scope = g.caller.key
    if request.mimetype == "multipart/form-data" and request.method == "POST":
        request.max_content_length = attachments.most_bytes(g.site, 1 if request.endpoint == "tickets.keep_file" else attachments.limits(g.site).max_files)


@bp.after_request
def _private(response):
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@bp.route("/tickets", methods=["POST"])
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.TicketBody)
@bp.response(201, schemas.TicketRow)
def open_ticket(body, site):
    """A new request; as a form, with its files at once."""
    _spend("ticket")
    body["locale"] = g.library.view(body["locale"]).locale   # letters and pages are there in the site's languages
    with attachments.brought(g.site, g.caller.key, _counted(request.files.getlist("files"))) as files:
        same = repr([body, [(one.name, one.sha256) for one in files]]).encode()
        return http.by_key(lambda: same, lambda: (201, row(actions.open_(g.caller, g.site, **{**body, "files": [*body["files"], *(one.id for one in files)], "key": http.key()}))))


@bp.route("/tickets")
@bp.doc(**http.SIGNED)
@bp.arguments(http.Page, location="query")
@bp.response(200, schemas.TicketList)
def list_tickets(asked, site):
    """The caller's own requests, the newest first."""
    if asked["after"] is not None and not (asked["after"].isdecimal() and len(asked["after"]) < 10):
        raise BadRequest("`after` is not a `next` of ours.")
    found, following = queries.page(g.caller, asked["limit"], asked["after"] and int(asked["after"]))
    unread = queries.unread(found)
    return {"tickets": [row(ticket, unread) for ticket in found], "next": following and str(following)}


@bp.route("/tickets/<ticket>")
@bp.doc(**http.SIGNED)
@bp.response(200, schemas.TicketAnswer)
def one_ticket(site, ticket):
    """One request with its messages and how far it is."""
    found = access.one(g.caller, ticket)
    return {**row(found, queries.unread([found])), "messages": lines(queries.messages(found)),
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
    return 201, lines([actions.reply(g.caller, ticket, **body, key=http.key())])[0]


@bp.route("/tickets/<ticket>/read", methods=["POST"])
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.ReadBody)
@bp.response(204)
def read(body, site, ticket):
    """Up to where the caller has read; the same again changes nothing."""
    _spend("message")
    actions.read(g.caller, ticket, body["n"])
    return ""


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


@bp.route("/changes")
@bp.doc(security=[{}, *http.SIGNED["security"]])
@bp.arguments(schemas.ChangesQuery, location="query")
@bp.response(200, schemas.ChangeList)
def list_changes(asked, site):
    """What others wish for: the open changes that the team shows, the most wished for first."""
    found = queries.changes(site, g.caller and people.requester(g.caller), asked["module"])
    if asked["q"] is not None:
        found = alike.nearest(found, asked["q"], g.library.view(asked["locale"]).locale, NEAREST)
    told, following = http.cut(found, asked["limit"], asked["after"], key=lambda change: change["id"])
    return {"changes": told, "next": following}


@bp.route("/changes/<change>/me-too", methods=["POST"])
@bp.doc(**http.SIGNED)
@bp.arguments(schemas.MeTooBody)
@bp.response(201, schemas.TicketRow)
@http.idempotent
def me_too(body, site, change):
    """The caller wishes for it, too: a request of their own, solved with the first one. Who has it already gets the one there is."""
    _spend("ticket")
    body["locale"] = g.library.view(body["locale"]).locale
    return 201, row(wishes.me_too(g.caller, g.site, change, **body, key=http.key()))


@bp.route("/files", methods=["POST"])
@bp.doc(**http.SIGNED, requestBody=http.ONE_FILE)
@bp.response(201, schemas.FileRow)
def keep_file(site):
    """A file that goes with the next message. It waits a day for it."""
    _spend("file")
    with attachments.written(g.site, http.one_file()) as made:
        # Its content and not the body says whether it is the same again: the boundary of a form differs from one try to the next.
        return http.by_key(f"{made.name} {made.sha256}".encode, lambda: (201, file_row(_added(made))))


def _counted(files):
    for upload in files:
        _spend("file")
        yield upload


def _added(made):
    with transaction():
        return uploads.add(g.site.key, g.caller.key, made)


@bp.route("/files/<file>")
@bp.doc(**http.SIGNED)
@bp.response(200, content_type="application/octet-stream")
def one_file(site, file):
    """An attachment, for who may see its message; one that waits, for who sent it."""
    return uploads.serve(attachments.seen_by(g.caller, file))


def _spend(name):
    """One write of the caller's, and one of their address: who makes a new secret for each has still one address."""
    current_app.limits.spend(name, (g.site.key, g.caller.key))
    current_app.limits.spend(f"{name}_address", (g.site.key, http.client_address()))


# --- rows -----------------------------------------------------------------------------------------------------------

def row(ticket, unread=None):
    """`unread`: {id: count} of those that have lines to be read; None: there can be none."""
    due = queries.owed_at(ticket)
    return {"id": ticket.id, "number": ticket.number, "kind": ticket.kind, "severity": ticket.severity, "status": ticket.status, "subject": ticket.subject,
            "module": ticket.module, "opened_at": http.stamp(ticket.opened_at), "changed_at": http.stamp(ticket.changed_at),
            "answer_by_at": due and http.stamp(due), "notice": words.notice(ticket) if due else words.awaited(ticket), "stars": ticket.stars, "unread": (unread or {}).get(ticket.id, 0)}


def lines(messages):
    files = attachments.of(messages)
    return [{"n": message.n, "author": {"kind": message.author_kind, "name": message.author_name}, "body": message.body,
             "files": [file_row(row) for row in files.get(message.id, ())], "at": http.stamp(message.at)} for message in messages]


def file_row(row):
    return {"id": row.id, "name": row.name, "type": row.type, "size": row.size}
