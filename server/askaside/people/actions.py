"""What happens to people's rows."""

from ..core import clock
from ..core.db import db, transaction
from . import queries
from .models import Account, Requester


def keep(caller, *, locale, name="", email=None):
    """The Requester row of `caller`, made at the first write, brought up to date from a token at each. Within a transaction.

    What a visitor says of themselves never takes the place of a confirmed address.
    """
    now = clock.now()
    row = queries.requester(caller)
    if row is None:
        db.session.add(row := Requester(site=caller.site, key=caller.key, locale=locale, name="", seen_at=now))
    row.locale = locale
    row.seen_at = now
    if caller.proven:
        row.name = caller.claims["name"] or row.name
        if caller.email and caller.email != row.email:
            row.email, row.email_confirmed_at = caller.email, now
        row.plan = caller.claims["plan"] or row.plan
        if caller.claims["account"]:
            row.account = _account(caller)
    else:
        row.name = name or row.name
        if email and (row.email is None or row.email_confirmed_at is None):
            row.email = email
    db.session.flush()
    return row


def confirm(requester):
    """The address is theirs: who holds its mailbox said so. What was an anybody's becomes the place where answers go."""
    with transaction():
        requester.email_confirmed_at = requester.email_confirmed_at or clock.now()


def _account(caller):
    claims = caller.claims
    row = queries.account(caller.site, claims["account"])
    if row is None:
        db.session.add(row := Account(site=caller.site, key=claims["account"]))
    row.name = claims["account_name"] or row.name or ""
    row.plan = claims["plan"] or row.plan
    return row
