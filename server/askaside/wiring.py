"""The whole nervous system on one page: who hears what happened, within its transaction and after it."""

from .chat import live as chat_live
from .chat.events import ChatEnded, ChatHandedOver, ChatRead, ChatReopened, ChatStarted, ChatWentOn, MessagePosted
from .core import events
from .desk import letters
from .desk import live as desk_live
from .help.events import LibraryChanged
from .people.events import AgentInvited
from .tickets import changes, handling, joining, mail, team_mail
from .tickets.events import OutageAlarmed, SlaBreached, TicketAssigned, TicketChanged, TicketEscalated, TicketOpened, TicketReplied, TicketSolved, TicketTold, WishShared


def install(app):
    events.on(
        within={TicketOpened: [mail.opened], WishShared: [mail.awaited], TicketReplied: [mail.replied], TicketTold: [mail.told], TicketSolved: [joining.solve_caused],
                TicketAssigned: [team_mail.assigned], TicketEscalated: [team_mail.escalated],
                SlaBreached: [team_mail.breached, handling.hand_over_late], OutageAlarmed: [team_mail.alarmed],
                TicketChanged: [changes.number], AgentInvited: [letters.invited]},
        after={LibraryChanged: [app.front.clear], OutageAlarmed: [team_mail.rung], TicketChanged: [desk_live.rung],
               MessagePosted: [chat_live.posted], ChatRead: [chat_live.was_read],
               **{happened: [chat_live.changed] for happened in (ChatStarted, ChatHandedOver, ChatReopened, ChatEnded, ChatWentOn)}})
