"""How a conversation and its lines are told: alike over the socket and over HTTP."""

from ..core import http
from . import text


def line(message):
    return {"conversation": message.conversation_id, "n": message.n, "client_id": message.client_id, "author": {"kind": message.author_kind, "name": message.author_name},
            "body": message.body, "html": text.html(message.body), "at": http.stamp(message.at)}


def state(conversation):
    """`away`: nobody was there, and it is a request with a promise."""
    return {"conversation": conversation.id, "status": status(conversation), "agent": conversation.agent and conversation.agent.name, "position": None,
            "answer_by_at": promised(conversation), "ticket": conversation.ticket_id, "next": conversation.next_id, "last_n": conversation.last_n,
            "read": {"requester": conversation.requester_read_n, "agent": conversation.agent_read_n}}


def status(conversation):
    return "away" if conversation.status == "queued" and conversation.ticket_id else conversation.status


def promised(conversation):
    return conversation.answer_by_at and http.stamp(conversation.answer_by_at)
