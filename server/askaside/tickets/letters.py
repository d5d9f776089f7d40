"""A letter about a ticket: posted within the transaction of what it tells."""

import re

from flask import current_app

from ..core import clock, ids
from ..mail import outbox
from ..mail.message import AddressRefused, Letter, new_message_id
from . import attachments, keys, queries


def post(ticket, to, subject, locale, paragraphs, holder=None, to_name="", marker=False):
    """A letter to the address `to`. `holder`: whose answer to it counts as a line of the ticket (`keys.addressed`); None: nobody's.
    `marker`: a line says above what an answer belongs."""
    mailbox = current_app.config["MAIL_FROM"]
    if not mailbox:
        return   # this server writes no letters
    site = queries.site_of(ticket)
    try:
        outbox.post(site.key, Letter(
            to=to, to_name=to_name, subject=subject, locale=locale, paragraphs=tuple(paragraphs), from_name=site.name, from_address=mailbox,
            reply_to=keys.reply_to(ticket, holder) if holder else "",
            message_id=new_message_id(mailbox.partition("@")[2], f"{ticket.id}-{ticket.last_n}-{ids.new()}"), references=(_thread(ticket, mailbox),),
            date=clock.now(), automatic=True, marker=marker), ticket.id)
    except AddressRefused as wrong:
        current_app.logger.warning("no letter for request %s: %s", ticket.id, wrong)   # the request itself is kept all the same


def seen(ticket, ids_):
    """The number of the newest message of `ticket` when the newest of our letters about it among `ids_` (message ids that a letter refers
    to) was written; None when there is none: some mail servers write ids of their own over ours.

    Not signed: an agent who changes it deceives only themselves.
    """
    ours = re.compile(rf"<askaside\.{ticket.id}-(\d{{1,9}})-[a-z2-7]{{26}}@", re.I)
    return max((int(found[1]) for found in map(ours.match, ids_) if found), default=None)


def told(message, t):
    """The paragraphs of a message: its words, and the names of its files, which are fetched by the link of the letter. `t`: `words.of`"""
    files = attachments.of([message]).get(message.id, ())
    return [message.body, *([t["attached"] + "\n" + "\n".join(row.name for row in files)] if files else [])]


def _thread(ticket, mailbox):
    """One lasting id that every letter about a request refers to: mail programs put them together by it."""
    return f"<askaside.{ticket.id}@{mailbox.partition('@')[2]}>"
