"""What the desk's doors of chats take and answer."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range

from ..chat import schemas as chat
from ..chat.presence import STATUSES
from ..tickets.schemas import MOST_TEXT, Words
from .schemas import AgentRow, DeskAccount, DeskRequester, OtherRow

WHOSE = ("mine", "nobody", "others")


class Of(chat.Of):
    site = fields.Str(required=True, validate=Length(1, 64))


class Message(Of, chat.Line):
    """A line of an agent's."""


class Read(Of, chat.Read):
    """Up to where an agent has read."""


class NothingBody(ma.Schema):
    """It says nothing more."""


class GiveBody(ma.Schema):
    agent = fields.Str(load_default=None, allow_none=True, validate=Length(max=26), metadata={"description": "id of who gets it; null: whoever is free", "example": None})
    note = fields.Str(load_default="", validate=Length(max=MOST_TEXT), metadata={"description": "for agents only"})


class NoteBody(ma.Schema):
    body = Words(required=True, validate=Length(max=MOST_TEXT))


class SeatBody(ma.Schema):
    status = fields.Str(load_default=None, allow_none=True, validate=OneOf(STATUSES), metadata={"description": "busy: keeps what they have, and gets nothing new; null: as it was"})
    most = fields.Int(load_default=None, allow_none=True, strict=True, validate=Range(1, 20), metadata={"description": "chats at once; null: as it was"})


class SeatRow(ma.Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)
    status = fields.Str(required=True, validate=OneOf(STATUSES))
    there = fields.Bool(required=True, metadata={"description": "a browser of theirs is connected"})
    most = fields.Int(required=True, metadata={"description": "chats at once"})
    has = fields.Int(required=True, metadata={"description": "chats that they have"})


class Who(ma.Schema):
    name = fields.Str(required=True)
    account = fields.Str(required=True, allow_none=True)


class Glance(ma.Schema):
    by = fields.Str(required=True, validate=OneOf(["requester", "agent", "system"]))
    text = fields.Str(required=True)
    at = fields.Str(required=True)


class ChatRow(chat.ConversationRow):
    id = fields.Str(required=True)
    site = fields.Str(required=True)
    who = fields.Nested(Who, required=True)
    module = fields.Str(required=True, allow_none=True)
    locale = fields.Str(required=True)
    last = fields.Nested(Glance, required=True, allow_none=True, metadata={"description": "its newest line"})
    waiting_since = fields.Str(required=True, allow_none=True, metadata={"description": "of the oldest line that nobody has answered; null: all are"})
    deadline_at = fields.Str(required=True, allow_none=True, metadata={"description": "when it goes to the next agent if who has it does nothing"})
    assigned = fields.Nested(AgentRow, required=True, allow_none=True, metadata={"description": "who has it, or was asked"})
    whose = fields.Str(required=True, validate=OneOf(WHOSE))


class ChatsAnswer(ma.Schema):
    seat = fields.Nested(SeatRow, required=True, allow_none=True, metadata={"description": "of who asks; null: they do not answer here"})
    seats = fields.List(fields.Nested(SeatRow), required=True)
    chats = fields.List(fields.Nested(ChatRow), required=True, metadata={"description": "who waits longest first"})


class NoteRow(ma.Schema):
    after_n = fields.Int(required=True, metadata={"description": "behind which line it was written"})
    name = fields.Str(required=True)
    body = fields.Str(required=True)
    at = fields.Str(required=True)


class ChatStory(ChatRow):
    requester = fields.Nested(DeskRequester, required=True)
    account = fields.Nested(DeskAccount, required=True, allow_none=True)
    context = fields.Dict(required=True, metadata={"description": "where the requester was, and what they did before they wrote (`trail`)"})
    earlier = fields.List(fields.Nested(OtherRow), required=True, metadata={"description": "their newest requests"})
    notes = fields.List(fields.Nested(NoteRow), required=True)
    messages = fields.List(fields.Nested(chat.ChatMessageRow), required=True, metadata={"description": "the first of them"})
    next = fields.Str(required=True, allow_none=True, metadata={"description": "the `after` of the next question for messages; null: these are all"})
    next_conversation = fields.Str(required=True, allow_none=True, metadata={"description": "the conversation that went on after this one was over"})
    answers = fields.Bool(required=True, metadata={"description": "may the caller do something about it"})
