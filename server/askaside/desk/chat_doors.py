"""The JSON doors of chats at the desk. Each: read, ask, say."""

from dataclasses import asdict, replace
from functools import wraps

from ..chat import access as chats
from ..chat import answering, queries, seats
from ..chat import rows as chat_rows
from ..chat import schemas as chat_schemas
from ..core import http, uploads
from ..core.errors import BadRequest
from ..people import queries as people
from ..people.roles import ANSWER, CONTENT, READ
from ..tickets import queries as requests
from . import access, doors, drafts, macros, proposals, rows, shell
from . import chat_schemas as schemas
from .doors import SIGNED
from .schemas import DraftAnswer, DraftBody, DraftQuery, KeptAnswer, MacrosAnswer, ProposalsAnswer

bp = doors.blueprint("desk_chats")
CHAT = "/<site>/chats/<ticket_id:chat>"
FIRST = 200   # lines that come with the story


@bp.route("/<site>/chats")
@bp.doc(**SIGNED)
@bp.response(200, schemas.ChatsAnswer)
def list_chats(site):
    """Who wants to chat, or does, who waits longest first; and who of us takes chats."""
    found, agent = access.library(site, READ).site, access.person()
    all_ = seats.of(found)
    return {"seat": next((chat_rows.seat(one) for one in all_ if one.agent == agent.id), None), "seats": [chat_rows.seat(one) for one in all_],
            "chats": chat_rows.chats(found, queries.on(found.key), agent)}


@bp.route("/<site>/seat", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.SeatBody)
@bp.response(200, schemas.SeatRow)
def sit(body, site):
    """How I take chats from now on."""
    found = access.library(site, ANSWER).site
    answering.sit(found, access.person(), body["status"], body["most"])
    return chat_rows.seat(seats.one(found, access.person()))


@bp.route(CHAT)
@bp.doc(**SIGNED)
@bp.response(200, schemas.ChatStory)
def one_chat(site, chat):
    """One chat with its whole story."""
    found, library = _chat(site, chat, READ)
    lines, person, account = queries.after(found, 0, FIRST + 1), found.requester, found.requester.account
    return {**chat_rows.chat(library.site, found, access.person()), "requester": rows.requester(person), "account": account and rows.account(account), "context": found.context,
            "earlier": [rows.other(one) for one in requests.newest(person)],
            "notes": [{"after_n": one.after_n, "name": one.name, "body": one.body, "at": http.stamp(one.at)} for one in queries.notes(found)],
            "messages": chat_rows.lines(lines[:FIRST]), "next": str(lines[FIRST - 1].n) if len(lines) > FIRST else None, "next_conversation": found.next_id, "answers": access.holds(site, ANSWER)}


@bp.route(f"{CHAT}/messages")
@bp.doc(**SIGNED)
@bp.arguments(chat_schemas.AfterQuery, location="query")
@bp.response(200, chat_schemas.ChatAnswer)
def messages(asked, site, chat):
    """The lines behind number `after`, in order, and how it stands."""
    found, _ = _chat(site, chat, READ)
    lines = queries.after(found, asked["after"], asked["limit"] + 1)
    told = lines[:asked["limit"]]
    return {"conversation": chat_rows.state(found), "messages": chat_rows.lines(told), "next": str(told[-1].n) if len(lines) > len(told) else None}


@bp.route(f"{CHAT}/files/<file>")
@bp.doc(**SIGNED)
@bp.response(200, content_type="application/octet-stream")
def one_file(site, chat, file):
    """A file of one of its lines."""
    return uploads.serve(chats.file(_chat(site, chat, READ)[0], file))


@bp.route(f"{CHAT}/proposals")
@bp.doc(**SIGNED)
@bp.response(200, ProposalsAnswer)
def list_proposals(site, chat):
    """Articles that may answer the last line of who asks."""
    found, library = _chat(site, chat, READ)
    said = [line.body for line in queries.after(found, 0) if line.author_kind == "requester" and line.body]
    return {"proposals": proposals.about(library, said, found)}


@bp.route(f"{CHAT}/macros")
@bp.doc(**SIGNED)
@bp.response(200, MacrosAnswer)
def list_macros(site, chat):
    """What is ready to be sent, in the language of who asks, filled in."""
    found, library = _chat(site, chat, ANSWER)
    return {"macros": macros.filled(library.site, found, access.person(), shell.locale(), "")}


@bp.route(f"{CHAT}/draft")
@bp.doc(**SIGNED)
@bp.arguments(DraftQuery, location="query")
@bp.response(200, DraftAnswer)
def propose(asked, site, chat):
    """What the draft of an article would say."""
    library = access.library(site, CONTENT)
    return asdict(drafts.of_chat(library, _chat(site, chat, READ)[0], asked["n"]))


@bp.route(f"{CHAT}/draft", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(DraftBody)
@bp.response(200, KeptAnswer)
def keep(body, site, chat):
    """Write it into the content folder; where that cannot be written to, the text comes back to be saved."""
    library = access.library(site, CONTENT)
    begun = drafts.of_chat(library, _chat(site, chat, READ)[0], body.pop("n"))
    return drafts.keep(library, drafts.checked(library, replace(begun, **{name: value for name, value in body.items() if value is not None})))


def _write(what, body):
    """A door that does something with a chat, and tells how it stands then."""

    def door(act):
        @bp.route(f"{CHAT}/{what}", methods=["POST"])
        @bp.doc(**SIGNED)
        @bp.arguments(body)
        @bp.response(200, schemas.ChatRow)
        @http.idempotent
        @wraps(act)
        def told(body, site, chat):
            found, agent = access.library(site, ANSWER).site, access.person()
            return 200, chat_rows.chat(found, act(body, found, chat, agent), agent)

        return told

    return door


@_write("take", schemas.NothingBody)
def take(body, site, chat, agent):
    """It is mine, whoever had it."""
    return answering.take(site, chat, agent)


@_write("hand-over", schemas.GiveBody)
def give(body, site, chat, agent):
    """To somebody, or to whoever is free."""
    to = None
    if body["agent"] is not None:
        to = next((one for one in people.answerers(site.key) if one.id == body["agent"]), None)
        if to is None:
            raise BadRequest("Nobody of this id answers here.", word="no_agent", errors={"agent": ["Choose one of the agents of this site."]})
    return answering.give(site, chat, agent, to, body["note"])


@_write("note", schemas.NoteBody)
def note(body, site, chat, agent):
    """A word for agents only."""
    return answering.note(site, chat, agent, body["body"])


@_write("end", schemas.NothingBody)
def end(body, site, chat, agent):
    """It is over."""
    return answering.end(site, chat, agent)


@_write("ticket", schemas.NothingBody)
def to_request(body, site, chat, agent):
    """It is a request from now on, and mine."""
    return answering.to_request(site, chat, agent)


def _chat(site, chat, right):
    """(Conversation, Library). raises  Unsigned, NotFound"""
    library = access.library(site, right)
    return chats.of_site(library.site, chat), library
