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
_locale = {"load_default": None, "validate": Length(max=35), "metadata": {"description": "BCP 47; the site's default without it"}}


class Listed(fields.Field):
    """A list in a query: `a,b`. At most 20 texts of 300 characters."""

    def _deserialize(self, value, attr, data, **kwargs):
        items = [part.strip() for part in value.split(",") if part.strip()]
        if len(items) > 20 or any(len(item) > 300 for item in items):
            raise ma.ValidationError("At most 20 texts of at most 300 characters.")
        return items


class Where(ma.Schema):
    """Where the visitor stands."""

    url = fields.Str(load_default="/", validate=Length(max=4096), metadata={"description": "the route: what the site's `route` makes of the URL"})
    module = fields.Str(load_default=None, validate=_key)
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
    module = fields.Str(load_default=None, validate=_key)
    locale = fields.Str(**_locale)


class LocaleQuery(ma.Schema):
    locale = fields.Str(**_locale)


class ArticleRow(ma.Schema):
    id = fields.Str(required=True, metadata={"example": "invoices/send-again"})
    title = fields.Str(required=True)
    summary = fields.Str(required=True)
    kind = fields.Str(required=True, validate=OneOf(KINDS))
    locale = fields.Str(required=True)


class ShownRow(ArticleRow):
    reason = fields.Str(required=True, validate=OneOf(list(REASONS)))


class ModuleRow(ma.Schema):
    key = fields.Str(required=True)
    title = fields.Str(required=True)
    about = fields.Str(allow_none=True, required=True, metadata={"description": "id of its information page"})
    count = fields.Int(metadata={"description": "answers in it"})


class ChannelRow(ma.Schema):
    kind = fields.Str(required=True, validate=OneOf(CHANNELS))
    link = fields.Str()
    title = fields.Str()
    advice = fields.Str()


class Counts(ma.Schema):
    module = fields.Int(required=True)
    site = fields.Int(required=True)


class HelpAnswer(ma.Schema):
    site = fields.Str(required=True)
    locale = fields.Str(required=True)
    dir = fields.Str(required=True, validate=OneOf(["ltr", "rtl"]))
    version = fields.Str(required=True)
    module = fields.Nested(ModuleRow, allow_none=True, required=True)
    articles = fields.List(fields.Nested(ShownRow), required=True)
    first = fields.List(fields.Nested(ArticleRow), required=True, metadata={"description": "on top of the module's on a first visit"})
    counts = fields.Nested(Counts, required=True)
    modules = fields.List(fields.Nested(ModuleRow), required=True)
    channels = fields.List(fields.Nested(ChannelRow), required=True)
    notice = fields.Str(allow_none=True, required=True)


class Group(ma.Schema):
    module = fields.Nested(ModuleRow, required=True)
    articles = fields.List(fields.Nested(ArticleRow), required=True)


class ListAnswer(ma.Schema):
    locale = fields.Str(required=True)
    dir = fields.Str(required=True, validate=OneOf(["ltr", "rtl"]))
    groups = fields.List(fields.Nested(Group), required=True)
    next = fields.Str(allow_none=True, required=True)


class Heading(ma.Schema):
    level = fields.Int(required=True)
    text = fields.Str(required=True)
    anchor = fields.Str(required=True)


class ArticleAnswer(ma.Schema):
    id = fields.Str(required=True)
    title = fields.Str(required=True)
    kind = fields.Str(required=True, validate=OneOf(KINDS))
    html = fields.Str(required=True, metadata={"description": "cleaned; addresses begin at this server's root"})
    text = fields.Str(required=True)
    headings = fields.List(fields.Nested(Heading), required=True)
    updated_at = fields.Str(required=True, metadata={"format": "date-time"})
    locale = fields.Str(required=True)
    dir = fields.Str(required=True, validate=OneOf(["ltr", "rtl"]))
    fallback = fields.Bool(required=True, metadata={"description": "shown in another locale than asked for"})
    module = fields.Nested(ModuleRow, required=True)
    related = fields.List(fields.Nested(ArticleRow), required=True)
    video = fields.Str()
    edit_url = fields.Str()


class SearchQuery(Where):
    q = fields.Str(required=True, metadata={"description": "what the person typed; longer than 200 characters or 30 words is cut, and said"})
    limit = fields.Int(load_default=10, validate=Range(1, 50))
    exact = fields.Bool(load_default=False, metadata={"description": "1: the words as they are, nothing mended"})


class Ranges(ma.Schema):
    title = fields.List(fields.List(fields.Int()), required=True, metadata={"description": "[from, to] in Unicode code points"})
    summary = fields.List(fields.List(fields.Int()), required=True)


class FoundRow(ArticleRow):
    module = fields.Str(required=True)
    anchor = fields.Str(metadata={"description": "the section to begin at"})
    score = fields.Float(required=True, metadata={"description": "1 for the best"})
    ranges = fields.Nested(Ranges, required=True)


class SearchAnswer(ma.Schema):
    query = fields.Str(required=True, metadata={"description": "what was searched for"})
    cut = fields.Bool(required=True, metadata={"description": "was the question too long, and cut?"})
    corrected = fields.Str(required=True, allow_none=True, metadata={"description": "the question as it was understood, when misspelt words were mended"})
    locale = fields.Str(required=True)
    answered = fields.Bool(required=True, metadata={"description": "the first result should answer it"})
    confidence = fields.Float(required=True, metadata={"description": "0 to 1, comparable between sites and languages; from .5 it counts as answered"})
    results = fields.List(fields.Nested(FoundRow), required=True)


class VoteBody(ma.Schema):
    helpful = fields.Bool(required=True, truthy={True}, falsy={False})
    reason = fields.Str(validate=OneOf(votes.REASONS))
    text = fields.Str(validate=Length(max=votes.MOST_TEXT))


class SeenBody(ma.Schema):
    kind = fields.Str(required=True, validate=OneOf(seen.KINDS))
    url = fields.Str(load_default="/", validate=Length(max=4096))
    module = fields.Str(load_default=None, allow_none=True, validate=_key)
    locale = fields.Str(load_default=None, validate=Length(max=35))
    article = fields.Str(load_default=None, validate=Length(max=130))
    text = fields.Str(load_default=None, validate=Length(max=1000))
    found = fields.Bool(load_default=None, truthy={True}, falsy={False})
