"""Which groups somebody belongs to: the plan and the role that content may be written for."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from ..core.errors import Unsigned
from . import identity, queries

log = logging.getLogger(__name__)


def of(site, authorization):
    """The plan and the role (a frozenset of texts) of who asks within the Site `site` with the header `authorization`, as the product's token
    says; the plan of their account where it names none. Nothing of a visitor, and of whoever cannot be believed: nobody is refused here.
    """
    if authorization.partition(" ")[0].lower() != "bearer":
        return frozenset()
    try:
        claims = identity.caller(site, authorization).claims
        # The token is of this moment; what is kept of the account is from their colleagues' last request.
        account = None if claims["plan"] or not claims["account"] else queries.account(site.key, claims["account"])
    except Unsigned:
        return frozenset()
    except SQLAlchemyError as wrong:   # what is for everybody is there without a database
        log.warning("people: who asks is not known: %s", type(wrong).__name__)
        return frozenset()
    return frozenset(filter(None, (claims["plan"] or (account and account.plan), claims["role"])))
