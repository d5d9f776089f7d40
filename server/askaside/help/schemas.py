"""What the doors of the help take and answer; the OpenAPI page is made of these."""

import marshmallow as ma
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range, Regexp

from ..core.http import Page
from ..sites.site import CHANNELS, KEY
from . import seen, votes
from .article import PageContext
from .front_matter import KINDS
from .pages import REASONS

_key = Regexp(KEY.pattern + r"\Z", error="a-z, 0-9 and - only")
_locale = {"load_default": None, "validate": Length(max=35), "metadata": {"description": "BCP 47; the site's default without it", "example": "en"}}


class Listed(fields.Field):
    """A list in a query: `a,b`. At most 20 texts of 300 characters."""

    def _deserialize(self, value, attr, data, **kwargs):
        items = [part.strip() for part in value.split(",") if part.strip()]
        if len(items) > 20 or any(len(item) > 300 for item in items):
            raise ma.ValidationError("At most 20 texts of at most 300 characters.")
        return items


class Where(ma.Schema):
    """Where the visitor stands."""

    url = fields.Str(load_default="/", validate=Length(max=4096), metadata={"description": "the route: what the site's `route` makes of the URL", "example": "/invoices/5"})
    module = fields.Str(load_default=None, validate=_key, metadata={"description": "key of a module"})
    keys = Listed(load_default=[], metadata={"type": "string", "description": "keys of the page context, with commas"})
    locale = fields.Str(**_locale)


class HelpQuery(Where):
    error = fields.Str(load_default=None, validate=Length(max=300), metadata={"description": "code of the message on the screen"})
    message = fields.Str(load_default=None, validate=Length(max=1000), metadata={"description": "the message itself"})
    element = fields.Str(load_default=None, validate=Length(max=130), metadata={"description": "`data-help` of the focused element"})


def context(site, asked):
    """The PageContext of a loaded HelpQuery."""
    return PageContext(site.within(asked["url"]), asked["module"], tuple(asked["keys"]),
                       tuple(filter(None, (asked["error"], asked["message"]))), asked["element"])


class ListQuery(Page):
    module = fields.Str(load_default=None, validate=_key, metadata={"description": "key of a module"})
    locale = fields.Str(**_locale)


class LocaleQuery(ma.Schema):
    locale = fields.Str(**_locale)


class ArticleRow(ma.Schema):
    id = fields.Str(required=True, metadata={"description": "lasting name: module/slug", "example": "invoices/send-again"})
    title = fields.Str(required=True, metadata={"example": "How do I send an invoice again?"})
    summary = fields.Str(required=True, metadata={"description": "its first paragraph, at most 180 characters", "example": "Open the invoice and choose Send again."})
    kind = fields.Str(required=True, validate=OneOf(KINDS))
    locale = fields.Str(required=True, metadata={"description": "the language it stands in", "example": "en"})


class ShownRow(ArticleRow):
    reason = fields.Str(required=True, validate=OneOf(list(REASONS)), metadata={"description": "why it is shown here"})


class ModuleRow(ma.Schema):
    key = fields.Str(required=True, metadata={"example": "invoices"})
    title = fields.Str(required=True, metadata={"example": "Invoices"})
    about = fields.Str(allow_none=True, required=True, metadata={"description": "id of its information page", "example": "invoices/about"})
    count = fields.Int(metadata={"description": "answers in it", "example": 8})


class ChannelRow(ma.Schema):
    kind = fields.Str(required=True, validate=OneOf(CHANNELS), metadata={"example": "email"})
    link = fields.Str(metadata={"example": "mailto:help@example.com"})
    title = fields.Str(metadata={"description": "where the site gives it a name of its own", "example": "Call us"})
    advice = fields.Str(metadata={"example": "Before 16:00: an answer the same day."})


class Counts(ma.Schema):
    module = fields.Int(required=True, metadata={"description": "answers in the module", "example": 8})
    site = fields.Int(required=True, metadata={"description": "answers in all", "example": 60})


class HelpAnswer(ma.Schema):
    site = fields.Str(required=True, metadata={"example": "demo"})
    locale = fields.Str(required=True, metadata={"description": "the language of the answer", "example": "en"})
    dir = fields.Str(required=True, validate=OneOf(["ltr", "rtl"]))
    version = fields.Str(required=True, metadata={"description": "changes with the content", "example": "5f0c2a9d41e7b836"})
    module = fields.Nested(ModuleRow, allow_none=True, required=True, metadata={"description": "of this page, or null"})
    articles = fields.List(fields.Nested(ShownRow), required=True, metadata={"description": "most fitting first; never empty while the site has content"})
    first = fields.List(fields.Nested(ArticleRow), required=True, metadata={"description": "on top of the module's on a first visit"})
    counts = fields.Nested(Counts, required=True)
    modules = fields.List(fields.Nested(ModuleRow), required=True, metadata={"description": "all of the site"})
    channels = fields.List(fields.Nested(ChannelRow), required=True, metadata={"description": "the ways to a person; `ticket` has no `link`: it is the widget's own form"})
    notice = fields.Str(allow_none=True, required=True, metadata={"description": "stands on top for a time", "example": "Closed on 26 November"})


class Group(ma.Schema):
    module = fields.Nested(ModuleRow, required=True)
    articles = fields.List(fields.Nested(ArticleRow), required=True)


class ListAnswer(ma.Schema):
    locale = fields.Str(required=True, metadata={"example": "en"})
    dir = fields.Str(required=True, validate=OneOf(["ltr", "rtl"]))
    groups = fields.List(fields.Nested(Group), required=True)
    next = fields.Str(allow_none=True, required=True, metadata={"description": "the `after` of the next question; null at the end", "example": "aW52b2ljZXMvc2VuZC1hZ2Fpbg"})


class Heading(ma.Schema):
    level = fields.Int(required=True, metadata={"example": 2})
    text = fields.Str(required=True, metadata={"example": "By e-mail"})
    anchor = fields.Str(required=True, metadata={"description": "its name in the HTML", "example": "by-e-mail"})


class ArticleAnswer(ma.Schema):
    id = fields.Str(required=True, metadata={"description": "lasting name: module/slug", "example": "invoices/send-again"})
    title = fields.Str(required=True, metadata={"example": "How do I send an invoice again?"})
    kind = fields.Str(required=True, validate=OneOf(KINDS))
    html = fields.Str(required=True, metadata={"description": "cleaned; addresses begin at this server's root", "example": "<p>Open the invoice and choose <strong>Send again</strong>.</p>"})
    text = fields.Str(required=True, metadata={"description": "the same without tags", "example": "Open the invoice and choose Send again."})
    headings = fields.List(fields.Nested(Heading), required=True)
    updated_at = fields.Str(required=True, metadata={"format": "date-time"})
    locale = fields.Str(required=True, metadata={"description": "the language it stands in", "example": "en"})
    dir = fields.Str(required=True, validate=OneOf(["ltr", "rtl"]))
    fallback = fields.Bool(required=True, metadata={"description": "shown in another locale than asked for"})
    module = fields.Nested(ModuleRow, required=True)
    related = fields.List(fields.Nested(ArticleRow), required=True)
    video = fields.Str(metadata={"description": "address of a video", "example": "https://videos.example.com/send-again"})
    edit_url = fields.Str(metadata={"description": "where editors change it", "example": "https://git.example.com/help/edit/invoices/send-again.en.md"})


class SearchQuery(Where):
    q = fields.Str(required=True, metadata={"description": "what the person typed; longer than 200 characters or 30 words is cut, and said", "example": "send an invoice again"})
    limit = fields.Int(load_default=10, validate=Range(1, 50))
    exact = fields.Bool(load_default=False, metadata={"description": "1: the words as they are, nothing mended"})


class Ranges(ma.Schema):
    title = fields.List(fields.List(fields.Int()), required=True, metadata={"description": "[from, to] in Unicode code points", "example": [[9, 13]]})
    summary = fields.List(fields.List(fields.Int()), required=True, metadata={"example": []})


class FoundRow(ArticleRow):
    module = fields.Str(required=True, metadata={"example": "invoices"})
    anchor = fields.Str(metadata={"description": "the section to begin at", "example": "by-e-mail"})
    score = fields.Float(required=True, metadata={"description": "1 for the best"})
    ranges = fields.Nested(Ranges, required=True)


class SearchAnswer(ma.Schema):
    query = fields.Str(required=True, metadata={"description": "what was searched for", "example": "send an invoice again"})
    cut = fields.Bool(required=True, metadata={"description": "was the question too long, and cut?"})
    corrected = fields.Str(required=True, allow_none=True, metadata={"description": "the question as it was understood, when misspelt words were mended", "example": "send an invoice again"})
    locale = fields.Str(required=True, metadata={"example": "en"})
    answered = fields.Bool(required=True, metadata={"description": "the first result should answer it"})
    confidence = fields.Float(required=True, metadata={"description": "0 to 1, comparable between sites and languages; from .5 it counts as answered", "example": 0.83})
    results = fields.List(fields.Nested(FoundRow), required=True)


class VoteBody(ma.Schema):
    helpful = fields.Bool(required=True, truthy={True}, falsy={False})
    reason = fields.Str(validate=OneOf(votes.REASONS), metadata={"description": "what was missing"})
    text = fields.Str(validate=Length(max=votes.MOST_TEXT), metadata={"description": "in the reader's own words", "example": "I have no such button."})


class SeenBody(ma.Schema):
    kind = fields.Str(required=True, validate=OneOf(seen.KINDS), metadata={"description": "what happened", "example": "search"})
    url = fields.Str(load_default="/", validate=Length(max=4096), metadata={"description": "the route", "example": "/invoices/5"})
    module = fields.Str(load_default=None, allow_none=True, validate=_key, metadata={"description": "key of the module", "example": "invoices"})
    locale = fields.Str(load_default=None, validate=Length(max=35), metadata={"example": "en"})
    article = fields.Str(load_default=None, validate=Length(max=130), metadata={"description": "id of what was opened", "example": "invoices/send-again"})
    text = fields.Str(load_default=None, validate=Length(max=1000), metadata={"description": "what was searched for", "example": "send it again"})
    found = fields.Bool(load_default=None, truthy={True}, falsy={False}, metadata={"description": "was anything found?"})
