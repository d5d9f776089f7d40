"""The front matter of an article: a small, documented subset of YAML, every key checked, every error with its place."""

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import yaml

from ..core.errors import legible
from ..sites.patterns import PatternBroken, parse
from ..sites.site_file import CONTROL, address

KINDS = ("faq", "about", "guide")
KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
ID = re.compile(rf"{KEY.pattern}/{KEY.pattern}")
FIELDS = ["title", "kind", "pages", "keys", "errors", "order", "keywords", "related", "video", "audience", "asks", "updated", "draft"]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ArticleBroken(Exception):
    """An article's file cannot be used: where, why, and what to do."""

    def __init__(self, path, line, column, cause, remedy):
        path, cause, remedy = legible(path, 1000), legible(cause), legible(remedy)
        super().__init__(f"{path}:{line}:{column}: {cause} {remedy}")
        self.path, self.line, self.column, self.cause, self.remedy = path, line, column, cause, remedy


@dataclass(frozen=True)
class Value:
    """A value of the front matter with its place."""

    items: tuple          # of (text, line, column)
    is_list: bool
    line: int
    column: int


def read(text, path):
    """({name: what it says}, {name: Value}, body, lines before the body) of the text of an article's file.

    raises  ArticleBroken
    """
    lines = text.split("\n")
    if lines[0].strip() != "---":
        raise ArticleBroken(path, 1, 1, "The front matter is missing.", "Begin the file with ---, `title: …` and --- again.")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise ArticleBroken(path, 1, 1, "The front matter has no end.", "Close it with a line of three dashes.")
    values = _values("\n".join(lines[1:end]) + "\n", path)
    taken = {name: _TAKE[name](value, path) for name, value in values.items() if value.items or value.is_list}
    return taken, values, "\n".join(lines[end + 1:]), end + 1


def _values(source, path):
    """Our subset of YAML: one mapping of names to a text or a list of texts; every scalar is text, as written."""

    def broken(mark, cause, remedy):
        return ArticleBroken(path, mark.line + 2, mark.column + 1, cause, remedy)

    found, name, items, depth = {}, None, None, 0
    try:
        for event in yaml.parse(source, Loader=_LOADER):
            mark = event.start_mark
            if getattr(event, "anchor", None) or isinstance(event, yaml.AliasEvent):
                raise broken(mark, "Anchors and aliases (& and *) are not part of our front matter.", "Write the value out, or quote it.")
            if getattr(event, "tag", None):
                raise broken(mark, "Tags (!) are not part of our front matter.", "Leave the tag out, or quote the value.")
            if isinstance(event, yaml.ScalarEvent):
                if CONTROL.search(event.value):
                    raise broken(mark, f"There is a control character in {event.value!r:.80}.", "Take it out.")
                if depth == 0:
                    raise broken(mark, "The front matter is no list of `name: value` lines.", "Write `title: …`.")
                if name is None:
                    name = _name(event.value, found, mark, broken)
                elif items is not None:
                    items.append((event.value, mark.line + 2, mark.column + 1))
                else:
                    empty = event.style is None and event.value in ("", "~", "null")
                    one = () if empty else ((event.value, mark.line + 2, mark.column + 1),)
                    found[name] = Value(one, False, mark.line + 2, mark.column + 1)
                    name = None
            elif isinstance(event, yaml.MappingStartEvent):
                if depth:
                    raise broken(mark, "A value holds `name: value` itself.", 'Quote a text that holds ": ", as in title: "A: b".')
                depth = 1
            elif isinstance(event, yaml.SequenceStartEvent):
                if depth == 0 or items is not None or name is None:
                    raise broken(mark, "A list within a list, or a list without a name.", "Write one list of texts for each name.")
                items, start = [], mark
            elif isinstance(event, yaml.SequenceEndEvent):
                found[name] = Value(tuple(items), True, start.line + 2, start.column + 1)
                name = items = None
    except yaml.MarkedYAMLError as wrong:
        never_closed = wrong.context_mark and "end of stream" in (wrong.problem or "")
        mark = wrong.context_mark if never_closed else wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (2, 1)
        raise ArticleBroken(path, line, column, f"This is not YAML: {wrong.problem}.",
                            'Quote what holds ": ", "#", "{" or "}", or begins with a sign, as in pages: ["/invoices/{id}"].'
                            ) from None
    except yaml.YAMLError as wrong:
        line = source[:getattr(wrong, "position", 0)].count("\n") + 2
        raise ArticleBroken(path, line, 1, f"This is not YAML: {str(wrong).splitlines()[0]}.", "Remove the character.") from None
    return found


def _name(name, found, mark, broken):
    if name not in FIELDS:
        near = difflib.get_close_matches(name, FIELDS, 1)
        raise broken(mark, f"`{name}` is not a key of the front matter.",
                     f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(FIELDS)}.")
    if name in found:
        raise broken(mark, f"`{name}` is there twice.", "Keep one of them.")
    return name


# --- what each key takes --------------------------------------------------------------------------------------------

def _text(value, path):
    if value.is_list:
        raise ArticleBroken(path, value.line, value.column, "There is a list where one text belongs.", "Write one text.")
    return value.items[0][0].strip()


def _texts(value, path):
    return tuple(text.strip() for text, _, _ in value.items if text.strip())


def _whole(value, path):
    text = _text(value, path)
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ArticleBroken(path, value.line, value.column, f"`order` is {text!r}.", "It takes a whole number; lower comes first.")
    return int(text)


def _truth(value, path):
    text = _text(value, path)
    if text not in ("true", "false"):
        raise ArticleBroken(path, value.line, value.column, f"`draft` is {text!r}.", "It takes true or false.")
    return text == "true"


def _kind(value, path):
    text = _text(value, path)
    if text not in KINDS:
        near = difflib.get_close_matches(text, KINDS, 1)
        raise ArticleBroken(path, value.line, value.column, f"`kind` is {text!r}.",
                            f"Did you mean `{near[0]}`?" if near else f"It takes {', '.join(KINDS)}.")
    return text


def _moment(value, path):
    text = _text(value, path)
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ArticleBroken(path, value.line, value.column, f"`updated` is {text!r}.", "Write a date: 2026-11-22.") from None


def _link(value, path):
    text = _text(value, path)
    if address(text).scheme != "https" or not address(text).netloc:
        raise ArticleBroken(path, value.line, value.column, f"`video` is {text!r}.", "It takes an https address.")
    return text


def _each(check):
    def take(value, path):
        for text, line, column in value.items:
            if told := check(text.strip()):
                raise ArticleBroken(path, line, column, *told)
        return _texts(value, path)

    return take


def _bad_key(text):
    return None if KEY.fullmatch(text) else (f"The key {text!r} is not allowed.", "A key is a-z, 0-9 and -, as in `vat-rate`.")


def _bad_id(text):
    return None if ID.fullmatch(text) else (f"{text!r} is not the id of an article.", "Write module/slug, as in invoices/send-again.")


def _patterns(value, path):
    found = []
    for text, line, column in value.items:
        try:
            found.append(parse(text.strip()))
        except PatternBroken as wrong:
            raise ArticleBroken(path, line, column, f"`pages`: {wrong}.", "See “Route patterns” in the manual.") from None
    return tuple(found)


_TAKE = {"title": _text, "kind": _kind, "pages": _patterns, "keys": _each(_bad_key), "errors": _texts, "order": _whole,
         "keywords": _texts, "related": _each(_bad_id), "video": _link, "audience": _each(_bad_key), "asks": _texts,
         "updated": _moment, "draft": _truth}
