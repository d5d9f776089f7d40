"""Who is asking: a token that the host product signed, or a secret that the visitor's browser made. After section 3 of the contract."""

import base64
import binascii
import hashlib
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt
import marshmallow as ma
from marshmallow.fields import Int, Str
from marshmallow.validate import Email, Length

from ..core import clock, logs
from ..core.errors import Unsigned
from . import secrets

log = logging.getLogger(__name__)
SKEW = timedelta(seconds=60)
LONGEST = timedelta(minutes=15)   # from `iat` to `exp`
MOST_BYTES = 4096
EXPIRED = "The token has expired, or is not valid yet. Ask the product for a new one."
NO_SECRET = "The token's `kid` names no live secret of this site. `askaside secret SITE` lists them."
SIGNED_IN_ONLY = "This site answers signed-in people only. Reload the page, or sign in to the product."
NO_TOKENS = "This site takes no tokens: `identity` is off in its site.toml."


@dataclass(frozen=True)
class Caller:
    """Who asks within `site`. `key` is what their rows are found by; `proven`: the host product vouches for the claims, by the secret `kid`, and `until` then."""

    site: str
    key: str
    proven: bool = False
    claims: dict = field(default_factory=dict)
    kid: str | None = None
    until: datetime | None = None

    @property
    def email(self):
        return self.claims.get("email")


class Claims(ma.Schema):
    """What a token may say; more than this is left unread."""

    class Meta:
        unknown = ma.EXCLUDE

    sub = Str(required=True, validate=Length(1, 200))
    iat = Int(required=True)
    exp = Int(required=True)
    name = Str(load_default="", validate=Length(max=200))
    email = Str(load_default=None, allow_none=True, validate=[Length(max=254), Email()])
    locale = Str(load_default=None, allow_none=True, validate=Length(max=35))
    plan = Str(load_default=None, allow_none=True, validate=Length(max=64))
    role = Str(load_default=None, allow_none=True, validate=Length(max=64))
    account = Str(load_default=None, allow_none=True, validate=Length(1, 200))
    account_name = Str(load_default="", validate=Length(max=200))


def caller(site, authorization):
    """The Caller of the header `authorization` (a text, or None) within the Site `site`.

    raises  Unsigned with what is wrong; never with a byte of the token
    """
    kind, _, given = (authorization or "").partition(" ")
    given = given.strip()
    if kind.lower() == "bearer" and given:
        if site.identity == "off":
            raise Unsigned(NO_TOKENS)
        try:
            return _of_token(site.key, given)
        except Unsigned as refused:
            logs.seldom(log, "INFO", "a token was refused", site=site.key, reason=refused.detail)
            raise
    if kind.lower() == "visitor" and given:
        if site.identity == "enforce":
            raise Unsigned(SIGNED_IN_ONLY)
        return Caller(site.key, f"visitor:{_hashed(given)}")
    raise Unsigned("Say who you are: Authorization: Bearer TOKEN, or Authorization: Visitor SECRET.")


def still(site, who):
    """The Caller `who`, whom `caller` let in before, if it would again: on an open socket, nobody reads the same token for each line. raises  Unsigned"""
    if who.proven:
        if site.identity == "off":
            raise Unsigned(NO_TOKENS)
        if secrets.known(who.site, who.kid) is None:
            raise Unsigned(NO_SECRET)
        if clock.now() >= who.until:
            raise Unsigned(EXPIRED)
    elif site.identity == "enforce":
        raise Unsigned(SIGNED_IN_ONLY)
    return who


def _hashed(secret):
    """The secret is 32 random bytes, so a plain hash cannot be turned back."""
    try:
        raw = base64.b64decode(secret.encode() + b"=" * (-len(secret) % 4), b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raw = b""
    if len(raw) != 32:
        raise Unsigned("A visitor's secret is 32 random bytes in base64url.", word="form")
    return hashlib.sha256(raw).hexdigest()


def _of_token(site, token):
    if len(token) > MOST_BYTES:
        raise Unsigned("The token is longer than 4 kB.")
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        secret = secrets.known(site, kid) if isinstance(kid, str) else None
        if secret is None:
            raise Unsigned(NO_SECRET)
        # Which algorithm is ours to say. The times are checked below, by our own clock.
        told = jwt.decode(token, secret, algorithms=["HS256"], audience=site,
                          options={"require": ["exp", "iat", "sub", "aud"], "verify_exp": False, "verify_iat": False, "verify_nbf": False})
        claims = Claims().load(told)
        begins, ends = (datetime.fromtimestamp(claims.pop(name), UTC) for name in ("iat", "exp"))
    except jwt.InvalidAudienceError:
        raise Unsigned(f"The token's `aud` is not {site}.") from None
    except jwt.MissingRequiredClaimError as missing:
        raise Unsigned(f"The token has no `{missing.claim}`.") from None
    except (jwt.PyJWTError, RecursionError, UnicodeError):
        raise Unsigned("The token is not signed with HS256 and a live secret of this site.") from None
    except ma.ValidationError as wrong:
        raise Unsigned(f"The token's claims cannot be used: {', '.join(sorted(map(str, wrong.messages)))}.") from None
    except (OverflowError, ValueError, OSError):
        raise Unsigned("The token's `iat` or `exp` is no moment.") from None
    if ends - begins > LONGEST:
        raise Unsigned("The token lives longer than 15 minutes: `exp` is too far from `iat`.")
    if not begins - SKEW <= clock.now() < ends + SKEW:
        raise Unsigned(EXPIRED)
    return Caller(site, f"sub:{claims['sub']}", True, claims, kid, ends + SKEW)
