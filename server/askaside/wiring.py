"""The whole nervous system on one page: who hears what happened, within its transaction and after it."""

from .chat import live as chat_live
from .chat import mail as chat_mail
from .chat.events import ChatAssigned, ChatEnded, ChatHandedOver, ChatNoted, ChatRead, ChatReopened, ChatStarted, ChatWentOn, MessagePosted, SeatChanged
from .core import events
from .desk import chat_live as desk_chat
from .desk import letters
from .desk import live as desk_live
from .help.events import LibraryChanged
from .people.events import AgentInvited
from .tickets import changes, handling, joining, mail, team_mail
from .tickets.events import OutageAlarmed, SlaBreached, TicketAssigned, TicketChanged, TicketEscalated, TicketOpened, TicketReplied, TicketSolved, TicketTold, WishShared


def install(app):
    events.on(
        within={TicketOpened: [mail.opened], WishShared: [mail.awaited], TicketReplied: [mail.replied, chat_mail.replied], TicketTold: [mail.told], TicketSolved: [joining.solve_caused],
                ChatEnded: [chat_mail.ended],
                TicketAssigned: [team_mail.assigned], TicketEscalated: [team_mail.escalated],
                SlaBreached: [team_mail.breached, handling.hand_over_late], OutageAlarmed: [team_mail.alarmed],
                TicketChanged: [changes.number], AgentInvited: [letters.invited]},
        after={LibraryChanged: [app.front.clear], OutageAlarmed: [team_mail.rung], TicketChanged: [desk_live.rung],
               MessagePosted: [chat_live.posted], ChatRead: [chat_live.was_read], ChatNoted: [desk_chat.changed], SeatChanged: [desk_chat.seats_changed],
               **{happened: [chat_live.changed, desk_chat.changed] for happened in (ChatStarted, ChatReopened, ChatWentOn)},
               **{happened: [chat_live.changed, desk_chat.moved] for happened in (ChatAssigned, ChatHandedOver, ChatEnded)}})
