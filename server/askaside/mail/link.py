"""The signed link of a letter: who holds it may see this request, until then.

`<ticket id>.<requester id>.<seconds>.<proof>`: letters, digits, `.`, `_` and `-`, so it may stand in a path or a query as it is.
"""

import base64
import re
from datetime import UTC, datetime
from typing import NamedTuple

from .signing import mac, same

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SIGNED = re.compile(r"([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,64})\.([1-9][0-9]{0,11})\.([A-Za-z0-9_-]{22})")


class Opened(NamedTuple):
    """What a link opens: one ticket, as one requester, until `expires_at` (UTC)."""

    ticket_id: str
    requester_id: str
    expires_at: datetime


def sign(key, site, ticket_id, requester_id, expires_at, purpose="request"):
    """The text of the link. `expires_at`: aware datetime, cut to whole seconds; `purpose`: what it is good for, nothing else.

    raises ValueError for a moment without a zone or before 1970, or an id that is not 1 to 64 letters, digits, `_` and `-`
    """
    if expires_at.utcoffset() is None:
        raise ValueError("The end of a link needs a zone.")
    seconds = str(int(expires_at.timestamp()))
    if not (_ID.fullmatch(ticket_id) and _ID.fullmatch(requester_id)) or seconds.startswith(("-", "0")):
        raise ValueError("No link can be signed for this.")
    return ".".join([ticket_id, requester_id, seconds, _proof(key, purpose, site, ticket_id, requester_id, seconds)])


def read(keys, site, text, now, purpose="request"):
    """What `text` opens at the moment `now` (aware), if one of the live `keys` signed it for this site and purpose; else None."""
    found = _SIGNED.fullmatch(text) if text.isascii() else None
    if not found:
        return None
    *fields, proof = found.groups()
    genuine = [same(_proof(key, purpose, site, *fields), proof) for key in keys]
    if not any(genuine):
        return None
    try:
        expires_at = datetime.fromtimestamp(int(fields[2]), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Opened(fields[0], fields[1], expires_at) if now < expires_at else None


def _proof(key, purpose, *fields):
    return base64.urlsafe_b64encode(mac(key, "link " + purpose, *fields)[:16]).decode().rstrip("=")
