"""What a requester does in a chat. Each runs in a transaction and records what happened; a line has its number in the transaction that keeps it."""

from datetime import timedelta

from ..core import clock, ids
from ..core.db import db, record, transaction
from ..core.errors import IdempotencyConflict
from ..people import actions as people
from ..people.identity import Caller
from ..tickets import access as tickets_access
from ..tickets import actions as tickets
from ..tickets.schemas import MOST_TEXT
from . import access, presence, queries, text
from .events import ChatEnded, ChatHandedOver, ChatRead, ChatReopened, ChatStarted, ChatWentOn, MessagePosted
from .models import ChatMessage, Conversation

REOPENS = timedelta(days=1)   # after its end a line still belongs to the same matter


def start(caller, site, *, client_id, body, locale, context=None):
    """The first ChatMessage of a new conversation of the Caller `caller` within the Site `site`; with a `client_id` that came before, the line that there is.

    Nobody there to answer: it is a request with a promise at once.

    raises  TooLarge; IdempotencyConflict for other words with the same `client_id`
    """
    text.fits(body)
    with transaction():
        requester = people.keep(caller, locale=locale)
        first = _said(requester, client_id, body)
        return first or _say(site, _begin(site, requester, locale, tickets.module_of(site, context or {}), context or {}), client_id, body)


def post(caller, site, conversation_id, *, client_id, body):
    """The ChatMessage of a further line. Into a conversation that is over it goes, too: that is open again, or the next one has it.

    raises  NotFound; TooLarge and IdempotencyConflict as in `start`
    """
    text.fits(body)
    with transaction():
        conversation = access.one(caller, conversation_id, lock=True)
        while conversation.next_id:
            conversation = access.one(caller, conversation.next_id, lock=True)
        if first := _said(conversation.requester, client_id, body):   # nobody else gets past the lock: two tries of one line never pass each other
            return first
        if _over(caller, conversation):
            former, conversation = conversation, _begin(site, conversation.requester, conversation.locale, conversation.module, conversation.context)
            former.next_id = conversation.id
            record(ChatWentOn(former.id))
        elif conversation.status == "closed":
            conversation.status, conversation.closed_at = "queued", None
            record(ChatReopened(conversation.id))
        return _say(site, conversation, client_id, body)


def read(caller, conversation_id, n):
    """The requester has read up to line `n`; an earlier one changes nothing. raises  NotFound"""
    with transaction():
        conversation = access.one(caller, conversation_id, lock=True)
        n = min(n, conversation.last_n)
        if n > conversation.requester_read_n:
            conversation.requester_read_n = n
            record(ChatRead(conversation.id, "requester", n))


def end(caller, conversation_id):
    """It is over; the same again changes nothing. raises  NotFound"""
    with transaction():
        conversation = access.one(caller, conversation_id, lock=True)
        if conversation.status != "closed":
            conversation.status, conversation.closed_at = "closed", clock.now()
            record(ChatEnded(conversation.id))


def hand_over(site, conversation):
    """Make a request of the Conversation: its words once, with the promise of the Site `site`. What is said in it from now on is said in both."""
    caller = Caller(conversation.site, conversation.requester.key)
    with transaction():
        first, *more = _packed(queries.after(conversation, 0))
        ticket = tickets.open_(caller, site, body=first, locale=conversation.locale, context=conversation.context)
        for body in more:
            tickets.reply(caller, ticket.id, body)
        conversation.ticket_id, conversation.answer_by_at = ticket.id, ticket.promised_at
        record(ChatHandedOver(conversation.id))


def _begin(site, requester, locale, module, context):
    conversation = Conversation(id=ids.new(), site=site.key, requester=requester, locale=locale, module=module, status="queued", context=context, last_n=0, opened_at=clock.now())
    db.session.add(conversation)
    db.session.flush()
    record(ChatStarted(conversation.id))
    return conversation


def _say(site, conversation, client_id, body):
    """The next ChatMessage of its requester, told to who answers: in the request that it is, or by making one where nobody is there."""
    conversation.last_n += 1
    requester = conversation.requester
    message = ChatMessage(id=ids.new(), conversation=conversation, n=conversation.last_n, client_id=client_id, author_kind="requester", author_id=requester.id,
                          author_name=requester.name, body=body, at=clock.now())
    db.session.add(message)
    db.session.flush()
    record(MessagePosted(conversation.id, message.id))
    if conversation.ticket_id:
        tickets.reply(Caller(conversation.site, requester.key), conversation.ticket_id, body)
    elif conversation.agent_id is None and not presence.anybody(site, conversation.module):
        hand_over(site, conversation)
    return message


def _said(requester, client_id, body):
    found = queries.said(requester, client_id)
    if found and found.body != body:
        raise IdempotencyConflict("This client_id was used for other words. Use a new one for a new message.")
    return found


def _over(caller, conversation):
    """Is it over for good: ended long ago, or the request that it became is closed?"""
    ticket = conversation.ticket_id and tickets_access.one(caller, conversation.ticket_id, lock=True)
    while ticket and ticket.merged_into_id:
        ticket = tickets_access.one(caller, ticket.merged_into_id, lock=True)
    if ticket and ticket.status == "closed":
        return True
    return conversation.status == "closed" and clock.now() - conversation.closed_at > REOPENS


def _packed(messages):
    """[text] of all lines in their order, each as long as a line of a request may be."""
    packed = [""]
    for message in messages:
        joined = f"{packed[-1]}\n\n{message.body}" if packed[-1] else message.body
        if len(joined) > MOST_TEXT:
            packed.append(message.body)
        else:
            packed[-1] = joined
    return packed
