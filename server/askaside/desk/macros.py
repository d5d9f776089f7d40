"""Prepared words, ready to be sent: those of the site that belong to a request, in the language of who asks, filled in. And their door."""

from ..people.roles import ANSWER
from ..tickets import queries
from . import access, doors, schemas, shell, template
from .doors import SIGNED, TICKET

bp = doors.blueprint("desk_macros")


@bp.route(f"{TICKET}/macros")
@bp.doc(**SIGNED)
@bp.response(200, schemas.MacrosAnswer)
def list_macros(site, ticket):
    """What is ready to be sent, in the language of who asks, filled in."""
    return {"macros": ready(access.ticket(site, ticket, ANSWER), access.person(), shell.locale())}


def ready(ticket, agent, locale):
    """[{key, title, body, then}] of the Macros that belong to the Ticket `ticket`, as the Agent `agent`, who reads `locale`, would send them."""
    site = queries.site_of(ticket)
    values = {"requester.name": ticket.requester.name, "ticket.number": str(ticket.number), "ticket.subject": ticket.subject, "agent.name": agent.name, "site.name": site.name}
    return [{"key": one.key, "title": site.words(one.title, locale), "body": template.fill(site.words(one.body, ticket.locale), values), "then": one.then}
            for one in site.tables.get("macros", ()) if not one.modules or ticket.module in one.modules]
