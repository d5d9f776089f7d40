"""The address a letter of ours is answered to: it says which ticket, and that we made it for this requester.

`help+<ticket id, 26><proof, 16>@example.com`. Two ids and a proof would be 68 characters, and what stands before the @ may have
64 (RFC 5321); so only the ticket's id is in it, and the requester is in what the proof (80 bits of HMAC-SHA256) is made over.
Base32 in small letters: mail servers change the case. The proof alone opens nothing: the sender must be that requester, too.
"""

import base64
import re

from .signing import mac, same

SEPARATORS = ("+", "-")
_ID = re.compile(r"[a-z0-9]{26}")
_TOKEN = re.compile(r"([a-z0-9]{26})([a-z2-7]{16})")


def make(key, mailbox, site, ticket_id, requester_id, separator="+"):
    """The address for one requester of one ticket.

    mailbox     `help@example.com`, or `@reply.example.com` where every address of a domain is ours (no separator then)
    ticket_id   26 small letters and digits
    separator   "+" or "-": what the mail server calls a detail of the address
    raises      ValueError for another id or separator, or when more than 64 characters would stand before the @
    """
    local, domain = _mailbox(mailbox, separator)
    if not _ID.fullmatch(ticket_id):
        raise ValueError(f"{ticket_id!r} is no id of a ticket.")
    local += ticket_id + _proof(key, site, ticket_id, requester_id)
    if len(local) > 64:
        raise ValueError(f"The mailbox {mailbox!r} is too long for signed addresses.")
    return f"{local}@{domain}"


def ticket_of(mailbox, address, separator="+"):
    """The ticket id that `address` names, unproven; None when it has not the shape of ours."""
    found = _token(mailbox, address, separator)
    return found and found[1]


def read(keys, mailbox, address, participants, separator="+"):
    """(site, ticket id, requester id) that one of the live `keys` signed; None for anything else.

    participants    asked with the ticket id that the address names: the (site, requester id) it may have been made for;
                    empty for a ticket that does not exist
    """
    found = _token(mailbox, address, separator)
    if not found:
        return None
    answer = None
    for site, requester_id in participants(found[1]):
        for key in keys:
            # No way out of the loop at the first match: the time should not tell which.
            if same(_proof(key, site, found[1], requester_id), found[2]):
                answer = (site, found[1], requester_id)
    return answer


def _proof(key, site, ticket_id, requester_id):
    return base64.b32encode(mac(key, "reply address", site, ticket_id, requester_id)[:10]).decode().lower()


def _mailbox(mailbox, separator):
    local, at, domain = mailbox.lower().rpartition("@")
    if not at or not domain:
        raise ValueError(f"{mailbox!r} is no mailbox.")
    if separator not in SEPARATORS:
        raise ValueError(f"The separator of a signed address is + or -, not {separator!r}.")
    return (local + separator if local else ""), domain


def _token(mailbox, address, separator):
    lead, domain = _mailbox(mailbox, separator)
    local, _, where = address.strip().lower().rpartition("@")
    # `lower` of a Turkish or Kelvin letter is ASCII: an address of ours is ASCII from the start.
    if not address.isascii() or where != domain or not local.startswith(lead):
        return None
    return _TOKEN.fullmatch(local[len(lead):])
