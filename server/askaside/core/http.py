"""What every HTTP door has in common: origins, pages of a list, ETags. After section 3 of the contract."""

import base64
import binascii
import hashlib
import hmac
import json
from datetime import UTC
from functools import wraps
from urllib.parse import urlsplit

import flask_smorest
import marshmallow as ma
from flask import Response, current_app, g, request
from flask.sessions import NullSession, SessionInterface
from webargs.flaskparser import FlaskParser
from werkzeug.routing import BaseConverter

from . import front, idempotency, problems
from .errors import BadRequest, OriginRefused, UnsupportedType

FORMS = {"tickets.open_ticket"}   # doors that take a form, too: files come with it


def _of_form(form, schema):
    """{field: value} of a form: what is no text in `schema` is JSON there."""
    inner = {name for name, field in schema.fields.items() if isinstance(field, (ma.fields.Dict, ma.fields.Nested, ma.fields.List))}
    return {name: json.loads(text) if name in inner else text for name, text in form.items()}


class Blueprint(flask_smorest.Blueprint):
    """A blueprint whose doors refuse fields that nobody described."""

    class ARGUMENTS_PARSER(FlaskParser):
        DEFAULT_UNKNOWN_BY_LOCATION = {"query": ma.RAISE, "json": ma.RAISE}   # noqa: RUF012

        DEFAULT_VALIDATION_STATUS = 400

        def load_json(self, req, schema):
            form = req.mimetype == "multipart/form-data" and req.endpoint in FORMS
            if not (req.is_json or form):
                raise UnsupportedType("The body is JSON: send it with Content-Type: application/json.")
            try:
                return plain(_of_form(req.form, schema) if form else super().load_json(req, schema))
            except (RecursionError, ValueError):
                raise _unreadable() from None

    ARGUMENTS_PARSER = ARGUMENTS_PARSER()


def plain(found):
    """What somebody sent, decoded from JSON (or `ma.missing`), as it can be kept: without NUL. raises  BadRequest"""
    try:
        found = _without_nul(found)
        if found is not ma.missing:
            json.dumps(found, ensure_ascii=False).encode()   # half a surrogate pair is no text that could be kept; over a socket, bytes may come
    except (RecursionError, TypeError, ValueError):
        raise _unreadable() from None
    return found


def _unreadable():
    return BadRequest("The body is nested too deeply, a number in it is too long, or a text is no Unicode.")


def _without_nul(found):
    """What a JSON body holds, its texts without NUL: it is no letter, and PostgreSQL refuses it."""
    if isinstance(found, str):
        return found.replace("\0", "")
    if isinstance(found, dict):
        return {_without_nul(name): _without_nul(value) for name, value in found.items()}
    return [_without_nul(one) for one in found] if isinstance(found, list) else found


# How the description says that a door wants to know who asks.
SIGNED = {"security": [{"token": []}, {"visitor": []}]}
_SCHEMES = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "signed by the host product"},
            "visitor": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Visitor` and 32 random bytes in base64url"},
            "desk": {"type": "apiKey", "in": "cookie", "name": "askaside_desk", "description": "an agent who signed in; each write with `X-CSRF-Token`"}}


class Api(flask_smorest.Api):
    """The described API; its errors are problems."""

    ERROR_SCHEMA = problems.Problem

    def init_app(self, app, **kwargs):
        super().init_app(app, **kwargs)
        for name, scheme in _SCHEMES.items():
            self.spec.components.security_scheme(name, scheme)

    def _register_error_handlers(self):
        for kind, handler in problems.HANDLERS.items():
            self._app.register_error_handler(kind, handler)


class NoSessions(SessionInterface):
    """Flask's own session is never used: who is signed in is ours to keep. To make one for each event of a socket would take longer than most events."""

    none = NullSession()

    def open_session(self, app, request):
        return self.none


class IdConverter(BaseConverter):
    """An id of ours in an address, so that it is never taken for the name of an article."""

    regex = "[a-z2-7]{26}"


# --- who asks -------------------------------------------------------------------------------------------------------

def client_address():
    """The asker's address, believing as many X-Forwarded-For entries as there are proxies of ours."""
    proxies = current_app.config["TRUSTED_PROXIES"]
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    return hops[-proxies] if proxies and len(hops) >= proxies else request.remote_addr or ""


def caller(site):
    """A name for the caller within `site` that is kept instead of who they are: a keyed hash. Of their key where a room has
    found out who asks (`g.scope`), for a token is renewed and a telephone changes its address between two tries."""
    who = g.get("scope") or f"{client_address()} {request.headers.get('Authorization', '')}"
    return hmac.new(current_app.secret_key.encode(), f"{site} {who}".encode(), hashlib.sha256).hexdigest()


def base():
    """Our own address as browsers see it, without a slash at its end: as it is set, else as it was asked for."""
    return current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")


def own_hosts():
    """Our own address, host and port: as it is set, and as it was asked for (https may end before us)."""
    return {urlsplit(current_app.config["PUBLIC_URL"] or "").netloc, request.host} - {""}


def allow_origin(allowed):
    """Let the request's Origin in, or not. `allowed(origin) → bool` is the site's word; our own address always counts.

    raises  OriginRefused
    """
    g.origin, origin = None, request.headers.get("Origin")
    if origin is None:
        return
    if host_of(origin) not in own_hosts() and not allowed(origin):
        raise OriginRefused(f"{origin[:200]} is not among the origins of this site. Add it to `origins` in its site.toml.")
    g.origin = origin


def host_of(origin):
    """Host and port of an origin; an empty text for what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def say_origin(response):
    """After each request: the CORS head, with the exact origin that was let in."""
    if request.path.startswith("/api/"):
        response.vary.update(["Origin", "Authorization"])
    if origin := g.get("origin"):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Idempotency-Key"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response


# --- files ----------------------------------------------------------------------------------------------------------

# How the description shows a body with one file.
ONE_FILE = {"required": True, "content": {"multipart/form-data": {"schema": {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}}}}


def one_file():
    """The only part of the request's body, a file called `file`, as Flask gives it. raises  BadRequest"""
    upload = request.files.get("file")
    if upload is None or len(request.files) > 1 or request.form:
        raise BadRequest("Send one file as the part `file` of a multipart/form-data body, and nothing else.", errors={"file": ["One file is missing."]})
    return upload


# --- what is answered -----------------------------------------------------------------------------------------------

def content_answer(payload, kept=True):
    """JSON of public content: strong ETag, no cookie; kept by the front (if `kept`) and by any cache when nobody signed in."""
    body = payload if isinstance(payload, bytes) else to_bytes(payload)
    response = Response(body, mimetype="application/json")
    return cached(response, body, kept=kept)


def cached(response, body, max_age=1, kept=True):
    """Give `response` the ETag of `body` and its Cache-Control; answer 304 where the asker has it already.

    One second is enough for a cache in front of us to take a rush, and short enough for "live in under 2 seconds";
    while we are down, caches may go on for a day.
    """
    response.set_etag(hashlib.sha256(body).hexdigest()[:24])
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "private, no-cache"
        return response.make_conditional(request)
    response.headers["Cache-Control"] = f"public, max-age={max_age}, stale-if-error=86400"
    return front.keep(response, request.environ) if kept else response.make_conditional(request)


def to_bytes(payload):
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def idempotent(view):
    """A write that answers (status, body): with an `Idempotency-Key`, it happens once."""

    @wraps(view)
    def once(*args, **kwargs):
        return by_key(lambda: request.get_data(cache=True), lambda: view(*args, **kwargs))

    return once


def key():
    """The `Idempotency-Key` of the request, or None. raises  BadRequest for one that is none"""
    found = request.headers.get("Idempotency-Key")
    if found is not None and not (8 <= len(found) <= 128 and found.isascii() and found.isprintable()):
        raise BadRequest("Idempotency-Key takes 8 to 128 printable ASCII characters.")
    return found


def by_key(content, act):
    """The answer of `act()` → (status, body); with an `Idempotency-Key`, its first one. `content()`: the bytes that say what is written."""

    def told():
        status, body = act()
        return status, "" if body is None else json.dumps(body, ensure_ascii=False)

    if key() is None:
        status, body = told()
    else:
        site = request.view_args["site"]
        status, body = idempotency.once((site, caller(site), key()), idempotency.fingerprint(request.path.encode(), content()), told)
    return Response(body, status, {"Cache-Control": "no-store"}, mimetype="application/json" if body else None)


def stamp(moment):
    """RFC 3339, UTC, milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


# --- lists ----------------------------------------------------------------------------------------------------------

class Page(ma.Schema):
    """The two fields that every list takes."""

    limit = ma.fields.Int(load_default=20, validate=ma.validate.Range(1, 100), metadata={"description": "how many at once"})
    after = ma.fields.Str(load_default=None, validate=ma.validate.Length(max=200),
                          metadata={"description": "the `next` of the answer before"})


def cut(items, limit, after, key):
    """The page of `items` (a list) behind `after`: (items, next). `key(item)` is a lasting name of the item.

    An item that is gone meanwhile starts the list anew rather than failing it.
    """
    start = 0
    if after:
        try:
            mark = base64.b64decode(after.encode() + b"=" * (-len(after) % 4), b"-_", validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise BadRequest("`after` is not a `next` of ours.") from None
        start = next((i + 1 for i, item in enumerate(items) if key(item) == mark), 0)
    page = items[start:start + limit]
    more = start + limit < len(items)
    return page, base64.urlsafe_b64encode(key(page[-1]).encode()).decode().rstrip("=") if more else None
