"""The secrets that a site's product signs its tokens with: two live at once, so that one can follow the other without a gap."""

import base64
import hashlib
import secrets
import time

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from ..core import clock
from ..core.db import db, hold, transaction
from ..core.errors import Conflict, NotFound
from .models import SiteSecret

MOST_LIVE = 2
REMEMBERED_SECONDS = 1   # `askaside secret SITE --retire KID` is another process: so much longer its tokens may be good here


def make(site):
    """A new secret of `site`: (kid, secret). It is shown this once; kept is only what our own key can open.

    raises  Conflict when two are live
    """
    with transaction() as session:
        hold("secrets", site)
        if len(live(site)) >= MOST_LIVE:
            raise Conflict(f"Two secrets of {site} are live. Retire the older one first: askaside secret {site} --retire KID.")
        secret, kid = secrets.token_urlsafe(32), secrets.token_hex(4)
        session.add(SiteSecret(site=site, kid=kid, sealed=_box().encrypt(secret.encode()).decode()))
    _remembered().clear()
    return kid, secret


def retire(site, kid):
    """Refuse tokens of this secret from now on. raises  NotFound"""
    with transaction() as session:
        row = session.get(SiteSecret, (site, kid))
        if row is None:
            raise NotFound(f"{site} has no secret {kid!r}.")
        row.retired_at = row.retired_at or clock.now()
    _remembered().clear()


def live(site):
    """[SiteSecret] that count now, the older first."""
    found = sa.select(SiteSecret).where(SiteSecret.site == site, SiteSecret.retired_at.is_(None)).order_by(SiteSecret.created_at, SiteSecret.kid)
    return list(db.session.scalars(found))


def opened(site, kid=None):
    """The live secret `kid` (the newest without it) as text; None where there is none, or our own key is another now."""
    found = [row for row in live(site) if kid in (None, row.kid)]
    try:
        return _box().decrypt(found[-1].sealed.encode()).decode() if found else None
    except InvalidToken:
        return None


def known(site, kid):
    """The live secret `kid` as text, or None; what was found is remembered for REMEMBERED_SECONDS, as every line of a chat asks for it."""
    remembered, now = _remembered(), time.monotonic()
    secret, until = remembered.get((site, kid), (None, -1))
    if until < now:
        remembered.pop((site, kid), None)
        secret = opened(site, kid)
        if secret is not None:   # there are two at most of each site: strangers cannot fill the memory
            remembered[site, kid] = secret, now + REMEMBERED_SECONDS
    return secret


def _remembered():
    return current_app.extensions.setdefault("askaside.secrets", {})


def _box():
    key = hashlib.sha256(b"askaside site secrets " + current_app.secret_key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
