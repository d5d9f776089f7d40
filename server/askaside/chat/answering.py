"""What agents do in a chat, and how they take them. Each runs in a transaction and records what happened."""

from ..core import clock
from ..core.db import db, insert, record, transaction
from ..core.errors import Conflict
from ..people.models import Agent
from . import access, lines, moving, text
from .actions import said
from .events import ChatEnded, ChatNoted, ChatRead, SeatChanged
from .models import ChatNote, ChatSeat
from .site_tables import rules


def post(site, conversation_id, agent, by, *, client_id, body, files=()):
    """The ChatMessage of an agent's line; with a `client_id` that came before, the line that there is. Who answers what nobody has, has it; into one that is over
    it goes, too: that is open again, or the one that went on has it. `by`: what the audit calls them.

    raises  NotFound; TooLarge; IdempotencyConflict for other words with the same `client_id`; BadRequest naming a file that is not there; Conflict when the request that it became is closed
    """
    text.fits(body)
    with transaction():
        conversation = access.of_site(site, conversation_id, lock=True)
        while conversation.next_id:
            conversation = access.of_site(site, conversation.next_id, lock=True)
        if first := said(agent, client_id, body):
            return first
        if conversation.agent_id is None or conversation.status == "closed":
            moving.assign(conversation, agent.id, open_=True)
        elif conversation.agent_id == agent.id:
            moving.touch(conversation)
        message = lines.add(conversation, "agent", agent.id, agent.name, body, client_id=client_id, site=site, owner=by, files=files)
        conversation.waiting_since = None
        conversation.first_answered_at = conversation.first_answered_at or message.at
        if message.n - 1 > conversation.agent_read_n:   # who answers has read
            conversation.agent_read_n = message.n - 1
            record(ChatRead(conversation.id, "agent", message.n - 1))
        if conversation.ticket_id:
            lines.mirror(message, by)
    return message


def read(site, conversation_id, agent, n):
    """An agent has read up to line `n`: by whom it was offered to, that is a reaction. raises  NotFound"""
    with transaction():
        conversation = access.of_site(site, conversation_id, lock=True)
        if conversation.agent_id == agent.id and conversation.status == "queued":
            moving.touch(conversation)
        n = min(n, conversation.last_n)
        if conversation.agent_id == agent.id and n > conversation.agent_read_n:
            conversation.agent_read_n = n
            record(ChatRead(conversation.id, "agent", n))


def take(site, conversation_id, agent):
    """It is theirs; who it was before is told in the chat only where somebody was in it. Returns the Conversation. raises  NotFound"""
    with transaction():
        conversation = access.of_site(site, conversation_id, lock=True)
        if conversation.agent_id != agent.id or conversation.status != "open":
            if conversation.status == "open" and conversation.agent_id not in (None, agent.id):
                lines.tell(conversation, "taken", name=agent.name)
            moving.assign(conversation, agent.id, open_=True)
    return conversation


def give(site, conversation_id, agent, to, note=""):
    """Hand it over to the Agent `to`, or with None to whoever is free; `note`: for agents only. Returns the Conversation.

    raises  NotFound; Conflict when nobody is free, or it is over
    """
    with transaction():
        conversation = access.of_site(site, conversation_id, lock=True)
        if conversation.status == "closed":
            raise Conflict("The chat is over.", word="chat_over")
        if note:
            _noted(conversation, agent, note)
        conversation.waiting_since = conversation.waiting_since or clock.now()   # whoever gets it has to react
        if to is None:
            conversation.tried = [agent.id]
            seat = moving.choose(site, conversation)
            if seat is None:
                raise Conflict("Nobody else is free. Choose somebody, or make it a request.", word="nobody_free")
            to = db.session.get(Agent, seat.agent)
        lines.tell(conversation, "given", name=agent.name, other=to.name)
        moving.assign(conversation, to.id)
    return conversation


def note(site, conversation_id, agent, body):
    """A word for agents only. Returns the Conversation. raises  NotFound"""
    with transaction():
        conversation = access.of_site(site, conversation_id, lock=True)
        _noted(conversation, agent, body)
    return conversation


def end(site, conversation_id, agent):
    """It is over; the same again changes nothing. Returns the Conversation. raises  NotFound"""
    with transaction():
        conversation = access.of_site(site, conversation_id, lock=True)
        if conversation.status != "closed":
            lines.tell(conversation, "ended", name=agent.name)
            conversation.status, conversation.closed_at, conversation.waiting_since = "closed", clock.now(), None
            record(ChatEnded(conversation.id))
    return conversation


def to_request(site, conversation_id, agent):
    """Make it a request that the Agent follows; one that it is already stays. Returns the Conversation. raises  NotFound"""
    with transaction():
        conversation = access.of_site(site, conversation_id, lock=True)
        if conversation.ticket_id is None:
            moving.hand_over(site, conversation, told="made_request", agent=agent)
    return conversation


def sit(site, agent, status=None, most=None):
    """How the Agent takes chats from now on; what is None stays as it was."""
    with transaction() as session:
        session.execute(insert(ChatSeat).values(agent_id=agent.id, status="away").on_conflict_do_nothing())
        seat = session.get(ChatSeat, agent.id, with_for_update=True, populate_existing=True)
        seat.status, seat.most = status or seat.status, (None if most == rules(site).most else most) if most else seat.most
        record(SeatChanged(site.key))


def _noted(conversation, agent, body):
    db.session.add(ChatNote(conversation_id=conversation.id, after_n=conversation.last_n, name=agent.name, body=body, at=clock.now()))
    record(ChatNoted(conversation.id))
