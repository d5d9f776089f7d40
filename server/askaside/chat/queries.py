"""What is read of chats."""

import sqlalchemy as sa

from ..core.db import db
from .models import ChatMessage, Conversation


def conversation(id_):
    """The Conversation of an event."""
    return db.session.get(Conversation, id_)


def message(id_):
    """The ChatMessage of an event."""
    return db.session.get(ChatMessage, id_)


def after(conversation, n, limit=None):
    """[ChatMessage] of the conversation behind number `n`, in order, at most `limit`."""
    found = sa.select(ChatMessage).where(ChatMessage.conversation_id == conversation.id, ChatMessage.n > n)
    return list(db.session.scalars(found.order_by(ChatMessage.n).limit(limit)))


def said(requester, client_id):
    """The ChatMessage that the Requester's browser called `client_id` before, or None."""
    return db.session.scalar(sa.select(ChatMessage).where(ChatMessage.author_id == requester.id, ChatMessage.client_id == client_id))
