"""Whose a chat is: offered to who fits best, passed on when nobody reacts, a request when nobody is left. Each within a transaction, of a conversation that is locked."""

from ..core import clock
from ..core.db import db, record
from ..hours.in_words import promised
from ..people.identity import Caller
from ..people.models import Agent
from ..tickets import actions as tickets
from ..tickets import journal
from ..tickets import queries as requests
from ..tickets.schemas import MOST_TEXT
from . import lines, presence, queries, seats
from .events import ChatAssigned, ChatHandedOver
from .site_tables import rules


def route(site, conversation):
    """Offer the Conversation to somebody of the Site `site`; where all are busy it waits, where nobody is there it is a request."""
    chosen = choose(site, conversation)
    if chosen:
        assign(conversation, chosen.agent)
    elif not any(seat.answers and presence.line(seat, conversation.module) for seat in seats.of(site)):
        hand_over(site, conversation)


def choose(site, conversation):
    """The Seat that it should go to now, or None. Who knows the account comes first, then who chatted with them before."""
    account = conversation.requester.account
    first = [one for one in (account and account.manager_id, queries.last_agent(conversation)) if one]
    return presence.choose(seats.of(site), conversation.module, first, conversation.tried)


def assign(conversation, agent_id, open_=False):
    """The agent of this id has it from now on; `open_`: they are in it, and not only asked."""
    now = clock.now()
    conversation.agent = db.session.get(Agent, agent_id)
    conversation.assigned_at, conversation.touched_at = now, now if open_ else None
    conversation.status, conversation.closed_at = "open" if open_ else "queued", None
    if open_:
        conversation.tried = []
    record(ChatAssigned(conversation.id))


def touch(conversation):
    """Who has it reacts: it is theirs."""
    conversation.touched_at, conversation.tried = clock.now(), []
    if conversation.status == "queued":
        conversation.status = "open"
        record(ChatAssigned(conversation.id))


def pass_on(site, conversation, why, **values):
    """Whoever has it does not react (`why`: the word that says so): the next of us is asked; where nobody is left it is a request."""
    was = conversation.agent
    conversation.tried = [*conversation.tried, was.id]
    conversation.agent = None
    conversation.status, conversation.assigned_at, conversation.touched_at = "queued", None, None
    if conversation.ticket_id:   # it is followed there
        return record(ChatHandedOver(conversation.id))
    chosen = choose(site, conversation)
    if chosen is None:
        return hand_over(site, conversation, told="request")
    lines.tell(conversation, why, **values)
    assign(conversation, chosen.agent)


def deadline(site, conversation):
    """The moment when it goes to the next of us if nobody reacts; None while nobody has it, or nobody waits. Who is in it has three times as long for an answer."""
    if conversation.agent_id is None or conversation.waiting_since is None or conversation.status == "closed":
        return None
    patience = rules(site).patience * (3 if conversation.status == "open" else 1)
    return max(filter(None, (conversation.assigned_at, conversation.touched_at, conversation.waiting_since))) + patience


def hand_over(site, conversation, told=None, agent=None):
    """Make a request of the Conversation: every word of it once, by whom it was said, with the promise of the Site `site`.

    told   the word that says so in the chat, or None: how it stands says it
    agent  the Agent who wants it to be one, and follows it; None: nobody was there
    """
    caller = Caller(conversation.site, conversation.requester.key)
    (first, *_), *more = packs = _packed([one for one in queries.after(conversation, 0) if one.author_kind != "system"])
    ticket = tickets.open_(caller, site, body=first[2] or conversation.subject, locale=conversation.locale, context=conversation.context, subject=conversation.subject or None)
    messages = [requests.messages(ticket)[0], *(journal.say(ticket, *(pack[0])) for pack in more)]
    for (_, *held), line in zip(packs, messages, strict=True):
        for message in held:
            message.ticket_message_id = line.id
        lines.share_files(held, line)
    if agent:
        ticket.assignee = agent
    conversation.ticket_id, conversation.answer_by_at = ticket.id, ticket.promised_at
    conversation.agent, conversation.waiting_since, conversation.tried = agent, None, []
    if agent is None:
        conversation.status = "queued"
    if told:
        lines.tell(conversation, told, number=ticket.number, promise=_promise(site, ticket), **({"name": agent.name} if agent else {}))
    record(ChatHandedOver(conversation.id))
    return ticket


def _promise(site, ticket):
    """The sentence of when the answer comes; "" where nothing is promised."""
    policy = ticket.policy and site.tables["sla"].get(ticket.policy)
    calendar = policy and site.tables["calendars"].get(policy.calendar_for(ticket.severity))
    return promised(ticket.promised_at, clock.now(), ticket.locale, calendar) if calendar and ticket.promised_at else ""


def _packed(messages):
    """[[(kind, name, body), ChatMessage, …]] of all lines in their order: what one person said in a row together, each as long as a line of a request may be."""
    packed = []
    for message in messages:
        (kind, name, body), *_ = packed[-1] if packed else [(None, None, "")]
        joined = "\n\n".join(filter(None, (body, message.body)))
        if (kind, name) == (message.author_kind, message.author_name) and len(joined) <= MOST_TEXT:
            packed[-1][0] = (kind, name, joined)
            packed[-1].append(message)
        else:
            packed.append([(message.author_kind, message.author_name, message.body), message])
    return packed
