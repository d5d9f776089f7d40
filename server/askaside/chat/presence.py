"""Who takes the next chat, and whether one may be offered: from who is there, what they know, and how much they have."""

from dataclasses import dataclass

AVAILABLE, BUSY, AWAY = STATUSES = ("available", "busy", "away")
KNOWS_ALL = 1   # the line of who is in no team


@dataclass(frozen=True)
class Seat:
    """An agent (id, name) as they take chats.

    status  of STATUSES: what they chose; busy keeps what they have, and takes nothing new
    there   is a browser of theirs connected?
    most    how many chats at once; `has`: how many they have, `since`: when they got the last one, or None
    teams   the Teams that they are in
    """

    agent: str
    name: str
    status: str
    there: bool
    most: int
    has: int
    since: object = None
    teams: tuple = ()

    @property
    def answers(self):
        return self.there and self.status == AVAILABLE

    @property
    def room(self):
        return max(0, self.most - self.has) if self.answers else 0


def line(seat, module):
    """The tier in which the Seat answers about `module` (a key, or None); None: not at all."""
    return min((team.tier for team in seat.teams if team.knows(module)), default=None) if seat.teams else KNOWS_ALL


def choose(seats, module, first=(), tried=()):
    """The Seat that the next chat about `module` goes to: of `first` (ids of agents: who knows the account, who had the last one) in their order, else
    the lowest tier, who is there for the module, has the most room, and got none for the longest time. None: nobody who was not `tried` has room."""
    free = [seat for seat in seats if seat.room and seat.agent not in tried and line(seat, module)]
    for agent in first:
        for seat in free:
            if seat.agent == agent:
                return seat
    return min(free, key=lambda seat: (line(seat, module), not any(module in team.modules for team in seat.teams), seat.has / seat.most, seat.since is not None, seat.since), default=None)


def offered(seats, module, waiting):
    """(may a chat about `module` be begun now, would it find room at once). `waiting`: how many wait for room already. Nobody waits behind more people than could be helped at once."""
    answering = [seat for seat in seats if seat.answers and line(seat, module)]
    return waiting < sum(seat.most for seat in answering), waiting < sum(seat.room for seat in answering)
