"""The gate: every conversation is reached through here, by who may see it. Who may not, and what is not there, look the same."""

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotFound
from ..people import queries as people
from .models import Conversation


def one(caller, conversation_id, lock=False):
    """The Conversation `conversation_id` of the Caller `caller`; `lock`: to be changed in this transaction. raises  NotFound"""
    requester = people.requester(caller)
    found = sa.select(Conversation).where(Conversation.id == conversation_id, Conversation.site == caller.site, Conversation.requester_id == (requester.id if requester else ""))
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    conversation = db.session.scalar(found)
    if conversation is None:
        raise NotFound("There is no such conversation.")
    return conversation
