"""How windows are written: "09:00-13:00" on "sun-thu" → minutes from midnight, weekdays."""

import difflib
import re

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(\d\d):(\d\d)")


class WindowBroken(ValueError):
    """`cause`: what is wrong; `remedy`: what to write."""

    def __init__(self, cause, remedy):
        super().__init__(f"{cause} {remedy}")
        self.cause, self.remedy = cause, remedy


def hour(text, last=23 * 60 + 59):
    """ "16:00" → 960; at most `last`.

    raises  WindowBroken
    """
    found = _TIME.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    minute = int(found[1]) * 60 + int(found[2]) if found else 0
    if not found or int(found[2]) > 59 or minute > last:
        raise WindowBroken(f"{text!r:.80} is no time of day.", "Write it as 09:00, in 24 hours.")
    return minute


def window(text):
    """ "09:00-13:00" → (540, 780). It may end at 24:00, and not run over midnight.

    raises  WindowBroken
    """
    first, dash, last = text.partition("-") if isinstance(text, str) else ("", "", "")
    if not dash:
        raise WindowBroken(f"{text!r:.80} is no window.", 'Write it as "09:00-13:00".')
    since, until = hour(first.strip()), hour(last.strip(), 24 * 60)
    if since >= until:
        raise WindowBroken(f"The window {text} ends before it begins.",
                           f'Past midnight it takes two: "{first.strip()}-24:00", and "00:00-{last.strip()}" on the day after.'
                           if until and until != since else 'A window takes from and to; the end of the day is 24:00.')
    return since, until


def windows_of(value):
    """A list of windows → (from, to) rising and apart; windows that touch are joined. [] is ().

    raises  WindowBroken
    """
    if not isinstance(value, list):
        raise WindowBroken(f"{value!r:.80} is no list of windows.", 'Write it as ["09:00-13:00", "14:00-17:00"], or [] for closed.')
    found = []
    for text, (since, until) in sorted(((text, window(text)) for text in value), key=lambda pair: pair[1]):
        if found and since < found[-1][1]:
            raise WindowBroken(f"The window {text} overlaps the one before it.", "Write them apart, or as one.")
        if found and since == found[-1][1]:
            found[-1] = (found[-1][0], until)
        else:
            found.append((since, until))
    return tuple(found)


def weekdays(text):
    """ "fri" → (4,); "sun-thu" → (6, 0, 1, 2, 3): a range may run over the end of the week.

    raises  WindowBroken
    """
    first, dash, last = text.partition("-")
    for name in (first, last) if dash else (first,):
        if name not in WEEKDAYS:
            near = difflib.get_close_matches(name, WEEKDAYS, 1)
            raise WindowBroken(f"{text!r:.80} is no day of the week.", f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(WEEKDAYS)}.")
    since, until = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return tuple((since + n) % 7 for n in range((until - since) % 7 + 1))


def week_of(value):
    """{"sun-thu": ["09:00-17:00"]} → 7 tuples of windows, Monday first.

    raises  WindowBroken
    """
    if not isinstance(value, dict):
        raise WindowBroken(f"{value!r:.80} is no week.", 'Write it as { mon-thu = ["09:00-17:00"], fri = ["09:00-12:00"] }.')
    week = {}
    for text, windows in value.items():
        for day in weekdays(text):
            if day in week:
                raise WindowBroken(f"{WEEKDAYS[day]} is there twice, the second time in `{text}`.", "Name each day once.")
            week[day] = windows_of(windows)
    return tuple(week.get(day, ()) for day in range(7))
