"""What happens to people's rows."""

from ..core import clock
from ..core.db import db, insert, transaction
from ..core.errors import NotFound
from . import queries
from .models import Account, Requester


def keep(caller, *, locale, name="", email=None):
    """The Requester row of `caller`, made at the first write, brought up to date from a token at each. Within a transaction.

    What a visitor says of themselves never takes the place of a confirmed address.
    """
    now = clock.now()
    row = queries.requester(caller, lock=True)
    if row is None:
        db.session.execute(insert(Requester).values(site=caller.site, key=caller.key, locale=locale).on_conflict_do_nothing())
        row = queries.requester(caller, lock=True)   # this one, or that of their other window
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


def confirm(requester, email):
    """`email` is theirs: who holds its mailbox said so. What was an anybody's becomes the place where answers go.

    raises  NotFound when they gave another address meanwhile
    """
    with transaction() as session:
        session.refresh(requester, with_for_update=True)
        if requester.email != email:
            raise NotFound("Another address was given since this link was written.", word="other_address")
        requester.email_confirmed_at = requester.email_confirmed_at or clock.now()


def _account(caller):
    claims = caller.claims
    row = queries.account(caller.site, claims["account"], lock=True)
    if row is None:
        db.session.execute(insert(Account).values(site=caller.site, key=claims["account"]).on_conflict_do_nothing())
        row = queries.account(caller.site, claims["account"], lock=True)
    row.name = claims["account_name"] or row.name or ""
    row.plan = claims["plan"] or row.plan
    return row
