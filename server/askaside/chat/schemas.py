"""What the doors of a chat take and answer."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range

from ..tickets.schemas import FILES, Author, ContextBody, FileRow

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


class Line(ma.Schema):
    """What somebody says: words, files, or both."""

    client_id = fields.Str(required=True, validate=Length(1, 64))
    body = fields.Str(required=True)
    files = fields.List(fields.Str(validate=Length(max=26)), **FILES)

    @ma.validates_schema
    def _something(self, told, **_):
        if not told["body"].strip() and not told["files"]:
            raise ma.ValidationError("Write a few words.", "body")


class Start(Line):
    context = fields.Nested(ChatContext, load_default=None, allow_none=True)


class Message(Of, Line):
    """A further line."""


class Read(Of):
    n = fields.Int(required=True, strict=True, validate=Range(0, 2**31 - 1))


class AfterQuery(ma.Schema):
    after = fields.Int(load_default=0, validate=Range(0, 2**31 - 1), metadata={"description": "the newest number that the asker has", "example": 0})
    limit = fields.Int(load_default=20, validate=Range(1, 100), metadata={"description": "how many at once"})


class Card(ma.Schema):
    id = fields.Str(required=True)
    title = fields.Str(required=True)
    summary = fields.Str(required=True)


class ChatMessageRow(ma.Schema):
    conversation = fields.Str(required=True)
    n = fields.Int(required=True, metadata={"description": "gapless within the conversation, from 1"})
    client_id = fields.Str(required=True, allow_none=True, metadata={"description": "what its author's browser called it; null for lines of the system"})
    author = fields.Nested(Author, required=True)
    body = fields.Str(required=True)
    html = fields.Str(required=True, metadata={"description": "links, emphasis, code and lists of `body`, safe to be shown"})
    at = fields.Str(required=True)
    files = fields.List(fields.Nested(FileRow), required=True)
    articles = fields.List(fields.Nested(Card), required=True, metadata={"description": "public articles that it links to"})


class ReadMarks(ma.Schema):
    requester = fields.Int(required=True)
    agent = fields.Int(required=True)


class ConversationRow(ma.Schema):
    conversation = fields.Str(required=True)
    status = fields.Str(required=True, validate=OneOf(STATUSES))
    agent = fields.Str(required=True, allow_none=True, metadata={"description": "the name of who has it"})
    position = fields.Int(required=True, allow_none=True, metadata={"description": "how many wait before it, and itself; null: it does not wait for an agent"})
    wait_seconds = fields.Int(required=True, allow_none=True, metadata={"description": "until somebody answers, from how long it took of late; null: nobody can say"})
    answer_by_at = fields.Str(required=True, allow_none=True, metadata={"description": "when the answer to the request that it became was said to come"})
    ticket = fields.Str(required=True, allow_none=True, metadata={"description": "id of the request that it became"})
    next = fields.Str(required=True, allow_none=True, metadata={"description": "the conversation that went on after this one was over"})
    last_n = fields.Int(required=True, metadata={"description": "number of its newest message"})
    read = fields.Nested(ReadMarks, required=True, metadata={"description": "up to where each side has read"})
    opened_at = fields.Str(required=True)
    subject = fields.Str(required=True, metadata={"description": "the first words"})


class ListedConversation(ConversationRow):
    last_at = fields.Str(required=True)
    unread = fields.Int(required=True, metadata={"description": "lines of others that the caller has not read"})


class ConversationList(ma.Schema):
    conversations = fields.List(fields.Nested(ListedConversation), required=True)
    next = fields.Str(required=True, allow_none=True)


class Unread(ma.Schema):
    unread = fields.Int(required=True, metadata={"description": "lines of others that the caller has not read, over all requests and chats"})


class ChatAnswer(ma.Schema):
    conversation = fields.Nested(ConversationRow, required=True)
    messages = fields.List(fields.Nested(ChatMessageRow), required=True)
    next = fields.Str(required=True, allow_none=True, metadata={"description": "the `after` of the next question; null: that was all"})
