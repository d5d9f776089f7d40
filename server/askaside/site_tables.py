"""The tables of `site.toml` that rooms read by themselves, in the order in which they may look at each other's."""

from .chat import site_tables as chat
from .desk import site_tables as desk
from .hours import calendar_file
from .people import site_tables as people
from .sites.table import TableBroken
from .tickets import site_tables as tickets


def _calendars(value, site):
    try:
        return calendar_file.read(value, site.locales)
    except calendar_file.CalendarBroken as wrong:
        name = wrong.calendar_key and f"calendars.{wrong.calendar_key}{f'.{wrong.part}' if wrong.part else ''}"
        raise TableBroken(wrong.cause, wrong.remedy, wrong.name, name, wrong.at) from None


TABLES = {"calendars": _calendars, "mail": tickets.read_mail, "teams": tickets.read_teams, "sla": tickets.read_sla, "outage": tickets.read_outage,
          "facts": tickets.read_facts, "plans": people.read_plans, "attachments": tickets.read_attachments, "chat": chat.read_chat, "macros": desk.read_macros}
