"""What the JSON doors of the desk take and answer."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range, Regexp

from ..core import http
from ..people.roles import ROLES
from ..tickets.queue import GROUPS, MINE, WHOSE
from ..tickets.schemas import FILES, MOST_TEXT, MessageRow, Words
from ..tickets.severity import KINDS, SEVERITIES
from ..tickets.sla import TARGETS
from ..tickets.status import OPEN, STATUSES
from ..tickets.wishes import TITLE
from .draft import LONGEST_SLUG, MOST_TITLE
from .site_tables import THEN

AS = ("reply", "note", "wait", "solve")


class QueueQuery(http.Page):
    whose = fields.Str(load_default="all", validate=OneOf(WHOSE), metadata={"description": "`team`: mine, and what my teams have; `nobody`: what nobody has"})
    group = fields.Str(load_default=None, validate=OneOf(GROUPS))
    status = fields.Str(load_default=None, validate=OneOf(OPEN))
    severity = fields.Str(load_default=None, validate=OneOf(SEVERITIES))
    module = fields.Str(load_default=None, validate=Length(max=64), metadata={"description": "key of a module"})


class DeskBody(ma.Schema):
    seen = fields.Int(required=True, strict=True, validate=Range(0, 2**31 - 1), metadata={"description": "`n` of the newest message that the agent saw; with a newer one the answer is `stale`"})


class DeskMessageBody(DeskBody):
    body = Words(required=True, validate=Length(max=MOST_TEXT))
    kind = fields.Str(data_key="as", required=True, validate=OneOf(AS), metadata={"description": "`wait`: a reply, and the requester has to do something first; `solve`: a reply that is the solution"})
    files = fields.List(fields.Str(validate=Length(max=26)), **FILES)


class Here(ma.Schema):
    site = fields.Str(load_default="", validate=Length(max=64))
    ticket = fields.Str(load_default=None, allow_none=True, validate=Length(max=26))
    writing = fields.Bool(load_default=False)


class ChangesQuery(ma.Schema):
    after = fields.Int(load_default=None, validate=Range(0, 2**31 - 1), metadata={"description": "the `n` of the answer before; without it only `n` is told"})


class ChangesAnswer(ma.Schema):
    n = fields.Int(required=True, metadata={"description": "number of the last change"})
    tickets = fields.List(fields.Str(), required=True, metadata={"description": "ids of the requests that changed since, the last first"})
    more = fields.Bool(required=True, metadata={"description": "there are more than are named: read everything anew"})


class DeskWordsBody(DeskBody):
    body = Words(required=True, validate=Length(max=MOST_TEXT))


class DeskAssignBody(DeskBody):
    agent = fields.Str(required=True, allow_none=True, validate=Length(max=26), metadata={"description": "id of who gets it; null: nobody in the team", "example": None})


class DeskOtherBody(DeskBody):
    number = fields.Int(required=True, strict=True, validate=Range(1, 2**31 - 1), metadata={"description": "number of the other request"})


class DeskSplitBody(DeskBody):
    n = fields.Int(required=True, strict=True, validate=Range(1, 2**31 - 1), metadata={"description": "which line of the requester's"})
    subject = Words(load_default=None, allow_none=True, validate=Length(max=200), metadata={"description": "of the new request; its first words without it", "example": None})


class DeskPublicBody(DeskBody):
    title = Words(required=True, allow_none=True, validate=Length(max=TITLE),
                  metadata={"description": "what everybody is shown, in the team's own words; null: nothing any more", "example": "A dark mode"})


class AgentRow(ma.Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)


class DeskSiteRow(ma.Schema):
    key = fields.Str(required=True)
    name = fields.Str(required=True)
    role = fields.Str(required=True, validate=OneOf(list(ROLES)))
    teams = fields.List(fields.Str(), required=True)


class DeskSessionAnswer(ma.Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)
    email = fields.Str(required=True)
    csrf = fields.Str(required=True, metadata={"description": "what the head `X-CSRF-Token` of each write holds"})
    sites = fields.List(fields.Nested(DeskSiteRow), required=True)


class OtherRow(ma.Schema):
    id = fields.Str(required=True)
    number = fields.Int(required=True)
    subject = fields.Str(required=True)
    status = fields.Str(required=True, validate=OneOf(STATUSES))


class RequestRow(OtherRow):
    kind = fields.Str(required=True, validate=OneOf(KINDS))
    severity = fields.Str(required=True, validate=OneOf(SEVERITIES))
    module = fields.Str(required=True, allow_none=True)
    team = fields.Str(required=True, allow_none=True)
    opened_at = fields.Str(required=True)
    due_at = fields.Str(required=True, allow_none=True)
    last_n = fields.Int(required=True, metadata={"description": "`n` of the newest message, a note perhaps: the `seen` of the next write"})


class QueueRow(RequestRow):
    status = fields.Str(required=True, validate=OneOf(OPEN))
    assignee = fields.Str(required=True, allow_none=True, metadata={"description": "name of who has it"})
    requester = fields.Str(required=True)
    account = fields.Str(required=True, allow_none=True)
    priority = fields.Int(required=True)
    group = fields.Str(required=True, validate=OneOf(GROUPS))
    whose = fields.Str(required=True, validate=OneOf(MINE))
    last_at = fields.Str(required=True)
    last_by = fields.Str(required=True, validate=OneOf(["requester", "agent", "system"]))


class QueueAnswer(ma.Schema):
    tickets = fields.List(fields.Nested(QueueRow), required=True)
    now_at = fields.Str(required=True, metadata={"description": "the moment that the groups are told by; the same on every page"})
    next = fields.Str(required=True, allow_none=True)


class AgentsAnswer(ma.Schema):
    agents = fields.List(fields.Nested(AgentRow), required=True)


class DeskMessageRow(MessageRow):
    note = fields.Bool(required=True, metadata={"description": "for agents only"})


class DueRow(ma.Schema):
    target = fields.Str(required=True, validate=OneOf(TARGETS))
    due_at = fields.Str(required=True)
    met_at = fields.Str(required=True, allow_none=True)
    breached_at = fields.Str(required=True, allow_none=True)
    paused = fields.Bool(required=True)
    why = fields.List(fields.Str(), required=True, metadata={"description": "day by day, in the language asked for, from when the clock ran again last; empty where the site counts otherwise now"})


class DeskRequester(ma.Schema):
    name = fields.Str(required=True)
    email = fields.Str(required=True, allow_none=True)
    email_confirmed = fields.Bool(required=True)
    proven = fields.Bool(required=True, metadata={"description": "the product vouches for who they are"})
    plan = fields.Str(required=True, allow_none=True)


class DeskAccount(ma.Schema):
    key = fields.Str(required=True)
    name = fields.Str(required=True)
    plan = fields.Str(required=True, allow_none=True)
    manager = fields.Str(required=True, allow_none=True, metadata={"description": "name of the agent who knows it"})


class DeskTicketRow(RequestRow):
    assignee = fields.Nested(AgentRow, required=True, allow_none=True)
    locale = fields.Str(required=True)
    public_title = fields.Str(required=True, allow_none=True, metadata={"description": "what everybody is shown of it; null: nothing"})
    alarmed = fields.Bool(required=True, metadata={"description": "an outage that nobody has confirmed yet"})
    changed_at = fields.Str(required=True)


class DeskTicketAnswer(DeskTicketRow):
    messages = fields.List(fields.Nested(DeskMessageRow), required=True)
    requester = fields.Nested(DeskRequester, required=True)
    account = fields.Nested(DeskAccount, required=True, allow_none=True)
    facts = fields.Dict(keys=fields.Str(), values=fields.Str(), required=True)
    context = fields.Dict(required=True, metadata={"description": "where the requester was, and what they did before they wrote (`trail`)"})
    promises = fields.List(fields.Nested(DueRow), required=True)
    earlier = fields.List(fields.Nested(OtherRow), required=True)
    joined = fields.List(fields.Nested(OtherRow), required=True, metadata={"description": "requests of the same person that were joined to this one"})
    joined_to = fields.Nested(OtherRow, required=True, allow_none=True)
    cause = fields.Nested(OtherRow, required=True, allow_none=True)
    caused = fields.List(fields.Nested(OtherRow), required=True, metadata={"description": "requests that are solved with this one, at most 100"})
    others_wish = fields.Int(required=True, metadata={"description": "how many people beside the requester wish for this change"})
    stars = fields.Int(required=True, allow_none=True)
    rating_text = fields.Str(required=True, allow_none=True)
    answers = fields.Bool(required=True, metadata={"description": "may the caller do something about it"})


class MacroRow(ma.Schema):
    key = fields.Str(required=True)
    title = fields.Str(required=True)
    body = fields.Str(required=True, metadata={"description": "in the language of who asks, filled in"})
    then = fields.Str(required=True, validate=OneOf(THEN), metadata={"description": "what it is sent as"})


class MacrosAnswer(ma.Schema):
    macros = fields.List(fields.Nested(MacroRow), required=True)


class DraftQuery(ma.Schema):
    n = fields.Int(load_default=None, validate=Range(1, 2**31 - 1), metadata={"description": "which message; the last answer without it", "example": None})


def _short(most, what):
    return {"load_default": None, "allow_none": True, "validate": Length(max=most), "metadata": {"description": f"{what}; what is proposed without it", "example": None}}


class DraftBody(ma.Schema):
    n = fields.Int(load_default=None, allow_none=True, strict=True, validate=Range(1, 2**31 - 1), metadata={"description": "which answer; the last one without it", "example": None})
    title = Words(**_short(MOST_TITLE, "the title"))
    module = fields.Str(**_short(64, "key of the module"))
    slug = fields.Str(**_short(LONGEST_SLUG, "the name of the file: a-z, 0-9 and -"))
    asks = fields.List(Words(validate=Length(max=MOST_TITLE)), **_short(10, "how people ask it"))
    body = Words(**_short(MOST_TEXT, "the answer, as Markdown"))


class GapBody(ma.Schema):
    text = Words(required=True, validate=Length(max=MOST_TITLE), metadata={"description": "the question"})
    page = fields.Str(required=True, validate=[Length(1, 500), Regexp("/")], metadata={"description": "where it was asked", "example": "/invoices"})
    locale = fields.Str(required=True, validate=Length(1, 35), metadata={"example": "en"})


class DraftAnswer(ma.Schema):
    module = fields.Str(required=True)
    slug = fields.Str(required=True)
    locale = fields.Str(required=True)
    title = fields.Str(required=True)
    asks = fields.List(fields.Str(), required=True)
    pages = fields.List(fields.Str(), required=True)
    body = fields.Str(required=True)


class KeptAnswer(ma.Schema):
    written = fields.Bool(required=True, metadata={"description": "false: the folder cannot be written to; `text` is to be saved as `name`"})
    name = fields.Str(required=True, metadata={"example": "acme/invoices/send.en.md"})
    text = fields.Str(required=True, metadata={"description": "the whole file"})


class FindQuery(ma.Schema):
    q = fields.Str(required=True, validate=Length(1, 200), metadata={"description": "a number, words, or a person's name, address or account", "example": "invoice"})
    locale = fields.Str(load_default=None, validate=Length(max=35), metadata={"description": "of the articles; the browser's without it", "example": "en"})


class FoundTicket(OtherRow):
    severity = fields.Str(required=True, validate=OneOf(SEVERITIES))
    requester = fields.Str(required=True)
    account = fields.Str(required=True, allow_none=True)
    changed_at = fields.Str(required=True)


class FoundPerson(ma.Schema):
    name = fields.Str(required=True)
    email = fields.Str(required=True, allow_none=True)
    account = fields.Str(required=True, allow_none=True)
    proven = fields.Bool(required=True, metadata={"description": "the product vouches for who they are"})
    newest = fields.Nested(OtherRow, required=True, allow_none=True, metadata={"description": "their newest request"})


class FoundArticle(ma.Schema):
    id = fields.Str(required=True)
    title = fields.Str(required=True)
    summary = fields.Str(required=True)
    locale = fields.Str(required=True)
    url = fields.Str(required=True, metadata={"description": "its lasting address, as it may be put into an answer"})
    answered = fields.Bool(required=True, metadata={"description": "it is surely the answer"})


class FindAnswer(ma.Schema):
    tickets = fields.List(fields.Nested(FoundTicket), required=True)
    people = fields.List(fields.Nested(FoundPerson), required=True)
    articles = fields.List(fields.Nested(FoundArticle), required=True)


class ProposalRow(FoundArticle):
    read = fields.Bool(required=True, metadata={"description": "they read it before they wrote"})


class ProposalsAnswer(ma.Schema):
    proposals = fields.List(fields.Nested(ProposalRow), required=True)


class LocaleQuery(ma.Schema):
    locale = fields.Str(load_default=None, validate=Length(max=35), metadata={"description": "of the explanations; the browser's without it", "example": "en"})
