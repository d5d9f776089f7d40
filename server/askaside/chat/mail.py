"""The transcript of a chat by letter, and what is written about the request that it became, in the chat."""

from flask import current_app

from ..core import clock, ids
from ..core.db import db
from ..mail import outbox
from ..mail.message import AddressRefused, Letter, new_message_id
from ..tickets import attachments
from ..tickets.models import TicketMessage
from . import lines, queries, words


def ended(happened):
    """ChatEnded: to who proved an address, what was written, where one of us said something. Of a request its own letters tell."""
    conversation = queries.conversation(happened.conversation_id)
    person, mailbox, said = conversation.requester, current_app.config["MAIL_FROM"], queries.after(conversation, 0)
    if not (mailbox and person.email and person.email_confirmed_at) or conversation.ticket_id or not any(line.author_kind == "agent" for line in said):
        return
    site = current_app.shelf.library(conversation.site).site
    files = attachments.of(said)
    told = [f"{line.author_name or site.name if line.author_kind != 'system' else site.name} ({line.at:%Y-%m-%d %H:%M} UTC):\n"
            + "\n".join(filter(None, (line.body, *(file.name for file in files.get(line.id, ()))))) for line in said]
    told_by = new_message_id(mailbox.partition("@")[2], f"{conversation.id}-{conversation.last_n}-{ids.new()}")
    try:
        outbox.post(site.key, Letter(
            to=person.email, to_name=person.name, subject=words.say(conversation.locale, "letter_subject", site=site.name), locale=conversation.locale,
            paragraphs=(words.say(conversation.locale, "letter"), *told), from_name=site.name, from_address=mailbox, message_id=told_by, date=clock.now(), automatic=True), conversation.id)
    except AddressRefused as wrong:
        current_app.logger.warning("no transcript of chat %s: %s", conversation.id, wrong)


def replied(happened):
    """TicketReplied: what was said in the request, by letter, on a page or at the desk, is said in the chat that it was, once."""
    conversation = queries.of_ticket(happened.ticket_id, lock=True)
    if conversation is None or conversation.next_id or queries.holds(happened.message_id):
        return
    line = db.session.get(TicketMessage, happened.message_id)
    author = conversation.requester_id if happened.by == "requester" else None
    said = lines.add(conversation, happened.by, author, line.author_name, line.body, ticket_message_id=line.id)
    if happened.by == "agent":
        conversation.waiting_since = None
    elif conversation.agent_id:
        conversation.waiting_since = conversation.waiting_since or said.at
