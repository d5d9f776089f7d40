"""Signed links and addresses to one request: for the requester, for a team, and for confirming an address. Each is good for its purpose only."""

from datetime import timedelta

from flask import current_app

from ..core import clock
from ..core.db import db
from ..mail import link, reply_address
from ..people import queries as people
from .models import Ticket

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


def reply_to(ticket, holder):
    """The address that a letter about `ticket` is answered to. `holder`: as in `addressed`."""
    return reply_address.make(_key(), current_app.config["MAIL_FROM"], ticket.site, ticket.id, holder)


def addressed(addresses):
    """(Ticket, holder) of the first of `addresses` that we signed: the requester's id, or the key of a team, or an agent's (`agent`); else None."""
    for address in addresses if current_app.config["MAIL_FROM"] else ():
        if found := reply_address.read([_key()], current_app.config["MAIL_FROM"], address, _holders):
            return db.session.get(Ticket, found[1]), found[2]
    return None


def _holders(ticket_id):
    ticket = db.session.get(Ticket, ticket_id)
    if ticket is None:
        return []
    teams = current_app.shelf.library(ticket.site).site.tables.get("teams", ())
    return [(ticket.site, holder) for holder in (ticket.requester_id, *(team.key for team in teams), *map(agent, people.agents_of(ticket.site)))]


def _key():
    return current_app.secret_key.encode()
