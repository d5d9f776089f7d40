"""The whole nervous system on one page: who hears what happened, within its transaction and after it."""

from .core import events
from .help.events import LibraryChanged
from .tickets import mail as letters
from .tickets.events import TicketOpened, TicketReplied


def install(app):
    events.on(
        within={TicketOpened: [letters.opened], TicketReplied: [letters.replied]},
        after={LibraryChanged: [app.front.clear]})
