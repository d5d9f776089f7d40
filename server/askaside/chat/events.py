"""What happened to chats, past tense. Each carries ids only: who hears of it reads the rows."""

from dataclasses import dataclass

from ..core.events import Event


@dataclass(frozen=True)
class ChatEvent(Event):
    conversation_id: str


class ChatStarted(ChatEvent):
    """It is there."""


@dataclass(frozen=True)
class MessagePosted(ChatEvent):
    """`message_id`: the line that came; `line`: itself (a `usual.Line`), where who kept it has it at hand, for nothing of it ever changes."""

    message_id: str
    line: object = None


@dataclass(frozen=True)
class ChatRead(ChatEvent):
    """`by` (requester or agent) has read up to line `n`."""

    by: str
    n: int


class ChatHandedOver(ChatEvent):
    """Nobody was there: it is a request now, too."""


class ChatAssigned(ChatEvent):
    """Somebody else of us has it now, or who was asked is in it."""


class ChatNoted(ChatEvent):
    """Agents said something among themselves."""


@dataclass(frozen=True)
class SeatChanged(Event):
    """Somebody at `site` (its key) takes chats in another way."""

    site: str


class ChatReopened(ChatEvent):
    """By a line that came when it was over."""


class ChatEnded(ChatEvent):
    """By its requester, by an agent, or because it was quiet."""


class ChatWentOn(ChatEvent):
    """In another conversation, by a line that came long after it was over."""
