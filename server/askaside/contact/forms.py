"""What a form of our own pages sends, and the signed link that its page was opened by."""

from flask import request

from ..core import http
from ..core.errors import BadRequest
from ..tickets import access, keys

TICKET = "<ticket_id:ticket>"


def ours():
    """A form of another site cannot send for a person: its origin is not ours."""
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin and http.host_of(origin) not in http.own_hosts():
        raise BadRequest("This form was not sent from its own page.")


def opened(site, ticket_id, purpose):
    """(Ticket, holder) that the `key` in the address opens for `purpose`; (None, None) for any other."""
    found = keys.opens(site.key, request.args.get("key"), purpose)
    if found is None or found[0] != ticket_id:
        return None, None
    return access.signed(site.key, ticket_id), found[1]


def text(told, name, most, needed=False):
    """The field `name` without NUL, at most `most` characters long. raises  BadRequest"""
    found = told.get(name, "").replace("\0", "").replace("\r\n", "\n")
    if needed and not found.strip():
        raise BadRequest("Write a few words.")
    if len(found) > most:
        raise BadRequest(f"That is longer than {most} characters.")
    return found


def number(found):
    """The whole number that a field holds, or None."""
    return int(found) if found and found.isdecimal() and len(found) < 10 else None
