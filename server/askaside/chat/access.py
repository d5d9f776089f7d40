"""The gate: every conversation is reached through here, by who may see it. Who may not, and what is not there, look the same."""

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotFound
from ..core.uploads import KeptFile, missing
from ..people import queries as people
from ..tickets.models import Ticket
from .models import ChatMessage, Conversation


def one(caller, conversation_id, lock=False):
    """The Conversation `conversation_id` of the Caller `caller`; `lock`: to be changed in this transaction. raises  NotFound"""
    requester = people.requester(caller)
    return _found(sa.select(Conversation).where(Conversation.id == conversation_id, Conversation.site == caller.site, Conversation.requester_id == (requester.id if requester else "")), lock)


def of_site(site, conversation_id, lock=False):
    """The Conversation `conversation_id` of the Site `site`, for its agents; `lock` as above. raises  NotFound"""
    return _found(sa.select(Conversation).where(Conversation.id == conversation_id, Conversation.site == site.key), lock)


def file(conversation, file_id):
    """The KeptFile of a line of the Conversation. raises  NotFound"""
    lines = sa.select(ChatMessage.id).where(ChatMessage.conversation_id == conversation.id)
    return db.session.scalar(sa.select(KeptFile).where(KeptFile.id == file_id, KeptFile.site == conversation.site, KeptFile.message_id.in_(lines))) or missing()


def _found(found, lock):
    conversation = _locked(found.execution_options(populate_existing=True)) if lock else db.session.scalar(found)
    if conversation is None:
        raise NotFound("There is no such conversation.")
    return conversation


def _locked(found):
    """The request that it became is locked first: so does whoever writes there, and is then said here; in two orders they would wait for each other."""
    conversation = db.session.scalar(found)
    while conversation:
        ticket_id = conversation.ticket_id
        if ticket_id:
            db.session.execute(sa.select(Ticket.id).where(Ticket.id == ticket_id).with_for_update())
        before = db.session.begin_nested()
        conversation = db.session.scalar(found.with_for_update())
        if not conversation or conversation.ticket_id == ticket_id:
            before.commit()
            break
        before.rollback()   # it became one meanwhile: this lets go of it
    return conversation
