"""What was asked, found and opened, and where: counts without a person, only where the site says `measure = true`.

No identity and no address are kept. A route is kept as the pattern that it matches, or with its numbers taken out; a
text that may hold a person (an e-mail address, a long number) is dropped.
"""

import re
import unicodedata
from datetime import timedelta

import sqlalchemy as sa

from ..core import clock
from ..core.db import UtcDateTime, db, period, transaction
from ..sites.patterns import segments

KINDS = ("open", "search", "article")
KEPT = timedelta(days=90)
MOST_TEXT = 200
_PERSON = re.compile(r"@|(?:\d[\s().-]?){6}")
_LONG_NUMBER = re.compile(r"\+?(?:\d[\s().-]?){6,}")
_OPAQUE = re.compile(r"\d|[0-9a-f]{8}", re.I)


class Seen(db.Model):
    __tablename__ = "seen"
    id = sa.Column(sa.Integer, primary_key=True)
    site = sa.Column(sa.String(64), nullable=False)
    kind = sa.Column(sa.String(16), nullable=False)
    page = sa.Column(sa.String(500), nullable=False)
    module = sa.Column(sa.String(64))
    locale = sa.Column(sa.String(35), nullable=False)
    article = sa.Column(sa.String(130))
    text = sa.Column(sa.String(MOST_TEXT))
    found = sa.Column(sa.Boolean)
    at = sa.Column(UtcDateTime, nullable=False)
    __table_args__ = (sa.Index("ix_seen_site_at", "site", "at", "module", "kind"),)


def note(library, view, kind, route="/", module=None, article=None, text=None, found=None):
    """Keep one line of what was seen. `route` without the site's base."""
    if not library.site.measure:
        return
    here = library.site.module(module) if module else library.site.module_of(route)
    with transaction() as session:
        session.add(Seen(site=library.site.key, kind=kind, page=page(view, route), module=here and here.key,
                         locale=view.locale, article=article, text=tidy(text), found=found, at=clock.now()))


def counted(site, bounds):
    """[(place in the stretches between the moments `bounds`, module or None, kind of KINDS, how often)] of what was seen on `site` (its key)."""
    which = (period(Seen.at, bounds), Seen.module, Seen.kind)
    return db.session.execute(sa.select(*which, sa.func.count()).where(Seen.site == site, Seen.at >= bounds[0], Seen.at < bounds[-1]).group_by(*which)).all()


def page(view, route):
    """`/invoices/2051/edit` → the best pattern that matches it, else `/invoices/{}/edit`."""
    hits = view.by_page.match(route)
    return hits[0][0].text if hits else opaque(route)


def opaque(route):
    """`/invoices/2051/edit` → `/invoices/{}/edit`: what may be a name or a number of somebody's is taken out."""
    return "/" + "/".join("{}" if _OPAQUE.search(part) or len(part) > 40 else part for part in segments(route)[:12])


def tidy(text):
    """A question as it may be kept: normalised, cut; None when it may name a person."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "")).strip().lower()
    return None if not text or _PERSON.search(text) else text[:MOST_TEXT]


def impersonal(text):
    """`text` on one line, without what may name a person: e-mail addresses and long numbers."""
    words = [word for word in unicodedata.normalize("NFKC", text).split() if "@" not in word]
    return " ".join(_LONG_NUMBER.sub("", " ".join(words)).split())


def forget():
    """Drop what is older than 90 days."""
    with transaction() as session:
        session.execute(sa.delete(Seen).where(Seen.at < clock.now() - KEPT))
