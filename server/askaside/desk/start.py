"""What the desk's script begins with: it stands in the page, so that nothing has to be asked for first."""

from flask import g

from ..help import widget
from ..people.roles import ANSWER, CONTENT, READ
from ..tickets import attachments, changes, status
from ..tickets.severity import SEVERITIES
from . import access, said

SCRIPT = "desk"   # the built file, before its hash
PREFIXES = ("desk.", "centre.", "along.")
PAGES = (("gaps", "desk.vain", CONTENT), ("reports", "desk.reports", READ))   # of the site, besides the queue
OTHERS = ("send", "request.stale", "yes", "no")


def live(site, t):
    """{script, data} of a page about the Site `site`, in the language of the Words `t`: the address of the built script, and what it begins with."""
    return {"script": f"/askaside/{widget.built(SCRIPT)}", "data": _data(site, t)}


def _data(site, t):
    tag, limits = t.locale, attachments.limits(site)
    return {"site": site.key, "name": site.name, "person": {"id": access.person().id, "name": access.person().name}, "csrf": access.proof(g.desk), "locale": tag, "zone": str(t.zone),
            "n": changes.newest(site.key), "words": {key: text for key, text in t.texts.items() if key.startswith(PREFIXES) or key in OTHERS},
            "modules": {one.key: site.words(one.title, tag) for one in site.modules}, "severities": {key: said.severity(key, tag) for key in SEVERITIES}, "statuses": list(status.OPEN),
            "teams": {one.key: site.words(one.title, tag) if one.title else one.key for one in site.tables.get("teams", ())},
            "writes": access.holds(site.key, CONTENT), "answers": access.holds(site.key, ANSWER), "most": {"files": limits.max_files, "bytes": limits.max_bytes},
            "links": [{"href": f"/desk/{site.key}/{page}", "text": t(word)} for page, word, right in PAGES if access.holds(site.key, right)],
            "asks": {fact.key: site.words(fact.ask, tag) for fact in site.tables.get("facts", ())}}
