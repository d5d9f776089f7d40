"""The tables of `site.toml` that are about the desk: the words that agents have ready."""

from dataclasses import dataclass, field

from ..sites.table import listed
from ..tickets.schemas import MOST_TEXT
from . import template

MACRO_KEYS = {"key", "title", "body", "then", "modules"}
THEN = ("reply", "solve", "wait", "note")


@dataclass(frozen=True)
class Macro:
    """Prepared words: `title` and `body` by locale; `then`: what they are sent as; `modules`: of which requests (none named: of all)."""

    key: str
    title: dict = field(default_factory=dict)
    body: dict = field(default_factory=dict)
    then: str = "reply"
    modules: tuple = ()


def read_macros(value, site):
    """(Macro, …) from the [[macros]] of `site`. raises  TableBroken"""
    found = []
    for table, key in listed(value, "macros", MACRO_KEYS):
        title, body = table.texts("title", site), table.texts("body", site)
        for text in body.values():
            if broken := template.wrong(text):
                piece, cause, remedy = broken
                raise table.broken(cause, remedy, "body", piece)
            if not text.strip() or len(text) > MOST_TEXT:
                raise table.broken(f"`body` of `{key}` is empty, or longer than {MOST_TEXT:,} characters.", "Write what is to be sent.", "body")
        found.append(Macro(key, title, body, table.one_of("then", THEN, Macro.then), table.some("modules", [module.key for module in site.modules])))
    return tuple(found)
