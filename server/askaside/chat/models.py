"""The rows of chats: the conversation, its lines by gapless number, what agents say among themselves, and who takes chats."""

import sqlalchemy as sa

from ..core import ids
from ..core.db import UtcDateTime, db

IS_ON = sa.text("status IN ('queued', 'open')")


class Conversation(db.Model):
    """A chat of one person. `last_n`: the number of its newest line, `last_at` its moment; `requester_read_n`, `agent_read_n`: up to where each side has read.

    status         queued: nobody of us is in it yet; open: `agent` is; closed: it is over
    agent          who has it; while it is queued, whom it was offered to
    tried          ids of the agents who did not react since somebody waits
    assigned_at    since when `agent` has it
    touched_at     when `agent` last read, wrote or took it
    waiting_since  the oldest line of the requester's that nobody has answered; None: all are
    ticket_id      the request that it became when nobody was there, or None
    answer_by_at   when the first answer to that was said to come, or None
    next_id        the conversation that went on when somebody wrote into this one after it was over
    """

    __tablename__ = "conversations"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    site = sa.Column(sa.String(64), nullable=False)
    requester_id = sa.Column(sa.String(26), sa.ForeignKey("requesters.id"), nullable=False)
    locale = sa.Column(sa.String(35), nullable=False)
    module = sa.Column(sa.String(64))
    subject = sa.Column(sa.String(200), nullable=False, server_default="", default="")
    status = sa.Column(sa.String(16), nullable=False)
    context = sa.Column(sa.JSON, nullable=False, default=dict)
    last_n = sa.Column(sa.Integer, nullable=False, default=0)
    requester_read_n = sa.Column(sa.Integer, nullable=False, default=0)
    agent_read_n = sa.Column(sa.Integer, nullable=False, default=0)
    opened_at = sa.Column(UtcDateTime, nullable=False)
    last_at = sa.Column(UtcDateTime)
    waiting_since = sa.Column(UtcDateTime)
    assigned_at = sa.Column(UtcDateTime)
    touched_at = sa.Column(UtcDateTime)
    first_answered_at = sa.Column(UtcDateTime)
    closed_at = sa.Column(UtcDateTime)
    answer_by_at = sa.Column(UtcDateTime)
    tried = sa.Column(sa.JSON, nullable=False, server_default="[]", default=list)
    agent_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"))
    ticket_id = sa.Column(sa.String(26), sa.ForeignKey("tickets.id"), index=True)
    next_id = sa.Column(sa.String(26), sa.ForeignKey("conversations.id"))
    requester = db.relationship("Requester")
    agent = db.relationship("Agent")
    __table_args__ = (sa.Index("ix_conversations_site_requester", "site", "requester_id", "opened_at"), sa.Index("ix_conversations_agent_id", "agent_id", "status"),
                      sa.Index("ix_conversations_on", "site", "status", sqlite_where=IS_ON, postgresql_where=IS_ON),
                      sa.Index("ix_conversations_site_first_answered_at", "site", "first_answered_at"))


class ChatMessage(db.Model):
    """One line of a chat. `author_kind`: requester, agent or system; `author_id`: their row, None for the system; `client_id`: what its author's browser calls it, once for ever;
    `ticket_message_id`: where it stands in the request that the chat became, None before."""

    __tablename__ = "chat_messages"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    conversation_id = sa.Column(sa.String(26), sa.ForeignKey("conversations.id"), nullable=False)
    n = sa.Column(sa.Integer, nullable=False)
    client_id = sa.Column(sa.String(64))
    author_kind = sa.Column(sa.String(16), nullable=False)
    author_id = sa.Column(sa.String(26))
    author_name = sa.Column(sa.String(200), nullable=False, default="")
    body = sa.Column(sa.Text, nullable=False)
    at = sa.Column(UtcDateTime, nullable=False)
    ticket_message_id = sa.Column(sa.String(26), index=True)
    conversation = db.relationship("Conversation")
    __table_args__ = (sa.UniqueConstraint("conversation_id", "n", name="uq_chat_messages_conversation_n"),
                      sa.UniqueConstraint("author_id", "client_id", name="uq_chat_messages_author_client"))


class ChatNote(db.Model):
    """What an agent, called `name`, says to the others behind line `after_n`. Its requester never sees it, so it takes no number of theirs."""

    __tablename__ = "chat_notes"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    conversation_id = sa.Column(sa.String(26), sa.ForeignKey("conversations.id"), nullable=False, index=True)
    after_n = sa.Column(sa.Integer, nullable=False)
    name = sa.Column(sa.String(200), nullable=False)
    body = sa.Column(sa.Text, nullable=False)
    at = sa.Column(UtcDateTime, nullable=False)


class ChatSeat(db.Model):
    """How an agent takes chats: `status` (of `presence.STATUSES`), and at most so many at once (None: as many as the site says). Without a row they take none."""

    __tablename__ = "chat_seats"
    agent_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"), primary_key=True)
    status = sa.Column(sa.String(16), nullable=False)
    most = sa.Column(sa.Integer)
