"""What may be the answer: articles on the last words of who asks, in their language. And the door."""

from ..people.roles import READ
from ..tickets import queries
from . import access, doors, finding, schemas
from .doors import SIGNED, TICKET

bp = doors.blueprint("desk_proposals")
MOST, LONGEST = 3, 200   # proposals; characters of a line that are asked for
LINES = 3                # so many of the last lines: below a "thank you" stands what was proposed before it
LEAST = 0.25             # confidence: of greetings and thanks in the demo's five languages six of 54 reach it, of questions 33 of 35


@bp.route(f"{TICKET}/proposals")
@bp.doc(**SIGNED)
@bp.response(200, schemas.ProposalsAnswer)
def list_proposals(site, ticket):
    """Articles that may answer the last line of who asks."""
    return {"proposals": proposed(access.library(site, READ), access.ticket(site, ticket, READ))}


def proposed(library, ticket):
    """[row] of `finding.articles`, each with `read`: they read it before they wrote, and asked all the same."""
    said = [line.body for line in queries.messages(ticket) if line.author_kind == "requester"]
    return about(library, said, ticket)


def about(library, said, asked):
    """The same of the last line that is a question among those `said` by who asks, in a Ticket or a Conversation `asked`."""
    read = {step.get("article") for step in asked.context.get("trail", ()) if step.get("kind") in ("read", "ticked")}
    url = asked.context.get("url")
    where = {"module": asked.module, "route": library.site.within(url) if url else "/"}
    found = (finding.articles(library, " ".join(text.split())[:LONGEST], asked.locale, MOST, least=LEAST, **where) for text in said[:-LINES - 1:-1])
    return [{**row, "read": row["id"] in read} for row in next(filter(None, found), ())]
