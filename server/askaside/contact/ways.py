"""(Site, moment) → the ways to a person as they stand now: is somebody there, and when does an answer come."""

from datetime import timedelta

from ..chat import seats, words
from ..hours.in_words import amount, promised
from ..people.entitlements import entitlement
from ..tickets import actions
from ..tickets.fair_use import Use
from ..tickets.severity import severity_of

SOON = 45   # seconds: at once, as people say it


def ways(site, locale, now, kind="question", plan=None, asked=0, module=None):
    """Rows {kind, available, promise, opens_at?, position?, link?, title?, advice?, notice?} of every channel that `plan` opens, in the
    site's order. `asked`: requests of theirs in the last 30 days; `module`: the key of what it is about, or None.

    `promise`: {answer_by_at, text} (an aware moment, a sentence) of a request of `kind` that came now, or of a chat; None where nothing is promised.
    """
    entitled = entitlement(site.tables.get("plans", {}), plan)
    rows = [_way(site, channel, locale, now, kind, entitled, asked) for channel in site.channels if entitled.opens(channel.kind)]
    return [_chat(site, row, locale, now, module) if row["kind"] == "chat" else row for row in rows]


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


def _chat(site, row, locale, now, module):
    """A chat is there when somebody is who answers about the module, within its hours, with room or a short line before it."""
    if not row["available"]:
        return row
    may, position, seconds = seats.offer(site, module)
    row |= {"available": may, "position": position if may else None}
    if may and seconds is not None:
        text = words.say(locale, "soon") if seconds < SOON else words.say(locale, "about", amount=amount(timedelta(minutes=-(-seconds // 60)), locale))
        row["promise"] = {"answer_by_at": now + timedelta(seconds=seconds), "text": text}
    return row


def promise(site, locale, now, entitled, kind="question", asked=0):
    """{answer_by_at, text} for a request of `kind` that came at `now` from who has the Entitlement and wrote `asked` of late, or None."""
    severity = severity_of(kind, {})
    policy, _, answer_by = actions.promised(site, entitled, severity, now, Use(asked + 1, entitled.fair_use))
    if answer_by is None:
        return None
    return {"answer_by_at": answer_by, "text": promised(answer_by, now, locale, site.tables["calendars"][policy.calendar_for(severity)])}
