"""What happened to tickets, past tense. Each carries ids only: who hears of it reads the rows."""

from dataclasses import dataclass

from ..core.events import Event


@dataclass(frozen=True)
class TicketEvent(Event):
    ticket_id: str


@dataclass(frozen=True)
class TicketChanged(TicketEvent):
    """Something that who answers sees of it is another. `site`: the key of its own. Heard last: its number holds up everybody else's until the commit."""

    site: str
    last = True


class TicketOpened(TicketEvent):
    """It is there."""


@dataclass(frozen=True)
class TicketReplied(TicketEvent):
    """`message_id`: the line that came; `by`: requester or agent; `told`: the other side has it before them already."""

    message_id: str
    by: str
    told: bool = False


class WishShared(TicketEvent):
    """Somebody wishes for what others wish for: a request of their own that waits with the first one."""


class TicketReopened(TicketEvent):
    """By its requester, or by an agent."""


class TicketSolved(TicketEvent):
    """By an answer that says so."""


class TicketAssigned(TicketEvent):
    """To an agent, who is told."""


@dataclass(frozen=True)
class TicketEscalated(TicketEvent):
    """To the team of the next tier; `note_id`: the line with what was tried."""

    note_id: str


@dataclass(frozen=True)
class TicketTold(TicketEvent):
    """A line of the system's that the requester should read: `message_id`."""

    message_id: str


@dataclass(frozen=True)
class SlaBreached(TicketEvent):
    """`target` (of `sla.TARGETS`) was missed."""

    target: str


@dataclass(frozen=True)
class OutageAlarmed(TicketEvent):
    """Nobody has confirmed the outage yet; `alarms`: how often somebody was told, this time included."""

    alarms: int
