"""The socket of the desk, `/desk`: a bell when something changed, and who else is where. Everything else is asked for over HTTP."""

from flask import current_app, request
from flask_socketio import join_room, leave_room

from ..core import clock, http, live, problems
from ..core.connections import Connection
from ..core.errors import BadRequest, Unsigned
from ..people import sessions
from ..people.roles import READ
from . import access, schemas
from .present import Place

NAME = "/desk"


@live.socketio.on("connect", namespace=NAME)
def connect(auth):
    """`auth`: {csrf}, as every write over HTTP has to prove. They hear of the sites that they may read."""
    try:
        http.allow_origin(lambda origin: False)   # products get a socket, too, and a browser may take the cookie along
        desk = _who()
        if not access.is_proof(desk, auth.get("csrf") if isinstance(auth, dict) else None):
            raise Unsigned("The page is of another session: load it again.")
        current_app.connections.take(request.sid, Connection(NAME, (desk.agent.id,), http.client_address()))
    except Exception as wrong:
        raise live.refused(wrong) from None
    for library, _ in access.mine(desk.agent):
        if access.holds(library.site.key, READ):
            join_room(live.site(library.site.key))
    current_app.present.put(request.sid, Place(desk.agent.id, desk.agent.name, desk.hash, clock.now()))


@live.socketio.on("disconnect", namespace=NAME)
def disconnect(reason=None):
    """They are nowhere any more."""
    current_app.connections.leave(request.sid)
    _left(current_app.present.drop(request.sid))


@live.socketio.on("desk:here", namespace=NAME)
def here(told=None, *more):
    """I am still here: `{site, ticket, writing}` of the ticket before me, or `{}`. Answers {people: [{id, name, writing}]}, me among them;
    a refusal is {error: {status, code, detail, …}}."""
    try:
        if more:
            raise BadRequest("An event has one argument, an object.")
        return _here(schemas.Here().load(told or {}))
    except Exception as wrong:
        return problems.ack(wrong)


def rung(happened):
    """TicketChanged: who follows its site is told, after the commit."""
    live.ring("desk:changed", {"site": happened.site, "ticket": happened.ticket_id}, live.site(happened.site), NAME)


def review():
    """Connections whose session has ended are cut: signed out, another password, retired."""
    found = current_app.present.by_session()
    for hash_ in set(found) - sessions.lasting(found):
        for sid in found[hash_]:
            current_app.present.drop(sid)
            live.cut(sid, NAME)


def _who():
    access.enter(noted=False)
    desk = access.session()
    current_app.limits.spend("desk_socket", desk.agent.id)
    return desk


def _here(said):
    desk = _who()
    ticket = access.ticket(said["site"], said["ticket"], READ).id if said["ticket"] else None
    now = clock.now()
    before = current_app.present.put(request.sid, Place(desk.agent.id, desk.agent.name, desk.hash, now, ticket, said["writing"]))
    if before and before.ticket and before.ticket != ticket:
        leave_room(live.ticket(before.ticket))
        _left(before)
    if ticket:
        join_room(live.ticket(ticket))
        if before is None or (before.ticket, before.writing) != (ticket, said["writing"]):
            _tell(ticket)
    return {"people": current_app.present.at(ticket, now) if ticket else []}


def _left(place):
    if place and place.ticket:
        _tell(place.ticket)


def _tell(ticket):
    live.ring("desk:here", {"ticket": ticket, "people": current_app.present.at(ticket, clock.now())}, live.ticket(ticket), NAME)
