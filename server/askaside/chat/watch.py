"""The clock's door: a chat that nobody reacts to goes to the next of us, one that waits too long is a request, one that is quiet is over."""

import logging
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from ..core import clock
from ..core.db import db, record, transaction
from . import access, lines, moving, queries, seats
from .events import ChatEnded, ChatHandedOver
from .models import Conversation
from .site_tables import rules

log = logging.getLogger(__name__)
VANISHED = timedelta(seconds=15)   # without a browser: then who waits waits for nobody


def run():
    """Do what is due in all sites. Returns about how many chats something was done. One that fails holds up no other, and is tried again."""
    done = 0
    for id_, key in db.session.execute(sa.select(Conversation.id, Conversation.site).where(queries.IS_ON).order_by(Conversation.waiting_since)).all():
        library = current_app.shelf.libraries.get(key)
        try:
            done += bool(library and _look(library.site, id_))
        except Exception:
            log.exception("what is due of the chat %s could not be done", id_)
    db.session.rollback()   # a read that stays open would keep the WAL from being cleaned up
    return done


def _look(site, id_):
    """Look without a lock whether something is due, and again with one."""
    if not _due(site, db.session.get(Conversation, id_, populate_existing=True)):
        return False
    with transaction():
        conversation = access.of_site(site, id_, lock=True)
        what = _due(site, conversation)
        if what:
            what(site, conversation)
    return bool(what)


def _due(site, conversation):
    """What has to be done about it now, a function of (Site, Conversation); or None."""
    now = clock.now()
    if conversation.status not in ("queued", "open") or (conversation.ticket_id and conversation.agent_id is None):
        return None
    if conversation.waiting_since is None:
        return _quiet if now - conversation.last_at > rules(site).idle else None
    if conversation.agent_id is None:
        if now - conversation.waiting_since > rules(site).wait:
            return _waited
        return moving.route if moving.choose(site, conversation) or not any(seat.answers for seat in seats.of(site)) else None
    if (gone := seats.gone(conversation.agent_id)) is not None and gone > VANISHED:
        return _vanished
    return _no_reaction if now > moving.deadline(site, conversation) else None


def _vanished(site, conversation):
    moving.pass_on(site, conversation, "vanished" if conversation.status == "open" else "next", name=conversation.agent.name)


def _no_reaction(site, conversation):
    moving.pass_on(site, conversation, "next")


def _waited(site, conversation):
    moving.hand_over(site, conversation, told="request")


def _quiet(site, conversation):
    if conversation.ticket_id:   # it goes on there
        conversation.status, conversation.agent = "queued", None
        record(ChatHandedOver(conversation.id))
        return
    lines.tell(conversation, "quiet")
    conversation.status, conversation.closed_at = "closed", clock.now()
    record(ChatEnded(conversation.id))
