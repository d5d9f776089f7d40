"""The socket of a chat, `/chat`. What is acknowledged is kept; what is pushed is news of what was kept, to everyone, the sender too.

Who was cut off asks over HTTP for what comes after the last number that they have.
"""

import time
from functools import wraps

from flask import current_app, request
from flask_socketio import join_room

from ..core import clock, counters, http, live, problems
from ..core.connections import Connection
from ..core.errors import BadRequest, NotFound, TooMany, Unsigned
from ..people import identity
from . import access, actions, queries, rows, schemas
from .lines import NAME

DESK = "/desk"
SEAT = "askaside.chat"   # in the environment of a connection: the Caller that it came as
PAUSE_SECONDS = 0.2   # for who says too much


@live.socketio.on("connect", namespace=NAME)
def connect(auth):
    """`auth`: {site, token | visitor}. They hear of all conversations of theirs."""
    try:
        told = schemas.Handshake().load(http.plain(auth))
        site = current_app.shelf.library(told["site"]).site
        http.allow_origin(site.allows)
        known = f"Bearer {told['token']}" if told["token"] else f"Visitor {told['visitor'] or ''}"
        caller = identity.caller(site, known)
        current_app.connections.take(request.sid, Connection(NAME, (caller.site, caller.key), http.client_address(), caller))
    except Exception as wrong:
        raise live.refused(wrong) from None
    request.environ[SEAT] = caller
    join_room(live.person(caller.site, caller.key))


@live.socketio.on("disconnect", namespace=NAME)
def disconnect(reason=None):
    current_app.connections.leave(request.sid)


def review():
    """Connections are cut whose token has ended or was signed with a secret that is retired, or whose kind their site takes no more."""
    for sid, one in current_app.connections.of(NAME):
        try:
            identity.still(current_app.shelf.library(one.known.site).site, one.known)
        except (NotFound, Unsigned):
            current_app.connections.leave(sid)
            live.cut(sid, NAME)


def door(name, schema):
    """The event `name` is answered by what view(library, caller, told) gives; a refusal is {error: {status, code, detail, …}}."""
    shape = schema()

    def of(view):
        @live.socketio.on(name, namespace=NAME)
        @wraps(view)
        def answer(told=None, *more):
            try:
                begun = http.stamp(clock.now())
                answer = view(*_who(), shape.load(_one(told, more)))
                if answer.get("at", begun) < begun:
                    counters.add("chat_repeats")   # the line had been kept before it came
                return answer
            except Exception as wrong:
                if isinstance(wrong, TooMany):
                    time.sleep(PAUSE_SECONDS)   # the next event of this socket is not even read before
                return problems.ack(wrong)
        return view

    return of


@door("chat:start", schemas.Start)
def start(library, caller, told):
    """A new conversation, kept also when nobody is there; or the next line of the one that goes on."""
    current_app.limits.spend("ticket", (caller.site, caller.key))
    current_app.limits.spend("ticket_address", (caller.site, http.client_address()))
    context = told["context"] or {}
    locale = library.view(context.pop("locale", None) or caller.claims.get("locale")).locale
    message = actions.start(caller, library.site, client_id=told["client_id"], body=told["body"], locale=locale, context=context, files=told["files"])
    found = queries.conversation(message.conversation_id)
    return {"conversation": found.id, "n": message.n, "at": http.stamp(message.at), "status": rows.status(found), "answer_by_at": rows.promised(found)}


@door("chat:message", schemas.Message)
def post(library, caller, told):
    """A further line. `conversation` in the answer: another one than was named has it, for that was over."""
    message = actions.post(caller, library.site, told["conversation"], client_id=told["client_id"], body=told["body"], files=told["files"])
    other = {} if message.conversation_id == told["conversation"] else {"conversation": message.conversation_id}
    return {"n": message.n, "at": http.stamp(message.at), **other}


@door("chat:read", schemas.Read)
def read(library, caller, told):
    actions.read(caller, told["conversation"], told["n"])
    return {}


@door("chat:typing", schemas.Of)
def typing(library, caller, told):
    """Nothing is kept of it."""
    found = access.one(caller, told["conversation"])
    told_on("chat:typing", {"conversation": found.id, "by": "requester", "name": found.requester.name}, found)
    return {}


@door("chat:end", schemas.Of)
def end(library, caller, told):
    actions.end(caller, library.site, told["conversation"])
    return {}


# --- what is pushed, after the commit -------------------------------------------------------------------------------

def posted(happened):
    """MessagePosted: everybody in the conversation gets the line."""
    if line := happened.line:
        counters.add("chat_messages", by=line.author_kind)
        return _tell("chat:message", rows.line(line, files=()), line.site, line.owner)
    message = queries.message(happened.message_id)
    counters.add("chat_messages", by=message.author_kind)
    told_on("chat:message", rows.line(message), message.conversation)


def was_read(happened):
    """ChatRead: up to where."""
    told_on("chat:read", {"conversation": happened.conversation_id, "by": happened.by, "n": happened.n}, queries.conversation(happened.conversation_id))


def changed(happened):
    """Anything else: how it stands now."""
    found = queries.conversation(happened.conversation_id)
    _ring("chat:changed", rows.state(found), found)


def told_on(name, told, conversation):
    """To its person, and to who answers: their desks follow the whole site."""
    _tell(name, told, conversation.site, conversation.requester.key)


def _tell(name, told, site, owner):
    live.ring(name, told, live.person(site, owner), NAME)
    live.ring(name, {**told, "site": site}, live.site(site), DESK)


def _ring(name, told, conversation):
    live.ring(name, told, live.person(conversation.site, conversation.requester.key), NAME)


# --- who says it ----------------------------------------------------------------------------------------------------

def _who():
    """(Library, Caller) of the connection, who is looked at anew: a token ends, a secret is retired. raises  TooMany, NotFound, Unsigned"""
    current_app.limits.spend("chat", request.sid)
    caller = request.environ[SEAT]
    library = current_app.shelf.library(caller.site)
    return library, identity.still(library.site, caller)


def _one(told, more):
    if more:
        raise BadRequest("An event has one argument, an object.")
    return http.plain(told)
