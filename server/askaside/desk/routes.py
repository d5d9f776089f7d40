"""The JSON doors of the desk. Each: read, ask, say."""

from flask import current_app, g, request

from ..core import clock, http, uploads
from ..core.errors import BadRequest
from ..people import queries as people
from ..people.roles import ANSWER, READ
from ..tickets import access as tickets
from ..tickets import attachments, handling, joining, queue
from . import access, rows, schemas, shell

bp = http.Blueprint("desk", __name__, url_prefix="/api/v1/desk", description="The agents' desk. Who asks is said by the cookie of the session; what they may not see is `not_found`.")
SIGNED = {"security": [{"desk": []}]}
TICKET = "/<site>/tickets/<ticket_id:ticket>"


@bp.before_request
def _who():
    """Every door knows who asks; every write proves that a page of theirs sent it, and is one of so many."""
    access.enter()
    http.allow_origin(lambda origin: False)
    person = access.person()
    g.scope = access.key(person)
    access.proven(request.headers.get("X-CSRF-Token"))
    if request.method not in access.SAFE:
        current_app.limits.spend("desk", person.id)


@bp.after_request
def _private(response):
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
    return response


@bp.route("/session")
@bp.doc(**SIGNED)
@bp.response(200, schemas.DeskSessionAnswer)
def session():
    """Who is signed in, in which sites, and the proof that each write needs."""
    person = access.person()
    return {"id": person.id, "name": person.name, "email": person.email, "csrf": access.proof(access.session()),
            "sites": [{"key": library.site.key, "name": library.site.name, "role": role, "teams": access.teams(person, library.site.key)} for library, role in access.mine(person)]}


@bp.route("/<site>/queue")
@bp.doc(**SIGNED)
@bp.arguments(schemas.QueueQuery, location="query")
@bp.response(200, schemas.QueueAnswer)
def list_queue(asked, site):
    """The open requests, in the order of what is due."""
    found = access.library(site, READ).site
    limit, after = asked.pop("limit"), asked.pop("after")
    told, following, now = queue.page(access.view(found, **asked), clock.now(), limit, after)
    return {"tickets": [rows.queued(row) for row in told], "next": following, "now_at": http.stamp(now)}


@bp.route("/<site>/agents")
@bp.doc(**SIGNED)
@bp.response(200, schemas.AgentsAnswer)
def list_agents(site):
    """Who may be given a request."""
    return {"agents": [rows.agent(one) for one in people.answerers(access.library(site, READ).site.key)]}


@bp.route(TICKET)
@bp.doc(**SIGNED)
@bp.arguments(schemas.LocaleQuery, location="query")
@bp.response(200, schemas.DeskTicketAnswer)
def one_ticket(asked, site, ticket):
    """One request with its whole story."""
    found = access.ticket(site, ticket, READ)
    return {**rows.story(found, asked["locale"] or shell.locale()), "answers": access.holds(site, ANSWER)}


@bp.route(f"{TICKET}/files/<file>")
@bp.doc(**SIGNED)
@bp.response(200, content_type="application/octet-stream")
def one_file(site, ticket, file):
    """An attachment of one of its messages, notes among them."""
    return uploads.serve(attachments.of_ticket(access.ticket(site, ticket, READ), file, notes=True))


@bp.route(f"{TICKET}/messages", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskMessageBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def say(body, site, ticket):
    """A reply, or a note for the team."""
    found, person = access.ticket(site, ticket, ANSWER), access.person()
    as_ = {"solve": body["kind"] == "solve", "wait": body["kind"] == "wait", "note": body["kind"] == "note"}
    handling.answer(found, access.key(person), person.name, body["body"], body["seen"], **as_)
    return 200, rows.ticket(found)


@bp.route(f"{TICKET}/take", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def take(body, site, ticket):
    """I am on it: it is mine; an outage is confirmed."""
    person = access.person()
    return 200, rows.ticket(handling.take(access.ticket(site, ticket, ANSWER), access.key(person), person, body["seen"]))


@bp.route(f"{TICKET}/assign", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskAssignBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def assign(body, site, ticket):
    """Give it to somebody, who is told; or to nobody."""
    found, agent = access.ticket(site, ticket, ANSWER), None
    if body["agent"] is not None:
        agent = next((one for one in people.answerers(site) if one.id == body["agent"]), None)
        if agent is None:
            raise BadRequest("Nobody of this id answers here.", errors={"agent": ["Choose one of the agents of this site."]})
    return 200, rows.ticket(handling.assign(found, access.key(access.person()), agent, body["seen"]))


@bp.route(f"{TICKET}/hold", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskWordsBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def hold(body, site, ticket):
    """Somebody else has to act first: `body` says who, for the team."""
    return 200, rows.ticket(handling.hold(access.ticket(site, ticket, ANSWER), access.key(access.person()), body["body"], body["seen"]))


@bp.route(f"{TICKET}/release", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def release(body, site, ticket):
    """It waits for nobody any more."""
    return 200, rows.ticket(handling.release(access.ticket(site, ticket, ANSWER), access.key(access.person()), body["seen"]))


@bp.route(f"{TICKET}/escalate", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskWordsBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def escalate(body, site, ticket):
    """To the next tier; `body` is the summary that it gets."""
    person = access.person()
    return 200, rows.ticket(handling.escalate(access.ticket(site, ticket, ANSWER), access.key(person), person.name, body["body"], body["seen"]))


@bp.route(f"{TICKET}/merge", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskOtherBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def merge(body, site, ticket):
    """Join it to another request of the same person."""
    found = access.ticket(site, ticket, ANSWER)
    joining.merge(found, tickets.numbered(site, body["number"]), access.key(access.person()), body["seen"])
    return 200, rows.ticket(found)


@bp.route(f"{TICKET}/link", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DeskOtherBody)
@bp.response(200, schemas.DeskTicketRow)
@http.idempotent
def link(body, site, ticket):
    """It has the same cause as another request, and is solved with it."""
    found = access.ticket(site, ticket, ANSWER)
    return 200, rows.ticket(joining.link(found, tickets.numbered(site, body["number"]), access.key(access.person()), body["seen"]))
