"""What every verb writes: the next line of a conversation, in the request too that it may have become."""

from ..core import clock, ids, live, uploads
from ..core.db import db, record
from ..people.identity import Caller
from ..tickets import access as tickets_access
from ..tickets import actions as tickets
from ..tickets import attachments, handling
from ..tickets.models import Ticket
from . import words
from .events import MessagePosted
from .models import ChatMessage

NAME = "/chat"   # the socket of who asks


def add(conversation, kind, author_id, name, body, *, client_id=None, site=None, owner=None, files=(), ticket_message_id=None):
    """The next ChatMessage of the Conversation: by `kind` (requester, agent, system), the row `author_id`, called `name`.

    files  ids of those that `owner` (a key) has sent for it at the Site `site`. raises  BadRequest naming one that is not there
    """
    conversation.last_n += 1
    conversation.last_at = clock.now()
    message = ChatMessage(id=ids.new(), conversation=conversation, n=conversation.last_n, client_id=client_id, author_kind=kind, author_id=author_id, author_name=name, body=body,
                          at=conversation.last_at, ticket_message_id=ticket_message_id)
    db.session.add(message)
    db.session.flush()
    if files:
        attachments.attach(message, site, owner, files)
    record(MessagePosted(conversation.id, message.id))
    return message


def tell(conversation, key, **values):
    """A line of the system's, in the language of who asks."""
    return add(conversation, "system", None, "", words.say(conversation.locale, key, **values))


def mirror(message, by=None):
    """Say the ChatMessage `message` in the request that its conversation became, once. `by`: what the audit calls its author, where that is an agent."""
    conversation = message.conversation
    body = message.body or ", ".join(file.name for file in attachments.of([message]).get(message.id, ()))
    if message.author_kind == "requester":
        line = tickets.reply(Caller(conversation.site, conversation.requester.key), conversation.ticket_id, body)
    else:
        line = handling.answer(_last(conversation), by, message.author_name, body, told=live.anyone(live.person(conversation.site, conversation.requester.key), NAME))   # else by letter
    message.ticket_message_id = line.id
    share_files([message], line)


def share_files(messages, line):
    """The files of the ChatMessages are those of the TicketMessage `line`, too."""
    for files in attachments.of(messages).values():
        for file in files:
            uploads.copy(file, line.id)


def _last(conversation):
    """The Ticket where what is said in the conversation belongs: the one that it became, or that this was joined to."""
    ticket = db.session.get(Ticket, conversation.ticket_id)
    while ticket.merged_into_id:
        ticket = tickets_access.signed(ticket.site, ticket.merged_into_id)
    return ticket
