"""The usual line: of words alone, by its requester, into a chat that one of us has. Those that come at once are kept by four statements and one commit.

Whatever is otherwise is for `actions`, which knows every case.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from ..core import clock, ids
from ..core.db import UtcDateTime, db, record, transaction
from ..people.models import Requester
from .events import MessagePosted
from .models import ChatMessage, Conversation

log = logging.getLogger(__name__)
CHAT, PERSON, LINE = Conversation.__table__.c, Requester.__table__.c, ChatMessage.__table__.c
# Only these are locked: one that went on is locked before the next one, whatever their ids, by who follows it.
USUAL = sa.and_(CHAT.agent_id.is_not(None), CHAT.status != "closed", CHAT.ticket_id.is_(None), CHAT.next_id.is_(None))
# Prepared once: to put a statement together takes longer than to ask it.
CHATS = (sa.select(CHAT.id, CHAT.site, CHAT.last_n, PERSON.id.label("person"), PERSON.key, PERSON.name)
         .join_from(Conversation.__table__, Requester.__table__, CHAT.requester_id == PERSON.id)
         .where(CHAT.id.in_(sa.bindparam("ids", expanding=True)), USUAL).order_by(CHAT.id).with_for_update(of=Conversation.__table__))
SAID = sa.select(LINE.author_id, LINE.client_id).where(LINE.author_id.in_(sa.bindparam("people", expanding=True)), LINE.client_id.in_(sa.bindparam("names", expanding=True)))
COLUMNS = ("id", "conversation_id", "n", "client_id", "author_kind", "author_id", "author_name", "body", "at")
KEPT = sa.insert(ChatMessage.__table__)
NOW = sa.bindparam("now", type_=UtcDateTime)
NUMBERED = sa.update(Conversation.__table__).where(CHAT.id == sa.bindparam("chat")).values(last_n=sa.bindparam("n"), last_at=NOW, waiting_since=sa.func.coalesce(CHAT.waiting_since, NOW))


@dataclass(frozen=True)
class Said:
    """What the Caller `caller` says in a conversation."""

    caller: object
    conversation_id: str
    client_id: str
    body: str


@dataclass(frozen=True)
class Line:
    """A ChatMessage as it was kept, and that of its conversation which is needed to tell of it: the key of its `site`, and of its `owner`."""

    id: str
    conversation_id: str
    n: int
    client_id: str
    author_kind: str
    author_id: str
    author_name: str
    body: str
    at: datetime
    site: str
    owner: str


def post(caller, conversation_id, client_id, body):
    """The Line that is kept; None, and nothing done, where it is not that simple. Not within a transaction."""
    if db.session.registry.has():
        db.session.rollback()   # who waits for others holds no connection
    return current_app.lines.ask(Said(caller, conversation_id, client_id, body))


def keep(said):
    """For each Said its Line, or None where it is not that simple: nothing was done then."""
    try:
        with transaction() as session:
            return _keep(session.connection(), said)
    except Exception:
        log.warning("%d lines are kept one by one", len(said), exc_info=True)
        return [None] * len(said)


def _keep(connection, said):
    chats = {row.id: row for row in connection.execute(CHATS, {"ids": [one.conversation_id for one in said]})}
    taken = set(map(tuple, connection.execute(SAID, {"people": [row.person for row in chats.values()], "names": [one.client_id for one in said]})))
    last, lines = {id_: row.last_n for id_, row in chats.items()}, []
    for one in said:
        chat = chats.get(one.conversation_id)
        if not chat or (chat.site, chat.key) != (one.caller.site, one.caller.key) or (chat.person, one.client_id) in taken:
            lines.append(None)
            continue
        taken.add((chat.person, one.client_id))
        last[chat.id] += 1
        lines.append(Line(ids.new(), chat.id, last[chat.id], one.client_id, "requester", chat.person, chat.name, one.body, clock.now(), chat.site, chat.key))
    if kept := [line for line in lines if line]:
        connection.execute(KEPT, [{name: getattr(line, name) for name in COLUMNS} for line in kept])
        connection.execute(NUMBERED, [{"chat": line.conversation_id, "n": line.n, "now": line.at} for line in kept])
    for line in kept:
        record(MessagePosted(line.conversation_id, line.id, line))
    return lines
