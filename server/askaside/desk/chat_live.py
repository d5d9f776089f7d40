"""Chats on the desk's socket: what an agent says is acknowledged when it is kept; what is pushed goes to all who may read the site."""

from functools import wraps

from flask import current_app

from ..chat import access as chats
from ..chat import answering, queries, rows
from ..chat import live as chat
from ..core import http, live, problems
from ..core.errors import BadRequest
from ..people.roles import ANSWER
from . import access
from . import chat_schemas as schemas
from .live import NAME


def door(name, schema):
    """The event `name` is answered by what view(site, agent, told) gives; a refusal is {error: {status, code, detail, …}}."""

    def of(view):
        @live.socketio.on(name, namespace=NAME)
        @wraps(view)
        def answer(told=None, *more):
            try:
                if more:
                    raise BadRequest("An event has one argument, an object.")
                access.enter(noted=False)
                agent = access.person()
                current_app.limits.spend("desk_socket", agent.id)
                told = schema().load(http.plain(told))
                return view(access.library(told["site"], ANSWER).site, agent, told)
            except Exception as wrong:
                return problems.ack(wrong)
        return view

    return of


@door("chat:message", schemas.Message)
def post(site, agent, told):
    """A line of theirs. `conversation` in the answer: another one than was named has it, for that went on there."""
    message = answering.post(site, told["conversation"], agent, access.key(agent), client_id=told["client_id"], body=told["body"], files=told["files"])
    other = {} if message.conversation_id == told["conversation"] else {"conversation": message.conversation_id}
    return {"n": message.n, "at": http.stamp(message.at), **other}


@door("chat:read", schemas.Read)
def read(site, agent, told):
    answering.read(site, told["conversation"], agent, told["n"])
    return {}


@door("chat:typing", schemas.Of)
def typing(site, agent, told):
    """Nothing is kept of it."""
    found = chats.of_site(site, told["conversation"])
    chat.told_on("chat:typing", {"conversation": found.id, "by": "agent", "name": agent.name}, found)
    return {}


# --- what is pushed, after the commit -------------------------------------------------------------------------------

def changed(happened):
    """Anything of a chat but its lines and how far they are read: how it stands now."""
    found = queries.conversation(happened.conversation_id)
    site = current_app.shelf.library(found.site).site
    live.ring("chat:changed", rows.chat(site, found), live.site(found.site), NAME)


def moved(happened):
    """It has come to somebody, or gone from them: how it stands, and that how much they have is another."""
    changed(happened)
    _seats(queries.conversation(happened.conversation_id).site)


def seats_changed(happened):
    """SeatChanged: who follows the site asks again."""
    _seats(happened.site)


def _seats(site):
    live.ring("chat:seats", {"site": site}, live.site(site), NAME)
