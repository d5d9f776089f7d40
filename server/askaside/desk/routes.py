"""The JSON doors of the desk. Each: read, ask, say."""

from flask import current_app, request

from ..core import clock, http, uploads
from ..core.db import transaction
from ..core.errors import BadRequest
from ..people import queries as people
from ..people.roles import ANSWER, READ
from ..tickets import access as tickets
from ..tickets import attachments, changes, handling, joining, queue, splitting, wishes
from ..tickets.schemas import FileRow
from . import access, doors, rows, schemas, shell
from .doors import SIGNED, TICKET

bp = doors.blueprint("desk")


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


@bp.route("/<site>/changes")
@bp.doc(**SIGNED)
@bp.arguments(schemas.ChangesQuery, location="query")
@bp.response(200, schemas.ChangesAnswer)
def list_changes(asked, site):
    """What changed after change number `after`: nothing is missed, however long somebody was away."""
    key = access.library(site, READ).site.key
    newest, found = changes.newest(key), [] if asked["after"] is None else changes.since(key, asked["after"])
    return {"n": newest, "tickets": found[:changes.MOST], "more": len(found) > changes.MOST}


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


@bp.route("/<site>/files", methods=["POST"])
@bp.doc(**SIGNED, requestBody=http.ONE_FILE)
@bp.response(201, FileRow)
def keep_file(site):
    """A file that goes with the next message of the agent's. It waits a day for it."""
    found, person = access.library(site, ANSWER).site, access.person()
    request.max_content_length = attachments.most_bytes(found)
    current_app.limits.spend("file", person.id)
    with attachments.written(found, http.one_file()) as made:
        return http.by_key(f"{made.name} {made.sha256}".encode, lambda: (201, rows.file(_added(found, access.key(person), made))))


def _added(site, owner, made):
    with transaction():
        return uploads.add(site.key, owner, made)


def _write(what, body):
    return doors.write(bp, what, body)


@_write("messages", schemas.DeskMessageBody)
def say(body, ticket, person):
    """A reply, or a note for the team."""
    as_ = {"solve": body["kind"] == "solve", "wait": body["kind"] == "wait", "note": body["kind"] == "note"}
    handling.answer(ticket, access.key(person), person.name, body["body"], body["seen"], files=body["files"], **as_)


@_write("take", schemas.DeskBody)
def take(body, ticket, person):
    """I am on it: it is mine; an outage is confirmed."""
    handling.take(ticket, access.key(person), person, body["seen"])


@_write("assign", schemas.DeskAssignBody)
def assign(body, ticket, person):
    """Give it to somebody, who is told; or to nobody."""
    agent = None
    if body["agent"] is not None:
        agent = next((one for one in people.answerers(ticket.site) if one.id == body["agent"]), None)
        if agent is None:
            raise BadRequest("Nobody of this id answers here.", word="no_agent", errors={"agent": ["Choose one of the agents of this site."]})
    handling.assign(ticket, access.key(person), agent, body["seen"])


@_write("hold", schemas.DeskWordsBody)
def hold(body, ticket, person):
    """Somebody else has to act first: `body` says who, for the team."""
    handling.hold(ticket, access.key(person), body["body"], body["seen"])


@_write("release", schemas.DeskBody)
def release(body, ticket, person):
    """It waits for nobody any more."""
    handling.release(ticket, access.key(person), body["seen"])


@_write("escalate", schemas.DeskWordsBody)
def escalate(body, ticket, person):
    """To the next tier; `body` is the summary that it gets."""
    handling.escalate(ticket, access.key(person), person.name, body["body"], body["seen"])


@_write("merge", schemas.DeskOtherBody)
def merge(body, ticket, person):
    """Join it to another request of the same person."""
    joining.merge(ticket, tickets.numbered(ticket.site, body["number"]), access.key(person), body["seen"])


@_write("link", schemas.DeskOtherBody)
def link(body, ticket, person):
    """It has the same cause as another request, and is solved with it."""
    joining.link(ticket, tickets.numbered(ticket.site, body["number"]), access.key(person), body["seen"])


@_write("split", schemas.DeskSplitBody)
def split(body, ticket, person):
    """One line of theirs is another matter: it becomes a request of its own, which is told."""
    return splitting.split(ticket, body["n"], access.key(person), body["seen"], body["subject"])


@_write("public", schemas.DeskPublicBody)
def publish(body, ticket, person):
    """Everybody is shown it as `title`, and others can say "me too"; with null nobody is any more."""
    wishes.publish(ticket, access.key(person), body["title"], body["seen"])
