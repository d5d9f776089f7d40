"""Who of the agents is where: told by their browsers every few seconds, forgotten by itself. In this process's memory."""

from dataclasses import dataclass
from datetime import timedelta

from ..core import clock

LASTS = timedelta(seconds=12)   # three beats of a browser
COMES_BACK = timedelta(seconds=15)   # within which a page is loaded again, or a server: until then nobody has left


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
        self._places, self._left, self._began = {}, {}, clock.now()

    def put(self, sid, place):
        """Returns the Place before, or None."""
        before = self._places.get(sid)
        self._places[sid] = place
        return before

    def drop(self, sid):
        """Returns the Place that was, or None."""
        before = self._places.pop(sid, None)
        if before:
            self._left[before.agent] = clock.now()
        return before

    def gone(self, agent, now):
        """For how long no browser of the agent of this id has been connected, as far as this process knows: a timedelta; None while one is."""
        if any(place.agent == agent for place in list(self._places.values())):
            return None
        return now - self._left.get(agent, self._began)

    def there(self, agent, now):
        """Is the agent there, or away for so short that they are on their way back?"""
        gone = self.gone(agent, now)
        return gone is None or gone < COMES_BACK

    def by_session(self):
        """{hash of a DeskSession: [connection id]}"""
        found = {}
        for sid, place in list(self._places.items()):
            found.setdefault(place.session, []).append(sid)
        return found

    def at(self, ticket, now):
        """[{id, name, writing}] of the agents who have the ticket of this id before them at `now`, by name; each once, however many windows they have."""
        found = {}
        for place in list(self._places.values()):
            if place.ticket == ticket and now - place.at < LASTS:
                found[place.agent] = {"id": place.agent, "name": place.name, "writing": place.writing or found.get(place.agent, {}).get("writing", False)}
        return sorted(found.values(), key=lambda one: (one["name"], one["id"]))
