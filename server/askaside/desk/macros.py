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
    return filled(queries.site_of(ticket), ticket, agent, locale, str(ticket.number))


def filled(site, about, agent, locale, number):
    """The same of a Ticket or a Conversation `about` within the Site `site`; `number`: what stands for its number, "" where it has none."""
    values = {"requester.name": about.requester.name, "ticket.number": number, "ticket.subject": about.subject, "agent.name": agent.name, "site.name": site.name}
    return [{"key": one.key, "title": site.words(one.title, locale), "body": template.fill(site.words(one.body, about.locale), values), "then": one.then}
            for one in site.tables.get("macros", ()) if not one.modules or about.module in one.modules]
