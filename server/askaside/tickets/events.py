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


@dataclass(frozen=True)
class TicketAssigned(Event):
    """To an agent, who is told."""

    ticket_id: str


@dataclass(frozen=True)
class TicketEscalated(Event):
    """To the team of the next tier; `note_id`: the line with what was tried."""

    ticket_id: str
    note_id: str


@dataclass(frozen=True)
class TicketTold(Event):
    """A line of the system's that the requester should read: `message_id`."""

    ticket_id: str
    message_id: str


@dataclass(frozen=True)
class SlaBreached(Event):
    """`target` (of `sla.TARGETS`) was missed."""

    ticket_id: str
    target: str


@dataclass(frozen=True)
class OutageAlarmed(Event):
    """Nobody has confirmed the outage yet; `alarms`: how often somebody was told, this time included."""

    ticket_id: str
    alarms: int
