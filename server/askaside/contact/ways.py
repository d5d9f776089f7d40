"""(Site, moment) → the ways to a person as they stand now: is somebody there, and when does an answer come."""

from ..hours.in_words import promised
from ..people.entitlements import entitlement
from ..tickets import actions
from ..tickets.fair_use import Use
from ..tickets.severity import severity_of


def ways(site, locale, now, kind="question", plan=None, asked=0):
    """Rows {kind, available, promise, opens_at?, link?, title?, advice?, notice?} of every channel that `plan` opens, but the chat, in the
    site's order. `asked`: requests of theirs in the last 30 days.

    `promise`: {answer_by_at, text} (an aware moment, a sentence) of a request of `kind` that came now; None where nothing is promised.
    """
    entitled = entitlement(site.tables.get("plans", {}), plan)
    return [_way(site, channel, locale, now, kind, entitled, asked) for channel in site.channels if channel.kind != "chat" and entitled.opens(channel.kind)]


def _way(site, channel, locale, now, kind, entitled, asked):
    calendar = site.tables.get("calendars", {}).get(channel.hours)
    row = {"kind": channel.kind, "available": calendar is None or channel.kind == "ticket" or calendar.is_open(now),
           "promise": promise(site, locale, now, entitled, kind, asked) if channel.kind == "ticket" else None}
    if not row["available"]:
        row["opens_at"] = calendar.next_opening(now)
    if channel.link:
        row["link"] = channel.link
    texts = {"title": channel.title, "advice": channel.advice, "notice": calendar and calendar.notice_at(now)}
    return {**row, **{name: site.words(text, locale) for name, text in texts.items() if text}}


def promise(site, locale, now, entitled, kind="question", asked=0):
    """{answer_by_at, text} for a request of `kind` that came at `now` from who has the Entitlement and wrote `asked` of late, or None."""
    severity = severity_of(kind, {})
    policy, _, answer_by = actions.promised(site, entitled, severity, now, Use(asked + 1, entitled.fair_use))
    if answer_by is None:
        return None
    return {"answer_by_at": answer_by, "text": promised(answer_by, now, locale, site.tables["calendars"][policy.calendar_for(severity)])}
