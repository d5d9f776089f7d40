"""What the doors of the tickets take and answer; the OpenAPI page is made of these."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Email, Length, OneOf, Range

from ..core.http import Page
from .severity import KINDS, SEVERITIES
from .status import STATUSES

MOST_TEXT = 20_000
MOST_FACTS = 40


class Words(fields.Str):
    """What a person wrote, kept as it is; `required` means not blank."""

    def _deserialize(self, value, attr, data, **kwargs):
        text = super()._deserialize(value, attr, data, **kwargs)
        if self.required and not text.strip():
            raise ma.ValidationError("Write a few words.")
        return text


def _short(most, **more):
    return {"load_default": None, "allow_none": True, "validate": Length(max=most), **more}


class ContextBody(ma.Schema):
    """Where the requester was, and what they did before they wrote."""

    url = fields.Str(**_short(4096, metadata={"description": "the route", "example": "/invoices/5"}))
    module = fields.Str(**_short(64, metadata={"description": "key of a module"}))
    keys = fields.List(fields.Str(validate=Length(max=300)), load_default=[], validate=Length(max=20))
    browser = fields.Str(**_short(400))
    trail = fields.List(fields.Dict(keys=fields.Str(validate=Length(max=40)), values=fields.Str(validate=Length(max=400))), load_default=[], validate=Length(max=50),
                        metadata={"description": "what was searched, read and tried, the last at the end"})
    errors = fields.List(fields.Str(validate=Length(max=1000)), load_default=[], validate=Length(max=20), metadata={"description": "messages that stood on the page"})


FILES = {"load_default": [], "validate": Length(max=20), "metadata": {"description": "ids of files that the caller has sent, in order", "example": []}}


class TicketBody(ma.Schema):
    body = Words(required=True, validate=Length(max=MOST_TEXT), metadata={"example": "I cannot issue an invoice since this morning."})
    subject = Words(**_short(200))
    kind = fields.Str(load_default=None, allow_none=True, validate=OneOf(KINDS))
    facts = fields.Dict(keys=fields.Str(validate=Length(1, 40)), values=Words(validate=Length(max=1000)), load_default={}, validate=Length(max=MOST_FACTS),
                        metadata={"description": "answers to what was asked; `anyone_can_work`, `way_round` and `worked_before` (yes or no) decide the severity", "example": {"way_round": "no"}})
    email = fields.Str(load_default=None, allow_none=True, validate=[Length(max=254), Email()], metadata={"example": "tamar@example.com"})
    name = Words(**_short(200))
    locale = fields.Str(required=True, validate=Length(1, 35), metadata={"example": "en"})
    context = fields.Nested(ContextBody, load_default=None, allow_none=True)
    outage = fields.Bool(load_default=False, metadata={"description": "nobody can work"})
    files = fields.List(fields.Str(validate=Length(max=26)), **FILES)


class MessageBody(ma.Schema):
    body = Words(required=True, validate=Length(max=MOST_TEXT))
    seen = fields.Int(load_default=None, allow_none=True, validate=Range(min=0), metadata={"description": "`n` of the newest message that the writer saw; with a newer one the answer is `stale`"})
    files = fields.List(fields.Str(validate=Length(max=26)), **FILES)


class MeTooBody(ma.Schema):
    body = Words(**_short(MOST_TEXT, metadata={"description": "what the caller adds", "example": "Above all at night."}))
    email = fields.Str(load_default=None, allow_none=True, validate=[Length(max=254), Email()], metadata={"example": "tamar@example.com"})
    name = Words(**_short(200))
    locale = fields.Str(required=True, validate=Length(1, 35), metadata={"example": "en"})
    files = fields.List(fields.Str(validate=Length(max=26)), **FILES)


class ChangesQuery(Page):
    module = fields.Str(load_default=None, validate=Length(max=64), metadata={"description": "key of a module: only its changes, and those of no module"})
    q = fields.Str(load_default=None, validate=Length(max=400), metadata={"description": "words that somebody is writing: only the changes that are about the same, the nearest first"})
    locale = fields.Str(load_default=None, validate=Length(max=35), metadata={"description": "the language of `q`; the site's default without it", "example": "en"})


class ReadBody(ma.Schema):
    n = fields.Int(required=True, strict=True, validate=Range(min=0), metadata={"description": "the newest message that was read"})


class RatingBody(ma.Schema):
    stars = fields.Int(required=True, strict=True, validate=Range(1, 5))
    text = Words(**_short(2000))


class TicketRow(ma.Schema):
    id = fields.Str(required=True)
    number = fields.Int(required=True, metadata={"example": 41})
    kind = fields.Str(required=True, validate=OneOf(KINDS))
    severity = fields.Str(required=True, validate=OneOf(SEVERITIES))
    status = fields.Str(required=True, validate=OneOf(STATUSES))
    subject = fields.Str(required=True)
    module = fields.Str(required=True, allow_none=True)
    opened_at = fields.Str(required=True)
    changed_at = fields.Str(required=True)
    answer_by_at = fields.Str(required=True, allow_none=True, metadata={"description": "when the first answer will be there; null where the site promises nothing, or when it has come"})
    notice = fields.Str(required=True, allow_none=True, metadata={"description": "why the answer comes later than usual, in kind words; null where it does not"})
    stars = fields.Int(required=True, allow_none=True)
    unread = fields.Int(required=True, metadata={"description": "lines of others that the caller has not read"})


class ChangeRow(ma.Schema):
    id = fields.Str(required=True)
    title = fields.Str(required=True, metadata={"description": "in the team's words", "example": "A dark mode"})
    count = fields.Int(required=True, metadata={"description": "people who wish for it"})
    mine = fields.Bool(required=True, metadata={"description": "the caller is one of them"})


class ChangeList(ma.Schema):
    changes = fields.List(fields.Nested(ChangeRow), required=True)
    next = fields.Str(required=True, allow_none=True)


class Author(ma.Schema):
    kind = fields.Str(required=True, validate=OneOf(["requester", "agent", "system"]))
    name = fields.Str(required=True)


class FileRow(ma.Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True, metadata={"description": "made fit to be shown and kept", "example": "screen.png"})
    type = fields.Str(required=True, metadata={"description": "by its content", "example": "image/png"})
    size = fields.Int(required=True, metadata={"description": "bytes as they are kept"})


class MessageRow(ma.Schema):
    n = fields.Int(required=True, metadata={"description": "gapless within the request, from 1"})
    author = fields.Nested(Author, required=True)
    body = fields.Str(required=True)
    files = fields.List(fields.Nested(FileRow), required=True)
    at = fields.Str(required=True)


class Step(ma.Schema):
    step = fields.Str(required=True, validate=OneOf(["received", "answered", "solved"]))
    at = fields.Str(required=True, allow_none=True, metadata={"description": "null: not yet"})


class TicketAnswer(TicketRow):
    messages = fields.List(fields.Nested(MessageRow), required=True)
    progress = fields.List(fields.Nested(Step), required=True)


class TicketList(ma.Schema):
    tickets = fields.List(fields.Nested(TicketRow), required=True)
    next = fields.Str(required=True, allow_none=True)


