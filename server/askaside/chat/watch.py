"""The clock's door: a chat that nobody reacts to goes to the next of us, one that waits too long is a request, one that is quiet is over."""

import logging
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from ..core import clock
from ..core.db import db, record, transaction
from . import access, lines, moving, presence, queries, seats
from .events import ChatEnded, ChatHandedOver
from .models import Conversation
from .site_tables import rules

log = logging.getLogger(__name__)
SEEN = sa.select(*(getattr(Conversation, name) for name in ("id", "site", "status", "module", "agent_id", "ticket_id", "waiting_since", "assigned_at", "touched_at", "last_at"))).where(
    queries.IS_ON).order_by(Conversation.waiting_since)
VANISHED = timedelta(seconds=15)   # without a browser: then who waits waits for nobody


def run():
    """Do what is due in all sites. Returns about how many chats something was done. One that fails holds up no other, and is tried again."""
    done, seated = 0, {}
    for row in db.session.execute(SEEN).all():
        library = current_app.shelf.libraries.get(row.site)
        try:
            if library and _maybe(library.site, row, seated) and _look(library.site, row.id):
                done += 1
                seated.clear()
        except Exception:
            log.exception("what is due of the chat %s could not be done", row.id)
    db.session.rollback()   # a read that stays open would keep the WAL from being cleaned up
    return done


def _maybe(site, row, seated):
    """May something be due of the conversation of `row`? Each second hundreds are looked through, so who has a seat is read once for all: {key of a site: [Seat]}."""
    if row.agent_id or row.ticket_id or not row.waiting_since or clock.now() - row.waiting_since > rules(site).wait:
        return _due(site, row) is not None
    if site.key not in seated:
        seated[site.key] = seats.of(site)
    return any(seat.room and presence.line(seat, row.module) for seat in seated[site.key]) or not any(seat.answers for seat in seated[site.key])


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
