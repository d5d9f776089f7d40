"""The whole nervous system on one page: who hears what happened, within its transaction and after it."""

from .core import events
from .help.events import LibraryChanged


def install(app):
    events.on(
        within={},
        after={LibraryChanged: [app.front.clear]})
