"""What the doors of a chat take and answer."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range

from ..tickets.schemas import Author, ContextBody, Words

STATUSES = ("queued", "away", "open", "closed")


class Handshake(ma.Schema):
    """`auth` of the connection: whose site, and who."""

    site = fields.Str(required=True, validate=Length(1, 64))
    token = fields.Str(load_default=None, allow_none=True, validate=Length(max=8192))
    visitor = fields.Str(load_default=None, allow_none=True, validate=Length(max=200))


class Of(ma.Schema):
    """Said of one conversation."""

    conversation = fields.Str(required=True, validate=Length(1, 26))


class ChatContext(ContextBody):
    locale = fields.Str(load_default=None, allow_none=True, validate=Length(max=35))


class Start(ma.Schema):
    client_id = fields.Str(required=True, validate=Length(1, 64))
    body = Words(required=True)
    context = fields.Nested(ChatContext, load_default=None, allow_none=True)


class Message(Of):
    client_id = fields.Str(required=True, validate=Length(1, 64))
    body = Words(required=True)


class Read(Of):
    n = fields.Int(required=True, strict=True, validate=Range(0, 2**31 - 1))


class AfterQuery(ma.Schema):
    after = fields.Int(load_default=0, validate=Range(0, 2**31 - 1), metadata={"description": "the newest number that the asker has", "example": 0})
    limit = fields.Int(load_default=20, validate=Range(1, 100), metadata={"description": "how many at once"})


class ChatMessageRow(ma.Schema):
    conversation = fields.Str(required=True)
    n = fields.Int(required=True, metadata={"description": "gapless within the conversation, from 1"})
    client_id = fields.Str(required=True, allow_none=True, metadata={"description": "what its author's browser called it; null for lines of the system"})
    author = fields.Nested(Author, required=True)
    body = fields.Str(required=True)
    html = fields.Str(required=True, metadata={"description": "links, emphasis, code and lists of `body`, safe to be shown"})
    at = fields.Str(required=True)


class ReadMarks(ma.Schema):
    requester = fields.Int(required=True)
    agent = fields.Int(required=True)


class ConversationRow(ma.Schema):
    conversation = fields.Str(required=True)
    status = fields.Str(required=True, validate=OneOf(STATUSES))
    agent = fields.Str(required=True, allow_none=True, metadata={"description": "the name of who has it"})
    position = fields.Int(required=True, allow_none=True, metadata={"description": "how many wait before it, and itself; null: it does not wait for an agent"})
    answer_by_at = fields.Str(required=True, allow_none=True, metadata={"description": "when the answer to the request that it became was said to come"})
    ticket = fields.Str(required=True, allow_none=True, metadata={"description": "id of the request that it became"})
    next = fields.Str(required=True, allow_none=True, metadata={"description": "the conversation that went on after this one was over"})
    last_n = fields.Int(required=True, metadata={"description": "number of its newest message"})
    read = fields.Nested(ReadMarks, required=True, metadata={"description": "up to where each side has read"})


class ChatAnswer(ma.Schema):
    conversation = fields.Nested(ConversationRow, required=True)
    messages = fields.List(fields.Nested(ChatMessageRow), required=True)
    next = fields.Str(required=True, allow_none=True, metadata={"description": "the `after` of the next question; null: that was all"})
