"""The table [chat] of `site.toml`: how long somebody waits until the next one of us is asked."""

from dataclasses import dataclass
from datetime import timedelta

from ..sites.table import Table

KEYS = {"patience", "wait", "idle", "most"}


@dataclass(frozen=True)
class ChatRules:
    """patience: until who does not react loses a chat to the next one; wait: until nobody being free makes it a request; idle: until an answered one is over;
    most: chats that an agent has at once, unless they say otherwise."""

    patience: timedelta = timedelta(minutes=2)
    wait: timedelta = timedelta(minutes=10)
    idle: timedelta = timedelta(minutes=30)
    most: int = 4


def read_chat(value, site):
    """The ChatRules of `site`. raises  TableBroken"""
    table = Table(value, "chat", KEYS)
    spans = {name: table.span(name, table.value[name], seconds=True) for name in ("patience", "wait", "idle") if name in table.value}
    most = table.take("most", int, "a number of chats, from 1 to 20", ChatRules.most)
    if not 1 <= most <= 20:
        raise table.broken(f"`most` is {most}.", "It takes a number of chats, from 1 to 20.", "most")
    return ChatRules(**spans, most=most)


def rules(site):
    """The ChatRules of the Site `site`."""
    return site.tables.get("chat", ChatRules())
