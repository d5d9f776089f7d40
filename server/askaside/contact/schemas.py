"""What the door of the contact takes and answers."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Length, OneOf

from ..sites.site import CHANNELS
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
    opens_at = fields.Str(metadata={"description": "when somebody is there again, where nobody is"})
    link = fields.Str(metadata={"example": "mailto:help@example.com"})
    title = fields.Str()
    advice = fields.Str()
    notice = fields.Str(metadata={"description": "an absence that stands now, in words"})


class ContactAnswer(ma.Schema):
    channels = fields.List(fields.Nested(WayRow), required=True)
