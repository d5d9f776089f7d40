"""The JSON doors from an answer, or a question in vain, to the draft of an article. Each: read, ask, say."""

from dataclasses import asdict, replace

from ..people.roles import CONTENT, READ
from . import access, doors, drafts, schemas
from .doors import SIGNED, TICKET

bp = doors.blueprint("desk_drafts")


@bp.route(f"{TICKET}/draft")
@bp.doc(**SIGNED)
@bp.arguments(schemas.DraftQuery, location="query")
@bp.response(200, schemas.DraftAnswer)
def propose(asked, site, ticket):
    """What the draft of an article would say."""
    library = access.library(site, CONTENT)
    return asdict(drafts.of_answer(library, access.ticket(site, ticket, READ), asked["n"]))


@bp.route(f"{TICKET}/draft", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.DraftBody)
@bp.response(200, schemas.KeptAnswer)
def keep(body, site, ticket):
    """Write it into the content folder; where that cannot be written to, the text comes back to be saved."""
    library = access.library(site, CONTENT)
    begun = drafts.of_answer(library, access.ticket(site, ticket, READ), body.pop("n"))
    return drafts.keep(library, drafts.checked(library, replace(begun, **{name: value for name, value in body.items() if value is not None})))


@bp.route("/<site>/gaps/draft", methods=["POST"])
@bp.doc(**SIGNED)
@bp.arguments(schemas.GapBody)
@bp.response(200, schemas.KeptAnswer)
def keep_gap(body, site):
    """The same of a question that was asked in vain."""
    library = access.library(site, CONTENT)
    return drafts.keep(library, drafts.checked(library, drafts.of_question(library, **body)))
