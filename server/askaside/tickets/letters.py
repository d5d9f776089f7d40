"""A letter about a ticket: posted within the transaction of what it tells."""

from flask import current_app

from ..core import clock, ids
from ..mail import outbox
from ..mail.message import AddressRefused, Letter, new_message_id
from ..mail.reply_address import make as reply_address
from . import queries


def post(ticket, to, subject, locale, paragraphs, requester_id=None, to_name=""):
    """A letter to the address `to`. `requester_id`: whose answer to it counts as a line of the ticket; None: nobody's."""
    mailbox = current_app.config["MAIL_FROM"]
    if not mailbox:
        return   # this server writes no letters
    site = queries.site_of(ticket)
    answer_to = reply_address(current_app.secret_key.encode(), mailbox, site.key, ticket.id, requester_id) if requester_id else ""
    try:
        outbox.post(site.key, Letter(
            to=to, to_name=to_name, subject=subject, locale=locale, paragraphs=tuple(paragraphs), from_name=site.name, from_address=mailbox, reply_to=answer_to,
            message_id=new_message_id(mailbox.partition("@")[2], f"{ticket.id}-{ids.new()}"), references=(_thread(ticket, mailbox),), date=clock.now(), automatic=True), ticket.id)
    except AddressRefused as wrong:
        current_app.logger.warning("no letter for request %s: %s", ticket.id, wrong)   # the request itself is kept all the same


def _thread(ticket, mailbox):
    """One lasting id that every letter about a request refers to: mail programs put them together by it."""
    return f"<askaside.{ticket.id}@{mailbox.partition('@')[2]}>"
