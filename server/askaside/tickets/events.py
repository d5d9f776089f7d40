"""What happened to tickets, past tense. Each carries ids only: who hears of it reads the rows."""

from dataclasses import dataclass

from ..core.events import Event


@dataclass(frozen=True)
class TicketOpened(Event):
    ticket_id: str


@dataclass(frozen=True)
class TicketReplied(Event):
    """`message_id`: the line that came; `by`: requester or agent."""

    ticket_id: str
    message_id: str
    by: str


@dataclass(frozen=True)
class TicketReopened(Event):
    ticket_id: str


@dataclass(frozen=True)
class TicketSolved(Event):
    ticket_id: str
