"""The rows of chats: the conversation, and its lines by gapless number."""

import sqlalchemy as sa

from ..core import ids
from ..core.db import UtcDateTime, db


class Conversation(db.Model):
    """A chat of one person. `last_n`: the number of its newest line; `requester_read_n`, `agent_read_n`: up to where each side has read.

    status         queued: nobody has it yet; open: `agent` has it; closed: somebody ended it
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
    status = sa.Column(sa.String(16), nullable=False)
    context = sa.Column(sa.JSON, nullable=False, default=dict)
    last_n = sa.Column(sa.Integer, nullable=False, default=0)
    requester_read_n = sa.Column(sa.Integer, nullable=False, default=0)
    agent_read_n = sa.Column(sa.Integer, nullable=False, default=0)
    opened_at = sa.Column(UtcDateTime, nullable=False)
    closed_at = sa.Column(UtcDateTime)
    answer_by_at = sa.Column(UtcDateTime)
    agent_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"))
    ticket_id = sa.Column(sa.String(26), sa.ForeignKey("tickets.id"), index=True)
    next_id = sa.Column(sa.String(26), sa.ForeignKey("conversations.id"))
    requester = db.relationship("Requester")
    agent = db.relationship("Agent")
    __table_args__ = (sa.Index("ix_conversations_site_requester", "site", "requester_id", "opened_at"),)


class ChatMessage(db.Model):
    """One line of a chat. `author_kind`: requester, agent or system; `author_id`: their row, None for the system; `client_id`: what its author's browser calls it, once for ever."""

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
    conversation = db.relationship("Conversation")
    __table_args__ = (sa.UniqueConstraint("conversation_id", "n", name="uq_chat_messages_conversation_n"),
                      sa.UniqueConstraint("author_id", "client_id", name="uq_chat_messages_author_client"))
