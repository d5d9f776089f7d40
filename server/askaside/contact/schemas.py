"""What the door of the contact takes and answers."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Length, OneOf

from ..sites.site import CHANNELS
from ..tickets.facts import LOOKS, PAGE
from ..tickets.severity import KINDS


class ContactQuery(ma.Schema):
    module = fields.Str(load_default=None, validate=Length(max=64), metadata={"description": "key of a module"})
    locale = fields.Str(load_default=None, validate=Length(max=35), metadata={"description": "BCP 47; the site's default without it", "example": "en"})
    kind = fields.Str(load_default="question", validate=OneOf(KINDS), metadata={"description": "what it is about; a promise differs by it"})


class PromiseRow(ma.Schema):
    answer_by_at = fields.Str(required=True)
    text = fields.Str(required=True, metadata={"example": "An answer comes today by 15:40."})


class WayRow(ma.Schema):
    kind = fields.Str(required=True, validate=OneOf(CHANNELS), metadata={"example": "ticket"})
    available = fields.Bool(required=True, metadata={"description": "somebody is there now, by the channel's `hours`; without hours, always"})
    promise = fields.Nested(PromiseRow, required=True, allow_none=True)
    position = fields.Int(allow_none=True, metadata={"description": "of a chat: the place in the line, where all of us are busy"})
    opens_at = fields.Str(metadata={"description": "when somebody is there again, where nobody is"})
    link = fields.Str(metadata={"example": "mailto:help@example.com"})
    title = fields.Str()
    advice = fields.Str()
    notice = fields.Str(metadata={"description": "an absence that stands now, in words"})


class FactRow(ma.Schema):
    key = fields.Str(required=True, metadata={"example": "since"})
    ask = fields.Str(required=True, metadata={"example": "Since when?"})
    kinds = fields.List(fields.Str(validate=OneOf(KINDS)), required=True, metadata={"description": "of which kinds of request it is asked; none: of all"})
    words = fields.List(fields.Str(), required=True, metadata={"description": "one of them in the text tells it"})
    looks_like = fields.List(fields.Str(validate=OneOf(LOOKS)), required=True, metadata={"description": "something like it in the text tells it"})
    page = fields.List(fields.Str(validate=OneOf(PAGE)), required=True, metadata={"description": "where the page tells one of these, it need not be asked"})


class AttachmentsRow(ma.Schema):
    max_bytes = fields.Int(required=True, metadata={"description": "how large a file may be", "example": 10_000_000})
    max_files = fields.Int(required=True, metadata={"description": "how many go with one message; 0: none are taken"})


class ContactAnswer(ma.Schema):
    facts = fields.List(fields.Nested(FactRow), required=True, metadata={"description": "what an agent needs to know of a request about this module"})
    channels = fields.List(fields.Nested(WayRow), required=True)
    attachments = fields.Nested(AttachmentsRow, required=True)
