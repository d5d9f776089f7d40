"""What a requester does in a chat. Each runs in a transaction and records what happened; a line has its number in the transaction that keeps it."""

from datetime import timedelta

from ..core import clock, ids
from ..core.db import db, record, transaction
from ..core.errors import IdempotencyConflict
from ..people import actions as people
from ..tickets import access as tickets_access
from ..tickets import actions as tickets
from . import access, lines, moving, queries, text, usual
from .events import ChatEnded, ChatRead, ChatReopened, ChatStarted, ChatWentOn
from .models import Conversation

REOPENS = timedelta(days=1)   # after its end a line still belongs to the same matter


def start(caller, site, *, client_id, body, locale, context=None, files=()):
    """The first ChatMessage (or `usual.Line`) of a new conversation of the Caller `caller` within the Site `site`; with a `client_id` that came before, the line that there is.
    Where a chat of theirs goes on, in another window or on another device, it is the next one of that: two at once only confuse.

    `files`: ids of those that the caller has sent. Nobody there to answer: it is a request with a promise at once.

    raises  TooLarge; IdempotencyConflict for other words with the same `client_id`; BadRequest naming a file that is not there
    """
    text.fits(body)
    with transaction():
        requester = people.keep(caller, locale=locale)
        if first := said(requester, client_id, body):
            return first
        going_on = queries.going_on(requester)
        if not going_on:
            return _say(caller, site, _begin(site, requester, locale, tickets.module_of(site, context or {}), context or {}, body), client_id, body, files)
    return post(caller, site, going_on, client_id=client_id, body=body, files=files)   # by itself: a chat is locked before its person


def post(caller, site, conversation_id, *, client_id, body, files=()):
    """The ChatMessage (or `usual.Line`) of a further line. Into a conversation that is over it goes, too: that is open again, or the next one has it.

    raises  NotFound; otherwise as in `start`
    """
    text.fits(body)
    if not files and (line := usual.post(caller, conversation_id, client_id, body)):
        return line
    with transaction():
        conversation = access.one(caller, conversation_id, lock=True)
        while conversation.next_id:
            conversation = access.one(caller, conversation.next_id, lock=True)
        if first := said(conversation.requester, client_id, body):   # nobody else gets past the lock: two tries of one line never pass each other
            return first
        if _over(caller, conversation):
            former, conversation = conversation, _begin(site, conversation.requester, conversation.locale, conversation.module, conversation.context, body)
            former.next_id = conversation.id
            record(ChatWentOn(former.id))
        elif conversation.status == "closed":
            conversation.status, conversation.closed_at, conversation.agent, conversation.tried = "queued", None, None, []
            record(ChatReopened(conversation.id))
        return _say(caller, site, conversation, client_id, body, files)


def read(caller, conversation_id, n):
    """The requester has read up to line `n`; an earlier one changes nothing. raises  NotFound"""
    with transaction():
        conversation = access.one(caller, conversation_id, lock=True)
        n = min(n, conversation.last_n)
        if n > conversation.requester_read_n:
            conversation.requester_read_n = n
            record(ChatRead(conversation.id, "requester", n))


def end(caller, site, conversation_id):
    """It is over; the same again changes nothing. What nobody has answered is a request from then on: ending is no way to lose a question. raises  NotFound"""
    with transaction():
        conversation = access.one(caller, conversation_id, lock=True)
        if conversation.status != "closed":
            if conversation.waiting_since and conversation.ticket_id is None:
                moving.hand_over(site, conversation, told="request")
            conversation.status, conversation.closed_at = "closed", clock.now()
            record(ChatEnded(conversation.id))


def said(author, client_id, body):
    """The ChatMessage that `author` (a Requester or an Agent) sent with this `client_id` before, or None. raises  IdempotencyConflict where it was in other words"""
    found = queries.said(author, client_id)
    if found and found.body != body:
        raise IdempotencyConflict("This client_id was used for other words. Use a new one for a new message.")
    return found


def _begin(site, requester, locale, module, context, body):
    now = clock.now()
    conversation = Conversation(id=ids.new(), site=site.key, requester=requester, locale=locale, module=module, status="queued", context=context, last_n=0, opened_at=now, last_at=now,
                                subject=tickets.subject_of(body), tried=[])
    db.session.add(conversation)
    db.session.flush()
    record(ChatStarted(conversation.id))
    return conversation


def _say(caller, site, conversation, client_id, body, files):
    """The next ChatMessage of its requester, told to who answers: in the request that it is, or to who fits best; by making one where nobody is there."""
    requester = conversation.requester
    message = lines.add(conversation, "requester", requester.id, requester.name, body, client_id=client_id, site=site, owner=caller.key, files=files)
    if conversation.ticket_id:
        lines.mirror(message)
        if conversation.agent_id is None:
            return message
    conversation.waiting_since = conversation.waiting_since or message.at
    if conversation.agent_id is None:
        moving.route(site, conversation)
    return message


def _over(caller, conversation):
    """Is it over for good: ended long ago, or the request that it became is closed?"""
    ticket = conversation.ticket_id and tickets_access.one(caller, conversation.ticket_id, lock=True)
    while ticket and ticket.merged_into_id:
        ticket = tickets_access.one(caller, ticket.merged_into_id, lock=True)
    if ticket and ticket.status == "closed":
        return True
    return conversation.status == "closed" and clock.now() - conversation.closed_at > REOPENS
