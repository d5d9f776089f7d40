"""What went wrong, on the wire: `application/problem+json` after RFC 9457. After section 3 of the contract."""

import json
import logging

import marshmallow as ma
from flask import Response, request
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from . import counters, db
from .errors import AskasideError, BadRequest, NotFound, TooLarge, TooMany, Unavailable, UnsupportedType

log = logging.getLogger(__name__)
PROBLEMS = "https://askaside.dev/problems/"
MOST_COMPLAINTS = 20
CODES = ["bad_request", "unsigned", "not_found", "conflict", "idempotency_conflict", "stale", "too_large", "too_many", "unsupported_type", "origin_refused", "unavailable"]


class Problem(ma.Schema):
    """RFC 9457."""

    type = ma.fields.Url(required=True)
    title = ma.fields.Str(required=True)
    status = ma.fields.Int(required=True)
    code = ma.fields.Str(required=True, validate=ma.validate.OneOf(CODES))
    detail = ma.fields.Str(required=True)
    errors = ma.fields.Dict(keys=ma.fields.Str(), values=ma.fields.List(ma.fields.Str()))
    retry_after_seconds = ma.fields.Int()


def problem(error):
    """`error` (AskasideError) as application/problem+json."""
    counters.add("refusals", code=error.code, over="http")
    kind = error.code.replace("_", "-")
    body = {"type": PROBLEMS + kind, "title": error.title, "status": error.status, "code": error.code,
            "detail": error.detail}
    if error.errors:
        body["errors"] = error.errors
    headers = {"Cache-Control": "no-store"}
    if error.retry_after_seconds is not None:
        body["retry_after_seconds"] = error.retry_after_seconds
        headers["Retry-After"] = str(error.retry_after_seconds)
    return Response(json.dumps(body, ensure_ascii=False), error.status, headers, mimetype="application/problem+json")


def ack(error):
    """`error`, whatever it is, as a socket answers it: {error: {status, code, detail, errors?, retry_after_seconds?}}."""
    if isinstance(error, ma.ValidationError):
        detail, errors = _complaints({"messages": {"event": error.messages}})
        error = BadRequest(detail, errors=errors)
    refused = told(error)
    counters.add("refusals", code=refused.code, over="socket")
    fields = {name: getattr(refused, name) for name in ("status", "code", "detail", "errors", "retry_after_seconds")}
    return {"error": {name: value for name, value in fields.items() if value is not None}}


def told(error):
    """`error`, whatever it is, as an AskasideError; what nobody foresaw is logged."""
    if isinstance(error, AskasideError):
        return error
    if isinstance(error, HTTPException):
        return _in_our_words(error)
    if isinstance(error, db.AWAY):
        log.error("the database, in %s: %s", request.path, db.first_line(error))
        return Unavailable("The database cannot be reached just now. Please try again in a few seconds.", retry_after_seconds=2)
    if isinstance(error, DataError):
        return BadRequest("A text or a number in the request cannot be kept: it is too long or too large, or it holds a NUL.")
    log.error("unforeseen error in %s", request.path, exc_info=error)
    return _unavailable(500)


def _http_problem(error):
    answer = problem(told(error))
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _in_our_words(error):
    """What Flask, werkzeug and webargs raise."""
    known = {413: TooLarge, 414: TooLarge, 415: UnsupportedType, 429: TooMany, 503: Unavailable}
    found = known.get(error.code, AskasideError)(error.description or error.name)
    if error.code == 422 or error.code == 400:
        detail, errors = _complaints(getattr(error, "data", None))
        found = BadRequest(detail, errors=errors)
    elif error.code == 413 and (request.content_length or 0) > (request.max_content_length or 0) > 1_000_000:
        found = TooLarge(found.detail, word="large_body", values={"most": request.max_content_length // 1_000_000})
    elif error.code == 404:
        found = NotFound("There is nothing at this address.")
    elif error.code >= 500:
        found = Unavailable("Something went wrong on our side. Please try again in a moment.")
    found.status = error.code if error.code != 422 else 400
    if found.code == "bad_request" and found.status != 400:
        found.title = error.name
    return found


def _complaints(data):
    """(sentence, {field: [text]}) of a refused query or body."""
    messages = (data or {}).get("messages")
    if not messages:
        return "The request could not be read: check that its body is JSON.", None
    found = {}
    for where in messages.values():
        for name, texts in (where.items() if isinstance(where, dict) else [("request", where)]):
            found[f"{name!s:.80}"] = texts if isinstance(texts, list) else [json.dumps(texts, ensure_ascii=False)]
    found = dict(list(found.items())[:MOST_COMPLAINTS])   # whatever somebody sends, the answer stays short
    first = next(iter(found))
    return f"{first}: {found[first][0]}", found


def _unforeseen(error):
    return problem(told(error))


def _unavailable(status):
    told = Unavailable("Something went wrong on our side. Please try again in a moment.")
    told.status = status
    return told


HANDLERS = {AskasideError: problem, HTTPException: _http_problem, Exception: _unforeseen}
