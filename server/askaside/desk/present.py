"""Who of the agents is where: told by their browsers every few seconds, forgotten by itself. In this process's memory."""

from dataclasses import dataclass
from datetime import timedelta

LASTS = timedelta(seconds=12)   # three beats of a browser


@dataclass(frozen=True)
class Place:
    """One connection. `session`: the hash of the DeskSession that it came with; `ticket`: the id of the one before them, or None."""

    agent: str
    name: str
    session: str
    at: object
    ticket: str | None = None
    writing: bool = False


class Present:
    """Places by connection id."""

    def __init__(self):
        self._places = {}

    def put(self, sid, place):
        """Returns the Place before, or None."""
        before = self._places.get(sid)
        self._places[sid] = place
        return before

    def drop(self, sid):
        """Returns the Place that was, or None."""
        return self._places.pop(sid, None)

    def by_session(self):
        """{hash of a DeskSession: [connection id]}"""
        found = {}
        for sid, place in self._places.items():
            found.setdefault(place.session, []).append(sid)
        return found

    def at(self, ticket, now):
        """[{id, name, writing}] of the agents who have the ticket of this id before them at `now`, by name; each once, however many windows they have."""
        found = {}
        for place in self._places.values():
            if place.ticket == ticket and now - place.at < LASTS:
                found[place.agent] = {"id": place.agent, "name": place.name, "writing": place.writing or found.get(place.agent, {}).get("writing", False)}
        return sorted(found.values(), key=lambda one: (one["name"], one["id"]))
