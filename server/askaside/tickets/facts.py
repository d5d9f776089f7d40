"""The facts that an agent needs of a request, as the site's file names them: asked while somebody writes, never demanded."""

from dataclasses import dataclass, field

LOOKS = ("date", "number", "email", "url", "version", "quoted")   # what a text may hold, recognised without a rule of the site's
PAGE = ("url", "keys", "errors")                                  # what the page itself may tell


@dataclass(frozen=True)
class Fact:
    """`ask`: the question, by locale; `modules`, `kinds`: of which requests it is asked (none named: of all).

    It counts as told where the text holds one of `words` (by locale), or something of `looks_like`, or where the page tells one of `page`.
    """

    key: str
    ask: dict
    modules: tuple = ()
    kinds: tuple = ()
    words: dict = field(default_factory=dict)
    looks_like: tuple = ()
    page: tuple = ()


def needed(facts, module, kind=None):
    """Those of the Facts that a request about `module` (a key, or None) needs; of every kind while `kind` is not known."""
    return [fact for fact in facts if (not fact.modules or module in fact.modules) and (kind is None or not fact.kinds or kind in fact.kinds)]
