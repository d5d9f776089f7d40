"""What happened to agents, past tense."""

from dataclasses import dataclass

from ..core.events import Event


@dataclass(frozen=True)
class AgentInvited(Event):
    """`token`: what the link of the invitation holds. It is kept nowhere but in the letter."""

    agent_id: str
    token: str
