"""What can go wrong towards a caller: a code for programs, a sentence for people.

The shape on the wire is RFC 9457; `core/http.py` writes it.
"""


def legible(text, most=300):
    """`text` as it may stand in a log or on a terminal: what does not print becomes `\\x1b` and the like; cut to `most` characters."""
    text = text if len(text) <= most else text[:most - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class AskasideError(Exception):
    """Base. `detail` is a sentence for people; `errors` maps a field to its complaints.

    `word`: by what our pages say it in their five languages (`centre.no.WORD`), the code without it; `values` fill the places in that.
    """

    code, status, title = "bad_request", 400, "Bad request"

    def __init__(self, detail, *, word=None, values=None, errors=None, retry_after_seconds=None):
        super().__init__(detail)
        self.detail = detail
        self.word = word or self.code
        self.values = values or {}
        self.errors = errors
        self.retry_after_seconds = retry_after_seconds


class BadRequest(AskasideError):
    pass


class Unsigned(AskasideError):
    code, status, title = "unsigned", 401, "Not signed in"


class NotFound(AskasideError):
    code, status, title = "not_found", 404, "Not found"


class OriginRefused(AskasideError):
    code, status, title = "origin_refused", 403, "Origin refused"


class Conflict(AskasideError):
    code, status, title = "conflict", 409, "Conflict"


class Stale(AskasideError):
    code, status, title = "stale", 409, "Something newer is there"


class IdempotencyConflict(AskasideError):
    code, status, title = "idempotency_conflict", 409, "Idempotency conflict"


class TooLarge(AskasideError):
    code, status, title = "too_large", 413, "Too large"


class UnsupportedType(AskasideError):
    code, status, title = "unsupported_type", 415, "Unsupported type"


class TooMany(AskasideError):
    code, status, title = "too_many", 429, "Too many requests"


class Unavailable(AskasideError):
    code, status, title = "unavailable", 503, "Unavailable"
