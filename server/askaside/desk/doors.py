"""What the JSON doors of the desk have in common: who asks, the proof of every write, and that nothing is kept."""

from functools import wraps

from flask import current_app, g, request

from ..core import http
from ..core.errors import AskasideError
from ..people.roles import ANSWER
from . import access, rows, schemas, shell

SIGNED = {"security": [{"desk": []}]}
TICKET = "/<site>/tickets/<ticket_id:ticket>"
OURS = "The agents' desk. Who asks is said by the cookie of the session; what they may not see is `not_found`."


def blueprint(name, description=OURS):
    """A blueprint of doors below /api/v1/desk. Every one knows who asks; every write proves that a page of theirs sent it, and is one of so many."""
    bp = http.Blueprint(name, __name__, url_prefix="/api/v1/desk", description=description)
    bp.before_request(_who)
    bp.after_request(_private)
    bp.register_error_handler(AskasideError, shell.refused)
    return bp


def write(bp, what, body):
    """A door that does something with a request of the site, which who asks may answer. It tells how the request stands then; or the one that came of it."""

    def door(act):
        @bp.route(f"{TICKET}/{what}", methods=["POST"])
        @bp.doc(**SIGNED)
        @bp.arguments(body)
        @bp.response(200, schemas.DeskTicketRow)
        @http.idempotent
        @wraps(act)
        def told(body, site, ticket):
            found = access.ticket(site, ticket, ANSWER)
            return 200, rows.ticket(act(body, found, access.person()) or found)

        return told

    return door


def _who():
    access.enter()
    http.allow_origin(lambda origin: False)
    person = access.person()
    g.scope = access.key(person)
    access.proven(request.headers.get("X-CSRF-Token"))
    if request.method not in access.SAFE:
        current_app.limits.spend("desk", person.id)


def _private(response):
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
    return response
