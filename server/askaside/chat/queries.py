"""What is read of chats."""

from datetime import timedelta
from statistics import median

import sqlalchemy as sa

from ..core.db import UtcDateTime, db
from ..people import queries as people
from .models import ChatMessage, ChatNote, Conversation

# Written out, not bound: only so SQLite sees that the index of those that are on holds them all.
IS_ON = Conversation.status.in_(sa.bindparam("on", ("queued", "open"), expanding=True, literal_execute=True))
_GOES_ON = (IS_ON, sa.or_(Conversation.ticket_id.is_(None), Conversation.agent_id.is_not(None)))   # others are only a request
OF_LATE = timedelta(days=7)   # how far back a usual wait is taken from
FEWEST, MOST = 3, 30          # answers that it is taken from


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


def said(author, client_id):
    """The ChatMessage that the browser of `author` (a Requester or an Agent) called `client_id` before, or None."""
    return db.session.scalar(sa.select(ChatMessage).where(ChatMessage.author_id == author.id, ChatMessage.client_id == client_id))


def last(conversations):
    """{id: the newest ChatMessage} of these conversations."""
    if not conversations:
        return {}
    newest = sa.and_(ChatMessage.conversation_id == Conversation.id, ChatMessage.n == Conversation.last_n)
    found = sa.select(ChatMessage).join(Conversation, newest).where(Conversation.id.in_([one.id for one in conversations]))
    return {one.conversation_id: one for one in db.session.scalars(found)}


def notes(conversation):
    """[ChatNote] in order."""
    return list(db.session.scalars(sa.select(ChatNote).where(ChatNote.conversation_id == conversation.id).order_by(ChatNote.after_n, ChatNote.at)))


def page(caller, limit, after):
    """([Conversation] of `caller`, the newest first, whether there are more). `after`: the id of the last one that is known, or None. raises nothing for one that is not theirs"""
    requester = people.requester(caller)
    found = sa.select(Conversation).where(Conversation.site == caller.site, Conversation.requester_id == (requester.id if requester else ""))
    if after is not None:
        before = found.where(Conversation.id == after).subquery()
        found = found.where(sa.tuple_(Conversation.opened_at, Conversation.id) < sa.select(before.c.opened_at, before.c.id).scalar_subquery())
    rows = list(db.session.scalars(found.order_by(Conversation.opened_at.desc(), Conversation.id.desc()).limit(limit + 1)))
    return rows[:limit], len(rows) > limit


def going_on(requester):
    """The id of the newest chat of the Requester that one of us has, or that waits for one, or None."""
    found = sa.select(Conversation.id).where(Conversation.requester_id == requester.id, *_GOES_ON)
    return db.session.scalar(found.order_by(Conversation.opened_at.desc(), Conversation.id.desc()).limit(1))


def unread(conversations):
    """{id: count} of the lines of others that their requesters have not read; those without any are left out."""
    found = sa.select(Conversation.id, sa.func.count()).join(ChatMessage, ChatMessage.conversation_id == Conversation.id)
    return dict(db.session.execute(found.where(Conversation.id.in_([one.id for one in conversations]), *_UNREAD).group_by(Conversation.id)).all())


def unread_of(caller):
    """How many lines of chats `caller` has not read; those that are said in a request, too, are counted there."""
    requester = people.requester(caller)
    found = sa.select(sa.func.count()).select_from(Conversation).join(ChatMessage, ChatMessage.conversation_id == Conversation.id)
    mine = (Conversation.site == caller.site, Conversation.requester_id == (requester.id if requester else ""))
    return db.session.scalar(found.where(*mine, ChatMessage.ticket_message_id.is_(None), *_UNREAD))


def on(site):
    """[Conversation] of `site` that an agent has, or somebody waits for; those that are only a request are not among them."""
    found = sa.select(Conversation).where(Conversation.site == site, *_GOES_ON)
    return list(db.session.scalars(found.order_by(Conversation.waiting_since.is_(None), Conversation.waiting_since, Conversation.opened_at)))


def waiting(site):
    """(how many chats of `site` nobody of us is in yet, how many of them have been offered to somebody)."""
    return tuple(db.session.execute(sa.select(sa.func.count(), sa.func.count(Conversation.agent_id)).where(*_queued(site))).one())


def queued(site):
    """[(id, since when it waits)] of the chats of `site` that nobody of us is in yet, in their order."""
    since = sa.func.coalesce(Conversation.waiting_since, Conversation.opened_at, type_=UtcDateTime)
    return [tuple(row) for row in db.session.execute(sa.select(Conversation.id, since).where(*_queued(site)).order_by(Conversation.opened_at, Conversation.id))]


def usual_wait(site, now):
    """Seconds until the first answer, the median of the last ones of this week; None: too few to say."""
    found = sa.select(Conversation.opened_at, Conversation.first_answered_at).where(Conversation.site == site, Conversation.first_answered_at > now - OF_LATE)
    spans = [(answered - opened).total_seconds() for opened, answered in db.session.execute(found.order_by(Conversation.first_answered_at.desc()).limit(MOST))]
    return round(median(spans)) if len(spans) >= FEWEST else None


def last_agent(conversation):
    """The id of the agent whom its requester chatted with before, or None."""
    found = sa.select(Conversation.agent_id).where(Conversation.requester_id == conversation.requester_id, Conversation.agent_id.is_not(None), Conversation.id != conversation.id)
    return db.session.scalar(found.order_by(Conversation.opened_at.desc()).limit(1))


def of_ticket(ticket_id, lock=False):
    """The newest Conversation that became the request, or None. `lock`: to be changed in this transaction, in which the request is locked already"""
    found = sa.select(Conversation).where(Conversation.ticket_id == ticket_id).order_by(Conversation.opened_at.desc()).limit(1)
    return db.session.scalar(found.with_for_update().execution_options(populate_existing=True) if lock else found)


def holds(ticket_message_id):
    """Is the TicketMessage a line of a chat already?"""
    return db.session.scalar(sa.select(ChatMessage.id).where(ChatMessage.ticket_message_id == ticket_message_id).limit(1)) is not None


def standing():
    """{status: count} of the chats that are on, over all sites: for who watches the server."""
    found = sa.select(Conversation.status, sa.func.count()).where(IS_ON, sa.or_(Conversation.ticket_id.is_(None), Conversation.agent_id.is_not(None)))
    return {"queued": 0, "open": 0, **dict(db.session.execute(found.group_by(Conversation.status)).all())}


_UNREAD = (ChatMessage.n > Conversation.requester_read_n, ChatMessage.author_kind != "requester")


def _queued(site):
    return Conversation.site == site, IS_ON, Conversation.status == "queued", Conversation.ticket_id.is_(None)
