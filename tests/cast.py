"""The cast: who asks and who answers, as callers of the doors."""

import base64
import hashlib
from datetime import timedelta

import jwt

from askaside.core import clock
from askaside.people import secrets


def visitor(name):
    """The header of a visitor's browser; the same name is the same browser."""
    secret = base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).decode().rstrip("=")
    return {"Authorization": f"Visitor {secret}"}


def claims(sub="alice", site="acme", minutes=10, **more):
    now = clock.now()
    return {"sub": sub, "aud": site, "iat": int(now.timestamp()), "exp": int((now + timedelta(minutes=minutes)).timestamp()), **more}


def signed(kid, secret, told=None, algorithm="HS256", **more):
    """The header of a signed-in person. `told`: the claims, else those of Alice with `more`."""
    return {"Authorization": f"Bearer {jwt.encode(told or claims(**more), secret, algorithm, headers={'kid': kid})}"}


def product(site="acme"):
    """What the product of `site` has: sign(sub=…, …) → a header."""
    kid, secret = secrets.make(site)
    return lambda **more: signed(kid, secret, **{"site": site, **more})
