"""{{requester.name}} in prepared words: what may stand there, and what becomes of it. One pass over the text; what is filled in is never looked at again."""

import difflib
import re

NAMES = ("requester.name", "ticket.number", "ticket.subject", "agent.name", "site.name")
_HOLE = re.compile(r"\{\{([^{}]*)\}\}")


def wrong(text):
    """(the piece of `text` that cannot be filled, why, what to do), or None."""
    for hole in _HOLE.finditer(text):
        name = hole[1].strip()
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, 1)
            remedy = f"Did you mean `{{{{{near[0]}}}}}`?" if near else f"There are: {', '.join(NAMES)}."
            return hole[0], f"`{hole[0]:.80}` is nothing that could be filled in.", remedy
    if "{{" in (rest := _HOLE.sub("", text)):
        piece = rest[rest.index("{{"):].partition("\n")[0][:40]
        return piece, f"`{piece}` is not closed.", "Write {{requester.name}}."
    return None


def fill(text, values):
    """`text`, which nothing is `wrong` with, its holes filled from `values` ({name of NAMES: text}).

    Where there is nothing to fill in, the space before it goes too; at the beginning of a line, the comma behind it.
    """
    pieces, at, begins = [], 0, True
    for hole in _HOLE.finditer(text):
        value = " ".join(values[hole[1].strip()].split())
        before, end = text[at:hole.start()], hole.end()
        _, newline, start = before.rpartition("\n")
        begins = not start.strip(" \t") and (bool(newline) or begins)
        if not value:
            before = before if begins else before.rstrip(" \t")
            end += len(re.match(r"[ \t]*[,;:]?[ \t]*", text[end:end + 20])[0]) if begins else 0
        pieces += [before, value]
        at, begins = end, begins and not value
    return "".join([*pieces, text[at:]])
