"""Signed links to one request: for the requester, for a team, and for confirming an address. Each is good for its purpose only."""

from datetime import timedelta

from flask import current_app

from ..core import clock
from ..mail import link

LIVES = timedelta(days=90)
REQUESTER, TEAM = "request", "team"


def confirming(email):
    """The purpose of a link that confirms this very address: after another one was given it is good for nothing."""
    return f"confirm {email}"


def agent(person):
    """The holder of a team's link that is an Agent's own."""
    return f"agent_{person.id}"   # no key of a team has an underscore


def sign(ticket, purpose, holder):
    """The text of a link's `key`. `holder`: the requester's id, the team's key, or an agent's (`agent`)."""
    return link.sign(_key(), ticket.site, ticket.id, holder, clock.now() + LIVES, purpose)


def opens(site, text, purpose):
    """(ticket id, holder) that the `key` of a link opens within `site` now, or None."""
    found = link.read([_key()], site, text or "", clock.now(), purpose)
    return found and (found.ticket_id, found.requester_id)


def address(ticket, purpose, holder, locale):
    """The whole address of the link: our own one as it is set, never one that a request named."""
    path = "answer" if purpose == TEAM else "requests"
    return f"{current_app.config['OWN_URL']}/help/{ticket.site}/{locale}/{path}/{ticket.id}?key={sign(ticket, purpose, holder)}"


def _key():
    return current_app.secret_key.encode()
