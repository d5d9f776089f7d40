"""(Site, moment) → the ways to a person as they stand now: is somebody there, and when does an answer come."""

from ..hours.in_words import promised
from ..tickets import actions
from ..tickets.severity import severity_of


def ways(site, locale, now, kind="question", plan=None):
    """Rows {kind, available, promise, opens_at?, link?, title?, advice?, notice?} of every channel but the chat, in the site's order.

    `promise`: {answer_by_at, text} (an aware moment, a sentence) of a request of `kind` that came now; None where nothing is promised.
    """
    return [_way(site, channel, locale, now, kind, plan) for channel in site.channels if channel.kind != "chat"]


def _way(site, channel, locale, now, kind, plan):
    calendar = site.tables.get("calendars", {}).get(channel.hours)
    row = {"kind": channel.kind, "available": calendar is None or channel.kind == "ticket" or calendar.is_open(now),
           "promise": promise(site, locale, now, kind, plan) if channel.kind == "ticket" else None}
    if not row["available"]:
        row["opens_at"] = calendar.next_opening(now)
    if channel.link:
        row["link"] = channel.link
    texts = {"title": channel.title, "advice": channel.advice, "notice": calendar and calendar.notice_at(now)}
    return {**row, **{name: site.words(text, locale) for name, text in texts.items() if text}}


def promise(site, locale, now, kind="question", plan=None):
    """{answer_by_at, text} for a request of `kind` that came at `now`, or None."""
    severity = severity_of(kind, {})
    policy, _, answer_by = actions.promised(site, plan, severity, now)
    if answer_by is None:
        return None
    return {"answer_by_at": answer_by, "text": promised(answer_by, now, locale, site.tables["calendars"][policy.calendar_for(severity)])}
