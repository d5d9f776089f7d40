"""How a conversation and its lines are told: alike over the socket and over HTTP, to who asks and to who answers."""

import re

from flask import current_app

from ..core import http
from ..core.errors import NotFound
from ..tickets import attachments
from . import moving, queries, seats, text

_LINK = re.compile(r"/help/([a-z0-9-]{1,64})/([A-Za-z0-9-]{1,35})/([a-z0-9-]{1,64}/[a-z0-9-]{1,100})(?![\w/-])")
MOST_CARDS = 3
GLANCE = 120   # letters of the last line that the queue shows


def line(message, files=None):
    """One line. `files`: its KeptFiles where the caller knows them, else they are looked for. `articles`: those of the public help that it links to, to be shown as cards."""
    return {"conversation": message.conversation_id, "n": message.n, "client_id": message.client_id, "author": {"kind": message.author_kind, "name": message.author_name},
            "body": message.body, "html": text.html(message.body), "at": http.stamp(message.at),
            "files": [{"id": file.id, "name": file.name, "type": file.type, "size": file.size} for file in (attachments.of([message]).get(message.id, ()) if files is None else files)],
            "articles": _articles(message)}


def lines(messages):
    """[row] of ChatMessages."""
    files = attachments.of(messages) if messages else {}
    return [line(message, files.get(message.id, ())) for message in messages]


def state(conversation, line=None):
    """`away`: nobody was there, and it is a request with a promise. `position`, `wait_seconds`: while nobody of us is in it yet; `line`: the `seats.line` of its site
    where the caller has it."""
    waits = status(conversation) == "queued"
    position, seconds = (seats.line(_site(conversation)) if line is None else line).get(conversation.id, (None, None)) if waits else (None, None)
    return {"conversation": conversation.id, "status": status(conversation), "agent": conversation.agent.name if conversation.agent and conversation.status != "queued" else None,
            "position": position, "wait_seconds": seconds,
            "answer_by_at": promised(conversation), "ticket": conversation.ticket_id, "next": conversation.next_id, "last_n": conversation.last_n,
            "read": {"requester": conversation.requester_read_n, "agent": conversation.agent_read_n}, "opened_at": http.stamp(conversation.opened_at), "subject": conversation.subject}


def states(conversations):
    """[row] of one person's Conversations, for a list: with the newest line's moment, and how much is unread."""
    unread = queries.unread(conversations)
    return [{**state(one), "last_at": http.stamp(one.last_at or one.opened_at), "unread": unread.get(one.id, 0)} for one in conversations]


def chats(site, conversations, agent=None):
    """[row] of Conversations of the Site `site`, as who answers sees them in the queue; `agent`: whose `whose` it is, None: nobody's in particular."""
    last, line = queries.last(conversations), seats.line(site) if any(status(one) == "queued" for one in conversations) else {}
    return [_chat(site, one, last.get(one.id), agent, line) for one in conversations]


def chat(site, conversation, agent=None):
    return chats(site, [conversation], agent)[0]


def seat(one):
    """A Seat."""
    return {"id": one.agent, "name": one.name, "status": one.status, "there": one.there, "most": one.most, "has": one.has}


def status(conversation):
    return "away" if conversation.status == "queued" and conversation.ticket_id and conversation.agent_id is None else conversation.status


def promised(conversation):
    return _stamp(conversation.answer_by_at)


def _chat(site, one, last, agent, line):
    account, owner = one.requester.account, one.agent
    return {**state(one, line), "id": one.id, "site": one.site, "who": {"name": one.requester.name, "account": account and (account.name or account.key)}, "module": one.module, "locale": one.locale,
            "last": last and {"by": last.author_kind, "text": last.body[:GLANCE], "at": http.stamp(last.at)}, "waiting_since": _stamp(one.waiting_since),
            "deadline_at": _stamp(moving.deadline(site, one)), "assigned": owner and {"id": owner.id, "name": owner.name},
            "whose": "nobody" if owner is None else "mine" if agent and owner.id == agent.id else "others"}


def _site(conversation):
    return current_app.shelf.library(conversation.site).site


def _articles(message):
    if message.author_kind != "agent" or "/help/" not in message.body:
        return []
    found = {}
    for site, locale, id_ in _LINK.findall(message.body)[:MOST_CARDS]:
        try:
            view = current_app.shelf.library(site).view(locale)
        except NotFound:
            continue
        article = view.articles.get(id_) if site == message.conversation.site else None
        if article:
            found[id_] = {"id": id_, "title": article.title, "summary": article.summary}
    return list(found.values())


def _stamp(moment):
    return moment and http.stamp(moment)
