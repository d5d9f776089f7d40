"""News goes out by event: a lower room records what happened, `wiring.py` says who hears it."""

import logging

log = logging.getLogger(__name__)
_within, _after = {}, {}


class Event:
    """Base of everything that happened; named in the past tense. `last`: it is heard when all the others of its transaction were."""

    last = False


def on(within=(), after=()):
    """Replace the tables {Event type: [reaction]} of what runs within the transaction and what after it."""
    _within.clear()
    _after.clear()
    _within.update(within)
    _after.update(after)


def react_within(event):
    for reaction in _within.get(type(event), ()):
        reaction(event)


def react_after(event):
    """Tell the outside. A failing reaction is logged, and the next one still runs."""
    for reaction in _after.get(type(event), ()):
        try:
            reaction(event)
        except Exception:
            log.exception("a reaction to %s failed", type(event).__name__)
